"""The names of agencies, which routing keeps: remembered for a minute, since they change seldom and are read always."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Final

from kernel.errors import KernelError

KEPT: Final = 60.0
RETRIED: Final = 5.0


class Directory:
    """Name by code. While routing is away the last names known are told, or none."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._names: dict[str, str] = {}
        self._until = -1.0

    def names(self, agencies: Callable[[], Mapping[str, Any]]) -> dict[str, str]:
        """The names, asked for by `agencies` where what is remembered is too old."""
        now = self._clock()
        if now >= self._until:
            self._until = now + RETRIED
            try:
                self._names = {agency["agency"]: agency["name"] for agency in agencies()["items"]}
            except KernelError:
                return self._names
            self._until = now + KEPT
        return self._names
