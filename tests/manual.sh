#!/bin/sh
# Each exported function has a man page with its prototype, a description, return values and, when it
# can fail, errors; the pages of the tools say what their help says; mandoc finds nothing to complain about.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# --- the tools

# The items of a page, and of a help text: a line each, of the letters and digits of term and text.
page_items() {
    sed -n '/^\.Sh OPTIONS/,/^\.Sh [CE][ON]/p; /^\.Ss Commands/,/^\.Sh OPTIONS/p; /^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/p' "$1" |
        awk '/^\.It (Fl|Cm) / { print item; item = substr($0, 8); gsub(/ (Ar|Ns)/, "", item); next }
             /^\./ { print item; item = ""; next }
             item != "" { item = item $0 }
             END { print item }' | normalised
}
help_items() {
    awk '/^  [^ ]/ { print item; item = $0; next }
         /^   / { if (item != "") item = item $0; next }
         { print item; item = "" }
         END { print item }' "$1" | normalised
}
normalised() {
    tr -cd 'A-Za-z0-9\n' | tr '[:upper:]' '[:lower:]' | grep . | sort -u
}

# same_items TOOL: the page in docs/ against the help in $tmp/help.
same_items() {
    page_items "$top_builddir/docs/$1.1" >"$tmp/page.items"
    help_items "$tmp/help" >"$tmp/help.items"
    [ -s "$tmp/page.items" ] || bad "$1(1) has no items"
    diff "$tmp/page.items" "$tmp/help.items" || bad "$1(1) (left) differs from the help (right)"
}

# section HEADING: of a help text on standard input.
section() {
    sed -n "/^$1/,/^\$/p" | sed 1d
}

lint_pages() {
    # References are looked up in the system's manual, and the last line names libconnect on purpose.
    mandoc -T lint "$@" 2>/dev/null |
        grep -vE 'referenced manual not found|operating system explicitly specified' >"$tmp/lint" || true
    while read -r line; do bad "$line"; done <"$tmp/lint"
}
have mandoc || echo "mandoc is not here: the pages are not checked by it"

if [ -x "$top_builddir/connectctl" ]; then
    COLUMNS=80
    export COLUMNS
    "$top_builddir/connect-local" --help >"$tmp/help"
    same_items connect-local
    # The parser has the options that the help has.
    sed -n 's/^    { "\([a-z-]*\)", \(no\|required\|optional\)_argument.*/\1/p' \
        "$top_srcdir/tools/connect-local/options/parse.c" | sort >"$tmp/parsed"
    sed -n 's/^  --\([a-z-]*\).*/\1/p' "$tmp/help" | sort | diff "$tmp/parsed" - ||
        bad "connect-local --help (right) and its parser (left) have different options"

    "$top_builddir/connectctl" --help >"$tmp/all"
    { cat "$tmp/all"
      "$top_builddir/connectctl" zapi list-instances --help | section Options
      "$top_builddir/connectctl" list-instances --help >"$tmp/list"
      section 'All pages' <"$tmp/list"
      section 'Other options' <"$tmp/list"
      "$top_builddir/connectctl" wait instance-active --help | section 'Other options'
    } >"$tmp/help"
    same_items connectctl
    ! have mandoc || lint_pages "$top_builddir"/docs/connectctl.1 "$top_builddir"/docs/connect-local.1
else
    echo "the tools are not built: their pages are not checked"
fi

# --- the functions

pages=$top_builddir/docs/man3
if [ ! -d "$pages" ]; then
    echo "configure did not find python3: there are no pages for functions"
    finish
    exit
fi

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

! have mandoc || lint_pages "$pages"/*.3

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
