"""What stats holds in memory between questions: the facts of its tables, caught up with before each answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import Table

from kernel.database import Database
from kernel.driver import Session
from kernel.errors import Unavailable
from kernel.tables import to_micros
from services.stats import tables
from services.stats.counting.facts import Facts, Heard, Series
from services.stats.counting.known import Known
from services.stats.counting.registers import Registers
from services.stats.counting.settled import Settled, times_of_parked
from services.stats.domain.cohort import Cutoff

FACTS = (tables.message_facts, tables.case_facts, tables.reply_facts)
REGISTERS = {
    "columns": tables.columns,
    "agencies": tables.agencies,
    "field_trees": tables.field_trees,
    "calendar_days": tables.calendar_days,
}
AT_ONCE = 20_000
"""Rows in a step."""

_ASIDE = 5_000  # rows that a question reads of the facts that are to come; small tables are in place with that

PATIENCE = 3.0
"""Seconds for what is public already to be heard: it is on its way, as a rule."""

_PAUSE = 0.05

_STATUS = (
    "SELECT source, position, 0 FROM checkpoints UNION ALL SELECT source, position, 1 FROM parked "
    "UNION ALL SELECT '', number, 2 FROM rebuilds"
)
_CUTOFFS = (2, 12)  # for which what was so is kept: at least, and where there are few messages
_MESSAGES = 2_000_000  # that may be kept for them together, some hundred bytes each
_ANSWERS = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Status:
    """How far the tables have come."""

    reached: dict[str, int] = field(default_factory=dict)
    parked: frozenset[tuple[str, int]] = frozenset()
    rebuilds: int = 0

    def lost(self, before: _Status) -> bool:
        """Whether an older copy of the database was restored since then."""
        return any(self.reached.get(source, 0) < position for source, position in before.reached.items())

    def grew(self, before: _Status) -> bool:
        """Whether the tables have only grown since then.

        They have not where they were rebuilt, or where an event that had been set aside was applied: its row lies
        among those that were read before.
        """
        return self.rebuilds == before.rebuilds and before.parked <= self.parked and not self.lost(before)


class _Book:
    """The facts of the tables as they are from one moment on: read a step at a time, and then on and on.

    `at` is where it was whole last, `seen` what the tables had come to at the last step.
    """

    def __init__(self, status: _Status) -> None:
        self.facts, self.registers = Facts(), Registers()
        self.at = _Status(rebuilds=status.rebuilds)
        self.seen = status
        self.is_whole = False
        self._read: dict[str, int] = {}

    def read_on(self, session: Session, status: _Status, room: int) -> bool:
        """Read a step of so many rows, up to this status; whether there is more."""
        self.seen = status
        for series, table in zip(self.facts.series, FACTS, strict=True):
            until = status.reached.get(series.source, 0)
            while self._read.get(series.source, 0) < until:
                if room <= 0:
                    return True
                room -= self._read_page(session, series, table, until, room)
        self.registers = _registers(session, status.reached.get("routing", 0))
        self.at = status
        self.is_whole = True
        return False

    def _read_page(self, session: Session, series: Series, table: Table, until: int, room: int) -> int:
        rows = session.query(_page(table, series.columns), (self._read.get(series.source, 0), until, room))
        if rows:
            series.add(self.facts, rows)
        self._read[series.source] = rows[-1][0] if len(rows) == room else until
        return len(rows)


class Memory:
    """The facts of one database. Every answer is counted over all that was committed when it was asked for.

    Where the tables were rebuilt, or an event that had been set aside was applied, they are read anew beside the facts
    that are there; these go on answering, and growing, until the new ones are whole: nobody waits. Until then an answer
    is what it would have been without the rebuild, and counts the event that was applied among those that are missing.
    Where an older copy of the database was restored, nothing of what was read before may be answered any more: no
    figure rests on what the database does not hold. Then questions wait, as they do at the first start.

    That is for questions. What is to be official rests on facts that are `settled`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._begin(_Status())

    def _begin(self, status: _Status) -> None:
        self._book = _Book(status)
        self._next: _Book | None = None
        self._forget_answers()

    def _forget_answers(self) -> None:
        at = self._book.at
        self._heard = Heard(at.reached, at.parked)
        self._known: OrderedDict[Cutoff, Known] = OrderedDict()
        self._present: Known | None = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def catch_up(self) -> bool:
        """Read a step of what is new; whether there is more. Raises Unavailable."""
        with self._lock:
            return self._database.look(lambda session: self._read_on(session, AT_ONCE)) or self._next is not None

    def known(self, cutoff: Cutoff, *, present: bool = False) -> Known:
        """What is so at the cut-off, of all that is there. Raises Unavailable.

        Where the cut-off is the `present`, it may be what was so at an earlier instant, if nothing is otherwise since.
        """
        while True:
            with self._lock:  # for a step at a time: a long first reading lets others in between
                if not self._database.look(lambda session: self._read_on(session, _ASIDE)):
                    return self._known_now(cutoff) if present else self._known_at(cutoff)
            sleep(0)

    def present(self, known: Known, cutoff: Cutoff) -> Known:
        """What is so at present by the facts of something known, whose places it shares. Raises Unavailable."""
        present = self.known(cutoff, present=True)
        return present if present.facts is known.facts else Known(known.facts, known.registers, known.heard, cutoff)

    def settled(self, public: Mapping[str, int]) -> Settled:
        """All facts as they are now, to count a whole from; after a moment, where these heads were not heard yet.

        Raises Unavailable, also while others are read to take the place of those that are there.
        """
        until = monotonic() + PATIENCE
        while (found := self._settled(public)) is None or (found.unheard and monotonic() < until):
            sleep(0 if found is None else _PAUSE)
        return found

    def _settled(self, public: Mapping[str, int]) -> Settled | None:
        """The same at once; None where there is more to read."""
        with self._lock:
            if self._database.look(lambda session: self._read_on(session, _ASIDE)):
                return None
            if self._next is not None:
                raise Unavailable(self._database.name)
            times = self._database.look(times_of_parked) if self._heard.parked else {}
            return Settled(self._book.facts, self._book.registers, self._heard, times, public, self._shared)

    def _shared(self, settled: Settled, cutoff: Cutoff) -> Known | None:
        """What is so at the cut-off, unless something was heard since."""
        sleep(0)  # counting a whole lets others in between its parts
        with self._lock:
            return self._known_at(cutoff) if settled.heard is self._heard else None

    def kept(self, known: Known, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer to a question that was asked before of the same facts, with nothing new since; else worked out."""
        answers = self._kept
        if known.heard is not self._heard:
            return answer()  # others are in their place already
        if question not in answers:
            answers[question] = answer()
            while len(answers) > _ANSWERS:
                answers.popitem(last=False)
        answers.move_to_end(question)
        kept: T = answers[question]
        return kept

    def _known_at(self, cutoff: Cutoff) -> Known:
        known = self._known.pop(cutoff, None) or self._made(cutoff)
        self._known[cutoff] = known
        least, most = _CUTOFFS
        room = min(most, max(least, _MESSAGES // max(1, len(known.facts.numbers))))
        while len(self._known) > room:
            self._known.popitem(last=False)
        return known

    def _known_now(self, cutoff: Cutoff) -> Known:
        known = self._present
        if known is None or not known.as_of <= to_micros(cutoff.as_of) < known.lasts_until:
            known = self._present = self._made(cutoff)
        return known

    def _made(self, cutoff: Cutoff) -> Known:
        return Known(self._book.facts, self._book.registers, self._heard, cutoff)

    def _read_on(self, session: Session, aside: int) -> bool:
        """A step of the facts that answer, and one of `aside` rows of the next ones; whether questions have to wait."""
        status = _status(session)
        book = self._book
        if not book.is_whole or status.lost(book.seen):
            if not status.grew(book.seen):
                self._begin(status)
        elif not status.grew(book.seen):
            self._read_aside(session, status, aside)
            if self._next is None:
                return False
            status = _without(status, book.seen)
        book = self._book
        if book.is_whole and status == book.at:
            return False
        more = book.read_on(session, status, AT_ONCE)
        self._forget_answers()
        return more

    def _read_aside(self, session: Session, status: _Status, room: int) -> None:
        """A step of the facts that take the place of the present ones as soon as they are whole."""
        if self._next is None or not status.grew(self._next.seen):
            self._next = _Book(status)
        if not self._next.read_on(session, status, room):
            self._book, self._next = self._next, None
            self._forget_answers()


def _without(status: _Status, before: _Status) -> _Status:
    """The status as seen by facts that were read before: what was missing in them is missing still."""
    return _Status(status.reached, status.parked | before.parked, before.rebuilds)


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
        f"WHERE position > %s AND position <= %s ORDER BY position LIMIT %s"
    )
