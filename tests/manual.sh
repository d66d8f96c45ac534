#!/bin/sh
# Each exported function has a man page with the prototype of the header, a description, return values, errors and the
# examples there are; libconnect(3) has threads, ownership, all functions and a whole program; the pages of the tools
# say what their help says; mandoc finds nothing to complain about.
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
      "$top_builddir/connectctl" wait instance-replicated --help | section 'Other options'
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

# The prototypes, one a line and without spaces: those of the headers, and that of a page.
cat "$top_srcdir"/include/connect/*.h | tr '\n' ' ' | grep -o 'CONNECT_API[^;]*;' |
    sed 's/^CONNECT_API//; s/ //g' >"$tmp/prototypes"
prototype_of() {
    sed -n 's/^\.Ft //p; s/^\.Fo \(.*\)/\1(/p; s/^\.Fa "\(.*\)"$/\1,/p; s/^\.Fa \([a-z]*\)$/\1,/p; /^\.Fc/q' "$1" |
        tr -d '" \n' | sed 's/,*$/);/'
}

# The functions whose comment has an example, and those that a program of examples/ calls.
awk '/^\/\*\*/ { code = 0 }
     /^ \*     / { code = 1 }
     /^CONNECT_API/ { declaration = 1 }
     declaration && match($0, /connect_[a-z0-9_]+\(/) {
         if (code) print substr($0, RSTART, RLENGTH - 1)
         declaration = code = 0
     }' "$top_srcdir"/include/connect/*.h >"$tmp/with_examples"
[ -s "$tmp/with_examples" ] || bad "no comment of include/connect has an example"
grep -ho 'connect_[a-z0-9_]*(' "$top_srcdir"/examples/*.c | tr -d '(' >"$tmp/called"

while read -r function; do
    if ! [ -f "$pages/$function.3" ]; then
        bad "$function has no man page"
        continue
    fi
    grep -qxF -e "$(prototype_of "$pages/$function.3")" "$tmp/prototypes" ||
        bad "$function(3) has not the prototype of the header but $(prototype_of "$pages/$function.3")"
    has "$function" "^\.Nd ..*" "summary"
    awk '/^\.Sh DESCRIPTION/ { getline; found = !/^\.Sh/ } END { exit !found }' "$pages/$function.3" ||
        bad "$function(3) has no description"
    for section in 'RETURN VALUES' ERRORS; do
        has "$function" "^\.Sh $section" "section $section"
    done
    # What the caller receives is described.
    for argument in out error; do
        ! grep -q "^\.Fa \"[a-z_ ]*\*\*$argument\"$" "$pages/$function.3" ||
            has "$function" "^\.It Fa $argument$" "description of $argument"
    done
    # Whatever words its text has, a function that starts a call on a loop describes its arguments.
    case $function in
        *_start) for argument in user out 'done'; do has "$function" "^\.It Fa $argument$" "description of $argument"; done ;;
    esac
    ! grep -qx "$function" "$tmp/with_examples" || has "$function" '^\.Bd -literal' "example of its header"
    ! grep -qx "$function" "$tmp/called" || has "$function" '^\.Pa examples/.*\.c$' "program that calls it"
    grep -q "^\.It Xr $function 3" "$pages/libconnect.3" || bad "libconnect(3) does not list $function"
done <"$top_srcdir/lib/libconnect.exports"

# Within a line, "Errors:" would be part of the description.
grep -nE '^ \* .*[^ ] +(Errors|Source):' "$top_srcdir"/include/connect/*.h >"$tmp/hidden" && bad "not at the start of a line: $(cat "$tmp/hidden")"

# What is owned is freed by a function that the page names.
grep -l '^owned\.\? *$' "$pages"/*.3 | while read -r page; do
    bad "$(basename "$page") says that something is owned, but not how to free it"
done

# The `out` of a function that starts a call is a call, which connect_free() must not be given.
grep -l '^\.Fa "connect_done_fn' "$pages"/*.3 | while read -r page; do
    sed -n '/^\.It Fa out$/,/^\.It/p' "$page" | grep -q 'receives the call' ||
        bad "$(basename "$page") does not describe out as a call"
    ! sed -n '/^\.It Fa request$/,/^\.It/p' "$page" | grep -q 'borrowed' ||
        bad "$(basename "$page") says that the request is borrowed: it is copied"
done

for section in Threads Ownership; do
    has libconnect "^\.Ss $section" "subsection $section"
done
sed -n '/^\.Sh EXAMPLES/,$p' "$pages/libconnect.3" | sed -n '/^\.Bd/,/^\.Ed/p' | sed '1d; $d; s/\\&//; s/\\e/\\/g' |
    diff "$top_srcdir/examples/list_instances.c" - | grep '^[<>] .' && bad "libconnect(3) (right) shows another program"

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
