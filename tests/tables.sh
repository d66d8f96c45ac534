#!/bin/sh
# Tables that a script wrote are what it writes.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have python3 || skip "python3 is not installed"
table=$top_srcdir/lib/shape/unicode_table.c
assigned=$top_srcdir/tests/model/unicode_assigned.txt
script=$top_srcdir/tests/model/unicode_ranges.py
python3 "$script" check "$table" "$assigned" || bad "lib/shape/unicode_table.c disagrees with Python's Unicode"

# The check notices a character too few and one too many.
sed 's/{ 0x41, 0x5a }/{ 0x41, 0x59 }/' "$table" >"$tmp/fewer"
sed 's/{ 0x41, 0x5a }/{ 0x41, 0x5b }/' "$table" >"$tmp/more"
for broken in fewer more; do
    if python3 "$script" check "$tmp/$broken" "$assigned" >/dev/null 2>&1; then
        bad "a table with one character $broken passes the check"
    fi
done

# With the Unicode that the table is of, it is what the script writes.
version=$(python3 -c 'import unicodedata; print(unicodedata.unidata_version)')
if grep -q "Unicode $version," "$table"; then
    python3 "$script" table | cmp -s - "$table" || bad "lib/shape/unicode_table.c is not what $script writes"
    python3 "$script" assigned | cmp -s - "$assigned" || bad "tests/model/unicode_assigned.txt is not what $script writes"
fi
finish
