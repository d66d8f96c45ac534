# shellcheck shell=sh
# What every shell test starts with: where things are, a folder that goes away, and words for the outcome.
# Under make the variables are set; by hand, a test looks into build/.
set -eu
LC_ALL=C
export LC_ALL
: "${top_srcdir:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${top_builddir:=$top_srcdir/build}"
: "${CC:=cc}"
: "${MAKE:=make}"
: "${PKG_CONFIG:=pkg-config}"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# The test cannot run here.
skip() {
    echo "SKIP: $*"
    exit 77
}

# A finding; the test goes on, and finish() fails it. It may be called in a pipe.
bad() {
    echo "error: $*"
    echo "$*" >>"$tmp/findings"
}

finish() {
    if [ -f "$tmp/findings" ]; then
        echo "$(wc -l <"$tmp/findings") findings"
        exit 1
    fi
}

have() { command -v "$1" >/dev/null 2>&1; }

# Nothing when there is none.
find_cxx() {
    for cxx in ${CXX-} c++ g++ clang++; do
        if have "$cxx"; then
            echo "$cxx"
            break
        fi
    done
}
