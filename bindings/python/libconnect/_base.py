"""
What the clients for threads and for asyncio have in common: options, views and lifetime.
"""
from __future__ import annotations

import ctypes
import json
import weakref
from ctypes import POINTER, byref, c_void_p
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, TypedDict, TypeVar, Union

from . import _library as lib
from .attempt import Attempt, attempt_of
from .cancel import CancelToken
from .credentials import AsyncCredentialsSource, CredentialsProvider, callbacks
from .errors import check

LOG_LEVELS = ("off", "error", "warn", "info", "debug", "trace")
_NOT_JSON = ("self", "credentials", "log", "on_attempt", "__class__")
_RETRY_MODES = ("default", "standard", "adaptive", "off")

LogCallback = Callable[[str, str], Any]
"""Receives a level of LOG_LEVELS and a line, on whichever thread uses the client."""
AttemptCallback = Callable[[Attempt], Any]
"""Receives each attempt when it ends, on whichever thread uses the client."""


class Quota(TypedDict):
    """An account's own quota for one operation, as in connect_quota."""
    operation: str
    """
    "ListInstances"; "CreateIntegrationAssociation:SES_IDENTITY" for a value of the input that has a
    quota of its own; or method and path of send(), "GET /queues/{InstanceId}/{QueueId}".
    """
    rate: float
    """Requests a second: above 0, up to 1e9."""
    burst: float
    """Requests that may be sent at once after a pause: 1 to 1e9."""


class Pace(TypedDict, total=False):
    """Client-side pacing, as in connect_pace; docs/pacing.md explains how to choose."""
    rate: float
    """Requests a second for each operation; absent or 0: none but those of `quotas`."""
    burst: float
    """Requests that may be sent at once after a pause: 1 to 1e9."""
    documented_quotas: bool
    """The documented quota of an operation takes precedence over rate and burst; default False."""
    quotas: Sequence[Quota]
    """The quotas of the account, which take precedence over all others; at most 1000."""
    shared_file: str
    """A file through which all processes of the host share their quotas."""
    shared_with_group: bool
    """The file belongs to a group: mode 0660 instead of 0600; default False."""


@lib.LogFn
def _log(key, level, line):
    callback = callbacks.find(key)
    if callback is not None:
        callback(LOG_LEVELS[level] if 0 <= level < len(LOG_LEVELS) else str(level), lib.text(line))


@lib.AttemptFn
def _on_attempt(key, pointer):
    callback = callbacks.find(key)
    if callback is not None:
        callback(attempt_of(pointer))


class _Callback:
    """A callback of a client and its views; unregistered with the last of them."""

    def __init__(self, callback):
        self.key = callbacks.add(callback)

    def __del__(self):
        callbacks.remove(self.key)


class Handle:
    """
    A connect_client, freed when nothing refers to it.  Each running call holds a reference, so close()
    in one thread does not free the client under a call in another.
    """

    def __init__(self, pointer, *kept):
        self.pointer = pointer
        finalizer = weakref.finalize(self, _free, pointer, kept)
        finalizer.atexit = False  # threads may still be in a call


def _free(pointer, kept):
    lib.client_free(pointer)
    del kept


Self = TypeVar("Self", bound="ClientBase")


class ClientBase:
    """
    All options are optional.  The defaults are those of the AWS CLI: environment, profile, instance
    metadata.

    region: for example "us-west-2".
    endpoint_url: "https://host[:port][/path]"; http is for local services.
    profile: the name of a profile in the shared config files.
    credentials: Credentials, a CredentialsProvider, or a function that returns Credentials.
    check_level: how strictly requests are validated before they are sent: "default", "none" or "strict".
    retry_mode: "standard", "adaptive" or "off".
    max_attempts: attempts of one call, including the first: 1..100.
    connect_timeout_ms: limit of name resolution, TCP and TLS.  attempt_timeout_ms: limit of one
    attempt.  call_timeout_ms: limit of a call with all its attempts.
    max_body_bytes: the largest response body that is accepted.
    max_connections: how many idle connections are pooled.
    ca_bundle: a PEM file.
    proxy: a URL; "" for none.
    app_id: appears in the user agent.
    pace: {"rate": 2, "burst": 5} limits the requests of each operation per second; see Pace for the
    documented quotas, those of an account, and a file that processes share.
    log: called with a level and a line for each message at log_level or above: "off", "error",
    "warn", "info", "debug", "trace".  The default level with a callback is "info".
    on_attempt: called with an Attempt when an attempt of a call ends, for metrics and traces.  It
    must not use the client, and should be quick.
    """

    def __init__(self, region: Optional[str] = None, endpoint_url: Optional[str] = None,
                 profile: Optional[str] = None, *,
                 credentials: Optional[AsyncCredentialsSource] = None,
                 use_fips_endpoint: Optional[bool] = None,
                 use_dualstack_endpoint: Optional[bool] = None,
                 ignore_configured_endpoint_urls: Optional[bool] = None,
                 check_level: Optional[str] = None, retry_mode: Optional[str] = None,
                 max_attempts: Optional[int] = None, connect_timeout_ms: Optional[int] = None,
                 attempt_timeout_ms: Optional[int] = None, call_timeout_ms: Optional[int] = None,
                 max_body_bytes: Optional[int] = None, max_connections: Optional[int] = None,
                 ca_bundle: Optional[str] = None, proxy: Optional[str] = None,
                 app_id: Optional[str] = None,
                 disable_clock_skew_correction: Optional[bool] = None,
                 pace: Optional[Pace] = None, log_level: Optional[str] = None,
                 log: Optional[LogCallback] = None,
                 on_attempt: Optional[AttemptCallback] = None):
        options = {name: value for name, value in locals().items()
                   if value is not None and name not in _NOT_JSON}
        if log is not None:
            options.setdefault("log_level", "info")
        self._handle: Optional[Handle] = self._make(options, credentials, log, on_attempt)

    def _use(self) -> Handle:
        handle = self._handle
        if handle is None:
            raise ValueError("the client is closed")
        return handle

    def _make(self, options: Dict[str, Any], credentials: Optional[Any],
              log: Optional[LogCallback], on_attempt: Optional[AttemptCallback]) -> Handle:
        rest = lib.ClientOptions(size=ctypes.sizeof(lib.ClientOptions))
        provider = CredentialsProvider.of(credentials) if credentials is not None else None
        logger = _Callback(log) if log is not None else None
        observer = _Callback(on_attempt) if on_attempt is not None else None
        if provider is not None:
            rest.credentials = provider._pointer
        if logger is not None:
            rest.log, rest.log_user = _log, logger.key
        if observer is not None:
            rest.on_attempt, rest.on_attempt_user = _on_attempt, observer.key
        pointer, error = c_void_p(), c_void_p()
        check(lib.client_new_json(json.dumps(options).encode(), byref(rest), byref(pointer),
                                  byref(error)), error)
        return Handle(pointer, logger, observer)

    def with_options(self: Self, *, timeout_ms: Optional[int] = None,
                     cancel: Optional[CancelToken] = None, retry_mode: str = "default",
                     max_attempts: Optional[int] = None, headers: Optional[Mapping[str, str]] = None,
                     report: Optional[lib.CallReport] = None) -> Self:
        """
        Returns a view: a client whose calls have other options.  It shares connections, credentials,
        retry quota and pacing with this client.

        timeout_ms: limit of a whole call.  cancel: stops the calls when it fires.  headers: added to
        each request and signed.  report: filled in when a call ends.
        """
        if retry_mode not in _RETRY_MODES:
            raise ValueError("retry_mode is one of %s" % ", ".join(_RETRY_MODES))
        pairs, base, pointer, error = lib.pairs(headers), self._use(), c_void_p(), c_void_p()
        options = lib.CallOptions(
            size=ctypes.sizeof(lib.CallOptions), timeout_ms=_opt(lib.OptInt64, timeout_ms),
            cancel=cancel._pointer if cancel is not None else None,
            retry_mode=_RETRY_MODES.index(retry_mode),
            max_attempts=_opt(lib.OptInt32, max_attempts),
            headers=ctypes.cast(pairs, POINTER(POINTER(lib.Pair))), headers_count=len(pairs),
            report=ctypes.pointer(report) if report is not None else None)
        check(lib.client_with(base.pointer, byref(options), byref(pointer), byref(error)), error)
        view = type(self).__new__(type(self))
        view._share(self)
        view._handle = Handle(pointer, base, cancel, report)
        return view

    def _share(self: Self, other: Self) -> None:
        """Takes what a view has in common with its client."""

    def close_idle_connections(self) -> None:
        """Closes the pooled connections that no call is using."""
        handle = self._use()
        lib.client_close_idle(handle.pointer)

    def close(self) -> None:
        """
        Closes the client: connections are closed and credentials cleansed as soon as no call is
        running.  Garbage collection does the same.
        """
        self._handle = None


def _opt(kind: Any, value: Optional[Union[int, bool]]) -> Any:
    return kind() if value is None else kind(True, value)
