"""The facts read anew from the sources' public logs, without tables: what a proof of a figure rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from kernel.errors import Unavailable
from kernel.inbox import Fetch, Incoming
from kernel.incoming import Reader, delivered
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

    def read(self, source: str, until: int, fetch: Fetch) -> Iterable[int]:
        """Read a source's log up to a position; yields how many events each step has read. Raises Unavailable."""
        while (after := self.reached.setdefault(source, 0)) < until:
            page = [delivered(each).wire for each in fetch(source, after, min(AT_ONCE, until - after))]
            if not page or [wire.position for wire in page] != list(range(after + 1, after + 1 + len(page))):
                raise Unavailable(source)
            self._hear([self._reader.read(wire) for wire in page if self._reader.concerns(wire)])
            self.reached[source] = page[-1].position
            yield len(page)

    def known(self, cutoff: Cutoff) -> Known:
        """What is so at the cut-off."""
        return Known(self._facts, self._registers, Heard(self.reached), cutoff)

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
