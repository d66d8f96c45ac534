"""
The operations as methods, with signatures and docstrings from the tables of the library.

_operations.pyi declares them for type checkers.
"""
from __future__ import annotations

import inspect
from typing import Any, Dict, Optional

from ._model import METHODS, Kind, Member, Operation
from ._structure import encode

_KINDS = {
    Kind.STRING: "str", Kind.BOOL: "bool", Kind.INT32: "int", Kind.INT64: "int",
    Kind.DOUBLE: "float", Kind.TIME: "datetime", Kind.ENUM: "str", Kind.STRING_LIST: "Sequence[str]",
    Kind.MAP: "Mapping[str, str]", Kind.OTHER: "Any",
}
PAGER_PARAMETERS = ("max_items", "max_pages")


def annotation(member: Member) -> str:
    """The type of a member, as an annotation of a result has it."""
    if member.shape is None:
        return _KINDS[member.kind]
    return "Sequence[%s]" % member.shape.name if member.kind == Kind.STRUCT_LIST else member.shape.name


def _limits(member):
    what = {Kind.STRING: " characters", Kind.STRING_LIST: " elements",
            Kind.STRUCT_LIST: " elements", Kind.MAP: " entries"}.get(member.kind, "")
    if member.minimum is None and member.maximum is None:
        return None
    if member.maximum is None:
        return "at least %d%s" % (member.minimum, what)
    return "%d..%d%s" % (member.minimum or 0, member.maximum, what)


def describe(member: Member) -> str:
    """The line of a member in a docstring."""
    parts = [annotation(member)]
    parts += ["required"] if member.is_required else []
    parts += ["generated if absent"] if member.is_client_token else []
    parts += [part for part in (_limits(member), member.pattern) if part]
    parts += ["one of " + ", ".join(member.values)] if member.values else []
    return "%s: %s." % (member.attribute, "; ".join(parts))


def _docstring(operation, returns):
    lines = [operation.summary, ""]
    lines += [describe(member) for member in operation.input.members]
    lines += ["", "Returns " + returns, "Errors of the service: %s." % ", ".join(operation.errors)]
    return "\n".join(lines)


def _signature(operation, extra, returns):
    parameters = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    members = sorted(operation.input.members, key=lambda member: not member.is_required)
    for member in members:
        default = inspect.Parameter.empty if member.is_required else None
        parameters.append(inspect.Parameter(member.attribute, inspect.Parameter.KEYWORD_ONLY,
                                            default=default, annotation=annotation(member)))
    parameters += [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None,
                                     annotation="int") for name in extra]
    return inspect.Signature(parameters, return_annotation=returns)


def _method(operation, name, signature, doc, run):
    def method(self: Any, *arguments: Any, **members: Any) -> Any:
        try:
            signature.bind(self, *arguments, **members)
        except TypeError as problem:
            raise TypeError("%s(): %s" % (name, problem)) from None
        return run(self, operation, members)

    method.__name__, method.__qualname__, method.__doc__ = name, "Client." + name, doc
    method.__module__ = __name__
    method.__signature__ = signature  # type: ignore[attr-defined]
    return method


def _call(client, operation, members):
    return client._call(operation, encode(operation.input, members))


def _pages(client, operation, members):
    caps = [members.pop(name, None) or 0 for name in PAGER_PARAMETERS]
    return client._pages(operation, encode(operation.input, members), *caps)


def make_methods(pager: str) -> Dict[str, Any]:
    """A method for each operation, and one more for each listing."""
    methods = {}
    for name, operation in METHODS.items():
        output = operation.output.name
        doc = _docstring(operation, "a types.%s." % output)
        methods[name] = _method(operation, name, _signature(operation, (), output), doc, _call)
        if operation.page_member is not None:
            doc = _docstring(operation, "a pager over all items, a page in memory at a time;\n"
                             "max_items and max_pages end it early.")
            signature = _signature(operation, PAGER_PARAMETERS, pager)
            methods[name + "_pages"] = _method(operation, name + "_pages", signature, doc, _pages)
    return methods


Operations: Any = type("Operations", (), {"__doc__": "The operations of the service.",
                                          "__module__": __name__, **make_methods("Pager")})
AsyncOperations: Any = type("AsyncOperations", (), {"__doc__": "The operations, as coroutines.",
                                                    "__module__": __name__,
                                                    **make_methods("AsyncPager")})
