"""
What a client reports of each attempt of a call (on_attempt of Client).
"""
from __future__ import annotations

from ctypes import POINTER, Structure, c_char_p, c_int, c_int32, c_int64, c_size_t, cast
from dataclasses import dataclass
from typing import Any, Optional

from . import _library as lib

DECISIONS = ("unknown", "succeeded", "retry", "reconnect", "refresh", "not_retryable", "exhausted",
             "no_quota", "no_time")


class AttemptStruct(Structure):
    _fields_ = [
        ("size", c_size_t), ("operation", c_char_p), ("host", c_char_p), ("number", c_int32),
        ("max_attempts", c_int32), ("status", c_int), ("http_status", c_int32),
        ("aws_type", c_char_p), ("request_id", c_char_p), ("bytes_sent", lib.OptInt64),
        ("bytes_received", lib.OptInt64), ("is_new_connection", lib.OptBool),
        ("queued_ms", c_int64), ("wire_ms", c_int64), ("total_ms", c_int64), ("decision", c_int),
        ("backoff_ms", c_int64),
    ]


@dataclass(frozen=True)
class Attempt:
    """One attempt of a call that has ended, those of operations that fetch credentials included."""
    operation: str
    """"ListInstances"; of a source of credentials "AssumeRole" and so on."""
    host: str
    number: int
    """How many times the call has been sent, including this attempt."""
    max_attempts: int
    status: str
    """The class of the outcome: "CONNECT_OK", "CONNECT_E_THROTTLED"."""
    http_status: int
    """0 if no response arrived."""
    aws_type: Optional[str]
    request_id: Optional[str]
    bytes_sent: Optional[int]
    bytes_received: Optional[int]
    is_new_connection: Optional[bool]
    queued_ms: int
    """Waiting for credentials, for the pacer and in a queue, before the request went out."""
    wire_ms: int
    """From when the request went out until the outcome."""
    total_ms: int
    """Since the call began, including earlier attempts and back-off."""
    decision: str
    """
    What follows: "succeeded"; "retry" after backoff_ms; "reconnect" or "refresh", at once and not
    counted; or the call fails: "not_retryable", "exhausted", "no_quota", "no_time".
    """
    backoff_ms: int


def attempt_of(pointer: int) -> Attempt:
    """Copies what is borrowed for the time of the callback."""
    struct = cast(pointer, POINTER(AttemptStruct)).contents
    values = {name: _plain(getattr(struct, name)) for name, _ in AttemptStruct._fields_ if name != "size"}
    decision = struct.decision
    values["status"] = lib.text(lib.status_name(struct.status))
    values["decision"] = DECISIONS[decision] if 0 <= decision < len(DECISIONS) else DECISIONS[0]
    return Attempt(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return lib.text(value)
    if isinstance(value, Structure):  # an optional number or boolean
        return value.value if value.is_set else None
    return value
