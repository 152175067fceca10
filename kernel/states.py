"""What streams have come to: recent states in memory, the others from the journal."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Protocol

from kernel.aggregate import Aggregate
from kernel.combiner import Combiner
from kernel.database import Database
from kernel.driver import StreamRow
from kernel.errors import Unavailable

Known = tuple[int, Any]
"""version and state of a stream"""

_LOADS_AT_ONCE = 200


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
                pass  # another thread's entry pushed this one out just now
        return known

    def put(self, stream: str, known: Known) -> None:
        """Remember; an older version does not replace a newer one."""
        before = self._known.get(stream)
        if before is None or before[0] <= known[0]:
            self._known[stream] = known
            if len(self._known) > self._limit:
                try:
                    self._known.popitem(last=False)
                except KeyError:
                    pass  # another thread was quicker

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


class _Load:
    """One stream's events after a version, wanted."""

    __slots__ = ("after", "error", "rows", "stream")

    def __init__(self, stream: str, after: int) -> None:
        self.stream = stream
        self.after = after
        self.rows: list[StreamRow] = []
        self.error: BaseException | None = None

    def fail(self, error: BaseException) -> None:
        self.error = error


class Loader:
    """Loads streams; callers that load at the same time share one query."""

    def __init__(self, database: Database, states: States) -> None:
        self._database = database
        self.states = states
        self._combiner = Combiner(self._fill, _LOADS_AT_ONCE)

    def recent(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """From memory where it is there: right unless another process has appended since. Raises Unavailable."""
        return self.states.get(stream) or self.current(aggregate, stream)

    def current(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """As committed now. Raises Unavailable."""
        known = self.states.get(stream) or (0, aggregate.decider.initial)
        load = _Load(stream, known[0])
        self._combiner.submit(load)
        if load.error is not None:
            raise load.error
        known = advance(aggregate, known, load.rows)
        self.states.put(stream, known)
        return known

    def _fill(self, loads: list[_Load]) -> None:
        after: dict[str, int] = {}
        for load in loads:
            after[load.stream] = min(load.after, after.get(load.stream, load.after))
        try:
            rows = self._database.look(lambda session: session.load(after))
        except Exception as error:
            for load in loads:
                load.fail(Unavailable(self._database.name) if isinstance(error, Unavailable) else error)
            return
        by_stream: dict[str, list[StreamRow]] = {}
        for row in rows:
            by_stream.setdefault(row[0], []).append(row)
        for load in loads:
            load.rows = [row for row in by_stream.get(load.stream, ()) if row[1] > load.after]
