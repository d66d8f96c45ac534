# shellcheck shell=sh
# shellcheck disable=SC2154 # common.sh sets tmp, top_srcdir and top_builddir
# For tests that run what a page shows, after common.sh: tests/support/page.py has the rules.

# Installs into $tmp/usr, and makes that and strict compilers what commands find.
install_for_pages() {
    have python3 || skip "python3 is not here"
    have bash || skip "bash is not here"
    [ -x "$top_builddir/connect-local" ] || skip "connect-local is not built"
    grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "a build with sanitizers is not for installing"
    [ -f "$top_builddir/.libs/libconnect.so" ] || skip "there is no shared library"
    # rustc and others read what a make above them says, and complain of it.
    unset MAKEFLAGS MAKEOVERRIDES MFLAGS MAKELEVEL
    $MAKE -s -C "$top_builddir" install prefix="$tmp/usr" >"$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }
    # Functions of the shell that runs the commands.
    cxx=$(find_cxx)
    for pair in "cc=$CC" ${cxx:+"c++=$cxx"}; do
        printf '%s() { command %s -Wall -Wextra -Werror "$@"; }\n' "${pair%%=*}" "${pair#*=}"
    done >"$tmp/compilers"
    BASH_ENV=$tmp/compilers
    PATH=$tmp/usr/bin:$PATH
    LD_LIBRARY_PATH=$tmp/usr/lib
    PKG_CONFIG_PATH=$tmp/usr/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
    PYTHONPATH=$top_srcdir/bindings/python
    PYTHONDONTWRITEBYTECODE=1
    AWS_CONFIG_FILE=/nonexistent AWS_SHARED_CREDENTIALS_FILE=/nonexistent AWS_EC2_METADATA_DISABLED=true
    export AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_EC2_METADATA_DISABLED
    export BASH_ENV PATH LD_LIBRARY_PATH PKG_CONFIG_PATH PYTHONPATH PYTHONDONTWRITEBYTECODE top_srcdir
}

# run_page PAGE OPTION...: in the directory $tmp/page; PAGE is below the top directory.
run_page() {
    page=$1; shift
    mkdir -p "$tmp/page"
    python3 "$top_srcdir/tests/support/page.py" "$@" "$top_srcdir/$page" "$tmp/page" || bad "$page shows something else"
}
