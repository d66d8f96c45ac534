"""
The waiters of the client for threads.
"""
from __future__ import annotations

from ctypes import POINTER, byref, c_char_p, c_int, c_void_p
from typing import Any, Callable, Optional

from . import _library as lib
from . import _structs, types
from ._base import Handle
from ._model import OPERATIONS
from ._waiter import Progress, wait_options
from .errors import check

_OPTIONS = POINTER(lib.WaitOptions)


def _blocking(name: str, *parameters: Any) -> Any:
    return lib.function("wait_" + name, c_int, c_void_p, *parameters, lib.OUT)


_instance_active = _blocking("instance_active", c_char_p, _OPTIONS, lib.OUT)
_instance_deleted = _blocking("instance_deleted", c_char_p, _OPTIONS)
_instance_replicated = _blocking("instance_replicated", c_char_p, c_char_p, _OPTIONS, lib.OUT)
_group_active = _blocking("traffic_distribution_group_active", c_char_p, _OPTIONS, lib.OUT)
_group_deleted = _blocking("traffic_distribution_group_deleted", c_char_p, _OPTIONS)

_INSTANCE, _GROUP = "DescribeInstance", "DescribeTrafficDistributionGroup"


class Waits:
    """The waiters of Client."""

    _use: Callable[[], Handle]

    def _wait(self, wait: Any, operation: Optional[str], *arguments: Any) -> Any:
        """operation: the one whose output the waiter returns; None if it returns nothing."""
        handle, out, error = self._use(), c_void_p(), c_void_p()
        outputs = () if operation is None else (byref(out),)
        check(wait(handle.pointer, *arguments, *outputs, byref(error)), error)
        return None if operation is None else _structs.take(OPERATIONS[operation].output, out)

    def wait_instance_active(self, instance_id: str, *, timeout_ms: Optional[int] = None,
                             min_delay_ms: Optional[int] = None, max_delay_ms: Optional[int] = None,
                             not_found_grace_ms: Optional[int] = None,
                             progress: Optional[Progress] = None
                             ) -> types.DescribeInstanceResponse:
        """
        Waits until an instance is ACTIVE and returns its description.

        timeout_ms: default ten minutes.  progress: called before each delay with the last status and
        the milliseconds since the start; if it returns False, the wait ends with a CancelledError.
        WaiterError if the creation failed; its `reason` is that of the service.
        """
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, not_found_grace_ms,
                          progress) as options:
            return self._wait(_instance_active, _INSTANCE, instance_id.encode(), byref(options))

    def wait_instance_deleted(self, instance_id: str, *, timeout_ms: Optional[int] = None,
                              min_delay_ms: Optional[int] = None, max_delay_ms: Optional[int] = None,
                              progress: Optional[Progress] = None) -> None:
        """Waits until an instance no longer exists."""
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, None, progress) as options:
            self._wait(_instance_deleted, None, instance_id.encode(), byref(options))

    def wait_instance_replicated(self, instance_id: str, replica_region: Optional[str] = None, *,
                                 timeout_ms: Optional[int] = None,
                                 min_delay_ms: Optional[int] = None,
                                 max_delay_ms: Optional[int] = None,
                                 not_found_grace_ms: Optional[int] = None,
                                 progress: Optional[Progress] = None
                                 ) -> types.DescribeInstanceResponse:
        """
        Waits until the replication of an instance is complete and returns its description.

        The client is in the Region of the source.  replica_region: None waits for all replicas.
        WaiterError if the replication failed or the instance has no such replica.  For the other
        parameters see wait_instance_active().
        """
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, not_found_grace_ms,
                          progress) as options:
            return self._wait(_instance_replicated, _INSTANCE, instance_id.encode(),
                              lib.to_bytes(replica_region), byref(options))

    def wait_traffic_distribution_group_active(
            self, traffic_distribution_group_id: str, *, timeout_ms: Optional[int] = None,
            min_delay_ms: Optional[int] = None, max_delay_ms: Optional[int] = None,
            not_found_grace_ms: Optional[int] = None, progress: Optional[Progress] = None
            ) -> types.DescribeTrafficDistributionGroupResponse:
        """
        Waits until a traffic distribution group is ACTIVE, after its creation or a change of its
        distribution, and returns its description.

        traffic_distribution_group_id: the id, or in another Region the ARN.  WaiterError if the
        creation failed or the group is being deleted.  For the other parameters see
        wait_instance_active().
        """
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, not_found_grace_ms,
                          progress) as options:
            return self._wait(_group_active, _GROUP, traffic_distribution_group_id.encode(),
                              byref(options))

    def wait_traffic_distribution_group_deleted(
            self, traffic_distribution_group_id: str, *, timeout_ms: Optional[int] = None,
            min_delay_ms: Optional[int] = None, max_delay_ms: Optional[int] = None,
            progress: Optional[Progress] = None) -> None:
        """Waits until a traffic distribution group no longer exists; WaiterError if that failed."""
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, None, progress) as options:
            self._wait(_group_deleted, None, traffic_distribution_group_id.encode(), byref(options))
