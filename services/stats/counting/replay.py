"""The facts read anew from the sources' public logs, without tables: what a proof of a figure rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from kernel.inbox import Fetch, Incoming
from kernel.incoming import Arrived, Reader, Unreadable, delivered
from kernel.projection import ForeignFold
from kernel.publiclog import Contracts
from kernel.tables import to_micros
from services.stats.counting.facts import Facts, Heard, Raw
from services.stats.counting.known import Known
from services.stats.counting.memory import FACTS, REGISTERS
from services.stats.counting.registers import Registers
from services.stats.domain.cohort import Cutoff
from services.stats.projections import FOREIGN

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Unread:
    """What happened at `time` fits no contract that this program knows: figures from then on lack it."""

    source: str
    position: int
    time: datetime


def following(source: str, after: int, limit: int, fetch: Fetch) -> list[Arrived]:
    """What stands in a log behind a position, as far as nothing is missing. Raises Unavailable."""
    found: list[Arrived] = []
    for place, envelope in enumerate(fetch(source, after, limit), after + 1):
        try:
            wire = delivered(envelope).wire
        except Unreadable:
            break
        if (wire.source, wire.position) != (source, place):
            break
        found.append(wire)
    return found


class Replay:
    """Figures can be asked of it as of a memory: they come out as of the positions up to which the logs were read."""

    def __init__(self, contracts: Contracts) -> None:
        self._reader = Reader(contracts)
        self._facts, self._registers = Facts(), Registers()
        self._series = {table.name: series for table, series in zip(FACTS, self._facts.series, strict=True)}
        self._lists = {table.name: getattr(self._registers, name) for name, table in REGISTERS.items()}
        self._folds: dict[type, list[tuple[Table, ForeignFold]]] = {}
        for projection in FOREIGN:
            for event, fold in projection.fold.items():
                self._folds.setdefault(event, []).append((projection.table, fold))
        self.reached: dict[str, int] = {}
        self.unread: list[Unread] = []

    def read(self, source: str, until: int, fetch: Fetch) -> Iterable[int]:
        """Read a source's log up to a position, or as far as it goes on without a gap; `reached` says how far.

        Yields how many events each step has read. Raises Unavailable.
        """
        while (after := self.reached.setdefault(source, 0)) < until:
            page = following(source, after, min(AT_ONCE, until - after), fetch)
            if not page:
                return
            self._hear(self._read(page))
            self.reached[source] = page[-1].position
            yield len(page)

    def known(self, cutoff: Cutoff) -> Known:
        """What is so at the cut-off."""
        return Known(self._facts, self._registers, Heard(self.reached), cutoff)

    def _read(self, page: Iterable[Arrived]) -> Iterator[Incoming]:
        for wire in page:
            if self._reader.concerns(wire):
                try:
                    yield self._reader.read(wire)
                except (LookupError, ValueError):
                    self.unread.append(Unread(wire.source, wire.position, wire.time))

    def _hear(self, events: Iterable[Incoming]) -> None:
        rows: dict[str, list[Raw]] = {}
        for incoming in events:
            for table, (key_of, fold) in self._folds.get(type(incoming.event), ()):
                row = fold(None, incoming)
                if key_of(incoming) is not None and row is not None:
                    found = {"position": incoming.position, **row}
                    columns = self._columns(table)
                    rows.setdefault(table.name, []).append(tuple(_raw(found.get(name)) for name in columns))
        for name, found_rows in rows.items():
            if name in self._series:
                self._series[name].add(self._facts, found_rows)
            else:
                self._lists[name].extend(found_rows)

    def _columns(self, table: Table) -> Iterable[str]:
        series = self._series.get(table.name)
        return [column.name for column in table.columns] if series is None else series.columns


def _raw(value: Any) -> Any:
    """A value as the database driver gives it."""
    return to_micros(value) if isinstance(value, datetime) else value
