#!/bin/sh
# An installed libconnect serves a CMake project: shared and static, also after the tree was moved;
# version requests follow the package's rules.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have cmake || skip "cmake is not here"
grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "a build with sanitizers is not for installing"

MAKEFLAGS='' $MAKE -s -C "$top_builddir" install prefix="$tmp/first" >"$tmp/log" 2>&1 ||
    { cat "$tmp/log"; exit 1; }
mv "$tmp/first" "$tmp/moved"

mkdir "$tmp/project"
cp "$top_srcdir/tests/consumer.c" "$tmp/project/consumer.c"
cat >"$tmp/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.16)
project(consumer LANGUAGES C)
find_package(libconnect ${WANTED} CONFIG REQUIRED)
add_executable(consumer consumer.c)
target_link_libraries(consumer PRIVATE ${TARGET})
END

# project NAME VERSION TARGET: configure, build and run in a directory of its own.
project() {
    cmake -S "$tmp/project" -B "$tmp/$1" -DCMAKE_PREFIX_PATH="$tmp/moved" -DCMAKE_C_COMPILER="${CC%% *}" \
        -DWANTED="$2" -DTARGET="$3" >"$tmp/log" 2>&1 &&
        cmake --build "$tmp/$1" >>"$tmp/log" 2>&1 && "$tmp/$1/consumer"
}

works() {
    project "$@" || { tail -n 20 "$tmp/log"; bad "a project that wants $3 $2 does not build and run"; }
}

refused() {
    project "$@" && bad "a project that wants version $2 is not refused"
    grep -q "compatible with requested version" "$tmp/log" ||
        bad "a project that wants version $2 fails without CMake's message"
}

version=$(sed -n 's/^PACKAGE_VERSION = //p' "$top_builddir/Makefile")
minor=$(echo "$version" | cut -d . -f 2)
works shared "$version" libconnect::libconnect
works minor "${version%.*}" libconnect::libconnect
works static "" libconnect::libconnect_static
refused newer 99.0 libconnect::libconnect
refused other "0.$((minor + 1))" libconnect::libconnect
finish
