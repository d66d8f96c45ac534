"""
The options of a waiter, with a progress callback.
"""
from __future__ import annotations

import contextlib
import ctypes
from typing import Any, Callable, Iterator, Optional

from . import _library as lib

Progress = Callable[[Optional[str], int], Any]


def _opt(value):
    return lib.OptInt64() if value is None else lib.OptInt64(True, value)


@contextlib.contextmanager
def wait_options(timeout_ms: Optional[int], min_delay_ms: Optional[int],
                 max_delay_ms: Optional[int], not_found_grace_ms: Optional[int],
                 progress: Optional[Progress]) -> Iterator[lib.WaitOptions]:
    """The struct.  An exception in the progress callback ends the wait, which then raises it."""
    raised = []

    def report(_, status, waited_ms):
        try:
            return progress is None or progress(lib.text(status), waited_ms) is not False
        except BaseException as problem:
            raised.append(problem)
            return False

    options = lib.WaitOptions(ctypes.sizeof(lib.WaitOptions), _opt(timeout_ms), _opt(min_delay_ms),
                              _opt(max_delay_ms), _opt(not_found_grace_ms))
    if progress is not None:
        options.progress = lib.WaitFn(report)
    try:
        yield options
    except Exception:
        if raised:
            raise raised[0] from None
        raise
