#!/bin/sh
# An installed libconnect serves a program through pkg-config: dynamic and static, as C99 and as C++17.
# The installed examples build with their Makefile, and the links of the installed guides lead somewhere.
# DESTDIR may have a space in it, and "make install prefix=..." another prefix than configure.
# Uninstalling leaves nothing behind.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "a build with sanitizers is not for installing"

stage="$tmp/a stage"
# The options of the make that runs this test are not for the one below.
MAKEFLAGS='' $MAKE -s -C "$top_builddir" install DESTDIR="$stage" >"$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }

# The same tree, found where it was staged and not where it was configured for; by a path without a space,
# which neither pkg-config nor $(...) would keep as one word.
ln -s "$stage" "$tmp/stage"
pc=$(find "$stage" -name libconnect.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
sed "s|^prefix=.*|prefix=$tmp/stage$prefix|" "$pc" >"$tmp/libconnect.pc"
PKG_CONFIG_PATH=$tmp${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH
libdir=$($PKG_CONFIG --variable=libdir libconnect)
includedir=$($PKG_CONFIG --variable=includedir libconnect)

ls "$includedir/connect" >"$tmp/installed"
(cd "$top_srcdir/include/connect" && ls -- *.h) | diff - "$tmp/installed" ||
    bad "the installed headers (right) are not those of include/connect"

manual=$(find "$stage" -name connect_list_instances.3)
[ ! -d "$top_builddir/docs/man3" ] || [ "$manual" = "$stage$prefix/share/man/man3/connect_list_instances.3" ] ||
    bad "the man pages are not in share/man/man3 but in $manual"
if [ -x "$top_builddir/connectctl" ]; then
    for tool in connectctl connect-local; do
        [ -s "$stage$prefix/share/man/man1/$tool.1" ] || bad "$tool.1 is not in share/man/man1"
    done
fi

if [ -x "$top_builddir/connectctl" ]; then
    for script in bash-completion/completions/connectctl zsh/site-functions/_connectctl \
        fish/vendor_completions.d/connectctl.fish; do
        [ -f "$stage$prefix/share/$script" ] || bad "the completion of connectctl is not in share/$script"
    done
fi

# --- documentation

docs=$stage$prefix/share/doc/libconnect
(cd "$top_srcdir" && ls docs/*.md) | while read -r guide; do
    [ -f "$docs/$guide" ] || bad "$guide is not installed"
done
find "$docs" -name '*.md' | while read -r page; do
    # Links in code are not links; an anchor is a heading in lower case, without marks, with hyphens for spaces.
    # shellcheck disable=SC2016 # backquotes of Markdown
    sed '/^```/,/^```/d; s/`[^`]*`//g' "$page" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' |
        grep -v '^https\?:' | while read -r link; do
        target=$page
        [ -z "${link%%#*}" ] || target=${page%/*}/${link%%#*}
        [ -e "$target" ] || bad "${page#"$docs/"} links to $link, which is not installed"
        case $link in
            *#*) sed -n 's/^##* //p' "$target" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9\n_-' |
                grep -qxF -e "${link#*#}" || bad "${page#"$docs/"} links to $link, where no such heading is" ;;
        esac
    done
done
grep -q '](docs/cookbook.md)' "$docs/README.md" || bad "the installed README does not link to the guides"

(cd "$top_srcdir/examples" && ls -- *.c *.py *.lua ffi/* 2>/dev/null) | while read -r example; do
    [ -f "$docs/examples/$example" ] || bad "examples/$example is not installed"
done
cp -r "$docs/examples" "$tmp/examples"
# shellcheck disable=SC2086 # a compiler with its arguments
if MAKEFLAGS='' $MAKE -s -C "$tmp/examples" CC="$CC" CFLAGS="-std=c99 -Wall -Wextra -Werror" >"$tmp/log" 2>&1; then
    $PKG_CONFIG --exists libuv || rm "$tmp/examples/loop_libuv.c"
    for example in "$tmp"/examples/*.c; do
        [ -x "${example%.c}" ] || bad "the Makefile of the examples does not build $(basename "$example" .c)"
    done
    LD_LIBRARY_PATH=$libdir "$tmp/examples/custom_transport" >"$tmp/log" 2>&1 || bad "custom_transport: $(cat "$tmp/log")"
    MAKEFLAGS='' $MAKE -s -C "$tmp/examples" clean
    find "$tmp/examples" -type f -perm -u+x | while read -r left; do bad "make clean leaves ${left##*/} behind"; done
else
    bad "the installed examples do not build: $(cat "$tmp/log")"
fi

# --- programs

# consumer NAME COMPILER...: compile, link and run; the libraries come last.
consumer() {
    name=$1; shift
    "$@" -o "$tmp/$name" || { bad "the $name consumer does not compile and link"; return 0; }
    LD_LIBRARY_PATH=$libdir "$tmp/$name" || bad "the $name consumer does not run"
}
source=$top_srcdir/tests/consumer.c
warnings="-Wall -Wextra -Wpedantic -Werror"
cxx=$(find_cxx)
[ -n "$cxx" ] || echo "no C++ compiler here: the C++17 part is left out"

# shellcheck disable=SC2046,SC2086 # compilers, warnings and what pkg-config prints are lists of words
both_languages() {
    consumer "$1-c99" $CC -std=c99 $warnings "$source" $2
    [ -z "$cxx" ] || consumer "$1-c++17" $cxx -std=c++17 $warnings -x c++ "$source" -x none $2
}

both_languages dynamic "$($PKG_CONFIG --cflags --libs libconnect)"
if have readelf; then
    readelf -d "$tmp/dynamic-c99" | grep NEEDED | grep -E 'curl|crypto|jansson' &&
        bad "a dynamic consumer is linked to what only libconnect needs"
fi

# With the shared library out of the way, -lconnect is the archive.
rm -f "$libdir"/libconnect.so*
libs=$($PKG_CONFIG --static --cflags --libs libconnect)
echo 'int main(void) { return 0; }' >"$tmp/empty.c"
# shellcheck disable=SC2046,SC2086
if ! $CC "$tmp/empty.c" $($PKG_CONFIG --static --libs libcurl) -o "$tmp/empty" 2>/dev/null; then
    echo "not all of libcurl's own libraries are here for --static: linking with libcurl's public ones"
    libs="$($PKG_CONFIG --cflags --libs libconnect) $($PKG_CONFIG --libs libcurl libssl libcrypto jansson) -pthread"
fi
both_languages static "$libs"
if have objcopy; then
    nm -g --defined-only "$libdir/libconnect.a" | awk 'NF == 3 && $3 !~ /^connect_/ { print $3 }' >"$tmp/stray"
    while read -r symbol; do bad "libconnect.a lets out $symbol"; done <"$tmp/stray"
fi

MAKEFLAGS='' $MAKE -s -C "$top_builddir" uninstall DESTDIR="$stage" >"$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }
find "$stage" ! -type d | while read -r file; do bad "uninstall leaves $file"; done

MAKEFLAGS='' $MAKE -s -C "$top_builddir" install DESTDIR="$stage" prefix=/somewhere/else >"$tmp/log" 2>&1 ||
    { cat "$tmp/log"; exit 1; }
pc=$stage/somewhere/else/lib/pkgconfig/libconnect.pc
for variable in prefix libdir includedir; do
    case $(PKG_CONFIG_PATH=${pc%/*} $PKG_CONFIG --variable=$variable libconnect) in
        /somewhere/else*) ;;
        *) bad "make install prefix=/somewhere/else leaves in libconnect.pc: $(grep "^$variable=" "$pc")" ;;
    esac
done

finish
