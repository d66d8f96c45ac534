"""
Cancellation of calls from another thread or a signal handler.
"""
from __future__ import annotations

from ctypes import byref, c_void_p

from . import _library as lib
from .errors import OutOfMemoryError


class CancelToken:
    """
    A token that cancels calls.  After fire(), running and later calls of a view made by
    Client.with_options(cancel=token) raise CancelledError.
    """

    def __init__(self) -> None:
        self._pointer = c_void_p()
        if lib.cancel_new(byref(self._pointer)) != 0:
            raise OutOfMemoryError("out of memory or file descriptors for a cancel token")

    def __del__(self) -> None:
        lib.cancel_free(self._pointer)

    def fire(self) -> None:
        """Cancels the calls.  May be called from any thread, any number of times."""
        lib.cancel_fire(self._pointer)

    @property
    def is_fired(self) -> bool:
        return lib.cancel_is_fired(self._pointer)

    def fileno(self) -> int:
        """A descriptor that becomes readable when the token fires; do not read or close it."""
        return lib.cancel_fd(self._pointer)
