#!/bin/sh
# The files of distributions agree with the tree: versions, symbols, installed files, and what recipes call.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

version=$(sed -n 's/^AC_INIT(\[libconnect\], \[\([0-9.]*\)\])$/\1/p' "$top_srcdir/configure.ac")
[ -n "$version" ] || bad "configure.ac has no version"

# --- Debian

debian=$top_srcdir/debian
case $(head -n 1 "$debian/changelog") in
    "libconnect ($version-"*) ;;
    *) bad "debian/changelog is not of version $version: $(head -n 1 "$debian/changelog")" ;;
esac
sort "$top_srcdir/lib/libconnect.exports" >"$tmp/exports"
sed -n 's/^ \(connect_[a-z0-9_]*\)@LIBCONNECT_0 .*/\1/p' "$debian/libconnect0.symbols" | sort | diff "$tmp/exports" - ||
    bad "debian/libconnect0.symbols (right) differs from lib/libconnect.exports; UPDATE=1 tests/exports.sh adds what is new"
for library in 'libcurl4-openssl-dev libcurl' 'libssl-dev libcrypto' 'libjansson-dev jansson' \
    'libmicrohttpd-dev libmicrohttpd' 'check check'; do
    floor=$(grep -o "\[${library#* } >= [0-9.]*" "$top_srcdir/configure.ac" | head -n 1 | sed 's/.*>= //')
    [ -n "$floor" ] || bad "configure.ac has no floor for ${library#* }"
    grep -q "^ ${library% *} (>= $floor)" "$debian/control" || bad "debian/control: ${library% *} is not (>= $floor)"
done
sed -n 's/^Package: //p' "$debian/control" | while read -r package; do
    case $package in
        python3-*) ;;
        *) [ -f "$debian/$package.install" ] || bad "debian/$package.install is not there" ;;
    esac
done
sed -n 's/^Tests: //p' "$debian/tests/control" | while read -r name; do
    [ -x "$debian/tests/$name" ] || bad "debian/tests/$name cannot be run"
done

# --- vcpkg and Conan

if have python3; then
    PYTHONDONTWRITEBYTECODE=1 python3 "$top_srcdir/tests/support/recipes.py" "$top_srcdir" "$version" ||
        bad "the recipes do not agree with the tree"
else
    echo "SKIP: python3 is not here: the recipes are not checked"
fi
! have conan || CONAN_HOME=$tmp/conan conan inspect "$top_srcdir/packaging/conan" >"$tmp/log" 2>&1 ||
    bad "conan does not read the recipe: $(cat "$tmp/log")"
! have vcpkg || vcpkg format-manifest --convert-control "$top_srcdir/packaging/vcpkg/vcpkg.json" >"$tmp/log" 2>&1 ||
    bad "vcpkg does not read the manifest: $(cat "$tmp/log")"

# CMake runs the port with stand-ins for vcpkg's functions, which print how they are called.
if have cmake; then
    cat >"$tmp/port.cmake" <<'END'
cmake_minimum_required(VERSION 3.18)
foreach(name vcpkg_extract_source_archive vcpkg_configure_make vcpkg_install_make vcpkg_fixup_pkgconfig
        vcpkg_cmake_config_fixup vcpkg_copy_tools vcpkg_install_copyright)
    cmake_language(EVAL CODE "function(${name})\nmessage(\"${name} \${ARGN}\")\nendfunction()")
endforeach()
function(file)
    message("file ${ARGN}")
endfunction()
set(VERSION 0)
set(PORT libconnect)
include("${PORTFILE}")
END
    : >"$tmp/tarball"
    port() {
        LIBCONNECT_TARBALL=$tmp/tarball cmake "-DFEATURES=$1" -DPORTFILE="$top_srcdir/packaging/vcpkg/portfile.cmake" \
            -P "$tmp/port.cmake" 2>&1
    }
    port core >"$tmp/log" || bad "the port does not run: $(cat "$tmp/log")"
    grep -q 'vcpkg_configure_make.*--disable-tools' "$tmp/log" || bad "the port builds the tools unasked"
    port 'core;tools' >"$tmp/log" || bad "the port does not run: $(cat "$tmp/log")"
    ! grep -q -e --disable-tools "$tmp/log" || bad "the feature tools of the port does not build them"
    grep -q 'CONFIG_PATH;\?lib/cmake/libconnect\|CONFIG_PATH lib/cmake/libconnect' "$tmp/log" ||
        bad "the port looks for the CMake package elsewhere: $(cat "$tmp/log")"
else
    echo "SKIP: cmake is not here: the port of vcpkg is not run"
fi

finish
