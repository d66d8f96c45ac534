"""
Converts C structs to objects by the offsets in the tables, for the few functions that return a struct
and not JSON.
"""
from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_size_t, c_void_p
from datetime import datetime, timedelta, timezone

from . import _library as lib
from ._model import Kind
from ._structure import CLASSES, ResponseMetadata

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_OPTIONALS = {Kind.BOOL: lib.OptBool, Kind.INT32: lib.OptInt32, Kind.INT64: lib.OptInt64,
              Kind.TIME: lib.OptInt64, Kind.DOUBLE: lib.OptDouble}


def _pointers(address, count_address):
    items = c_void_p.from_address(address).value
    count = c_size_t.from_address(count_address).value
    if not items:
        return None
    return [c_void_p.from_address(items + index * ctypes.sizeof(c_void_p)).value
            for index in range(count)]


def _optional(kind, address):
    found = _OPTIONALS[kind].from_address(address)
    if not found.is_set:
        return None
    return _EPOCH + timedelta(milliseconds=found.value) if kind == Kind.TIME else found.value


def _string(address):
    return lib.text(c_char_p.from_address(address).value)


def _member(member, base):
    kind, address = member.kind, base + member.offset
    if kind in _OPTIONALS:
        return _optional(kind, address)
    if kind == Kind.STRING:
        return _string(address)
    if kind == Kind.ENUM:
        return _string(base + member.text_offset)
    if kind == Kind.STRUCT:
        nested = c_void_p.from_address(address).value
        return read(member.shape, nested) if nested else None
    if kind == Kind.OTHER:
        return None
    items = _pointers(address, base + member.count_offset)
    if items is None:
        return None
    if kind == Kind.STRUCT_LIST:
        return [read(member.shape, item) for item in items]
    if kind == Kind.STRING_LIST:
        return [lib.text(ctypes.string_at(item)) for item in items]
    pairs = [lib.Pair.from_address(item) for item in items]
    return {lib.text(pair.key): lib.text(pair.value) for pair in pairs}


def read(shape, base, metadata=None):
    """Makes an object from the struct at an address; all values are copied."""
    found = CLASSES[shape.name](**{member.attribute: _member(member, base)
                                   for member in shape.members})
    if metadata is not None:
        found.__dict__["response_metadata"] = metadata
    return found


def take(shape, pointer):
    """Makes an object from an owned response and frees the response."""
    try:
        metadata = ResponseMetadata(lib.text(lib.response_request_id(pointer)),
                                    lib.response_attempts(pointer))
        return read(shape, pointer.value, metadata)
    finally:
        lib.free(pointer)
