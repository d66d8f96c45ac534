# A port of vcpkg: copy this directory to ports/libconnect of a registry, or name packaging/vcpkg with --overlay-ports.
# It builds the tarball of "make dist", by default the one beside the build of this tree; a registry sets the URL of the
# release and its SHA-512 here.
if(DEFINED ENV{LIBCONNECT_TARBALL})
    set(ARCHIVE "$ENV{LIBCONNECT_TARBALL}")
else()
    set(ARCHIVE "${CMAKE_CURRENT_LIST_DIR}/../../build/libconnect-${VERSION}.tar.gz")
endif()
if(NOT EXISTS "${ARCHIVE}")
    message(FATAL_ERROR "${ARCHIVE} is not there: run \"make dist\", or set LIBCONNECT_TARBALL to the path of the tarball")
endif()

vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE "${ARCHIVE}")

set(OPTIONS "")
if(NOT "tools" IN_LIST FEATURES)
    list(APPEND OPTIONS --disable-tools)
endif()

vcpkg_configure_make(SOURCE_PATH "${SOURCE_PATH}" AUTOCONFIG OPTIONS ${OPTIONS})
vcpkg_install_make()
vcpkg_fixup_pkgconfig()
vcpkg_cmake_config_fixup(PACKAGE_NAME libconnect CONFIG_PATH lib/cmake/libconnect)
if("tools" IN_LIST FEATURES)
    vcpkg_copy_tools(TOOL_NAMES connectctl connect-local AUTO_CLEAN)
endif()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/COPYING")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
