"""The names of agencies and columns, which routing has: kept for a minute, as they seldom change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Final, Literal

from kernel.errors import KernelError

KEPT: Final = 60.0
RETRIED: Final = 5.0

Kind = Literal["agency", "column"]
"""What a code names."""

Named = Kind | Literal["account"]
"""What a code in a sentence names; accounts are the gateway's own, and in none of routing's lists."""

LISTS: Final[dict[Kind, str]] = {"agency": "agencies", "column": "columns"}
"""How routing's lists of them are asked for."""


class Directory:
    """Name by code. While routing is away the last names known are told, or none, and it is asked again in a while."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._names: dict[Kind, dict[str, str]] = {kind: {} for kind in LISTS}
        self._until: dict[Kind, float] = dict.fromkeys(LISTS, -1.0)
        self._away_until = -1.0

    def names(self, kind: Kind, ask: Callable[[str], Mapping[str, Any]]) -> dict[str, str]:
        """The names of a kind, asked for by `ask` where what is remembered is too old."""
        now = self._clock()
        if now >= max(self._until[kind], self._away_until):
            # whoever comes while the answer is on its way does not wait for another one
            self._until[kind] = now + RETRIED
            try:
                self._names[kind] = {one[kind]: one["name"] for one in ask(LISTS[kind])["items"]}
            except KernelError:
                self._away_until = now + RETRIED
            else:
                # none at all is what a city says that is just being loaded
                self._until[kind] = now + (KEPT if self._names[kind] else RETRIED)
        return self._names[kind]
