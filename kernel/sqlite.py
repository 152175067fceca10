"""SQLite through the standard library: no round trips to save, so statements go out one by one."""

# ruff: noqa: S608 - names are those of our own tables, values are parameters

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import orjson

from kernel.driver import Key, Opening, Shape, StreamRow

ERROR = sqlite3.Error
_OUTAGES = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_LOCKED", "SQLITE_READONLY")

_MOVE_HEAD = "UPDATE journal_head SET position = ?, public_position = ?, digest = ?"
_LOAD = """
SELECT j.stream, j.version, j.type, j.data
FROM json_each(?) AS asked CROSS JOIN journal j
  ON j.stream = json_extract(asked.value, '$[0]') AND j.version > json_extract(asked.value, '$[1]')
ORDER BY j.stream, j.version
"""

_REQUESTS = """
SELECT request_id, fingerprint, outcome FROM requests WHERE request_id IN (SELECT value FROM json_each(?))
"""


def is_outage(error: BaseException) -> bool:
    """Whether the file cannot be read or written now, rather than answers with an error."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname.startswith(_OUTAGES)


def lost_race(error: BaseException) -> bool:
    """A unique key of the journal or the vault was taken."""
    return isinstance(error, sqlite3.IntegrityError) and str(error).startswith(
        ("UNIQUE constraint failed: journal.", "UNIQUE constraint failed: vault_keys.")
    )


class _Statements:
    """The statements of one table."""

    def __init__(self, shape: Shape) -> None:
        table, columns = _quoted(shape.name), ", ".join(map(_quoted, shape.columns))
        keys = ", ".join(map(_quoted, shape.key))
        news = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in shape.values)
        places = ", ".join(f":{name}" for name in shape.columns)
        given = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(shape.key)))
        where = f"WHERE ({keys}) IN (SELECT {given} FROM json_each(?))"
        self.insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"
        self.upsert = f"{self.insert} ON CONFLICT ({keys}) DO " + (f"UPDATE SET {news}" if news else "NOTHING")
        self.delete = f"DELETE FROM {table} {where}"
        self.select = f"SELECT {columns} FROM {table} {where}"


@cache
def _statements(shape: Shape) -> _Statements:
    return _Statements(shape)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


class SqliteSession:
    """See Session."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, streams: Mapping[str, int], request_ids: Collection[str]) -> Opening:
        """Begin a transaction and become the database's only writer: SQLite's own write lock."""
        self._connection.execute("BEGIN IMMEDIATE")
        (head,) = self._connection.execute("SELECT position, public_position, digest FROM journal_head").fetchall()
        newer = self.load(streams) if streams else []
        found = self._connection.execute(_REQUESTS, (_json(list(request_ids)),)) if request_ids else ()
        position, public_position, digest = head
        requests = {name: (fingerprint, outcome) for name, fingerprint, outcome in found}
        return Opening(position, public_position, digest, newer, requests)

    def load(self, streams: Mapping[str, int]) -> list[StreamRow]:
        """The events of streams after versions."""
        return self._connection.execute(_LOAD, (_json(list(streams.items())),)).fetchall()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows of a statement."""
        return self._connection.execute(sql.replace("%s", "?"), parameters).fetchall()

    def select(self, shape: Shape, keys: Collection[Key]) -> list[dict[str, Any]]:
        """The rows of these keys that exist."""
        if not keys:
            return []
        return [shape.read(row) for row in self._connection.execute(_statements(shape).select, (_keys(shape, keys),))]

    def insert(self, shape: Shape, rows: list[dict[str, Any]]) -> None:
        """Add rows."""
        self._connection.executemany(_statements(shape).insert, rows)

    def upsert(self, shape: Shape, rows: list[dict[str, Any]]) -> None:
        """Add rows or replace those of the same keys."""
        self._connection.executemany(_statements(shape).upsert, rows)

    def delete(self, shape: Shape, keys: Collection[Key]) -> None:
        """Remove the rows of these keys."""
        if keys:
            self._connection.execute(_statements(shape).delete, (_keys(shape, keys),))

    def move_head(self, position: int, public_position: int, digest: str) -> None:
        """The head's new values."""
        self._connection.execute(_MOVE_HEAD, (position, public_position, digest))

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """A writing statement."""
        self._connection.execute(sql.replace("%s", "?"), parameters)

    def flush(self) -> None:
        """Nothing is held back."""

    def commit(self, channel: str | None = None) -> None:  # noqa: ARG002 - nobody listens to a file
        """Commit."""
        self._connection.execute("COMMIT")

    def wipe(self) -> bool:
        """Bring the write-ahead log into the file, over what was deleted, and empty it; false while others read it."""
        ((patience,),) = self._connection.execute("PRAGMA busy_timeout").fetchall()
        self._connection.execute("PRAGMA busy_timeout = 0")  # who reads is in this very process, perhaps: do not wait
        try:
            ((busy, _, _),) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {patience}")
        return not busy

    def rollback(self) -> None:
        """Undo what was begun."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    @property
    def idle(self) -> bool:
        """Whether the connection is in no transaction."""
        return not self._connection.in_transaction


def _keys(shape: Shape, keys: Collection[Key]) -> str:
    return _json([shape.bind_key(key) for key in keys])
