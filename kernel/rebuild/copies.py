"""The copies beside the read models: `rebuilt_<table>`, how far they have come, and what is not in them yet.

Rows and what they rest on are written in one transaction, so that whoever goes on after a stop, whatever stopped the
one before, finds copies that are exactly as far as they say.
"""

# ruff: noqa: S608 - names are those of our own tables, values are parameters

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from psycopg2 import errorcodes
from sqlalchemy import BigInteger, Column, Integer, MetaData, SmallInteger, Table, inspect
from sqlalchemy.exc import OperationalError

from kernel.database import Database
from kernel.driver import Key, Session, Shape
from kernel.incoming import Delivery, delivered
from kernel.projection import Folder, ForeignProjection, Projection, Rows, Tables
from kernel.rebuild.fingerprint import fingerprint
from kernel.service import Service
from kernel.tables import rebuild_aside, rebuild_reached

JOURNAL = "journal"
"""The name of the own journal among the logs; no source is called so."""

MOST_ROWS = 200_000
"""Rows kept in memory; more of them are forgotten, and fetched where they are wanted again."""

_LEAVE_WAIT = "1s"
_ROWS_AT_ONCE = 2000
_SLICE = 20_000

STATUS = """
SELECT '', position, 0 FROM journal_head
UNION ALL SELECT source, position, 1 FROM checkpoints
UNION ALL SELECT source, position, 2 FROM parked
"""


@dataclass(frozen=True, slots=True)
class Status:
    """How far the service itself has come, in one look."""

    head: int
    checkpoints: dict[str, int]
    parked: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, rows: list[Any]) -> Status:
        """Of the rows that `STATUS` gives."""
        return cls(
            next(position for _, position, what in rows if what == 0),
            {source: position for source, position, what in rows if what == 1},
            frozenset((source, position) for source, position, what in rows if what not in (0, 1)),
        )


class Start(StrEnum):
    """How a rebuild begins."""

    BEGUN = "begun"
    RESUMED = "resumed"
    ASKED = "asked"
    """Anew, as was asked for."""
    CHANGED = "changed"
    """Anew: the copies that are there were made by another definition of the tables or their folds."""
    MOVED = "moved"
    """Anew: the copies hold what the service has not applied, since it was put back to an older copy."""


@dataclass(slots=True)
class Reached:
    """How far the copies have come: the journal's position, each source's, and what lay parked when it was read."""

    journal: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    aside: dict[tuple[str, int], Delivery] = field(default_factory=dict)

    def agrees(self, status: Status) -> bool:
        """Whether the service has applied all that the copies hold."""
        return (
            self.journal <= status.head
            and all(at <= status.checkpoints.get(source, 0) for source, at in self.sources.items())
            and all(
                (source, position) in self.aside
                for source, position in status.parked
                if position <= self.sources.get(source, 0)
            )
        )


class CopyRows(Rows):
    """Rows of a copy: written whenever it suits, remembered as long as there is room."""

    __slots__ = ("_top", "_whole", "dirty")

    def __init__(self, shape: Shape, top: int | None, *, whole: bool) -> None:
        super().__init__(shape)
        self.dirty: dict[Key, None] = {}
        self._whole = whole
        self._top = top

    @property
    def top(self) -> int | None:
        """The greatest key there has been, where keys are whole numbers: a greater one is new."""
        return self._top

    def put(self, key: Key, row: dict[str, Any] | None) -> None:
        """The row as it is now."""
        self.now[key] = row
        self.dirty[key] = None
        if self._top is not None and key[0] > self._top:
            self._top = key[0]

    def settle(self) -> bool:
        """Take for absent what is known to be; whether anything is left to be fetched."""
        if self._whole:
            self.assume_absent()
        elif self._top is not None and self.wanted:
            wanted, self.wanted = self.wanted, {key for key in self.wanted if key[0] > self._top}
            self.assume_absent()
            self.wanted = {key for key in wanted if key not in self.now}
        return bool(self.wanted)

    def write(self, session: Session) -> None:
        """Write what has changed; it stays remembered, as changed until `written`."""
        shape, found = self.shape, self._found
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        gone: list[Key] = []
        for key in self.dirty:
            row, before = self.now[key], found[key]
            if row is None and before is not None:
                gone.append(key)
            elif row is not None and row != before:
                (new if before is None else changed).append(shape.bind(dict(row)))
        for start in range(0, len(new), _ROWS_AT_ONCE):
            session.insert(shape, new[start : start + _ROWS_AT_ONCE])
        for start in range(0, len(changed), _ROWS_AT_ONCE):
            session.upsert(shape, changed[start : start + _ROWS_AT_ONCE])
        session.delete(shape, gone)

    def written(self) -> None:
        """What was written is committed."""
        self._found |= {key: self.now[key] for key in self.dirty}
        self.dirty = {}


class CopyTables(Tables):
    """Rows of all copies; `whole`: they hold every row there is."""

    def __init__(self, database: Database, tops: dict[Table, int], *, whole: bool) -> None:
        super().__init__(database)
        self._shape = database.shape
        self._tops = tops
        self._whole = whole

    def __missing__(self, table: Table) -> CopyRows:
        rows = self[table] = CopyRows(self._shape(table), self._tops.get(table), whole=self._whole)
        return rows

    def of(self, table: Table) -> CopyRows:
        """The rows of a copy."""
        rows = self[table]
        assert isinstance(rows, CopyRows)
        return rows

    def settle(self) -> bool:
        """See CopyRows.settle."""
        left = [self.of(table).settle() for table in self]
        return any(left)

    def written(self) -> None:
        """What was written is committed."""
        for table in self:
            self.of(table).written()

    @property
    def tops(self) -> dict[Table, int]:
        """The greatest keys, by table."""
        return self._tops | {table: top for table in self if (top := self.of(table).top) is not None}


class Copies:
    """The copies of a service's read models."""

    def __init__(self, service: Service) -> None:
        self._database = service.database
        definition = service.definition
        projections: list[Projection | ForeignProjection] = [*definition.projections, *definition.foreign_projections]
        self._print = fingerprint(definition)
        self.of = {each.table: _copy(each.table) for each in projections}
        """By the table that each is of."""
        self.own = Folder(replace(each, table=self.of[each.table]) for each in definition.projections)
        self.foreign = Folder(replace(each, table=self.of[each.table]) for each in definition.foreign_projections)
        self.reached = Reached()
        self.touched: dict[Table, set[Key]] | None = None
        """The keys that were written since a comparison began, by copy; None before it."""
        self._written: set[tuple[str, int]] = set()  # what lies in rebuild_aside
        self.rows = CopyTables(self._database, {}, whole=True)

    def open(self, *, anew: bool = False) -> Start:
        """Find the copies and what they rest on, or make empty ones. Raises Unavailable."""
        start = self._found(anew=anew)
        if start is Start.RESUMED:
            self.rows = CopyTables(self._database, self._tops(), whole=False)
        else:
            self._make()
        return start

    def status(self, session: Session | None = None) -> Status:
        """How far the service itself has come. Raises Unavailable."""
        if session is not None:
            return Status.of(session.query(STATUS))
        return Status.of(self._database.look(lambda session: session.query(STATUS)))

    def flush(self) -> None:
        """Write what was folded and how far it came; afterwards it is safe from whatever stops this."""
        with self._database.session() as session:
            session.execute("BEGIN")
            self.write(session)
            session.commit()
        self.written()
        if self.rows.size > MOST_ROWS:
            self.rows = CopyTables(self._database, self.rows.tops, whole=False)

    def write(self, session: Session) -> None:
        """The same within a transaction; nothing counts as written before that is committed, and `written` says so."""
        if self.touched is not None:
            for copy in self.rows:
                self.touched.setdefault(copy, set()).update(self.rows.of(copy).dirty)
        self.rows.write(session)
        reached = {JOURNAL: self.reached.journal, **self.reached.sources}
        rows = [{"log": log, "position": position} for log, position in reached.items()]
        session.upsert(self._database.shape(rebuild_reached), rows)
        aside = self.reached.aside
        more = [
            {"source": source, "position": position, "envelope": aside[source, position].body.decode()}
            for source, position in aside.keys() - self._written
        ]
        session.insert(self._database.shape(rebuild_aside), more)
        session.delete(self._database.shape(rebuild_aside), list(self._written - aside.keys()))

    def written(self) -> None:
        """What was written is committed."""
        self.rows.written()
        self._written = set(self.reached.aside)

    def forget(self, session: Session) -> None:
        """The copies are copies of nothing from now on, within a transaction; `drop` takes them away."""
        session.execute("UPDATE rebuilds SET definition = NULL")
        session.execute("DELETE FROM rebuild_reached")
        session.execute("DELETE FROM rebuild_aside")

    def leave(self) -> None:
        """Take them away once they have served; where somebody reads one, the next rebuild does it."""
        try:
            self.drop(wait=_LEAVE_WAIT)
        except OperationalError as error:
            if getattr(error.orig, "pgcode", None) != errorcodes.LOCK_NOT_AVAILABLE:
                raise

    def drop(self, *, wait: str = "0") -> None:
        """Take away what is left, without holding anybody up for long: a file's rows go a slice at a time.

        `wait`: for how long on PostgreSQL, where somebody reads a copy; "0": until that is over.
        """
        engine = self._database.engine
        there = set(inspect(engine).get_table_names())
        for copy in self.of.values():
            if copy.name not in there:
                continue
            if engine.dialect.name == "sqlite":
                name = quoted(copy.name)
                some = f"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} LIMIT {_SLICE})"
                while True:
                    with engine.begin() as connection:
                        if connection.exec_driver_sql(some).rowcount < _SLICE:
                            break
            with engine.begin() as connection:
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{wait}'")
                copy.drop(connection)

    def _found(self, *, anew: bool) -> Start:
        ((made_by,),) = self._database.look(lambda session: session.query("SELECT definition FROM rebuilds"))
        if made_by is None:
            return Start.BEGUN
        if anew:
            return Start.ASKED
        there = set(inspect(self._database.engine).get_table_names())
        if made_by != self._print or not there.issuperset(copy.name for copy in self.of.values()):
            return Start.CHANGED
        self._database.look(self._learn)
        return Start.RESUMED if self.reached.agrees(self.status()) else Start.MOVED

    def _learn(self, session: Session) -> None:
        at = dict(session.query("SELECT log, position FROM rebuild_reached"))
        aside = session.query("SELECT source, position, envelope FROM rebuild_aside")
        self.reached = Reached(
            at.pop(JOURNAL, 0), at, {(source, position): delivered(body) for source, position, body in aside}
        )
        self._written = set(self.reached.aside)

    def _tops(self) -> dict[Table, int]:
        """The greatest key of each copy whose keys are single whole numbers."""
        tops: dict[Table, int] = {}
        for copy in self.of.values():
            key = list(copy.primary_key.columns)
            if len(key) == 1 and isinstance(key[0].type, BigInteger | Integer | SmallInteger):
                sql = f"SELECT MAX({quoted(key[0].name)}) FROM {quoted(copy.name)}"
                ((top,),) = self._database.look(lambda session, sql=sql: session.query(sql))  # type: ignore[misc]
                tops[copy] = -1 if top is None else top
        return tops

    def _make(self) -> None:
        self.drop()
        self.reached, self._written = Reached(), set()
        engine = self._database.engine
        with engine.begin() as connection:
            for live, copy in self.of.items():
                if engine.dialect.name == "postgresql":
                    for statement in _like(live, copy):
                        connection.exec_driver_sql(statement)
                else:
                    copy.create(connection)
            connection.exec_driver_sql("DELETE FROM rebuild_reached")
            connection.exec_driver_sql("DELETE FROM rebuild_aside")
            connection.exec_driver_sql(f"UPDATE rebuilds SET definition = '{self._print}'")
        self.rows = CopyTables(self._database, self._tops(), whole=True)

    def watch(self) -> None:
        """Note from now on which keys are written."""
        self.touched = {}


def _copy(table: Table) -> Table:
    return Table(
        f"rebuilt_{table.name}",
        MetaData(),
        *(
            Column(each.name, each.type, primary_key=each.primary_key, nullable=each.nullable, autoincrement=False)
            for each in table.columns
        ),
    )


def _like(live: Table, copy: Table) -> list[str]:
    """On PostgreSQL a copy is made after the table as it is there, so that it can take its place."""
    keys = ", ".join(quoted(column.name) for column in live.primary_key.columns)
    what = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMMENTS"
    return [
        f"CREATE TABLE {quoted(copy.name)} (LIKE {quoted(live.name)} {what})",
        f"ALTER TABLE {quoted(copy.name)} ADD PRIMARY KEY ({keys})",
    ]


def quoted(name: str) -> str:
    """The name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'
