#!/bin/sh
# Which folder of tools/connect-local may include which (HACKING.md), no circles among its files, and calls that are
# wrapped.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# folder, the folders of connect-local that it may include besides itself, and the folders of lib
include_rules() {
    cat <<'END'
base        :                                            : core
options     : base                                       : core
exchange    : base                                       : core
state       : base options exchange                      : core
auth        : base exchange options state                       : core
operations  : base options exchange state                : core shape
services    : base exchange state auth                   : core
console     : base options exchange state operations    : core
server      : base options exchange state auth operations services console : core shape
main.c      : base options state operations server       : core
END
}

cd "$top_srcdir/tools/connect-local"
include_rules | sed 's/ *: */:/g' >"$tmp/rules"
find . -name '*.[ch]' | sed 's|^\./||' | sort >"$tmp/files"
while read -r file; do
    sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file" | sed "s|^|$file |"
done <"$tmp/files" >"$tmp/includes"

awk -v rules="$tmp/rules" '
    BEGIN { while ((getline line < rules) > 0) { split(line, part, ":"); may[part[1]] = " " part[1] " " part[2] " " part[3] " " } }
    $2 == "page_html.h" { next } # generated
    { folder = $1; sub(/\/.*/, "", folder); wanted = $2; sub(/\/.*/, "", wanted)
      if (!(folder in may)) print $1 " is in no known folder"
      else if (index(may[folder], " " wanted " ") == 0) print $1 " may not include " $2 }
' "$tmp/includes" >"$tmp/wrong"
while read -r line; do bad "tools/connect-local/$line"; done <"$tmp/wrong"

# A header and its source file are one unit.
sed 's/\.[ch] / /; s/\.[ch]$//' "$tmp/includes" | awk '$1 != $2' | sort -u >"$tmp/units"
tsort "$tmp/units" >/dev/null 2>"$tmp/loops" || bad "files that include each other: $(tr '\n' ' ' <"$tmp/loops")"

# jansson returns NULL for a string that is not UTF-8, which is no allocation failure: base/json.h takes care of that.
# shellcheck disable=SC2046
code_of $(find . -name '*.[ch]' ! -path './base/json.*') |
    grep -E '\<json_(string|stringn|sprintf|pack|object_set|object_set_new|array_append_new) *\(' >"$tmp/banned" || :
while read -r line; do bad "tools/connect-local/$line: use base/json.h"; done <"$tmp/banned"

# The guide names each list of a state document.
sed -n 's/^    \[COLLECTION_[A-Z_]*\] = "\(.*\)",$/\1/p' state/instance.c >"$tmp/lists"
[ -s "$tmp/lists" ] || bad "state/instance.c: no names of collections found"
while read -r name; do
    grep -qw "$name" "$top_srcdir/docs/connect-local.md" || bad "docs/connect-local.md does not name the list $name"
done <"$tmp/lists"
finish
