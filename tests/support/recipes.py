#!/usr/bin/env python3
"""
Checks the recipes of packaging/ without the package managers: what they read from the tree agrees with configure.ac.

usage: recipes.py TOP_DIRECTORY VERSION
The recipe of Conan runs with stand-ins for Conan's modules, which record what it calls.
"""
import importlib.util
import json
import re
import sys
import types
from pathlib import Path
from unittest import mock

FINDINGS = []


def check(condition, message):
    if not condition:
        FINDINGS.append(message)


def floors(configure_ac):
    """The oldest libraries that configure accepts, by the name that package managers have for them."""
    names = {"libcurl": "libcurl", "libcrypto": "openssl", "jansson": "jansson", "libmicrohttpd": "libmicrohttpd",
             "yaml-0.1": "libyaml"}
    found = re.findall(r"\[?\b(libcurl|libcrypto|jansson|libmicrohttpd|yaml-0\.1) >= ([0-9.]+)", configure_ac)
    return {names[name]: version for name, version in found}


class Recipe:
    """What Conan gives to a recipe, as far as this one uses it."""


def load_recipe(path):
    modules = {name: types.ModuleType(name) for name in (
        "conan", "conan.errors", "conan.tools", "conan.tools.files", "conan.tools.gnu", "conan.tools.layout",
        "conan.tools.build", "conan.tools.cmake")}
    modules["conan"].ConanFile = Recipe
    modules["conan.errors"].ConanInvalidConfiguration = ValueError
    recorded = {}
    for module, names in (("files", "copy rm rmdir"), ("gnu", "Autotools AutotoolsToolchain PkgConfigDeps"),
                          ("layout", "basic_layout"), ("build", "can_run"), ("cmake", "CMake cmake_layout")):
        for name in names.split():
            recorded[name] = mock.MagicMock(name=name)
            setattr(modules["conan.tools." + module], name, recorded[name])
    with mock.patch.dict(sys.modules, modules):
        spec = importlib.util.spec_from_file_location("recipe", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    recipe = next(value for value in vars(module).values()
                  if isinstance(value, type) and issubclass(value, Recipe) and value is not Recipe)()
    return recipe, recorded


def check_conan(top, version, configure_ac, configure_options):
    recipe, recorded = load_recipe(top / "packaging/conan/conanfile.py")
    check(recipe.version == version, "conan: version %s, not %s" % (recipe.version, version))
    for tools in (True, False):
        required = {}
        recipe.options = types.SimpleNamespace(tools=tools, shared=True, rm_safe=lambda name: None)
        recipe.requires = lambda text: required.update([re.match(r"([\w-]+)/\[>=([0-9.]+)", text).groups()])
        recipe.requirements()
        for name, oldest in floors(configure_ac).items():
            if tools or name in ("libcurl", "openssl"):
                check(required.get(name) == oldest,
                      "conan: tools=%s requires %s %s, configure %s" % (tools, name, required.get(name), oldest))
        arguments = recorded["AutotoolsToolchain"].return_value.configure_args = []
        recipe.generate()
        check(len(arguments) == 1 and arguments[0].replace("enable", "disable") in configure_options,
              "conan: configure does not know %s" % arguments)
    recipe.recipe_folder, recipe.export_sources_folder = "packaging/conan", "export"
    recipe.source_folder = recipe.package_folder = "package"
    recipe.cpp_info = mock.MagicMock()
    for step in (recipe.export_sources, recipe.build, recipe.package, recipe.package_info):
        step()
    check(recipe.cpp_info.libs == ["connect"], "conan: the library is not called connect")
    recorded["Autotools"].return_value.install.assert_called_once_with()
    recipe.settings = types.SimpleNamespace(os="Windows")
    try:
        recipe.validate()
        check(False, "conan: Windows is not refused")
    except ValueError:
        pass
    load_recipe(top / "packaging/conan/test_package/conanfile.py")


def check_vcpkg(top, version, configure_options):
    manifest = json.loads((top / "packaging/vcpkg/vcpkg.json").read_text())
    check(manifest["version"] == version, "vcpkg: version %s, not %s" % (manifest["version"], version))
    check(set(manifest) <= {"name", "version", "description", "license", "supports", "dependencies", "features"},
          "vcpkg: unknown members in vcpkg.json")
    portfile = (top / "packaging/vcpkg/portfile.cmake").read_text()
    for option in re.findall(r"--(?:dis|en)able-\w+", portfile):
        check(option in configure_options, "vcpkg: configure does not know " + option)


def main():
    top, version = Path(sys.argv[1]), sys.argv[2]
    configure_ac = (top / "configure.ac").read_text()
    options = set(re.findall(r"AS_HELP_STRING\(\[(--[\w-]+)\]", configure_ac))
    check_conan(top, version, configure_ac, options)
    check_vcpkg(top, version, options)
    for finding in FINDINGS:
        print("error: " + finding)
    sys.exit(1 if FINDINGS else 0)


main()
