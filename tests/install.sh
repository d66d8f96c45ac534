#!/bin/sh
# An installed libconnect serves a program through pkg-config: dynamic and static, as C99 and as C++17.
# DESTDIR may have a space in it, and "make install prefix=..." another prefix than configure.
# Uninstalling leaves nothing behind.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "a build with sanitizers is not for installing"

stage="$tmp/a stage"
# The options of the make that runs this test are not for the one below.
MAKEFLAGS='' $MAKE -s -C "$top_builddir" install DESTDIR="$stage" >"$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }

# The same tree, found where it was staged and not where it was configured for; by a path without a space,
# which neither pkg-config nor $(...) would keep as one word.
ln -s "$stage" "$tmp/stage"
pc=$(find "$stage" -name libconnect.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
sed "s|^prefix=.*|prefix=$tmp/stage$prefix|" "$pc" >"$tmp/libconnect.pc"
PKG_CONFIG_PATH=$tmp${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH
libdir=$($PKG_CONFIG --variable=libdir libconnect)
includedir=$($PKG_CONFIG --variable=includedir libconnect)

ls "$includedir/connect" >"$tmp/installed"
(cd "$top_srcdir/include/connect" && ls -- *.h) | diff - "$tmp/installed" ||
    bad "the installed headers (right) are not those of include/connect"

manual=$(find "$stage" -name connect_list_instances.3)
[ ! -d "$top_builddir/docs/man3" ] || [ "$manual" = "$stage$prefix/share/man/man3/connect_list_instances.3" ] ||
    bad "the man pages are not in share/man/man3 but in $manual"
if [ -x "$top_builddir/connectctl" ]; then
    for tool in connectctl connect-local; do
        [ -s "$stage$prefix/share/man/man1/$tool.1" ] || bad "$tool.1 is not in share/man/man1"
    done
fi

if [ -x "$top_builddir/connectctl" ]; then
    for script in bash-completion/completions/connectctl zsh/site-functions/_connectctl \
        fish/vendor_completions.d/connectctl.fish; do
        [ -f "$stage$prefix/share/$script" ] || bad "the completion of connectctl is not in share/$script"
    done
fi

# consumer NAME COMPILER...: compile, link and run; the libraries come last.
consumer() {
    name=$1; shift
    "$@" -o "$tmp/$name" || { bad "the $name consumer does not compile and link"; return 0; }
    LD_LIBRARY_PATH=$libdir "$tmp/$name" || bad "the $name consumer does not run"
}
source=$top_srcdir/tests/consumer.c
warnings="-Wall -Wextra -Wpedantic -Werror"
cxx=$(find_cxx)
[ -n "$cxx" ] || echo "no C++ compiler here: the C++17 part is left out"

# shellcheck disable=SC2046,SC2086 # compilers, warnings and what pkg-config prints are lists of words
both_languages() {
    consumer "$1-c99" $CC -std=c99 $warnings "$source" $2
    [ -z "$cxx" ] || consumer "$1-c++17" $cxx -std=c++17 $warnings -x c++ "$source" -x none $2
}

both_languages dynamic "$($PKG_CONFIG --cflags --libs libconnect)"
if have readelf; then
    readelf -d "$tmp/dynamic-c99" | grep NEEDED | grep -E 'curl|crypto|jansson' &&
        bad "a dynamic consumer is linked to what only libconnect needs"
fi

# With the shared library out of the way, -lconnect is the archive.
rm -f "$libdir"/libconnect.so*
libs=$($PKG_CONFIG --static --cflags --libs libconnect)
echo 'int main(void) { return 0; }' >"$tmp/empty.c"
# shellcheck disable=SC2046,SC2086
if ! $CC "$tmp/empty.c" $($PKG_CONFIG --static --libs libcurl) -o "$tmp/empty" 2>/dev/null; then
    echo "not all of libcurl's own libraries are here for --static: linking with libcurl's public ones"
    libs="$($PKG_CONFIG --cflags --libs libconnect) $($PKG_CONFIG --libs libcurl libssl libcrypto jansson) -pthread"
fi
both_languages static "$libs"
if have objcopy; then
    nm -g --defined-only "$libdir/libconnect.a" | awk 'NF == 3 && $3 !~ /^connect_/ { print $3 }' >"$tmp/stray"
    while read -r symbol; do bad "libconnect.a lets out $symbol"; done <"$tmp/stray"
fi

MAKEFLAGS='' $MAKE -s -C "$top_builddir" uninstall DESTDIR="$stage" >"$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }
find "$stage" ! -type d | while read -r file; do bad "uninstall leaves $file"; done

MAKEFLAGS='' $MAKE -s -C "$top_builddir" install DESTDIR="$stage" prefix=/somewhere/else >"$tmp/log" 2>&1 ||
    { cat "$tmp/log"; exit 1; }
pc=$stage/somewhere/else/lib/pkgconfig/libconnect.pc
for variable in prefix libdir includedir; do
    case $(PKG_CONFIG_PATH=${pc%/*} $PKG_CONFIG --variable=$variable libconnect) in
        /somewhere/else*) ;;
        *) bad "make install prefix=/somewhere/else leaves in libconnect.pc: $(grep "^$variable=" "$pc")" ;;
    esac
done

finish
