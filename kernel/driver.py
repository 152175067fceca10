"""The databases at driver level: what the hot paths need, said once for PostgreSQL and SQLite.

SQLAlchemy keeps the pool and describes the tables; the statements here are built once per table and sent by the driver,
because expression building would cost more than deciding does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Dialect, Table
from sqlalchemy.types import TypeEngine

from kernel.tables import Instant, from_micros, to_micros

Key = tuple[Any, ...]
StreamRow = tuple[str, int, str, str]
"""stream, version, type, data"""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a writer learns in the moment it becomes the only writer.

    `newer`: events of the asked streams after the asked versions, in order; `requests`: request id to
    (fingerprint, outcome) of those that were recorded before.
    """

    position: int
    public_position: int
    digest: str
    newer: list[StreamRow]
    requests: dict[str, tuple[str | None, str]]


class Shape:
    """A table as the driver sees it: columns, key, and how values travel.

    `raw` names text columns that always hold a JSON object; PostgreSQL is given them unescaped.
    """

    def __init__(self, table: Table, dialect: Dialect, raw: Collection[str] = ()) -> None:
        self.table = table
        self.name = str(table.name)
        self.columns = tuple(str(column.name) for column in table.columns)
        self.key = tuple(str(column.name) for column in table.primary_key.columns)
        self.values = tuple(name for name in self.columns if name not in self.key)
        self.types = {str(column.name): column.type.compile(dialect) for column in table.columns}
        self.raw = tuple(raw)
        binders = {str(column.name): _binder(column.type, dialect) for column in table.columns}
        self._binders = [(name, bind) for name, bind in binders.items() if bind is not None]
        self._key_binders = [
            (place, bind) for place, name in enumerate(self.key) if (bind := binders[name]) is not None
        ]
        self._readers = [
            (place, read)
            for place, column in enumerate(table.columns)
            if (read := _reader(column.type, dialect)) is not None
        ]
        self._key_readers = [
            (place, read)
            for place, column in enumerate(table.primary_key.columns)
            if (read := _reader(column.type, dialect)) is not None
        ]
        self._blank = dict.fromkeys(self.columns)
        self._width = len(self.columns)

    def row(self, key: Key, values: Mapping[str, Any]) -> dict[str, Any]:
        """A whole row: the named values, the key, null for the rest. Raises ValueError for a foreign column."""
        row = {**self._blank, **values}
        for name, value in zip(self.key, key, strict=True):
            row[name] = value  # noqa: PERF403 - a comprehension costs more for one or two
        if len(row) != self._width:
            raise ValueError(f"{self.name} has no column {', '.join(sorted(row.keys() - self._blank.keys()))}")
        return row

    def bind(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row as the driver takes it; changed in its place."""
        for name, bind in self._binders:
            if (value := row[name]) is not None:
                row[name] = bind(value)
        return row

    def bind_key(self, key: Key) -> Key:
        """The key as the driver takes it."""
        if not self._key_binders:
            return key
        bound = list(key)
        for place, bind in self._key_binders:
            bound[place] = bind(bound[place])
        return tuple(bound)

    def read_key(self, values: Sequence[Any]) -> Key:
        """A key as the driver gave it, in Python's types."""
        key = list(values)
        for place, read in self._key_readers:
            key[place] = read(key[place])
        return tuple(key)

    def read(self, values: Sequence[Any]) -> dict[str, Any]:
        """A row as the driver gave it, in Python's types."""
        if self._readers:
            values = list(values)
            for place, read in self._readers:
                if (value := values[place]) is not None:
                    values[place] = read(value)
        return dict(zip(self.columns, values, strict=True))


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """From Python's value to the driver's; an instant without the detour through a TypeDecorator."""
    if isinstance(kind, Instant):
        return to_micros
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """The way back."""
    if isinstance(kind, Instant):
        return from_micros
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class Session(Protocol):
    """One driver connection; outside `begin` … `commit` every statement stands for itself.

    Writes may be held back until `commit` or `flush`; rows are given as the driver takes them.
    """

    def begin(self, streams: Mapping[str, int], request_ids: Collection[str]) -> Opening:
        """Begin a transaction and become the database's only writer."""
        ...

    def load(self, streams: Mapping[str, int]) -> list[StreamRow]:
        """The events of streams after versions, in order of version within each stream."""
        ...

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows of a statement with %s for parameters."""
        ...

    def select(self, shape: Shape, keys: Collection[Key]) -> list[dict[str, Any]]:
        """The rows of these keys that exist."""
        ...

    def insert(self, shape: Shape, rows: list[dict[str, Any]]) -> None:
        """Add rows."""
        ...

    def upsert(self, shape: Shape, rows: list[dict[str, Any]]) -> None:
        """Add rows or replace those of the same keys."""
        ...

    def delete(self, shape: Shape, keys: Collection[Key]) -> None:
        """Remove the rows of these keys."""
        ...

    def move_head(self, position: int, public_position: int, digest: str) -> None:
        """The head's new values."""
        ...

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """A writing statement with %s for parameters."""
        ...

    def flush(self) -> None:
        """Send what was held back."""
        ...

    def commit(self, channel: str | None = None) -> None:
        """Commit; where the database can, tell listeners of the channel."""
        ...

    def wipe(self) -> bool:
        """After a commit that deleted something for good: let no copy of it linger; false where it must be tried again.

        On PostgreSQL it is the server's vacuum that clears deleted rows away.
        """
        ...

    def rollback(self) -> None:
        """Undo what was begun."""
        ...

    @property
    def idle(self) -> bool:
        """Whether the connection stands and is in no transaction: another may have it."""
        ...
