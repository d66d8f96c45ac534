#!/bin/sh
# The shared library exports exactly what lib/libconnect.exports lists, and each of those is declared in a public header.
# UPDATE=1 tests/exports.sh writes the list anew.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

library=$top_builddir/.libs/libconnect.so
[ -f "$library" ] || skip "no ELF shared library here"
list=$top_srcdir/lib/libconnect.exports

nm -D --defined-only "$library" | awk '$2 != "A" { print $3 }' | sort >"$tmp/exported"
grep -v '@@LIBCONNECT_' "$tmp/exported" | while read -r symbol; do bad "$symbol has no version node"; done
sed 's/@@.*//' "$tmp/exported" | sort >"$tmp/names"

if [ -n "${UPDATE-}" ]; then
    cp "$tmp/names" "$list"
fi
sort -u "$list" | diff -u - "$tmp/names" || bad "the exports differ from lib/libconnect.exports; if that is meant, run UPDATE=1 tests/exports.sh"

while read -r symbol; do
    grep -qw "$symbol" "$top_srcdir"/include/connect/*.h || bad "$symbol is exported and stands in no header"
done <"$tmp/names"

finish
