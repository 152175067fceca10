"""What stats holds in memory between questions: the facts of its tables, caught up with before each answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from time import sleep
from typing import Any, TypeVar

from sqlalchemy import Table

from kernel.database import Database
from kernel.driver import Session
from kernel.tables import to_micros
from services.stats import tables
from services.stats.counting.facts import Facts, Heard, Series
from services.stats.counting.known import Known
from services.stats.counting.registers import Registers
from services.stats.domain.cohort import Cutoff

FACTS = (tables.message_facts, tables.case_facts, tables.reply_facts)
REGISTERS = {
    "columns": tables.columns,
    "agencies": tables.agencies,
    "field_trees": tables.field_trees,
    "calendar_days": tables.calendar_days,
}
AT_ONCE = 20_000

_STATUS = (
    "SELECT source, position, 0 FROM checkpoints UNION ALL SELECT source, position, 1 FROM parked "
    "UNION ALL SELECT '', number, 2 FROM rebuilds"
)
_CUTOFFS = 2
_ANSWERS = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Status:
    """How far the tables have come."""

    reached: dict[str, int] = field(default_factory=dict)
    parked: frozenset[tuple[str, int]] = frozenset()
    rebuilds: int = 0

    def follows(self, before: _Status) -> bool:
        """Whether the tables have only grown since then.

        They have not where they were rebuilt, where an older copy of the database was restored, or where an event that
        had been set aside was applied: its row lies among those that were read before.
        """
        is_older = any(self.reached.get(source, 0) < position for source, position in before.reached.items())
        return self.rebuilds == before.rebuilds and not is_older and before.parked <= self.parked


class Memory:
    """The facts of one database. Every answer is counted over all that was committed when it was asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._begin(_Status())

    def _begin(self, status: _Status) -> None:
        self._facts, self._registers = Facts(), Registers()
        self._read: dict[str, int] = {}
        self._at = _Status(rebuilds=status.rebuilds)
        self._forget_answers()

    def _forget_answers(self) -> None:
        self._known: OrderedDict[Cutoff, Known] = OrderedDict()
        self._present: Known | None = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def catch_up(self) -> bool:
        """Read a step of what is new; whether there is more. Raises Unavailable."""
        with self._lock:
            return self._database.look(self._read_on)

    def known(self, cutoff: Cutoff, *, present: bool = False) -> Known:
        """What is so at the cut-off, of all that is there. Raises Unavailable.

        Where the cut-off is the `present`, it may be what was so at an earlier instant, if nothing is otherwise since.
        """
        while True:
            with self._lock:  # for a step at a time: a long first reading lets others in between
                if not self._database.look(self._read_on):
                    return self._known_now(cutoff) if present else self._known_at(cutoff)
            sleep(0)

    def kept(self, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer to a question that was asked before, with nothing new since; else worked out now."""
        if question not in self._kept:
            self._kept[question] = answer()
            while len(self._kept) > _ANSWERS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(question)
        kept: T = self._kept[question]
        return kept

    def _known_at(self, cutoff: Cutoff) -> Known:
        known = self._known.pop(cutoff, None) or self._made(cutoff)
        self._known[cutoff] = known
        while len(self._known) > _CUTOFFS:
            self._known.popitem(last=False)
        return known

    def _known_now(self, cutoff: Cutoff) -> Known:
        known = self._present
        if known is None or not known.as_of <= to_micros(cutoff.as_of) < known.lasts_until:
            known = self._present = self._made(cutoff)
        return known

    def _made(self, cutoff: Cutoff) -> Known:
        return Known(self._facts, self._registers, Heard(self._at.reached, self._at.parked), cutoff)

    def _read_on(self, session: Session) -> bool:
        status = _status(session)
        if status == self._at:
            return False
        if not status.follows(self._at):
            self._begin(status)
        self._forget_answers()
        for series, table in zip(self._facts.series, FACTS, strict=True):
            until = status.reached.get(series.source, 0)
            if self._read.get(series.source, 0) < until:
                self._read_page(session, series, table, until)
                return True
        self._registers = _registers(session, status.reached.get("routing", 0))
        self._at = status
        return False

    def _read_page(self, session: Session, series: Series, table: Table, until: int) -> None:
        rows = session.query(_page(table, series.columns), (self._read.get(series.source, 0), until))
        if rows:
            series.add(self._facts, rows)
        self._read[series.source] = rows[-1][0] if len(rows) == AT_ONCE else until


def _status(session: Session) -> _Status:
    reached, parked, rebuilds = {}, set(), 0
    for source, position, what in session.query(_STATUS):
        match what:
            case 0:
                reached[source] = position
            case 1:
                parked.add((source, position))
            case _:
                rebuilds = position
    return _Status(reached, frozenset(parked), rebuilds)


def _registers(session: Session, until: int) -> Registers:
    """Few rows, which seldom change: all of them, as far as routing has been heard."""
    registers = Registers()
    for name, table in REGISTERS.items():
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        sql = f"SELECT {columns} FROM {table.name} WHERE position <= %s ORDER BY position"  # noqa: S608 - our own names
        rows = session.query(sql, (until,))
        getattr(registers, name).extend(rows)
    return registers


def _page(table: Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        f"SELECT {names} FROM {table.name} "  # noqa: S608 - our own names
        f"WHERE position > %s AND position <= %s ORDER BY position LIMIT {AT_ONCE}"
    )
