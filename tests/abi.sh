#!/bin/sh
# Nothing that a compiled program relies on has moved since the last release: what a public struct holds and where,
# and the number behind each constant.  tests/abi-lp64.txt lists it; what came later is not in the way.
# UPDATE=1 tests/abi.sh writes the list anew: at a release, and never to make this test pass.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

list=$top_srcdir/tests/abi-lp64.txt

# A program that prints "struct.member offset size", "struct sizeof size" and "CONSTANT value" for all in the headers.
{
    echo '#include <connect/connect.h>'
    echo '#include <stddef.h>'
    echo '#include <stdio.h>'
    for header in "$top_srcdir"/include/connect/*.h; do
        echo "#include <connect/$(basename "$header")>"
    done
    echo 'int main(void) {'
    code_of "$top_srcdir"/include/connect/*.h | sed 's/^[^:]*:[0-9]*://' | grep -v '^ *#' | tr '\n' ' ' | awk '
        function value(name) { printf "printf(\"%s %%lld\\n\", (long long)%s);\n", name, name }
        function member(name) {
            printf "printf(\"%s.%s %%zu %%zu\\n\", offsetof(%s, %s), sizeof ((%s *)0)->%s);\n",
                type, name, type, name, type, name
        }
        { rest = $0
          while (match(rest, /typedef (struct|enum)[ A-Za-z_0-9]*{[^}]*} *[a-z_0-9]+/)) {
              text = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH)
              is_enum = text ~ /^typedef enum/
              type = text; sub(/.*} */, "", type)
              sub(/^[^{]*{/, "", text); sub(/}.*/, "", text)
              if (!is_enum) printf "printf(\"%s sizeof %%zu\\n\", sizeof (%s));\n", type, type
              n = split(text, part, is_enum ? "," : ";")
              for (i = 1; i <= n; i++) {
                  sub(/\[[^]]*\] *$/, "", part[i])
                  if (is_enum) {
                      sub(/=.*/, "", part[i]); gsub(/ /, "", part[i])
                      if (part[i] != "") value(part[i])
                  } else if (match(part[i], /\(\*[a-z_0-9]+\)/)) {
                      member(substr(part[i], RSTART + 2, RLENGTH - 3))
                  } else if (match(part[i], /[a-z_0-9]+ *$/)) {
                      name = substr(part[i], RSTART); sub(/ *$/, "", name); member(name)
                  }
              }
          }
        }'
    echo 'return 0; }'
} >"$tmp/abi.c"
# shellcheck disable=SC2086 # CC may carry arguments
$CC -I"$top_srcdir/include" "$tmp/abi.c" -o "$tmp/abi" || { bad "the headers were not understood"; finish; }
"$tmp/abi" | sort >"$tmp/now"
[ "$(grep -c '\.size 0 8' "$tmp/now")" -gt 0 ] || skip "the list is for 64-bit machines"

if [ -n "${UPDATE-}" ]; then
    cp "$tmp/now" "$list"
fi
comm -23 "$list" "$tmp/now" | grep -v ' sizeof ' | while read -r line; do bad "no longer so: $line"; done

# A program of an older header never cleared what was padding then, so a new member begins behind all of the old struct.
comm -13 "$list" "$tmp/now" | awk -v list="$list" '
    BEGIN { while ((getline line < list) > 0) { split(line, part, " "); if (part[2] == "sizeof") size[part[1]] = part[3] } }
    { type = $1; sub(/\..*/, "", type) }
    $1 ~ /\./ && type in size && $2 < size[type] + 0 { print $1 " lies inside the struct of the last release" }
' | while read -r line; do bad "$line"; done

# The size rule begins every struct that may grow, which are all but these.
fixed='connect_pair|connect_opt_[a-z0-9]*'
sed -n 's/^\([a-z_0-9]*\)\.\([a-z_0-9]*\) 0 .*/\1 \2/p' "$tmp/now" | grep -Ev " size$|^($fixed) " |
    while read -r type first; do bad "$type begins with $first, not with size"; done

finish
