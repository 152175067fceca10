"""What a whole bulletin is counted from: one set of facts that nothing takes the place of meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kernel.driver import Session
from kernel.incoming import delivered
from services.stats.counting.facts import Facts, Heard
from services.stats.counting.known import Known
from services.stats.counting.registers import Registers
from services.stats.domain.cohort import Cutoff

AT_ONCE = 1000
"""Parked events in a step."""

_PARKED = "SELECT turn, source, position, envelope FROM parked WHERE turn > %s ORDER BY turn LIMIT %s"

Place = tuple[str, int]
"""A source, and a position of its public log."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The facts as they are, whatever is heard or rebuilt from here on.

    `happened` says of the events that could not be applied yet when they happened; `public` how far the sources' logs
    reached.
    """

    facts: Facts
    registers: Registers
    heard: Heard
    happened: Mapping[Place, datetime]
    public: Mapping[str, int]
    shared: Callable[[Settled, Cutoff], Known | None] = field(compare=False)

    @property
    def positions(self) -> tuple[Place, ...]:
        """How far each source has been heard."""
        return tuple(sorted(self.heard.reached.items()))

    def known(self, cutoff: Cutoff) -> Known:
        """What is so at the cut-off, of these facts; taken from what is kept for all where that is the same."""
        return self.shared(self, cutoff) or Known(self.facts, self.registers, self.heard, cutoff)

    @property
    def unheard(self) -> dict[str, tuple[int, int]]:
        """The first and the last position of each log that is public and was not heard yet."""
        reached = self.heard.reached
        return {
            source: (reached.get(source, 0) + 1, head)
            for source, head in sorted(self.public.items())
            if head > reached.get(source, 0)
        }

    def waiting(self, as_of: datetime) -> list[Place]:
        """The events that happened until then and could not be applied yet: others would change nothing."""
        return sorted(
            place
            for place in self.heard.parked
            # one that was applied since it was found parked is not among the facts either
            if place not in self.happened or self.happened[place] <= as_of
        )

    def missing(self, as_of: datetime) -> int:
        """How many events the figures of this cut-off would lack, or may."""
        return len(self.waiting(as_of)) + sum(last - first + 1 for first, last in self.unheard.values())

    def named(self, as_of: datetime) -> Iterable[str]:
        """Where these stand: "routing 41" could not be applied, "routing 57–60" were not heard yet."""
        yield from (f"{source} {position}" for source, position in self.waiting(as_of))
        for source, (first, last) in self.unheard.items():
            yield f"{source} {first}" if first == last else f"{source} {first}–{last}"


def times_of_parked(session: Session) -> dict[Place, datetime]:
    """When the events happened that could not be applied yet."""
    found: dict[Place, datetime] = {}
    rows = session.query(_PARKED, (0, AT_ONCE))
    while rows:
        found |= {(source, position): delivered(envelope).wire.time for _, source, position, envelope in rows}
        rows = session.query(_PARKED, (rows[-1][0], AT_ONCE))
    return found
