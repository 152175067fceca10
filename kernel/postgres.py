"""PostgreSQL through psycopg2: few round trips, prepared statements, one JSON parameter for many rows.

The writer takes two trips per batch, and one more for each table of read models: begin, lock and look; (read models);
write and commit. The connection is in autocommit mode and the transaction is spelled out, because psycopg2 would
send BEGIN and COMMIT as trips of their own.
"""

# ruff: noqa: S608 - names are those of our own tables, values are parameters

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
import psycopg2
from psycopg2 import errorcodes, extensions

from kernel.driver import Key, Opening, Shape, StreamRow

ERROR = psycopg2.Error
_OUTAGE_CLASSES = ("08", "53", "57")
"""SQLSTATE classes: connection exception, insufficient resources, operator intervention."""
_STALLED = "25P03"
"""The server ended the connection because it sat in a transaction for too long; nothing of it stands."""

KEEPALIVES = ("tcp_keepalives_idle=10", "tcp_keepalives_interval=5", "tcp_keepalives_count=3")
"""With them the server notices within half a minute that a machine is gone, and lets its locks go."""

OPTIONS = " ".join(
    f"-c {setting}"
    for setting in (
        "enable_seqscan=off",  # every statement here looks rows up by key; a plan is made once per connection, perhaps
        "enable_hashjoin=off",  # while the table was empty, and must be right when it is large
        "enable_mergejoin=off",
        "plan_cache_mode=force_generic_plan",
        "jit=off",
        "idle_in_transaction_session_timeout=15000",  # whoever stalls between begin and commit lets the head row go
        *KEEPALIVES,
    )
)
"""What the kernel's own connections ask of the server."""

_HEAD, _NEWER, _REQUEST = 0, 1, 2

# FOR UPDATE alone would not do: the statement that waited for the lock still sees the other tables as they were before
# the wait. The next statement sees what the previous writer committed.
_LOCK = "SELECT 1 FROM journal_head WHERE one = 1 FOR UPDATE"
_LOOK = f"""
SELECT {_HEAD}, digest, position, public_position, NULL, NULL FROM journal_head WHERE one = 1
UNION ALL SELECT {_NEWER}, j.stream, j.version, NULL, j.type, j.data
    FROM unnest($1::text[], $2::bigint[]) AS asked(s, v) JOIN journal j ON j.stream = asked.s AND j.version > asked.v
UNION ALL SELECT {_REQUEST}, request_id, NULL, NULL, fingerprint, outcome FROM requests WHERE request_id = ANY($3)
"""
_MOVE_HEAD = "UPDATE journal_head SET position = $1, public_position = $2, digest = $3 WHERE one = 1"
_LOAD = """
SELECT j.stream, j.version, j.type, j.data
FROM unnest($1::text[], $2::bigint[]) AS asked(s, v) JOIN journal j ON j.stream = asked.s AND j.version > asked.v
ORDER BY j.stream, j.version
"""


def is_outage(error: BaseException) -> bool:
    """Whether the database does not answer, rather than answers with an error."""
    if isinstance(error, psycopg2.Error) and error.pgcode == _STALLED:
        return True
    if not isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
        return False
    return error.pgcode is None or error.pgcode.startswith(_OUTAGE_CLASSES)


def lost_race(error: BaseException) -> bool:
    """A unique key of the journal or the vault was taken, or PostgreSQL chose this transaction to fail."""
    if not isinstance(error, psycopg2.Error):
        return False
    if error.pgcode == errorcodes.UNIQUE_VIOLATION:
        return error.diag.table_name in {"journal", "vault_keys"}
    return error.pgcode in {errorcodes.DEADLOCK_DETECTED, errorcodes.SERIALIZATION_FAILURE}


class _Statements:
    """The statements of one table; each takes one JSON array of rows, or of keys."""

    def __init__(self, shape: Shape) -> None:
        table, columns = _quoted(shape.name), ", ".join(map(_quoted, shape.columns))
        keys = ", ".join(map(_quoted, shape.key))
        whole = ", ".join(f"{_quoted(name)} {shape.types[name]}" for name in shape.columns)
        key = ", ".join(f"{_quoted(name)} {shape.types[name]}" for name in shape.key)
        same = " AND ".join(f"t.{_quoted(name)} = r.{_quoted(name)}" for name in shape.key)
        news = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in shape.values)
        self.insert = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_to_recordset($1) AS r({whole})"
        self.upsert = f"{self.insert} ON CONFLICT ({keys}) DO " + (f"UPDATE SET {news}" if news else "NOTHING")
        self.delete = f"DELETE FROM {table} t USING json_to_recordset($1) AS r({key}) WHERE {same}"
        mine = ", ".join(f"t.{_quoted(name)}" for name in shape.columns)
        self.select = f"SELECT {mine} FROM {table} t JOIN json_to_recordset($1) AS r({key}) ON {same}"


@cache
def _statements(shape: Shape) -> _Statements:
    return _Statements(shape)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class PostgresSession:
    """See Session. It lives as long as its connection, and keeps its prepared statements."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        connection.autocommit = True
        self._cursor = connection.cursor()
        self._prepared: dict[str, str] = {}
        self._held: list[str] = []
        self._parameters: list[Any] = []

    def begin(self, streams: Mapping[str, int], request_ids: Collection[str]) -> Opening:
        """Begin a transaction and become the database's only writer: the head row is ours until the end."""
        lock, look = self._execution(_LOCK), self._execution(_LOOK, "text[], bigint[], text[]")
        self._cursor.execute(f"BEGIN; {lock}; {look}", (list(streams), list(streams.values()), list(request_ids)))
        newer: list[StreamRow] = []
        requests: dict[str, tuple[str | None, str]] = {}
        position, public_position, digest = 0, 0, ""
        for kind, name, number, public_number, type_, data in self._cursor.fetchall():
            if kind == _NEWER:
                newer.append((name, number, type_, data))
            elif kind == _REQUEST:
                requests[name] = (type_, data)
            else:
                position, public_position, digest = number, public_number, name
        newer.sort()
        return Opening(position, public_position, digest, newer, requests)

    def load(self, streams: Mapping[str, int]) -> list[StreamRow]:
        """The events of streams after versions."""
        self.flush()
        self._cursor.execute(self._execution(_LOAD, "text[], bigint[]"), (list(streams), list(streams.values())))
        rows: list[StreamRow] = self._cursor.fetchall()
        return rows

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows of a statement; what was held back is sent first."""
        self.flush()
        self._cursor.execute(sql, parameters)
        rows: list[Any] = self._cursor.fetchall()
        return rows

    def select(self, shape: Shape, keys: Collection[Key]) -> list[dict[str, Any]]:
        """The rows of these keys that exist."""
        if not keys:
            return []
        self.flush()
        self._cursor.execute(self._execution(_statements(shape).select, "json"), (_keys(shape, keys),))
        return [shape.read(values) for values in self._cursor.fetchall()]

    def insert(self, shape: Shape, rows: list[dict[str, Any]]) -> None:
        """Add rows."""
        if rows:
            self.execute(self._execution(_statements(shape).insert, "json"), (_json(shape, rows),))

    def upsert(self, shape: Shape, rows: list[dict[str, Any]]) -> None:
        """Add rows or replace those of the same keys."""
        if rows:
            self.execute(self._execution(_statements(shape).upsert, "json"), (_json(shape, rows),))

    def delete(self, shape: Shape, keys: Collection[Key]) -> None:
        """Remove the rows of these keys."""
        if keys:
            self.execute(self._execution(_statements(shape).delete, "json"), (_keys(shape, keys),))

    def move_head(self, position: int, public_position: int, digest: str) -> None:
        """The head's new values."""
        self.execute(self._execution(_MOVE_HEAD, "bigint, bigint, text"), (position, public_position, digest))

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """A writing statement, held back."""
        self._held.append(sql)
        self._parameters.extend(parameters)

    def flush(self) -> None:
        """Send what was held back, in one trip."""
        if self._held:
            sql, parameters = ";\n".join(self._held), tuple(self._parameters)
            self._held.clear()
            self._parameters.clear()
            self._cursor.execute(sql, parameters)

    def commit(self, channel: str | None = None) -> None:
        """Send what was held back and commit, in one trip; listeners of the channel are told once it is committed."""
        if channel is not None:
            self._held.append(f"NOTIFY {_quoted(channel)}")
        self._held.append("COMMIT")
        self.flush()

    def wipe(self) -> bool:
        """Vacuum does it."""
        return True

    def rollback(self) -> None:
        """Undo what was begun."""
        self._held.clear()
        self._parameters.clear()
        if self._connection.info.transaction_status != extensions.TRANSACTION_STATUS_IDLE:
            self._cursor.execute("ROLLBACK")

    @property
    def idle(self) -> bool:
        """Whether the connection stands and is in no transaction."""
        return (
            not self._connection.closed
            and self._connection.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE
        )

    def _execution(self, sql: str, types: str = "") -> str:
        """EXECUTE of a statement with $1 … for parameters; prepared when it is first met on this connection."""
        execution = self._prepared.get(sql)
        if execution is None:
            name = f"huiyin_{len(self._prepared)}"
            self._cursor.execute(f"PREPARE {name}({types}) AS {sql}" if types else f"PREPARE {name} AS {sql}")
            places = ", ".join(["%s"] * len(types.split(", "))) if types else ""
            execution = self._prepared[sql] = f"EXECUTE {name}({places})" if types else f"EXECUTE {name}"
        return execution


def _json(shape: Shape, rows: list[dict[str, Any]]) -> str:
    for name in shape.raw:
        for row in rows:
            row[name] = orjson.Fragment(row[name])
    return orjson.dumps(rows).decode()


def _keys(shape: Shape, keys: Collection[Key]) -> str:
    return orjson.dumps([dict(zip(shape.key, shape.bind_key(key), strict=True)) for key in keys]).decode()
