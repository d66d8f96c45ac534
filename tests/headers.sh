#!/bin/sh
# Every public header compiles alone, twice in a row, in C99, C11 and C++17, and brings nothing of curl, OpenSSL or jansson.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

warnings="-Wall -Wextra -Wpedantic -Werror"

# compile STANDARD LANGUAGE COMPILER
compile() {
    for header in "$top_srcdir"/include/connect/*.h; do
        name=connect/$(basename "$header")
        printf '#include <%s>\n#include <%s>\n' "$name" "$name" >"$tmp/alone"
        # shellcheck disable=SC2086 # compiler and warnings are lists of words
        $3 -std="$1" -x "$2" $warnings -I"$top_srcdir/include" -fsyntax-only "$tmp/alone" ||
            bad "$name does not compile alone as $1"
    done
}

# usage STANDARD LANGUAGE COMPILER: the ways in which programs fill structs
usage() {
    # shellcheck disable=SC2086
    $3 -std="$1" -x "$2" $warnings -Wshadow -Wconversion -I"$top_srcdir/include" -fsyntax-only \
        "$top_srcdir/tests/usage.c" || bad "tests/usage.c does not compile as $1"
}

for standard in c99 c11; do
    compile $standard c "$CC"
    usage $standard c "$CC"
done
cxx=$(find_cxx)
if [ -n "$cxx" ]; then
    compile c++17 c++ "$cxx"
    for standard in c++11 c++17 c++20; do
        usage $standard c++ "$cxx"
    done
else
    echo "no C++ compiler here: the C++17 part is left out"
fi

# shellcheck disable=SC2086
for header in "$top_srcdir"/include/connect/*.h; do
    $CC -x c -M -I"$top_srcdir/include" "$header" | tr ' ' '\n' | grep -E '/(curl|openssl)/|/jansson' &&
        bad "$(basename "$header") brings another library's header"
done

finish
