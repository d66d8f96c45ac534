"""
Sources of credentials other than the default chain.
"""
from __future__ import annotations

import ctypes
import itertools
import threading
from ctypes import byref, c_void_p
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Awaitable, Callable, Dict, Optional, Union

from . import _library as lib
from .errors import check

_REFUSED = 203  # CONNECT_E_CREDENTIALS


@dataclass(frozen=True)
class Credentials:
    """One set of credentials; repr() omits the secrets."""
    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: Optional[str] = field(default=None, repr=False)
    account_id: Optional[str] = None
    expiration: Optional[datetime] = None
    """None: no expiration.  A time without a zone is UTC."""

    def expiration_ms(self) -> Optional[int]:
        """The expiration in milliseconds since the epoch."""
        if self.expiration is None:
            return None
        zoned = self.expiration
        if zoned.tzinfo is None:
            zoned = zoned.replace(tzinfo=timezone.utc)
        return int(zoned.timestamp() * 1000)

    def _struct(self):
        expiration = self.expiration_ms()
        return lib.CredentialsStruct(
            ctypes.sizeof(lib.CredentialsStruct), lib.to_bytes(self.access_key_id),
            lib.to_bytes(self.secret_access_key), lib.to_bytes(self.session_token),
            lib.to_bytes(self.account_id),
            lib.OptInt64() if expiration is None else lib.OptInt64(True, expiration))


CredentialsCallback = Callable[[], Credentials]
"""
Returns credentials.  Called when credentials are needed and before they expire, on the thread of a
call; at most one call at a time for one client.  An exception becomes the message of a
CredentialsError.
"""


class CredentialsProvider:
    """A source of credentials, for any number of clients and threads."""

    def __init__(self, pointer: c_void_p):
        self._pointer = pointer

    def __del__(self) -> None:
        lib.credentials_provider_free(self._pointer)

    @classmethod
    def _made(cls, function, *arguments):
        pointer, error = c_void_p(), c_void_p()
        check(function(*arguments, byref(pointer), byref(error)), error)
        return cls(pointer)

    @classmethod
    def static(cls, credentials: Credentials) -> "CredentialsProvider":
        """Returns a provider of fixed credentials."""
        return cls._made(lib.credentials_static, byref(credentials._struct()))

    @classmethod
    def environment(cls) -> "CredentialsProvider":
        """Returns a provider of AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."""
        return cls._made(lib.credentials_environment)

    @classmethod
    def anonymous(cls) -> "CredentialsProvider":
        """Returns a provider without credentials: requests are not signed."""
        return cls._made(lib.credentials_anonymous)

    @classmethod
    def profile(cls, profile: Optional[str] = None) -> "CredentialsProvider":
        """Returns a provider of the credentials of a profile; None: the profile of the client."""
        return cls._made(lib.credentials_profile, lib.to_bytes(profile))

    @classmethod
    def role(cls, role_arn: str, *, session_name: Optional[str] = None,
             external_id: Optional[str] = None, duration_seconds: Optional[int] = None,
             region: Optional[str] = None,
             source: Optional["CredentialsProvider"] = None) -> "CredentialsProvider":
        """
        Returns a provider of the credentials of a role, by AssumeRole of STS.

        source: the credentials that the role is assumed with; None: the default chain.
        """
        options = lib.RoleOptions(
            ctypes.sizeof(lib.RoleOptions), lib.to_bytes(role_arn), lib.to_bytes(session_name),
            lib.to_bytes(external_id), _duration(duration_seconds), lib.to_bytes(region),
            source._pointer if source is not None else None)
        return cls._made(lib.credentials_role, byref(options))

    @classmethod
    def web_identity(cls, role_arn: str, token_file: str, *, session_name: Optional[str] = None,
                     duration_seconds: Optional[int] = None,
                     region: Optional[str] = None) -> "CredentialsProvider":
        """Returns a provider of the credentials of a role, by AssumeRoleWithWebIdentity of STS."""
        options = lib.WebIdentityOptions(
            ctypes.sizeof(lib.WebIdentityOptions), lib.to_bytes(role_arn), lib.to_bytes(token_file),
            lib.to_bytes(session_name), _duration(duration_seconds), lib.to_bytes(region))
        return cls._made(lib.credentials_web_identity, byref(options))

    @classmethod
    def custom(cls, callback: CredentialsCallback) -> "CredentialsProvider":
        """Returns a provider that calls a function."""
        return cls._called(lambda sink: deliver(sink, callback()))

    @classmethod
    def _called(cls, fetch):
        """A provider that calls fetch(sink), which returns the status of deliver()."""
        key = callbacks.add(fetch)
        try:
            return cls._made(lib.credentials_custom, _fetch, key, _release)
        except BaseException:
            callbacks.remove(key)
            raise

    @classmethod
    def of(cls, source: "CredentialsSource") -> "CredentialsProvider":
        """Returns the provider for a `credentials` argument of Client."""
        if isinstance(source, CredentialsProvider):
            return source
        if isinstance(source, Credentials):
            return cls.static(source)
        if callable(source):
            return cls.custom(source)
        raise TypeError("credentials must be Credentials, a CredentialsProvider or a function")


CredentialsSource = Union[Credentials, CredentialsProvider, CredentialsCallback]
AsyncCredentialsSource = Union[CredentialsSource, Callable[[], Awaitable[Credentials]]]
"""What AsyncClient takes."""


def _duration(seconds):
    return lib.OptInt32() if seconds is None else lib.OptInt32(True, seconds)


class Callbacks:
    """Callbacks of the application; the library gets their numbers as user pointers."""

    def __init__(self):
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._functions: Dict[int, Callable[..., Any]] = {}

    def add(self, function):
        with self._lock:
            key = next(self._numbers)
            self._functions[key] = function
        return key

    def remove(self, key):
        with self._lock:
            self._functions.pop(key, None)

    def find(self, key):
        return self._functions.get(key)

    def take(self, key):
        with self._lock:
            return self._functions.pop(key)


callbacks = Callbacks()


def check_type(credentials: Any) -> Credentials:
    """The result of a callback, or TypeError."""
    if not isinstance(credentials, Credentials):
        raise TypeError("the credentials callback returned %s, not Credentials"
                        % type(credentials).__name__)
    return credentials


def deliver(sink: Any, credentials: Any) -> int:
    """Delivers the result of a callback to the library."""
    status = lib.credentials_deliver(sink, byref(check_type(credentials)._struct()))
    if status != 0:
        return lib.credentials_refuse(sink, b"the credentials callback returned malformed credentials")
    return status


@lib.CredentialsFn
def _fetch(key, sink):
    try:
        return callbacks.find(key)(sink)
    except Exception as problem:
        lib.credentials_refuse(sink, ("%s: %s" % (type(problem).__name__, problem)).encode())
        return _REFUSED


@lib.ReleaseFn
def _release(key):
    callbacks.remove(key)
