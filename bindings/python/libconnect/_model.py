"""
The tables of the library as Python objects: operations, structures and their members.

The tables are read once, when the package is imported.  No operation is known by name here.
"""
from __future__ import annotations

import enum
import keyword
import re
from ctypes import byref, c_int64
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from . import _library as lib


class Kind(enum.IntEnum):
    """What a member holds."""
    STRING = 1
    BOOL = 2
    INT32 = 3
    INT64 = 4
    DOUBLE = 5
    TIME = 6
    ENUM = 7
    STRUCT = 8
    STRING_LIST = 9
    STRUCT_LIST = 10
    MAP = 11
    OTHER = 0  # a kind newer than this package: passed on as JSON has it

    @classmethod
    def _missing_(cls, value):
        return cls.OTHER


@dataclass(frozen=True)
class Member:
    """One member of a structure."""
    name: str  # in the API: "MaxResults"
    attribute: str  # in Python: "max_results"
    kind: Kind
    is_required: bool
    is_sensitive: bool  # personal data or a secret: omitted from representations
    is_client_token: bool  # generated if absent
    minimum: Optional[int]  # of a number, of the length of a string, of a count
    maximum: Optional[int]
    pattern: Optional[str]  # the form of a string, in English
    values: Tuple[str, ...]  # the known ones of an enum
    shape: Optional["Shape"]  # of a struct, or of the elements of a list of structs
    offset: int  # in the C struct
    count_offset: int
    text_offset: int


@dataclass(frozen=True)
class Shape:
    """One structure: an input, an output, or what is nested in them."""
    name: str  # of its class: "InstanceSummary"
    is_union: bool  # exactly one member may be set
    members: Tuple[Member, ...]
    size: int  # of the C struct

    def find(self, name: str) -> Optional[Member]:
        """A member by its name in the API or in Python."""
        for member in self.members:
            if name in (member.attribute, member.name):
                return member
        return None


@dataclass(frozen=True)
class Operation:
    """One operation of the service."""
    name: str  # in the API: "ListInstances"
    method: str  # of Client: "list_instances"
    summary: str
    input: Shape
    output: Shape
    errors: Tuple[str, ...]  # types of errors that the service's model names
    page_member: Optional[Member]  # of the output: holds the items of a page


def _each(get, owner):
    """All results of an accessor that takes an index."""
    index, found = 0, get(owner, 0)
    while found is not None:
        yield found
        index += 1
        found = get(owner, index)


def _limit(get, member):
    limit = c_int64()
    return limit.value if get(member, byref(limit)) else None


def _attribute(c_name):
    return c_name + "_" if keyword.iskeyword(c_name) else c_name


def _class_name(c_name):
    return "".join(part.capitalize() for part in c_name.split("_")[1:])


def method_name(operation):
    """The name of a method: "list_instances" for "ListInstances"."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", operation)
    return _attribute(parts.lower())


class _Reader:
    def __init__(self):
        self.shapes: Dict[str, Shape] = {}
        self.by_pointer = {}

    def member(self, pointer):
        shape = lib.member_shape(pointer)
        return Member(
            name=lib.text(lib.member_name(pointer)),
            attribute=_attribute(lib.text(lib.member_c_name(pointer))),
            kind=Kind(lib.member_kind(pointer)),
            is_required=lib.member_is_required(pointer),
            is_sensitive=lib.member_is_sensitive(pointer),
            is_client_token=lib.member_is_client_token(pointer),
            minimum=_limit(lib.member_min, pointer),
            maximum=_limit(lib.member_max, pointer),
            pattern=lib.text(lib.member_pattern(pointer)),
            values=tuple(lib.text(value) for value in _each(lib.member_value, pointer)),
            shape=self.shape(shape) if shape else None,
            offset=lib.member_offset(pointer),
            count_offset=lib.member_count_offset(pointer),
            text_offset=lib.member_text_offset(pointer))

    def shape(self, pointer):
        if pointer not in self.by_pointer:
            name = _class_name(lib.text(lib.shape_name(pointer)))
            members = tuple(self.member(member) for member in _each(lib.shape_member, pointer))
            shape = Shape(name, lib.shape_is_union(pointer), members, lib.shape_size(pointer))
            self.by_pointer[pointer] = shape
            self.shapes.setdefault(name, shape)
        return self.by_pointer[pointer]

    def operation(self, pointer):
        name = lib.text(lib.operation_name(pointer))
        output = self.shape(lib.operation_output(pointer))
        page_member = lib.operation_page_member(pointer)
        return Operation(
            name=name,
            method=method_name(name),
            summary=lib.text(lib.operation_summary(pointer)),
            input=self.shape(lib.operation_input(pointer)),
            output=output,
            errors=tuple(lib.text(error) for error in _each(lib.operation_error, pointer)),
            page_member=output.find(lib.text(lib.member_name(page_member))) if page_member else None)


def _read():
    reader, operations = _Reader(), {}
    pointer = lib.operation_next(None)
    while pointer:
        operation = reader.operation(pointer)
        operations[operation.name] = operation
        pointer = lib.operation_next(pointer)
    return operations, reader.shapes


OPERATIONS, SHAPES = _read()
METHODS = {operation.method: operation for operation in OPERATIONS.values()}
