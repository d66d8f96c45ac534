"""
Exceptions: one class for each status of the library (connect/error.h).

A ServiceError is an error response of the service.  A ClientError occurred before a request was sent
or because no usable response was received.  Both are an Error, which holds all details of the failure.
"""
from __future__ import annotations

import builtins
import json
from ctypes import c_bool, c_char_p, c_int32, c_size_t, c_void_p
from typing import Any, Dict, List, Optional, Type

from . import _library as lib

_TEXTS = {name: lib.function("error_" + name, c_char_p, c_void_p)
          for name in ("message", "operation", "aws_type", "reason", "request_id", "host",
                       "resource_id", "detail_json", "body_excerpt")}
_VALUES = {name: lib.function("error_" + name, kind, c_void_p)
           for name, kind in (("http_status", c_int32), ("attempts", c_int32),
                              ("is_retryable", c_bool), ("is_throttle", c_bool),
                              ("transport_code", c_int32))}
_problem_count = lib.function("error_problem_count", c_size_t, c_void_p)
_problem = lib.function("error_problem", c_char_p, c_void_p, c_size_t)


class Error(Exception):
    """A failed call."""

    code: int = 0
    """The status number; it never changes its meaning."""
    name: str = ""
    """The name of the status: "CONNECT_E_NOT_FOUND"."""
    message: str = ""
    operation: Optional[str] = None
    """The operation that failed: "DescribeInstance"."""
    aws_type: Optional[str] = None
    """The type of the error as the service names it: "ResourceNotFoundException"."""
    reason: Optional[str] = None
    detail: Optional[Dict[str, Any]] = None
    """The modelled members of the service's error, with the names of the API."""
    request_id: Optional[str] = None
    host: Optional[str] = None
    resource_id: Optional[str] = None
    """The resource that a waiter was waiting for, so that the wait can be resumed."""
    body_excerpt: Optional[str] = None
    http_status: int = 0
    """Status of the last response; 0 if there was none."""
    attempts: int = 0
    """How many times the request was sent."""
    transport_code: int = 0
    is_retryable: bool = False
    """Whether the same call may succeed later without a change."""
    is_throttle: bool = False
    problems: List[str] = []
    """What validation found before sending, one entry for each member, with its path."""
    advice: str = ""
    """The next step for the user, in one sentence."""

    def __str__(self) -> str:
        return "%s: %s" % (self.aws_type or self.name, self.message)


class ServiceError(Error):
    """The service returned an error."""


class ClientError(Error):
    """Nothing was sent, or no usable response was received."""


class InvalidRequestError(ServiceError):
    """400: the service rejected the request."""


class UnauthenticatedError(ServiceError):
    """401 or 403: signature, access key or token not accepted."""


class QuotaExceededError(ServiceError):
    """402: a service quota is exhausted; a retry does not help."""


class AccessDeniedError(ServiceError):
    """403: authenticated, but not authorized."""


class NotFoundError(ServiceError):
    """404: no such instance or resource."""


class MethodNotAllowedError(ServiceError):
    """405."""


class ConflictError(ServiceError):
    """409: the resource exists already, is in use, or is not ready yet."""


class UnsupportedMediaTypeError(ServiceError):
    """415."""


class ThrottledError(ServiceError):
    """429: throttled; the call was retried as the retry policy allows."""


class LimitExceededError(ServiceError):
    """429 LimitExceededException: a resource limit is reached; never retried."""


class InternalError(ServiceError):
    """500 and above: the service failed; the call was retried."""


class OtherServiceError(ServiceError):
    """Any other error of the service."""


class ArgumentError(ClientError, ValueError):
    """An argument or member is missing, malformed or out of range; see `problems`."""


class VersionError(ClientError):
    """A struct is larger than the library knows."""


class OutOfMemoryError(ClientError, MemoryError):
    """Out of memory."""


class CredentialsError(ClientError):
    """No usable credentials; the message names the sources that were tried."""


class ConfigurationError(ClientError):
    """Region, endpoint, file or variable missing or malformed."""


class TransportError(ClientError):
    """The connection could not be established, or it broke."""


class TlsError(ClientError):
    """The certificate is invalid, or the handshake failed."""


class TimeoutError(ClientError, builtins.TimeoutError):  # noqa: A001 (the name of the status)
    """The time limit of a connect, an attempt, a call or a wait expired."""


class CancelledError(ClientError):
    """The cancel token was fired."""


class DecodeError(ClientError):
    """A response that the protocol does not allow."""


class PaginationError(ClientError):
    """The service repeated a page token."""


class WaiterError(ClientError):
    """A waiter reached a state from which the awaited one cannot be reached."""


CLASSES: Dict[int, Type[Error]] = {
    100: InvalidRequestError, 101: UnauthenticatedError, 102: QuotaExceededError,
    103: AccessDeniedError, 104: NotFoundError, 105: MethodNotAllowedError, 109: ConflictError,
    115: UnsupportedMediaTypeError, 129: ThrottledError, 130: LimitExceededError,
    150: InternalError, 199: OtherServiceError,
    200: ArgumentError, 201: VersionError, 202: OutOfMemoryError, 203: CredentialsError,
    204: ConfigurationError, 205: TransportError, 206: TlsError, 207: TimeoutError,
    208: CancelledError, 209: DecodeError, 210: PaginationError, 211: WaiterError,
}


def class_of(code: int) -> Type[Error]:
    """The class of a status; for an unknown status, the base class of its range."""
    return CLASSES.get(code, ServiceError if code < 200 else ClientError)


def _members(pointer):
    members = {name: lib.text(get(pointer)) for name, get in _TEXTS.items()}
    detail = members.pop("detail_json")
    members.update({name: get(pointer) for name, get in _VALUES.items()})
    members["detail"] = json.loads(detail) if detail else None
    members["problems"] = [lib.text(_problem(pointer, index))
                           for index in range(_problem_count(pointer))]
    return members


def make(status: int, pointer: Any) -> Error:
    """Makes an exception from a status and a borrowed connect_error."""
    members = _members(pointer)
    error = class_of(status)(members["message"])
    for name, value in members.items():
        setattr(error, name, value)
    error.code = status
    error.name = lib.text(lib.status_name(status))
    error.advice = lib.text(lib.status_advice(status))
    return error


def of(status: int, message: str) -> Error:
    """Makes an exception of this package's own."""
    error = class_of(status)(message)
    error.code, error.message = status, message
    error.name = lib.text(lib.status_name(status))
    error.advice = lib.text(lib.status_advice(status))
    return error


def check(status: int, pointer: Any) -> None:
    """Raises an exception unless the status is CONNECT_OK; takes ownership of the error."""
    if status != 0:
        try:
            raise make(status, pointer)
        finally:
            lib.error_free(pointer)
