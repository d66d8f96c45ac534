#!/bin/sh
# docs/requirements.md lists the external rules that the library follows.  Each is cited where it is
# implemented, in a comment of its own or as the last paragraph of one:
#   /* Rule: RULE.  Source: SOURCE.  Test: NAME. */
# NAME is a test of tests/*.c or a file of tests/.  UPDATE=1 writes the document anew.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

cd "$top_srcdir"
document=docs/requirements.md

# "file:line<TAB>rule<TAB>source<TAB>test" for each citation; a malformed one has nothing behind the place.
# shellcheck disable=SC2016 # awk expands it
find lib -name '*.[ch]' | sort | xargs awk '
    FNR == 1 { open = 0 }
    !open && /^ *\/\* Rule: / { open = 1; text = ""; place = FILENAME ":" FNR }
    !open && /^ *(\/\*|\*)$/ { begins = FNR; next }
    !open && /^ *\* Rule: / && begins == FNR - 1 { open = 1; text = ""; place = FILENAME ":" FNR }
    open {
        line = $0; ends = index(line, "*/")
        if (ends) line = substr(line, 1, ends - 1)
        sub(/^ *\/?\*? */, "", line); text = text " " line
        if (!ends) next
        open = 0; gsub(/[ \t]+/, " ", text); sub(/^ /, "", text); sub(/ $/, "", text)
        source = index(text, ". Source: "); test = index(text, ". Test: ")
        if (!source || test < source || text !~ /\.$/) { print place; next }
        print place "\t" substr(text, 7, source - 7) "\t" substr(text, source + 10, test - source - 10) "\t" \
            substr(text, test + 8, length(text) - test - 8)
    }' >"$tmp/rules"

tab=$(printf '\t')
grep -vF "$tab" "$tmp/rules" | while read -r place; do
    bad "$place: expected /* Rule: RULE.  Source: SOURCE.  Test: NAME. */"
done
grep -hn 'Rule: .*Source: ' -r lib --include='*.[ch]' >"$tmp/seen" || true
[ -s "$tmp/seen" ] || bad "no rule is cited"

grep -o 'START_TEST([a-zA-Z_0-9]*)' tests/*.c | sed 's|^tests/\(.*\)\.c:START_TEST(\(.*\))$|\2 \1|' | sort >"$tmp/tests"

# where NAME: the program that has this test, or the file itself.
where() {
    if [ -f "tests/$1.c" ] || [ -f "tests/$1" ]; then
        echo "\`$1\`"
    else
        sed -n "s/^$1 \(.*\)/\`\1\`: $1/p" "$tmp/tests" | head -n 1
    fi
}

{
    cat <<'END'
# Requirements

The external rules that the library follows: what each demands, where it is written, which file of `lib/` implements
it and which test holds it. This page is made by `UPDATE=1 tests/requirements.sh` from the citations in the code.

| rule | source | file | test |
|---|---|---|---|
END
    grep -F "$tab" "$tmp/rules" | while IFS="$tab" read -r place rule source test; do
        found=$(where "$test")
        [ -n "$found" ] || bad "$place: there is no test $test"
        file=${place%:*}
        echo "| $rule | $source | \`${file#lib/}\` | $found |"
    done | sed 's/\\/\\\\/g'
} >"$tmp/document"

if [ -n "${UPDATE-}" ]; then
    cp "$tmp/document" "$document"
fi
diff -u "$document" "$tmp/document" || bad "$document differs from the citations in lib/: UPDATE=1 tests/requirements.sh"
echo "$(grep -cF "$tab" "$tmp/rules") rules"

finish
