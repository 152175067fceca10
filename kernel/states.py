"""What streams have come to: recent states in memory, the others from the journal."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import Any, Protocol

from kernel.aggregate import Aggregate
from kernel.database import Database
from kernel.driver import StreamRow

Known = tuple[int, Any]
"""version and state of a stream"""


class Source(Protocol):
    """Where a unit of work takes streams and keys from."""

    def load(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """A stream's version and state."""
        ...

    def key(self, subject: str) -> tuple[bool, str | None]:
        """Whether the vault knows the subject, and its wrapped key (None once erased)."""
        ...


class States:
    """The most recently used states. One may be behind the journal, never ahead: an append says what it relied on."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: OrderedDict[str, Known] = OrderedDict()

    def get(self, stream: str) -> Known | None:
        """The remembered version and state."""
        known = self._known.get(stream)
        if known is not None:
            try:
                self._known.move_to_end(stream)
            except KeyError:
                return known  # another thread's entry has pushed it out just now
        return known

    def put(self, stream: str, known: Known) -> None:
        """Remember; an older version does not replace a newer one."""
        before = self._known.get(stream)
        if before is None or before[0] <= known[0]:
            self._known[stream] = known
            if len(self._known) > self._limit:
                with suppress(KeyError):  # another thread may be quicker
                    self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()


def advance(aggregate: Aggregate[Any, Any, Any], known: Known, rows: list[StreamRow]) -> Known:
    """The version and state after more of the stream's events."""
    version, state = known
    decode, evolve = aggregate.types.decode, aggregate.decider.evolve
    for _, version, type_, data in rows:  # noqa: B007 - the last one's version stands
        state = evolve(state, decode(type_, data))
    return version, state


class Loader:
    """Streams as a decision needs them, and as a query needs them."""

    def __init__(self, database: Database, states: States) -> None:
        self._database = database
        self.states = states

    def recent(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """From memory, or else as if nothing had happened on it yet.

        Costs nothing, and may be wrong: the look that every append takes under the lock brings what was missed, and
        then the decision is made again. A new stream is never waited for, many streams are read in one query.
        """
        return self.states.get(stream) or (0, aggregate.decider.initial)

    def current(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """As committed now. Raises Unavailable."""
        known = self.recent(aggregate, stream)
        rows = self._database.look(lambda session: session.load({stream: known[0]}))
        if rows:
            known = advance(aggregate, known, rows)
            self.states.put(stream, known)
        return known
