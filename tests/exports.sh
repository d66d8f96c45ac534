#!/bin/sh
# The shared library exports exactly what lib/libconnect.exports lists, and the public headers declare the same.
# UPDATE=1 tests/exports.sh writes the list anew, and the symbols of Debian's package; new ones come with this version.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

library=$top_builddir/.libs/libconnect.so
[ -f "$library" ] || skip "no ELF shared library here"
list=$top_srcdir/lib/libconnect.exports

nm -D --defined-only "$library" | awk '$2 != "A" { print $3 }' | sort >"$tmp/exported"
grep -v '@@LIBCONNECT_' "$tmp/exported" | while read -r symbol; do bad "$symbol has no version node"; done
sed 's/@@.*//' "$tmp/exported" | sort >"$tmp/names"

if [ -n "${UPDATE-}" ]; then
    cp "$tmp/names" "$list"
    symbols=$top_srcdir/debian/libconnect0.symbols
    version=$(sed -n 's/^AC_INIT(\[libconnect\], \[\(.*\)\])$/\1/p' "$top_srcdir/configure.ac")
    { grep -v '^ connect_' "$symbols"
      while read -r name; do
          grep "^ $name@" "$symbols" || echo " $name@LIBCONNECT_0 $version"
      done <"$list"
    } >"$tmp/symbols"
    cp "$tmp/symbols" "$symbols"
fi
sort -u "$list" | diff -u - "$tmp/names" || bad "the exports differ from lib/libconnect.exports; if that is meant, run UPDATE=1 tests/exports.sh"

# A declaration may be broken behind its type.
code_of "$top_srcdir"/include/connect/*.h | sed 's/^[^:]*:[0-9]*://' | tr '\n' ' ' |
    grep -o 'CONNECT_API [^(;]*connect_[a-z0-9_]*(' | sed 's/.*[ *]\(connect_[a-z0-9_]*\)($/\1/' | sort -u >"$tmp/declared"
comm -23 "$tmp/names" "$tmp/declared" | while read -r symbol; do bad "$symbol is exported and stands in no header"; done
comm -13 "$tmp/names" "$tmp/declared" | while read -r symbol; do bad "$symbol is declared and not exported"; done

# An application that defines a function of the same name must not replace it inside the library.
if have readelf && grep -q 'Bsymbolic-functions' "$top_builddir/Makefile"; then
    readelf -rW "$library" | awk '/JUMP_SLO/ { print $5 }' | sed 's/@.*//' | grep '^connect_' |
        while read -r symbol; do bad "$symbol is called through the symbol table of the process"; done
fi

finish
