#!/bin/sh
# The stripped shared library stays below 440 KiB, and below 448 when clang makes it.  What calls spend their time in is
# built for speed all the same.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

library=$top_builddir/.libs/libconnect.so
[ -f "$library" ] || skip "no ELF shared library here"
for tool in strip readelf; do have "$tool" || skip "$tool is needed"; done
case $($CC -dumpmachine) in
    x86_64*) ;;
    *) skip "the size is that of x86-64" ;;
esac
case $("$top_builddir/config.status" --config) in
    *"'CFLAGS="*) skip "the size is that of a build without CFLAGS of the builder's own" ;;
esac
grep -q '^SANITIZE_FLAGS = .*-fsanitize' "$top_builddir/Makefile" && skip "the sanitizers are not part of the size"

# built_for LEVEL OBJECT: the last level that the compiler was given, by what it has written into the object.  clang
# writes none.
built_for() {
    level=$(readelf --debug-dump=info "$top_builddir/$2" | sed -n 's/.*DW_AT_producer.* \(-O[^ ]*\) .*/\1/p')
    [ "${level:-$1}" = "$1" ] || bad "$2 is built with $level, not with $1"
}
built_for -O2 lib/shape/.libs/libconnect_hot_la-reader.o
built_for -Os lib/call/.libs/client.o

if grep -q '^CHECKS_CPPFLAGS = .*-D' "$top_builddir/Makefile"; then
    finish
    skip "the checks are not part of the size"
fi
limit=440
! $CC --version | grep -q clang || limit=448
strip -o "$tmp/stripped" "$library"
size=$(wc -c <"$tmp/stripped")
echo "$size bytes"
[ "$size" -lt $((limit * 1024)) ] || bad "the library has $size bytes, which is not below $limit KiB"

finish
