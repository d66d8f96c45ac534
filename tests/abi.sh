#!/bin/sh
# Nothing that a compiled program relies on has moved since the last release: what a public struct holds and where,
# and the number behind each constant.  tests/abi-MODEL.txt lists it; later additions are not in the way.
# The models: lp64 (64-bit machines), ilp32 (32 bits, 64-bit numbers aligned as 32 bits: i386) and
# ilp32-aligned (32 bits, 64-bit numbers aligned as themselves: ARM).
# UPDATE=1 tests/abi.sh writes the list of this machine anew: at a release, and never to make this test pass.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

cat >"$tmp/model.c" <<'END'
#include <stddef.h>
#include <stdio.h>
struct probe { char first; long long number; };
int main(void)
{
    puts(sizeof(void *) == 8 ? "lp64" : offsetof(struct probe, number) == 8 ? "ilp32-aligned" : "ilp32");
    return 0;
}
END
# shellcheck disable=SC2086 # CC may carry arguments
$CC "$tmp/model.c" -o "$tmp/model" || { bad "the compiler does not work"; finish; }
list=$top_srcdir/tests/abi-$("$tmp/model").txt
[ -f "$list" ] || [ -n "${UPDATE-}" ] || skip "there is no ${list##*/}"

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
[ "$(grep -c '\.size 0 [48]$' "$tmp/now")" -gt 0 ] || bad "no public struct was found"

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
