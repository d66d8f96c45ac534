#!/usr/bin/env python3
"""
Writes types.pyi and _operations.pyi from the tables of the loaded library: the declarations, for type
checkers, of the classes and methods that the package makes when it is imported.

usage: make_stubs.py [DIRECTORY]     default: the directory of the package
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from libconnect._model import METHODS, SHAPES, Kind  # noqa: E402
from libconnect._operations import PAGER_PARAMETERS, annotation  # noqa: E402

NOTE = "# Made by make_stubs.py; do not edit.\n"


def literal(member):
    return "Literal[%s]" % ", ".join('"%s"' % value for value in member.values)


def result(member):
    """The type of an attribute."""
    kind = annotation(member)
    lists = (Kind.STRING_LIST, Kind.STRUCT_LIST, Kind.MAP)
    return kind if member.kind in lists else "Optional[%s]" % kind


def argument(member, prefix=""):
    """The type of a keyword argument."""
    nested = "Union[%s%s, Mapping[str, Any]]"
    if member.kind == Kind.ENUM:
        return literal(member)
    if member.kind == Kind.TIME:
        return "Union[datetime, str]"
    if member.kind == Kind.STRUCT:
        return nested % (prefix, member.shape.name)
    if member.kind == Kind.STRUCT_LIST:
        return "Sequence[%s]" % (nested % (prefix, member.shape.name))
    return annotation(member)


def parameters(members, prefix, requires):
    for member in sorted(members, key=lambda member: not (requires and member.is_required)):
        if requires and member.is_required:
            yield "%s: %s" % (member.attribute, argument(member, prefix))
        else:
            yield "%s: Optional[%s] = ..." % (member.attribute, argument(member, prefix))


def declared(indent, name, arguments, returns, prefix=""):
    """A function with an argument a line."""
    head = "%s%sdef %s(self" % (indent, prefix, name)
    if not arguments:
        return ["%s) -> %s: ..." % (head, returns)]
    return ([head + ", *,"] + ["%s        %s," % (indent, argument) for argument in arguments]
            + ["%s        ) -> %s: ..." % (indent, returns)])


def types_stub():
    lines = [NOTE, "from datetime import datetime",
             "from typing import Any, Literal, Mapping, Optional, Sequence, Union", "",
             "from ._structure import ResponseMetadata as ResponseMetadata",
             "from ._structure import Structure as Structure"]
    for name, shape in sorted(SHAPES.items()):
        lines += ["", "class %s(Structure):" % name]
        lines += ["    %s: %s" % (member.attribute, result(member)) for member in shape.members]
        lines += declared("    ", "__init__", list(parameters(shape.members, "", False)), "None")
    return "\n".join(lines) + "\n"


def item(member):
    return "types.%s" % member.shape.name if member.shape else "str"


def operations_class(name, pager, prefix):
    lines = ["", "class %s:" % name]
    for method, operation in METHODS.items():
        arguments = list(parameters(operation.input.members, "types.", True))
        output = "types." + operation.output.name
        lines += declared("    ", method, arguments, output, prefix)
        if operation.page_member is not None:
            arguments += ["%s: Optional[int] = ..." % name for name in PAGER_PARAMETERS]
            returns = "%s[%s, %s]" % (pager, item(operation.page_member), output)
            lines += declared("    ", method + "_pages", arguments, returns)
    return lines


def operations_stub():
    lines = [NOTE, "from datetime import datetime",
             "from typing import Any, Literal, Mapping, Optional, Sequence, Union", "",
             "from . import types", "from .aio import AsyncPager", "from .pager import Pager"]
    lines += operations_class("Operations", "Pager", "")
    lines += operations_class("AsyncOperations", "AsyncPager", "async ")
    return "\n".join(lines) + "\n"


def main():
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "libconnect"
    (directory / "types.pyi").write_text(types_stub())
    (directory / "_operations.pyi").write_text(operations_stub())


main()
