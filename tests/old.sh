#!/bin/sh
# A program that was compiled with an older header runs with the library of today.  It is compiled apart, sees nothing
# of today's headers, and is linked to the shared library.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

library=$top_builddir/.libs/libconnect.so
[ -f "$library" ] || skip "there is no shared library"
sanitizers=$(sed -n 's/^SANITIZE_FLAGS = //p' "$top_builddir/Makefile")

# shellcheck disable=SC2086 # compiler and flags are lists of words
$CC -std=c99 -Wall -Wextra -Werror -g $sanitizers -I"$top_srcdir/tests/old" "$top_srcdir/tests/old/program.c" \
    "$library" -o "$tmp/program" || { bad "it does not compile"; finish; }
LD_LIBRARY_PATH=$top_builddir/.libs "$tmp/program" || bad "it does not run"

# A struct longer than the library's is no older one: each is shorter, or the header beside it has followed the library.
{
    echo '#include <connect/connect.h>'
    echo '#include <stdio.h>'
    echo 'int main(void) {'
    sed -n 's/^} \(connect_[a-z0-9_]*\);/printf("\1 %zu\\n", sizeof(\1));/p' "$top_srcdir/tests/old/connect/connect.h"
    echo 'return 0; }'
} >"$tmp/sizes.c"
# sizes_by INCLUDES OUTPUT
sizes_by() {
    $CC -I"$1" "$tmp/sizes.c" -o "$tmp/sizes"
    "$tmp/sizes" >"$2"
}
sizes_by "$top_srcdir/tests/old" "$tmp/then.txt"
sizes_by "$top_srcdir/include" "$tmp/now.txt"
join "$tmp/then.txt" "$tmp/now.txt" | awk '
    $2 > $3 { print $1 " is longer than the library'\''s" }
    $2 < $3 { shorter++ }
    END { if (shorter < 15) print "only " shorter + 0 " structs are older than the library'\''s" }
' | while read -r line; do bad "$line"; done

finish
