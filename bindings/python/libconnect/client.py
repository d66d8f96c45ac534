"""
The client for threads.
"""
from __future__ import annotations

import json
from ctypes import byref, c_void_p
from typing import Any, Dict, Mapping, Optional

from . import _library as lib
from . import _structs, types
from ._base import ClientBase
from ._model import METHODS, OPERATIONS, Operation
from ._operations import Operations
from ._structure import ResponseMetadata, decode, encode
from ._waits import Waits
from .errors import check
from .pager import Pager


class Client(ClientBase, Operations, Waits):
    """
    A client of Amazon Connect.  Each operation is a method, such as list_instances(max_results=5),
    and each listing has one more, such as list_instances_pages(), that iterates over all items.

    A client may be shared by any number of threads; each call blocks its own thread only.  The
    constructor does no I/O: the first call resolves settings and credentials.  After fork() a child
    may use the client, provided that no call was running in another thread.

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

    # ---- calls ----

    def _invoke(self, operation, members):
        handle, block, error = self._use(), c_void_p(), c_void_p()
        check(lib.invoke(handle.pointer, operation.encode(), json.dumps(members).encode(),
                         byref(block), byref(error)), error)
        metadata = ResponseMetadata(lib.text(lib.response_request_id(block)),
                                    lib.response_attempts(block))
        return json.loads(lib.take_text(block)), metadata

    def _call(self, operation, members):
        output, metadata = self._invoke(operation.name, members)
        return decode(operation.output, output, metadata)

    def _pages(self, operation, members, max_items, max_pages):
        return Pager(self._use(), operation, members, max_items, max_pages)

    def invoke(self, operation: str, members: Optional[Mapping[str, Any]] = None) -> Dict[str, Any]:
        """Calls an operation by its API name; takes and returns a dict with API member names."""
        return self._invoke(operation, dict(members or {}))[0]

    def paginate(self, operation: str, *, max_items: int = 0, max_pages: int = 0,
                 **members: Any) -> Pager[Any, Any]:
        """Returns a pager for a listing by name: "list_instances" or "ListInstances"."""
        found = METHODS.get(operation) or OPERATIONS.get(operation)
        if found is None or found.page_member is None:
            raise ValueError("%r is not a paged operation" % operation)
        return self._pages(found, encode(found.input, members), max_items, max_pages)

    def send(self, method: str, path: str, query: Optional[Mapping[str, str]] = None,
             body: Any = None) -> Any:
        """
        Signs and sends a request for which the library has no operation.  path: percent-encoded,
        begins with "/".  body: serialized to JSON; None for no body.  Returns the parsed response,
        None if it is empty.
        """
        handle, block, error = self._use(), c_void_p(), c_void_p()
        parameters = lib.pairs(query)
        check(lib.send(handle.pointer, method.encode(), path.encode(), parameters, len(parameters),
                       None if body is None else json.dumps(body).encode(), byref(block),
                       byref(error)), error)
        text = lib.take_text(block)
        return json.loads(text) if text else None

    def find_instance_by_alias(self, instance_alias: str) -> types.InstanceSummary:
        """
        Returns the instance with an alias, compared case-insensitively; NotFoundError if there is
        none.
        """
        handle, out, error = self._use(), c_void_p(), c_void_p()
        check(lib.find_instance_by_alias(handle.pointer, instance_alias.encode(), byref(out),
                                         byref(error)), error)
        page_member = OPERATIONS["ListInstances"].page_member
        assert page_member is not None
        return _structs.take(page_member.shape, out)

    # ---- settings and lifetime ----

    def warm_up(self) -> None:
        """Resolves settings and credentials now instead of at the first call."""
        handle, error = self._use(), c_void_p()
        check(lib.client_warm_up(handle.pointer, byref(error)), error)

    def describe(self) -> Dict[str, Any]:
        """Returns the resolved settings and the source of each.  Contains no secrets."""
        handle, block, error = self._use(), c_void_p(), c_void_p()
        check(lib.client_describe(handle.pointer, byref(block), byref(error)), error)
        return json.loads(lib.take_text(block))

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *unused: Any) -> None:
        self.close()


def profile_value(key: str, profile: Optional[str] = None) -> Optional[str]:
    """Returns the value of a key of a profile in the shared config files; None if absent."""
    block, error = c_void_p(), c_void_p()
    check(lib.profile_value(lib.to_bytes(profile), key.encode(), byref(block), byref(error)), error)
    return lib.take_text(block) if block else None


def version() -> str:
    """Returns the version of the loaded library."""
    return lib.version().decode()


def operations() -> Dict[str, Operation]:
    """Returns all operations by their API names."""
    return dict(OPERATIONS)
