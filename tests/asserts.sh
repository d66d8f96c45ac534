#!/bin/sh
# Invariants stand in the code (core/assert.h): at least ten for each thousand lines of lib/, and of each
# room.  Builds with checks have them, builds without have none of them.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

least=10
all_checks=0
all_lines=0

cd "$top_srcdir"
for folder in lib/*/; do
    room=${folder#lib/}
    room=${room%/}
    # shellcheck disable=SC2046 # a list of files
    code_of $(find "$folder" -name '*.[ch]' ! -name 'assert.[ch]') >"$tmp/code"
    lines=$(find "$folder" -name '*.[ch]' -exec cat {} + | wc -l)
    count=$(grep -oE '\b(ASSERT|static_assert|_Static_assert)\(' "$tmp/code" | wc -l)
    echo "$room: $count checks in $lines lines, $((count * 1000 / lines)) in 1,000"
    all_checks=$((all_checks + count))
    all_lines=$((all_lines + lines))
    # api is tables, whose macros check each row when it is compiled.
    [ "$room" = api ] || [ $((count * 1000)) -ge $((least * lines)) ] ||
        bad "lib/$room has fewer than $least checks in 1,000 lines"
done
[ $((all_checks * 1000)) -ge $((least * all_lines)) ] || bad "lib/ has fewer than $least checks in 1,000 lines"

# --- with and without

have nm || skip "nm is needed to look into objects"
for file in core/mem core/task http/pool; do
    for checks in '' -DCONNECT_CHECKS; do
        # shellcheck disable=SC2086 # CC and the option may be several words, or none
        $CC -std=c11 -D_GNU_SOURCE $checks -Iinclude -Ilib -O1 -c -o "$tmp/one.o" "lib/$file.c"
        nm -u "$tmp/one.o" | grep -q assert_failed && found=yes || found=no
        [ "$found" = "$([ -n "$checks" ] && echo yes || echo no)" ] ||
            bad "lib/$file.c compiled with '$checks': calls assert_failed: $found"
    done
done
object=$top_builddir/lib/core/.libs/mem.o
if [ -f "$object" ]; then
    nm -u "$object" | grep -q assert_failed && found=yes || found=no
    grep -q '^CHECKS_CPPFLAGS = .*-DCONNECT_CHECKS' "$top_builddir/Makefile" && wanted=yes || wanted=no
    [ "$found" = "$wanted" ] || bad "the build is configured with checks: $wanted, and has them: $found"
fi

finish
