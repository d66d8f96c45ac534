#!/bin/sh
# The stripped shared library stays below 440 KiB.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

library=$top_builddir/.libs/libconnect.so
[ -f "$library" ] || skip "no ELF shared library here"
have strip || skip "strip is needed"
case $($CC -dumpmachine) in
    x86_64*) ;;
    *) skip "the size is that of x86-64" ;;
esac
grep -q '^SIZE_CFLAGS = .*-Os' "$top_builddir/Makefile" || skip "the size is that of a build without CFLAGS of its own"
grep -q '^SANITIZE_FLAGS = .*-fsanitize' "$top_builddir/Makefile" && skip "the sanitizers are not part of the size"
grep -q '^CHECKS_CPPFLAGS = .*-D' "$top_builddir/Makefile" && skip "the checks are not part of the size"

strip -o "$tmp/stripped" "$library"
size=$(wc -c <"$tmp/stripped")
echo "$size bytes"
[ "$size" -lt 450560 ] || bad "the library has $size bytes, which is not below 440 KiB"

finish
