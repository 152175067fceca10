"""Rebuilding read models from zero: the own ones from the journal, foreign ones from the sources' public logs (law 5).

The service goes on working meanwhile. Everything is folded into copies beside the tables (`rebuilt_<table>`); then,
holding the head, what came in the meantime is folded too and the copies take the tables' place, in one transaction.
An interrupted rebuild has changed nothing; the next one begins anew.
"""

# ruff: noqa: S608 - names are those of our own tables, values are parameters

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Column, MetaData, Table

from kernel.driver import Session
from kernel.errors import RebuildRunning, Unavailable
from kernel.inbox import Fetch
from kernel.incoming import Delivery, delivered
from kernel.projection import Folder, Tables, changes
from kernel.service import Service
from kernel.tables import CHECKPOINTS

PAGE = 1000
MOST_ROWS = 200_000
"""Rows kept in memory before they are written and forgotten."""

_ROUNDS = 20

Progress = Callable[[str, int, int], None]
"""`progress(log, read, all)`: log is "journal", or a source."""

_JOURNAL_HEAD = "SELECT position FROM journal_head"
_PARKED = "SELECT source, position FROM parked"
_ONE_MORE = "UPDATE rebuilds SET number = number + 1"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was read and written."""

    tables: tuple[str, ...]
    events: int
    rows: int


@dataclass(slots=True)
class _Reached:
    """How far the copies have come: the journal's position, each source's, and what lies parked out of turn."""

    journal: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    set_aside: dict[tuple[str, int], Delivery] = field(default_factory=dict)


def _unseen(log: str, read: int, all_: int) -> None:
    """For who does not look."""


def rebuild(service: Service, fetch: Fetch, progress: Progress = _unseen) -> Rebuilt:
    """Build every read model of the service from zero, and put it in the place of the present one.

    Raises Unavailable where a source or the database does not answer, or where the sources are faster than this;
    RebuildRunning where another one is under way.
    """
    with service.database.alone("rebuild") as alone:
        if not alone:
            raise RebuildRunning(service.name)
        return _Rebuild(service, fetch, progress).run()


class _Rebuild:
    def __init__(self, service: Service, fetch: Fetch, progress: Progress) -> None:
        definition = service.definition
        self._service = service
        self._database = service.database
        self._fetch = fetch
        self._progress = progress
        own, foreign = definition.projections, definition.foreign_projections
        tables = [each.table for each in own] + [each.table for each in foreign]
        self._copies = {table: _copy(table) for table in tables}
        self._own = Folder(replace(each, table=self._copies[each.table]) for each in own)
        self._foreign = Folder(replace(each, table=self._copies[each.table]) for each in foreign)
        self._tables = Tables(self._database)
        self._written = False
        self._reached = _Reached()
        self._events = 0
        self._irrelevant: set[str] = set()

    def run(self) -> Rebuilt:
        self._make_copies()
        for _ in range(_ROUNDS):
            self._read_journal()
            self._read_sources()
            if (rows := self._swap()) is not None:
                return Rebuilt(tuple(table.name for table in self._copies), self._events, rows)
        raise Unavailable(self._service.name)

    def _make_copies(self) -> None:
        with self._database.engine.begin() as connection:
            for copy in self._copies.values():
                copy.drop(connection, checkfirst=True)
                copy.create(connection)

    # Reading while the service works

    def _read_journal(self) -> None:
        if not self._own.tables:
            return
        while True:
            head = self._database.look(lambda session: session.query(_JOURNAL_HEAD))[0][0]
            page = self._service.journal.rows(self._reached.journal, PAGE)
            self._fold_rows(page)
            self._make_room()
            self._progress("journal", self._reached.journal, head)
            if len(page) < PAGE:
                return

    def _fold_rows(self, page: Iterable[tuple[Any, ...]], session: Session | None = None) -> None:
        recorded = []
        for row in page:
            self._reached.journal = row[0]
            if row[3] in self._irrelevant:
                continue
            each = self._service.journal.recorded(row)
            if self._own.concerns(type(each.event)):
                recorded.append(each)
            else:
                self._irrelevant.add(row[3])
        self._fold(self._own, recorded, session)

    def _read_sources(self) -> None:
        if not self._foreign.tables:
            return
        checkpoints: dict[str, int] = dict(self._database.look(lambda session: session.query(CHECKPOINTS)))
        parked = {tuple(row) for row in self._database.look(lambda session: session.query(_PARKED))}
        for source, until in checkpoints.items():
            while (after := self._reached.sources.setdefault(source, 0)) < until:
                page = [delivered(each) for each in self._fetch(source, after, min(PAGE, until - after))]
                if [each.wire.position for each in page] != list(range(after + 1, after + 1 + len(page))) or not page:
                    raise Unavailable(source)
                self._reached.set_aside |= {
                    (source, each.wire.position): each for each in page if (source, each.wire.position) in parked
                }
                self._fold_deliveries(each for each in page if (source, each.wire.position) not in parked)
                self._make_room()
                self._reached.sources[source] = page[-1].wire.position
                self._progress(source, page[-1].wire.position, until)

    def _fold_deliveries(self, deliveries: Iterable[Delivery], session: Session | None = None) -> None:
        reader = self._service.means.reader
        incoming = [reader.read(each.wire) for each in deliveries if reader.concerns(each.wire)]
        self._fold(self._foreign, [each for each in incoming if self._foreign.concerns(type(each.event))], session)

    def _fold(self, folder: Folder, items: list[Any], session: Session | None) -> None:
        """With a session, through that one: who holds the head must not wait for another connection."""
        self._events += len(items)
        touched = [(item, folder.touches(self._tables, item)) for item in items]
        if self._written and session is not None:
            self._tables.fetch(session)
        elif self._written:
            self._database.look(self._tables.fetch)
        else:
            self._tables.assume_absent()
        for item, touches in touched:
            for rows, key, row in changes(item, touches):
                rows.now[key] = row

    def _make_room(self) -> None:
        """Write the rows and forget them, where they have become too many."""
        if self._tables.size > MOST_ROWS:
            with self._database.session() as session:
                session.execute("BEGIN")
                self._tables.write(session)
                session.commit()
            self._tables = Tables(self._database)
            self._written = True

    # The end, under the lock

    def _swap(self) -> int | None:
        """Fold the rest and swap; None where there is too much of it to hold the others up for."""
        with self._database.session() as session:
            opening = session.begin({}, ())
            if opening.position > self._reached.journal + PAGE and self._own.tables:
                session.rollback()
                return None
            if self._own.tables:
                self._fold_rows(self._service.journal.rows(self._reached.journal, PAGE, session), session)
            if self._foreign.tables:
                if dict(session.query(CHECKPOINTS)) != self._reached.sources:
                    session.rollback()
                    return None
                self._fold_late({tuple(row) for row in session.query(_PARKED)}, session)
            self._tables.write(session)
            rows = sum(self._replace(session, table, copy) for table, copy in self._copies.items())
            session.execute(_ONE_MORE)
            session.commit()
        return rows

    def _fold_late(self, parked: set[tuple[Any, ...]], session: Session) -> None:
        """What lay parked when it was read and has been applied since."""
        late = sorted(place for place in self._reached.set_aside if place not in parked)
        self._fold_deliveries([self._reached.set_aside.pop(place) for place in late], session)

    def _replace(self, session: Session, table: Table, copy: Table) -> int:
        quoted = self._database.engine.dialect.identifier_preparer
        old, new = quoted.format_table(table), quoted.format_table(copy)
        columns = ", ".join(quoted.quote(each.name) for each in table.columns)
        session.execute(f"DELETE FROM {old}")
        session.execute(f"INSERT INTO {old} ({columns}) SELECT {columns} FROM {new}")
        session.execute(f"DROP TABLE {new}")
        rows: int = session.query(f"SELECT COUNT(*) FROM {old}")[0][0]
        return rows


def _copy(table: Table) -> Table:
    return Table(
        f"rebuilt_{table.name}",
        MetaData(),
        *(
            Column(each.name, each.type, primary_key=each.primary_key, nullable=each.nullable, autoincrement=False)
            for each in table.columns
        ),
    )
