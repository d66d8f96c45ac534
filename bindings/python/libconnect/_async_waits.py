"""
The waiters of the client for asyncio.
"""
from __future__ import annotations

from ctypes import POINTER, byref, c_char_p, c_int, c_void_p
from typing import Any, Callable, Coroutine, Optional

from . import _library as lib
from . import _structs, types
from ._loop import START, call_take
from ._model import OPERATIONS
from ._waiter import Progress, wait_options

_OPTIONS = POINTER(lib.WaitOptions)


def _started(name: str, *parameters: Any) -> Any:
    return lib.function("wait_%s_start" % name, c_int, c_void_p, c_void_p, *parameters, _OPTIONS,
                        *START)


_instance_active = _started("instance_active", c_char_p)
_instance_deleted = _started("instance_deleted", c_char_p)
_instance_replicated = _started("instance_replicated", c_char_p, c_char_p)
_group_active = _started("traffic_distribution_group_active", c_char_p)
_group_deleted = _started("traffic_distribution_group_deleted", c_char_p)

_INSTANCE, _GROUP = "DescribeInstance", "DescribeTrafficDistributionGroup"


class AsyncWaits:
    """The waiters of AsyncClient."""

    _run: Callable[..., Coroutine[Any, Any, Any]]

    async def _wait(self, start: Any, operation: Optional[str], *arguments: Any) -> Any:
        """operation: the one whose output the waiter returns; None if it returns nothing."""
        def take(call: c_void_p) -> Any:
            if operation is None:
                return None
            return _structs.take(OPERATIONS[operation].output, c_void_p(call_take(call)))

        return await self._run(
            lambda loop, client, *rest: start(loop, client, *arguments, *rest), take)

    async def wait_instance_active(self, instance_id: str, *, timeout_ms: Optional[int] = None,
                                   min_delay_ms: Optional[int] = None,
                                   max_delay_ms: Optional[int] = None,
                                   not_found_grace_ms: Optional[int] = None,
                                   progress: Optional[Progress] = None
                                   ) -> types.DescribeInstanceResponse:
        """Waits until an instance is ACTIVE; see Client.wait_instance_active()."""
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, not_found_grace_ms,
                          progress) as options:
            return await self._wait(_instance_active, _INSTANCE, instance_id.encode(), byref(options))

    async def wait_instance_deleted(self, instance_id: str, *, timeout_ms: Optional[int] = None,
                                    min_delay_ms: Optional[int] = None,
                                    max_delay_ms: Optional[int] = None,
                                    progress: Optional[Progress] = None) -> None:
        """Waits until an instance no longer exists; see Client.wait_instance_deleted()."""
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, None, progress) as options:
            await self._wait(_instance_deleted, None, instance_id.encode(), byref(options))

    async def wait_instance_replicated(self, instance_id: str, replica_region: Optional[str] = None, *,
                                       timeout_ms: Optional[int] = None,
                                       min_delay_ms: Optional[int] = None,
                                       max_delay_ms: Optional[int] = None,
                                       not_found_grace_ms: Optional[int] = None,
                                       progress: Optional[Progress] = None
                                       ) -> types.DescribeInstanceResponse:
        """
        Waits until the replication of an instance is complete; see
        Client.wait_instance_replicated().
        """
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, not_found_grace_ms,
                          progress) as options:
            return await self._wait(_instance_replicated, _INSTANCE, instance_id.encode(),
                                    lib.to_bytes(replica_region), byref(options))

    async def wait_traffic_distribution_group_active(
            self, traffic_distribution_group_id: str, *, timeout_ms: Optional[int] = None,
            min_delay_ms: Optional[int] = None, max_delay_ms: Optional[int] = None,
            not_found_grace_ms: Optional[int] = None, progress: Optional[Progress] = None
            ) -> types.DescribeTrafficDistributionGroupResponse:
        """
        Waits until a traffic distribution group is ACTIVE; see
        Client.wait_traffic_distribution_group_active().
        """
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, not_found_grace_ms,
                          progress) as options:
            return await self._wait(_group_active, _GROUP, traffic_distribution_group_id.encode(),
                                    byref(options))

    async def wait_traffic_distribution_group_deleted(
            self, traffic_distribution_group_id: str, *, timeout_ms: Optional[int] = None,
            min_delay_ms: Optional[int] = None, max_delay_ms: Optional[int] = None,
            progress: Optional[Progress] = None) -> None:
        """
        Waits until a traffic distribution group no longer exists; see
        Client.wait_traffic_distribution_group_deleted().
        """
        with wait_options(timeout_ms, min_delay_ms, max_delay_ms, None, progress) as options:
            await self._wait(_group_deleted, None, traffic_distribution_group_id.encode(),
                             byref(options))
