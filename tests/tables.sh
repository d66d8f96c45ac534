#!/bin/sh
# Tables that a script wrote are what it writes.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have python3 || skip "python3 is not there"
table=$top_srcdir/lib/shape/unicode_table.c
version=$(python3 -c 'import unicodedata; print(unicodedata.unidata_version)')
grep -q "Unicode $version," "$table" || skip "the table is of another Unicode than this Python's, $version"
python3 "$top_srcdir/tests/model/unicode_ranges.py" >"$tmp/table"
cmp -s "$tmp/table" "$table" || bad "lib/shape/unicode_table.c is not what tests/model/unicode_ranges.py writes"
finish
