"""
The client for asyncio.

    import asyncio
    from libconnect.aio import AsyncClient

    async def main():
        async with AsyncClient(region="us-west-2") as client:
            async for instance in client.list_instances_pages():
                print(instance.id, instance.instance_alias)

    asyncio.run(main())

Calls run on the library's own event loop (connect/loop.h), whose descriptor asyncio watches: no thread
waits, and hundreds of calls may run at once.  It needs Linux and an event loop with add_reader().
"""
from __future__ import annotations

import asyncio
import inspect
import json
import time
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_void_p
from typing import Any, AsyncIterator, Dict, Generic, List, Mapping, Optional, TypeVar

from . import _library as lib
from . import errors, types
from ._async_waits import AsyncWaits
from ._base import ClientBase, Handle
from ._loop import START, Loop, call_take
from ._model import METHODS, OPERATIONS, Operation
from ._operations import AsyncOperations
from ._structure import ResponseMetadata, decode, encode
from .credentials import (AsyncCredentialsSource, Credentials, CredentialsProvider, check_type,
                          deliver)
from .errors import CredentialsError, UnauthenticatedError
from .pager import open_pager, page_items, take_page

Item = TypeVar("Item")
Page = TypeVar("Page")

_invoke_start = lib.function("invoke_start", c_int, c_void_p, c_void_p, c_char_p, c_char_p, *START)
_send_start = lib.function("send_start", c_int, c_void_p, c_void_p, c_char_p, c_char_p,
                           POINTER(POINTER(lib.Pair)), c_size_t, c_char_p, *START)
_pager_start = lib.function("pager_start", c_int, c_void_p, c_void_p, *START)
_NOT_FOUND, _CREDENTIALS = 104, 203  # status numbers


class _Credentials:
    """
    A credentials function, which may be a coroutine function.

    The library expects credentials at once, so they are fetched ahead: before a call if there are none
    or they expire soon, and after a call that failed because the library needed others.  Each result
    is delivered once.
    """

    AHEAD = 30.0  # seconds; the library replaces credentials of a function in their last ten

    def __init__(self, function):
        self._function = function
        self._next: Optional[Credentials] = None  # fetched and not yet delivered
        self._expires = 0.0  # time at which the delivered ones expire
        self._is_missing = True  # the library needs credentials that are not there
        self._fetching: Optional[asyncio.Future] = None
        self.provider = CredentialsProvider._called(self._deliver)

    def _deliver(self, sink):
        credentials, self._next = self._next, None
        if credentials is None:
            self._is_missing = True
            raise LookupError("the credentials callback has not been called again yet")
        self._is_missing = False
        self._expires = 0.0
        status = deliver(sink, credentials)
        if status == 0:
            self._expires = _expiration(credentials)
        return status

    async def _fetch(self):
        try:
            found = self._function()
            if inspect.isawaitable(found):
                found = await found
            check_type(found)
        except Exception as problem:
            raise errors.of(_CREDENTIALS, "%s: %s" % (type(problem).__name__, problem)) from problem
        self._next = found

    def _is_due(self, expires):
        return expires - time.time() < self.AHEAD

    async def prepare(self):
        """Fetches credentials if the next call is going to need them."""
        if not (self._is_missing or self._is_due(self._expires)):
            return
        if self._next is not None and not self._is_due(_expiration(self._next)):
            return
        if self._fetching is None:
            self._fetching = asyncio.ensure_future(self._fetch())
            self._fetching.add_done_callback(self._fetched)
        await asyncio.shield(self._fetching)

    def _fetched(self, task):
        self._fetching = None
        if not task.cancelled():
            task.exception()  # was raised by prepare(), unless that was cancelled

    async def use(self, run):
        """Runs a call, and once more if it failed because the library needed other credentials."""
        await self.prepare()
        try:
            return await run()
        except (CredentialsError, UnauthenticatedError):
            # Nothing was executed: there were no credentials, or the service rejected the old ones.
            if not self._is_missing:
                raise
        await self.prepare()
        return await run()


def _expiration(credentials):
    value = credentials.expiration_ms()
    return float("inf") if value is None else value / 1000


class AsyncPager(Generic[Item, Page]):
    """
    An asynchronous iterator over the items of a listing.  Pages are fetched on demand; pages() iterates
    over whole responses instead.  Tasks may share a pager: each item is returned to one of them.
    """

    def __init__(self, client: "AsyncClient", handle: Handle, operation: Operation,
                 members: Dict[str, Any], max_items: int, max_pages: int):
        self._operation = operation
        self._prepare, self._loop = client._prepare, client._loop_of()
        self._lock: Optional[asyncio.Lock] = None
        self._items: List[Item] = []
        self._pointer, self._finalizer = open_pager(self, handle, operation, members, max_items,
                                                    max_pages)
        self._is_fetching = self._is_closed = False

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        async with self._own_lock():
            while not self._items:
                page = await self._fetch()
                if page is None:
                    raise StopAsyncIteration
                self._items = list(reversed(page_items(self._operation, page)))
            return self._items.pop()

    async def pages(self) -> AsyncIterator[Page]:
        """Iterates over whole responses.  Do not combine with the iteration over items."""
        while True:
            async with self._own_lock():
                page = await self._fetch()
            if page is None:
                return
            yield page

    def _own_lock(self):
        if self._lock is None:  # not in __init__(): it belongs to the running event loop
            self._lock = asyncio.Lock()
        return self._lock

    async def _fetch(self):
        if self._is_closed:
            return None
        await self._prepare()
        self._is_fetching = True
        try:
            return await self._loop.run(
                lambda loop, *rest: _pager_start(loop, self._pointer, *rest), self._take)
        finally:
            self._is_fetching = False
            if self._is_closed:
                self._finalizer()

    def _take(self, call):
        return None if self._is_closed else take_page(self._operation, self._pointer)

    @property
    def next_token(self) -> Optional[str]:
        """The token of the page after the current one, to resume the listing later."""
        return lib.text(lib.pager_next_token(self._pointer)) if self._finalizer.alive else None

    def close(self) -> None:
        """Ends the listing early.  Garbage collection does the same."""
        self._is_closed, self._items = True, []
        if not self._is_fetching:
            self._finalizer()

    async def __aenter__(self) -> "AsyncPager[Item, Page]":
        return self

    async def __aexit__(self, *unused: Any) -> None:
        self.close()


class AsyncClient(ClientBase, AsyncOperations, AsyncWaits):
    """
    A client of Amazon Connect for asyncio.  Each operation is a coroutine method, such as
    `await client.list_instances(max_results=5)`, and each listing has one more, such as
    list_instances_pages(), for `async for`.

    The options are those of Client.  credentials may also be a coroutine function.  A client is for
    one thread, and for one running event loop at a time.  Cancelling a task cancels its call.
    """

    _credentials: Optional[_Credentials] = None
    _loops: List[Loop]  # none or one; shared with the views
    _root: Optional[Handle]

    def _make(self, options: Dict[str, Any], credentials: Optional[AsyncCredentialsSource],
              log: Any, on_attempt: Any) -> Handle:
        if callable(credentials):
            self._credentials = _Credentials(credentials)
            credentials = self._credentials.provider
        self._loops = []
        self._root = super()._make(options, credentials, log, on_attempt)
        return self._root

    def _share(self, other: "AsyncClient") -> None:
        self._credentials, self._loops, self._root = other._credentials, other._loops, other._root

    def _loop_of(self):
        if not self._loops:
            self._use()
            self._loops.append(Loop(self._root))
        return self._loops[0]

    async def _prepare(self):
        if self._credentials is not None:
            await self._credentials.prepare()

    async def _run(self, start, take):
        handle = self._use()  # until the end of the call

        async def run():
            return await self._loop_of().run(
                lambda loop, *rest: start(loop, handle.pointer, *rest), take)

        return await (run() if self._credentials is None else self._credentials.use(run))

    async def _invoke(self, operation, members):
        name, text = operation.encode(), json.dumps(members).encode()

        def take(call):
            block = call_take(call)
            metadata = ResponseMetadata(lib.text(lib.response_request_id(block)),
                                        lib.response_attempts(block))
            return json.loads(lib.take_text(block)), metadata

        return await self._run(
            lambda loop, client, *rest: _invoke_start(loop, client, name, text, *rest), take)

    async def _call(self, operation, members):
        output, metadata = await self._invoke(operation.name, members)
        return decode(operation.output, output, metadata)

    def _pages(self, operation, members, max_items, max_pages):
        return AsyncPager(self, self._use(), operation, members, max_items, max_pages)

    async def invoke(self, operation: str,
                     members: Optional[Mapping[str, Any]] = None) -> Dict[str, Any]:
        """Calls an operation by its API name; takes and returns a dict with API member names."""
        return (await self._invoke(operation, dict(members or {})))[0]

    async def send(self, method: str, path: str, query: Optional[Mapping[str, str]] = None,
                   body: Any = None) -> Any:
        """
        Signs and sends a request for which the library has no operation.  path: percent-encoded,
        begins with "/".  body: serialized to JSON; None for no body.  Returns the parsed response,
        None if it is empty.
        """
        parameters = lib.pairs(query)
        text = None if body is None else json.dumps(body).encode()
        response = await self._run(
            lambda loop, client, *rest: _send_start(loop, client, method.encode(), path.encode(),
                                                    parameters, len(parameters), text, *rest),
            lambda call: lib.take_text(call_take(call)))
        return json.loads(response) if response else None

    def paginate(self, operation: str, *, max_items: int = 0, max_pages: int = 0,
                 **members: Any) -> AsyncPager[Any, Any]:
        """Returns a pager for a listing by name: "list_instances" or "ListInstances"."""
        found = METHODS.get(operation) or OPERATIONS.get(operation)
        if found is None or found.page_member is None:
            raise ValueError("%r is not a paged operation" % operation)
        return self._pages(found, encode(found.input, members), max_items, max_pages)

    async def find_instance_by_alias(self, instance_alias: str) -> types.InstanceSummary:
        """
        Returns the instance with an alias, compared case-insensitively; NotFoundError if there is
        none.
        """
        async for instance in self.paginate("ListInstances"):
            if (instance.instance_alias or "").lower() == instance_alias.lower():
                return instance
        raise errors.of(_NOT_FOUND, 'no instance has the alias "%s"' % instance_alias)

    def close(self) -> None:
        """
        Closes the client: connections are closed and credentials cleansed as soon as no call is
        running.  Garbage collection does the same.
        """
        super().close()
        self._root, self._loops = None, []

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *unused: Any) -> None:
        self.close()
