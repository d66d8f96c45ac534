#!/bin/sh
# make in a fresh checkout: bootstraps once, then passes goals and variables on to build/; where the tree
# itself is configured, its own Makefile serves.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

[ -f "$top_srcdir/GNUmakefile" ] || skip "a tarball has no GNUmakefile"
$MAKE --version 2>/dev/null | grep -q '^GNU Make' || skip "make is not GNU make"
cp "$top_srcdir/GNUmakefile" "$tmp"
cd "$tmp"
MAKEFLAGS='' MAKEOVERRIDES=''
export MAKEFLAGS MAKEOVERRIDES

# A bootstrap and a build that only print what they were called with.
cat >bootstrap <<'END'
#!/bin/sh
echo "bootstrap $*" >>log
mkdir -p build
printf 'all check demo install bench:\n\t@echo "make $@ DESTDIR=$(DESTDIR)" >>../log\n' >build/Makefile
END
chmod +x bootstrap

expect() {
    printf '%b' "$1" >expected
    diff expected log || bad "$2"
    rm -f log
}

$MAKE -s
expect 'bootstrap build\nmake all DESTDIR=\n' "the first make"
$MAKE -s
expect 'make all DESTDIR=\n' "a second make"
rm -r build
$MAKE -s -j2 check
expect 'bootstrap build\nmake check DESTDIR=\n' "make check in a fresh checkout"
$MAKE -s demo bench
expect 'make demo DESTDIR=\nmake bench DESTDIR=\n' "two goals"
$MAKE -s install DESTDIR=/a
expect 'make install DESTDIR=/a\n' "a variable"
if $MAKE -s nonsense 2>/dev/null; then
    bad "a goal that does not exist is made"
fi
rm -f log
printf 'all:\n\t@echo in-tree >>log\n' >Makefile
$MAKE -s
expect 'in-tree\n' "a tree that is configured itself"

finish
