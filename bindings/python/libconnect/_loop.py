"""
Calls in flight: the library's event loop (connect/loop.h), watched by that of asyncio.
"""
from __future__ import annotations

import asyncio
import weakref
from ctypes import CFUNCTYPE, byref, c_int, c_int32, c_void_p
from typing import Any

from . import _library as lib
from .credentials import callbacks
from .errors import check, make

_DoneFn = CFUNCTYPE(None, c_void_p, c_void_p, c_int)
START = (_DoneFn, c_void_p, lib.OUT, lib.OUT)

_loop_new = lib.function("loop_new", c_int, c_void_p, c_void_p, lib.OUT, lib.OUT)
_loop_free = lib.function("loop_free", None, c_void_p)
_loop_fd = lib.function("loop_fd", c_int, c_void_p)
_loop_step = lib.function("loop_step", c_int32, c_void_p)
call_take = lib.function("call_take", c_void_p, c_void_p)
_call_error = lib.function("call_error", c_void_p, c_void_p)
_call_cancel = lib.function("call_cancel", None, c_void_p)


@_DoneFn
def _done(key, call, status):
    callbacks.take(key)(call, status)


class Loop:
    """
    A connect_loop, watched by the running event loop while a call is in flight.  The registered done
    callbacks keep it alive until then.
    """

    def __init__(self, handle):
        self._handle, self._pending = handle, 0
        self._host: Any = None  # the event loop that watches the descriptor
        self._pointer, error = c_void_p(), c_void_p()
        check(_loop_new(handle.pointer, None, byref(self._pointer), byref(error)), error)
        finalizer = weakref.finalize(self, _free, self._pointer, handle)
        finalizer.atexit = False

    def _begin(self):
        host = asyncio.get_running_loop()
        if self._pending == 0:
            self._host = host
            host.add_reader(_loop_fd(self._pointer), _loop_step, self._pointer)
        elif self._host is not host:
            raise RuntimeError("the client has calls in another event loop")
        self._pending += 1
        return host

    def _end(self):
        self._pending -= 1
        if self._pending == 0 and not self._host.is_closed():
            self._host.remove_reader(_loop_fd(self._pointer))

    async def run(self, start, take):
        """
        Awaits a call.  start(loop, done, user, out, error) calls a _start function; take(call)
        converts the result of the call, within its callback.
        """
        host = self._begin()
        future = host.create_future()

        def done(pointer, status):
            self._end()
            result = _outcome(pointer, status, take)
            if not future.done():
                future.set_result(result)

        call, error, key = c_void_p(), c_void_p(), callbacks.add(done)
        status = start(self._pointer, _done, key, byref(call), byref(error))
        if status != 0:
            callbacks.remove(key)
            self._end()
            check(status, error)
        try:
            result, problem = await future
        except asyncio.CancelledError:
            if callbacks.find(key) is not None:
                _call_cancel(call)
                _loop_step(self._pointer)  # the event loop may not run again
            raise
        if problem is not None:
            raise problem
        return result


def _free(pointer, handle):
    """The handle is released after the loop is freed."""
    _loop_free(pointer)
    del handle


def _outcome(call, status, take):
    """The result and the exception of a call."""
    try:
        if status == 0:
            return take(call), None
        return None, make(status, _call_error(call))
    except Exception as problem:
        return None, problem
