"""
A recipe of Conan 2: `conan create packaging/conan` builds the tree that it lies in.

A registry replaces export_sources() by a source() that fetches the tarball of the release.
"""
import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, rm, rmdir
from conan.tools.gnu import Autotools, AutotoolsToolchain, PkgConfigDeps
from conan.tools.layout import basic_layout


class LibconnectConan(ConanFile):
    name = "libconnect"
    version = "0.1.0"
    description = "Client library for the Amazon Connect instance APIs"
    license = "MIT"
    topics = ("aws", "amazon-connect", "contact-center")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "tools": [True, False]}
    default_options = {"shared": False, "fPIC": True, "tools": False}

    def export_sources(self):
        top = os.path.join(self.recipe_folder, os.pardir, os.pardir)
        copy(self, "*", top, self.export_sources_folder, excludes=("build*", ".git*", "*.o", "*.lo"))

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("libconnect runs on Linux only")

    def config_options(self):
        # C has no standard library to choose.
        self.settings.rm_safe("compiler.libcxx")
        self.settings.rm_safe("compiler.cppstd")

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")

    def layout(self):
        basic_layout(self, src_folder=".")

    def requirements(self):
        self.requires("libcurl/[>=7.81 <9]")
        self.requires("openssl/[>=3.0 <4]")
        self.requires("jansson/[>=2.13 <3]")
        if self.options.tools:
            self.requires("libmicrohttpd/[>=0.9.71 <2]")
            self.requires("libyaml/[>=0.2 <1]")

    def generate(self):
        toolchain = AutotoolsToolchain(self)
        toolchain.configure_args.append("--enable-tools" if self.options.tools else "--disable-tools")
        toolchain.generate()
        PkgConfigDeps(self).generate()

    def build(self):
        autotools = Autotools(self)
        autotools.autoreconf(["--install"])
        autotools.configure()
        autotools.make()

    def package(self):
        Autotools(self).install()
        copy(self, "COPYING", self.source_folder, os.path.join(self.package_folder, "licenses"))
        for folder in ("lib/pkgconfig", "lib/cmake", "share"):
            rmdir(self, os.path.join(self.package_folder, folder))
        rm(self, "*.la", os.path.join(self.package_folder, "lib"))

    def package_info(self):
        self.cpp_info.libs = ["connect"]
        self.cpp_info.system_libs = ["pthread"]
        self.cpp_info.set_property("pkg_config_name", "libconnect")
        self.cpp_info.set_property("cmake_file_name", "libconnect")
        self.cpp_info.set_property("cmake_target_name", "libconnect::libconnect")
