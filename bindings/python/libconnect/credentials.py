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
from typing import Any, Callable, Dict, Optional, Union

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

    def _struct(self):
        return lib.CredentialsStruct(
            ctypes.sizeof(lib.CredentialsStruct), lib.to_bytes(self.access_key_id),
            lib.to_bytes(self.secret_access_key), lib.to_bytes(self.session_token),
            lib.to_bytes(self.account_id), self._expiration())

    def _expiration(self):
        if self.expiration is None:
            return lib.OptInt64()
        zoned = self.expiration
        if zoned.tzinfo is None:
            zoned = zoned.replace(tzinfo=timezone.utc)
        return lib.OptInt64(True, int(zoned.timestamp() * 1000))


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
    def custom(cls, callback: CredentialsCallback) -> "CredentialsProvider":
        """Returns a provider that calls a function."""
        key = callbacks.add(callback)
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


callbacks = Callbacks()


@lib.CredentialsFn
def _fetch(key, sink):
    try:
        credentials = callbacks.find(key)()
        if not isinstance(credentials, Credentials):
            raise TypeError("the credentials callback returned %s, not Credentials"
                            % type(credentials).__name__)
        status = lib.credentials_deliver(sink, byref(credentials._struct()))
        if status != 0:
            return lib.credentials_refuse(sink, b"the credentials callback returned malformed "
                                                b"credentials")
        return status
    except Exception as problem:
        lib.credentials_refuse(sink, ("%s: %s" % (type(problem).__name__, problem)).encode())
        return _REFUSED


@lib.ReleaseFn
def _release(key):
    callbacks.remove(key)
