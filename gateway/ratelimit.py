"""A simple limit per address, in memory: each gateway process counts for itself, and forgets at a restart.

It keeps one careless or hostile client from filling the clerks' queue; a determined attack is the proxy's business.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from time import monotonic
from typing import Final

REMEMBERED: Final = 20_000
MINUTE: Final = 60.0


def network(address: str) -> str:
    """What is counted as one address: an IPv6 subscriber has a whole /64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), 64), strict=False))


class RateLimit:
    """A bucket of `per_minute` requests for each address, refilled evenly; `None` is no limit."""

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Take one; 0 where that was possible, otherwise the seconds until it will be."""
        if self._per_minute is None:
            return 0
        now = self._clock()
        left, at = self._buckets.pop(address, (float(self._per_minute), now))
        left = min(float(self._per_minute), left + (now - at) * self._per_minute / MINUTE)
        granted = left >= 1
        self._buckets[address] = (left - 1 if granted else left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0 if granted else ceil((1 - left) * MINUTE / self._per_minute)
