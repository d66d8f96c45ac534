"""
The base class of the structures in types.py, and their conversion to and from JSON.
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, Dict, NamedTuple, Optional

from ._model import SHAPES, Kind


class ResponseMetadata(NamedTuple):
    """Details of a response beside its members."""
    request_id: Optional[str]
    attempts: int


class _Absent:
    """The class attribute behind an absent list or map; an attribute of the object hides it."""

    def __init__(self, value):
        self.value = value

    def __get__(self, instance, owner):
        return self.value


class Structure:
    """The base class of all structures."""

    _shape: Any = None
    _unknown: Dict[str, Any]
    response_metadata: Optional[ResponseMetadata] = None
    """Request id and number of attempts; None if the structure is not a response."""

    def __init__(self, **members: Any):
        for name, value in members.items():
            member = self._shape.find(name)
            if member is None or name != member.attribute:
                raise TypeError("%s has no member %r" % (type(self).__name__, name))
            if value is not None:
                self.__dict__[name] = value
        self.__dict__["_unknown"] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("%s is immutable" % type(self).__name__)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.to_dict() == other.to_dict()  # type: ignore

    def __repr__(self) -> str:
        shown = []
        for member in self._shape.members:
            if member.attribute in self.__dict__:
                value = "..." if member.is_sensitive else repr(self.__dict__[member.attribute])
                shown.append("%s=%s" % (member.attribute, value))
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))

    def to_dict(self) -> Dict[str, Any]:
        """Returns a dict in the form of the API's JSON: API member names, times as ISO 8601."""
        return encode(self._shape, self, True)  # type: ignore


def _encode_time(value):
    if isinstance(value, datetime):
        zoned = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        return zoned.isoformat()
    return value


def _encode_double(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _encode_value(member, value, keep):
    if member.kind == Kind.TIME:
        return _encode_time(value)
    if member.kind == Kind.DOUBLE:
        return _encode_double(value)
    if member.kind == Kind.STRUCT:
        return encode(member.shape, value, keep)
    if member.kind == Kind.STRUCT_LIST and isinstance(value, (list, tuple)):
        return [encode(member.shape, element, keep) for element in value]
    if member.kind == Kind.MAP and isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def encode(shape, value, keep=False):
    """
    Converts a structure or a mapping to the form of JSON.  A mapping may use the names of Python or
    those of the API; the library validates unknown names and types.
    keep: include the members of a response that the library does not know, which requests may not have.
    """
    encoded = {}
    if isinstance(value, Structure):
        encoded = dict(value._unknown) if keep else {}
        value = {name: member for name, member in value.__dict__.items()
                 if name not in ("_unknown", "response_metadata")}
    if not isinstance(value, Mapping):
        return value
    for name, element in value.items():
        member = shape.find(name)
        if element is not None:
            encoded[member.name if member else name] = (
                _encode_value(member, element, keep) if member else element)
    return encoded


def _decode_time(value):
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value  # a year out of the range of datetime


def _decode_value(member, value):
    if member.kind == Kind.TIME:
        return _decode_time(value)
    if member.kind == Kind.DOUBLE:
        return float(value)
    if member.kind == Kind.STRUCT:
        return decode(member.shape, value)
    if member.kind == Kind.STRUCT_LIST:
        return [decode(member.shape, element) for element in value]
    return value


def decode(shape, members, metadata=None):
    """Makes a structure from the JSON that the library returned; unknown members are kept."""
    found = CLASSES[shape.name].__new__(CLASSES[shape.name])
    found.__dict__["_unknown"] = {}
    for name, value in members.items():
        member = shape.find(name)
        if member is None or name != member.name:
            found.__dict__["_unknown"][name] = value
        elif value is not None:
            found.__dict__[member.attribute] = _decode_value(member, value)
    if metadata is not None:
        found.__dict__["response_metadata"] = metadata
    return found


_EMPTY_LIST = _Absent(())
_EMPTY_MAP = _Absent(MappingProxyType({}))
_DEFAULTS = {Kind.STRING_LIST: _EMPTY_LIST, Kind.STRUCT_LIST: _EMPTY_LIST, Kind.MAP: _EMPTY_MAP}


def _make_class(shape):
    body: Dict[str, Any] = {member.attribute: _DEFAULTS.get(member.kind) for member in shape.members}
    doc = "Members: %s." % (", ".join(body) or "none")
    return type(shape.name, (Structure,),
                {**body, "_shape": shape, "__module__": "libconnect.types", "__doc__": doc})


CLASSES = {name: _make_class(shape) for name, shape in SHAPES.items()}
