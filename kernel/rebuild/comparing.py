"""What is different: the copies held against the tables as they are, both at the same positions, holding up nobody.

A snapshot of the database says how far the service had come, and the copies are read on to exactly there. Rows that
this touches are compared in memory, all the others by the database itself.
"""

# ruff: noqa: S608 - names are those of our own tables, values are parameters

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, select, tuple_

from kernel.database import Database
from kernel.driver import Key
from kernel.rebuild.copies import STATUS, Copies, Status, quoted
from kernel.rebuild.logs import Logs

MOST_KEYS = 20_000
"""Rows of one table that are put right one by one; where more are different, the whole table is replaced."""

SHOWN = 5
_AT_ONCE = 500

_OLD, _NEW, _CHANGED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of a table there are in the old one only, in the new one only, in both with other values.

    `keys` are the first few of them. What the rows say is not told: it may be personal.
    """

    table: str
    only_old: int
    only_new: int
    changed: int
    keys: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Found:
    """The rows that differ, by the table that is to be put right.

    `keys` has None for a table with too many of them; for that one `columns` says which values differ in any row.
    """

    differences: list[Difference] = field(default_factory=list)
    keys: dict[Table, list[Key] | None] = field(default_factory=dict)
    columns: dict[Table, list[str]] = field(default_factory=dict)


def compare(database: Database, copies: Copies, logs: Logs) -> Found:
    """Read on to where the service is, and tell what is different there. Raises Unavailable."""
    copies.flush()
    found = Found()
    with _snapshot(database.engine) as connection:
        logs.up_to(Status.of(list(connection.exec_driver_sql(STATUS).all())), keep=True)
        for live, copy in copies.of.items():
            here = {key: copies.rows.of(copy).now[key] for key in copies.rows.of(copy).dirty}
            difference, keys = _counted(live, _differing(database, connection, live, copy, here))
            found.keys[live] = keys
            if keys is None:
                found.columns[live] = _differing_columns(connection, live, copy)
            if difference is not None:
                found.differences.append(difference)
    copies.watch()
    return found


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """The database as it is at one moment, whatever is committed meanwhile."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect() as connection:
        connection.execution_options(**options)
        yield connection


def _counted(live: Table, differing: Iterator[tuple[Key, int]]) -> tuple[Difference | None, list[Key] | None]:
    counts = [0, 0, 0]
    keys: list[Key] = []
    for key, what in differing:
        counts[what] += 1
        if len(keys) <= max(MOST_KEYS, SHOWN):
            keys.append(key)
    if not keys:
        return None, []
    shown = tuple(tuple(map(str, key)) for key in sorted(keys, key=str)[:SHOWN])
    difference = Difference(str(live.name), counts[_OLD], counts[_NEW], counts[_CHANGED], shown)
    return difference, keys if len(keys) <= MOST_KEYS else None


def _differing(
    database: Database, connection: Connection, live: Table, copy: Table, here: Mapping[Key, dict[str, Any] | None]
) -> Iterator[tuple[Key, int]]:
    """The key of each row that differs, and how; `here`: rows of the copy that are further on in memory."""
    shape = database.shape(live)
    for sql in _statements(live, copy, connection.dialect.name):
        with connection.execution_options(stream_results=True).exec_driver_sql(sql) as rows:
            for *values, what in rows:
                key = shape.read_key(values)
                if key not in here:
                    yield key, what
    keys = iter(here)
    while some := list(islice(keys, _AT_ONCE)):
        there = dict(_rows(connection, live, some))
        for key in some:
            old, new = there.get(key), here[key]
            if old != new:
                yield key, _OLD if new is None else _NEW if old is None else _CHANGED


def _differing_columns(connection: Connection, live: Table, copy: Table) -> list[str]:
    values = [column.name for column in live.columns if not column.primary_key]
    if not values:
        return []
    differ = ", ".join(
        f"MAX(CASE WHEN {differs('o', name, connection.dialect.name)} THEN 1 ELSE 0 END)" for name in values
    )
    sql = f"SELECT {differ} FROM {quoted(live.name)} o JOIN {quoted(copy.name)} n ON {same(live, 'o')}"
    found = connection.exec_driver_sql(sql).one()
    return [name for name, some in zip(values, found, strict=True) if some]


def same(table: Table, side: str) -> str:
    """That a row of the table and one of its copy, `n`, have the same key."""
    keys = (quoted(column.name) for column in table.primary_key.columns)
    return " AND ".join(f"{side}.{key} = n.{key}" for key in keys)


def differs(side: str, column: str, dialect: str) -> str:
    """That their values differ, null being a value."""
    distinct = "IS DISTINCT FROM" if dialect == "postgresql" else "IS NOT"
    return f"{side}.{quoted(column)} {distinct} n.{quoted(column)}"


def _rows(connection: Connection, table: Table, keys: list[Key]) -> Iterator[tuple[Key, dict[str, Any]]]:
    names = [column.name for column in table.primary_key.columns]
    chosen = select(table).where(tuple_(*table.primary_key.columns).in_(keys))
    for row in connection.execute(chosen).mappings():
        yield tuple(row[name] for name in names), dict(row)


def _statements(live: Table, copy: Table, dialect: str) -> tuple[str, str]:
    """The rows of the copy that are not in the table like that, then those of the table that the copy has not."""
    keys = [quoted(column.name) for column in live.primary_key.columns]
    values = [column.name for column in live.columns if not column.primary_key]
    old, new, on = quoted(live.name), quoted(copy.name), same(live, "o")
    where = " OR ".join([f"o.{keys[0]} IS NULL", *(differs("o", value, dialect) for value in values)])
    new_keys, old_keys = (", ".join(f"{side}.{key}" for key in keys) for side in "no")
    what = f"CASE WHEN o.{keys[0]} IS NULL THEN {_NEW} ELSE {_CHANGED} END"
    of_copy = f"SELECT {new_keys}, {what} FROM {new} n LEFT JOIN {old} o ON {on} WHERE {where}"
    of_table = f"SELECT {old_keys}, {_OLD} FROM {old} o LEFT JOIN {new} n ON {on} WHERE n.{keys[0]} IS NULL"
    return of_copy, of_table
