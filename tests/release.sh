#!/bin/sh
# tools/release-check finds a version that was forgotten, a changelog without a date, and work that is not committed;
# it tags only with --tag, and never in CI.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have bash || skip "bash is not here"
have git || skip "git is not here"
check=$(cd "$top_srcdir" && pwd)/tools/release-check

version=$(sed -n 's/^AC_INIT(\[libconnect\], \[\(.*\)\])$/\1/p' "$top_srcdir/configure.ac")

# A copy of the files that it reads, in a repository of its own.
copy=$tmp/tree
files='configure.ac include/connect/types.h debian/changelog packaging/vcpkg/vcpkg.json packaging/conan/conanfile.py
    bindings/python/pyproject.toml CHANGELOG.md'
# shellcheck disable=SC2086 # a list of files
fresh() {
    rm -rf "$copy"
    mkdir "$copy"
    (cd "$top_srcdir" && tar -cf - $files) | (cd "$copy" && tar -xf -)
    chmod -R u+w "$copy"
    date=$(sed -n 's/^AC_SUBST(\[RELEASE_DATE\], \[\(.*\)\])$/\1/p' "$copy/configure.ac")
    change CHANGELOG.md "s/^\(## [0-9.]*\), not released yet/\1, $date/"
}
change() {
    sed "$2" "$copy/$1" >"$tmp/changed"
    cp "$tmp/changed" "$copy/$1"
}
check_copy() {
    env -u CI RELEASE_TOP="$copy" bash "$check" "$@" >"$tmp/log" 2>&1
}
refuses() {
    step=$1 message=$2
    check_copy "$step" && bad "release-check $step passes: $message"
    grep -qF -e "$message" "$tmp/log" || bad "release-check $step says nothing of: $message: $(cat "$tmp/log")"
}

bash "$check" versions >"$tmp/log" 2>&1 || bad "the versions of this tree differ: $(cat "$tmp/log")"
fresh
check_copy versions changelog || bad "what is right is refused: $(cat "$tmp/log")"
for file in include/connect/types.h debian/changelog packaging/vcpkg/vcpkg.json packaging/conan/conanfile.py \
    bindings/python/pyproject.toml CHANGELOG.md; do
    fresh
    change "$file" "s/$version/99.0.0/; s/\(VERSION_MAJOR\) .*/\1 99/"
    refuses versions "$file: version \"99."
done

fresh
change CHANGELOG.md 's/^\(## [0-9.]*\),.*/\1, not released yet/'
refuses changelog 'expected "## '
fresh
change CHANGELOG.md 's/^\(## [0-9.]*\),.*/\1, 2001-01-01/'
refuses changelog 'RELEASE_DATE is'
fresh
change debian/changelog 's/^\( -- .*>  \).*/\1Mon, 01 Jan 2001 00:00:00 +0000/'
refuses changelog 'debian/changelog has another date'

fresh
git -C "$copy" init -q
git -C "$copy" add .
git -C "$copy" -c user.name=test -c user.email=test@example.com commit -qm test
check_copy tree || bad "a tree without changes is refused: $(cat "$tmp/log")"
echo >>"$copy/CHANGELOG.md"
refuses tree 'not committed:  M CHANGELOG.md'
git -C "$copy" checkout -q CHANGELOG.md
git -C "$copy" tag "v$version"
refuses tree "the tag v$version exists"
git -C "$copy" tag -d "v$version" >"$tmp/log"

refuses nothing 'no step "nothing"'
CI=1 RELEASE_TOP=$copy bash "$check" --tag >"$tmp/log" 2>&1 && bad "release-check tags in CI"
[ -z "$(git -C "$copy" tag)" ] || bad "release-check made a tag"
finish
