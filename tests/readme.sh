#!/bin/sh
# The commands of the README print what it shows, its program is examples/list_instances.c, and its picture shows what
# the demo prints today.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/page.sh
. "$top_srcdir/tests/support/page.sh"

install_for_pages
for tool in autoconf automake libtoolize; do
    have "$tool" || skip "$tool is not here, and ./bootstrap would install it"
done
builddir=$(cd "$top_builddir" && pwd)
srcdir=$(cd "$top_srcdir" && pwd)
MAKEFLAGS='' MAKEOVERRIDES=''
export MAKEFLAGS MAKEOVERRIDES

# The directory of the page is a checkout that was built before.  With settings of its own, ./bootstrap would clean and
# configure the tree that is being tested.
unset CC CFLAGS CPPFLAGS LDFLAGS CONFIGURE_FLAGS
mkdir "$tmp/page"
for name in bootstrap configure examples Makefile.am configure.ac; do
    ln -s "$srcdir/$name" "$tmp/page/$name"
done
ln -s "$builddir" "$tmp/page/build"
run_page README.md --port 8080
diff "$tmp/page/list_instances.c" "$top_srcdir/examples/list_instances.c" ||
    bad "the program of the README (left) is not examples/list_instances.c"

# The lines of a recording; those of the waiting are as many as the machine needs.
recorded() {
    sed -n 's/<text[^>]*>\(.*\)<\/text>/\1/p' "$1" |
        sed 's/<[^>]*>//g; s/[0-9a-f]\{8\}-[-0-9a-f]\{27\}/ID/; s/127\.0\.0\.1:[0-9]*/PORT/; s/[0-9.]* s /N s /
             s/20[0-9-]* [0-9:]* UTC/TIME/' | uniq
}
python3 "$top_srcdir/docs/recording.py" ./bootstrap\ demo "$tmp/demo.svg" -- "$srcdir/examples/demo.sh" "$builddir" ||
    bad "the demo cannot be recorded"
recorded "$tmp/demo.svg" >"$tmp/now"
recorded "$top_srcdir/docs/demo.svg" | diff - "$tmp/now" ||
    bad "docs/demo.svg (left) does not show what the demo prints: docs/recording.py makes it anew"
grep -q 'Create an instance' "$tmp/now" || bad "the recording has no lines"
python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$top_srcdir/docs/demo.svg" ||
    bad "docs/demo.svg is not well-formed"
! grep -E '<script|<image|href=|url\(' "$top_srcdir/docs/demo.svg" || bad "docs/demo.svg is not only text and shapes"

# What CI does with the command that a test cannot run.
compared() {
    printf 'make check\n# PASS:  3\n# FAIL:  %s\n# XPASS: 0\n' "$1" |
        python3 "$top_srcdir/tests/support/page.py" --output-of './bootstrap check' "$top_srcdir/README.md"
}
compared 0 || bad "the output of ./bootstrap check is not recognised"
compared 1 2>/dev/null && bad "a failed ./bootstrap check is taken for that of the README"

finish
