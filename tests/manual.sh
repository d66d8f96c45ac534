#!/bin/sh
# Each exported function has a man page with its prototype, a description, return values and, when it
# can fail, errors; mandoc finds nothing to complain about.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

pages=$top_builddir/docs/man3
[ -d "$pages" ] || skip "no man pages were made: configure did not find python3"

# has PAGE PATTERN WHAT
has() {
    grep -q "$2" "$pages/$1.3" || bad "$1(3) has no $3"
}

while read -r function; do
    if ! [ -f "$pages/$function.3" ]; then
        bad "$function has no man page"
        continue
    fi
    has "$function" "^\.Fo $function\$" "prototype"
    has "$function" '^\.Nd ..' "summary"
    awk '/^\.Sh DESCRIPTION/ { getline; found = !/^\.Sh/ } END { exit !found }' "$pages/$function.3" ||
        bad "$function(3) has no description"
    has "$function" '^\.Sh RETURN VALUES' "return values"
    ! grep -q '^\.Ft connect_status$' "$pages/$function.3" || has "$function" '^\.Sh ERRORS' "errors"
done <"$top_srcdir/lib/libconnect.exports"

for page in "$pages"/*.3; do
    name=$(basename "$page" .3)
    [ "$name" = libconnect ] || grep -qx "$name" "$top_srcdir/lib/libconnect.exports" ||
        bad "$name(3) describes what is not exported"
done

if have mandoc; then
    # References are looked up in the system's manual, and the last line names libconnect on purpose.
    mandoc -T lint "$pages"/*.3 |
        grep -vE 'referenced manual not found|operating system explicitly specified' >"$tmp/lint" || true
    while read -r line; do bad "$line"; done <"$tmp/lint"
else
    echo "mandoc is not here: the pages are not checked by it"
fi

# The HTML reference comes from the same comments.
if have doxygen && have python3; then
    mkdir "$tmp/html"
    sed "s|^OUTPUT_DIRECTORY.*|OUTPUT_DIRECTORY = $tmp/html|" "$top_builddir/docs/manual/Doxyfile" >"$tmp/Doxyfile"
    (cd "$top_builddir" && PYTHONDONTWRITEBYTECODE=1 doxygen "$tmp/Doxyfile") >"$tmp/doxygen" 2>&1 ||
        bad "doxygen fails"
    while read -r line; do bad "doxygen: $line"; done <"$tmp/doxygen"
    [ -f "$tmp/html/html/index.html" ] || bad "doxygen made no index.html"
else
    echo "doxygen is not here: the HTML reference is not made"
fi

finish
