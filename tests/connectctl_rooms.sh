#!/bin/sh
# Which folder of tools/connectctl may include which (HACKING.md), and that no files include each other in a circle.
# Of the library it sees the public headers only.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# A folder, and the folders it may include beside itself.
rules() {
    cat <<'END'
base
jmespath  base
cli       base
input     base cli
output    base jmespath cli
help      base cli output
call      base cli input output help
configure base cli output help call
zapi      base cli input output help call
overview  base cli help call configure
completion base call cli configure
main      base cli completion output help call configure zapi overview
END
}

cd "$top_srcdir/tools/connectctl"
find . -name '*.[ch]' | sed 's|^\./||' | sort >"$tmp/files"
while read -r file; do
    sed -n 's/^ *# *include *\([<"][^>"]*\)[>"].*/\1/p' "$file" | sed "s|^|$file |"
done <"$tmp/files" >"$tmp/includes"

rules >"$tmp/rules"
awk -v rules="$tmp/rules" '
    function folder(path) {
        if (path == "main.c") return "main"
        if (path ~ /^help\/overview\./) return "overview"
        return substr(path, 1, index(path, "/") - 1)
    }
    BEGIN { while ((getline line < rules) > 0) { n = split(line, part, / +/); for (i = 1; i <= n; i++) may[part[1], part[i]] = 1 } }
    $2 ~ /^</ {
        name = substr($2, 2)
        if (name ~ /\// && name !~ /^(connect|sys)\//) print $1 " includes <" name ">: a plain consumer has no such header"
        next
    }
    { name = substr($2, 2)
      if (!((folder($1), folder(name)) in may)) print "tools/connectctl/" $1 " may not include " name }
' "$tmp/includes" >"$tmp/wrong"
while read -r line; do bad "$line"; done <"$tmp/wrong"

# A source file and its header are one node.
sed -n 's/ "/ /p' "$tmp/includes" | sed 's/\.[ch]//g' | awk '$1 != $2' >"$tmp/arrows"
tsort "$tmp/arrows" >/dev/null 2>"$tmp/loops" || bad "files that include each other: $(tr '\n' ' ' <"$tmp/loops")"

finish
