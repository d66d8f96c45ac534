"""
Pagers: all items of a listing, with one page in memory at a time.
"""
from __future__ import annotations

import json
import threading
import weakref
from ctypes import byref, c_void_p
from typing import Any, Dict, Generic, Iterator, List, Optional, Tuple, TypeVar

from . import _library as lib
from ._model import Operation
from .errors import check, make
from ._structure import ResponseMetadata, decode

Item = TypeVar("Item")
Page = TypeVar("Page")


def open_pager(owner: Any, handle: Any, operation: Operation, members: Dict[str, Any], max_items: int,
               max_pages: int) -> Tuple[c_void_p, weakref.finalize]:
    """A connect_pager, and its finalizer, which is called when the owner is collected."""
    pointer, error = c_void_p(), c_void_p()
    check(lib.pager_new(handle.pointer, operation.name.encode(), json.dumps(members).encode(),
                        byref(pointer), byref(error)), error)
    finalizer = weakref.finalize(owner, _free, pointer, handle)
    finalizer.atexit = False
    lib.pager_set_max_items(pointer, max_items)
    lib.pager_set_max_pages(pointer, max_pages)
    return pointer, finalizer


def take_page(operation: Operation, pointer: c_void_p) -> Optional[Any]:
    """The next page; None after the last one."""
    block = lib.pager_next_page_json(pointer)
    if not block:
        return None
    metadata = ResponseMetadata(lib.text(lib.response_request_id(block)),
                                lib.response_attempts(block))
    return decode(operation.output, json.loads(lib.take_text(block)), metadata)


def page_items(operation: Operation, page: Any) -> List[Any]:
    """The items of a page."""
    assert operation.page_member is not None
    return list(getattr(page, operation.page_member.attribute))


class Pager(Generic[Item, Page]):
    """
    An iterator over the items of a listing.  Pages are fetched on demand; pages() iterates over whole
    responses instead.  Threads may share a pager: each item is returned to one of them.
    """

    def __init__(self, handle: Any, operation: Operation, members: Dict[str, Any], max_items: int,
                 max_pages: int):
        self._operation = operation
        self._lock = threading.Lock()
        self._items: List[Item] = []
        self._pointer, self._finalizer = open_pager(self, handle, operation, members, max_items,
                                                    max_pages)

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        with self._lock:
            while not self._items:
                page = self._fetch()
                if page is None:
                    raise StopIteration
                self._items = list(reversed(page_items(self._operation, page)))
            return self._items.pop()

    def pages(self) -> Iterator[Page]:
        """Iterates over whole responses.  Do not combine with the iteration over items."""
        while True:
            with self._lock:
                page = self._fetch()
            if page is None:
                return
            yield page

    def _fetch(self) -> Optional[Any]:
        if not self._finalizer.alive:
            return None
        page = take_page(self._operation, self._pointer)
        if page is not None:
            return page
        error = lib.pager_error(self._pointer)
        if error:
            raise make(lib.error_code(error), error)
        return None

    @property
    def next_token(self) -> Optional[str]:
        """The token of the page after the current one, to resume the listing later."""
        return lib.text(lib.pager_next_token(self._pointer)) if self._finalizer.alive else None

    @property
    def request_id(self) -> Optional[str]:
        """The service's request id of the current page."""
        return lib.text(lib.pager_request_id(self._pointer)) if self._finalizer.alive else None

    def close(self) -> None:
        """Ends the listing early.  Garbage collection does the same."""
        with self._lock:
            self._items = []
            self._finalizer()

    def __enter__(self) -> "Pager[Item, Page]":
        return self

    def __exit__(self, *unused: Any) -> None:
        self.close()


def _free(pointer, handle):
    """A pager borrows its client: the handle is released after the pager is freed."""
    lib.pager_free(pointer)
    del handle

