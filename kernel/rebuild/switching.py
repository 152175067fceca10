"""Putting the copies in the tables' place: in one transaction, which holds writers up for moments and readers never.

1. Rows that differ, and those that were touched since the comparison, are put right one by one.
2. Where too many differ, the copy itself becomes the table: on PostgreSQL by its name, with its indexes, once nobody
   is reading either; a reader who comes meanwhile waits for moments and reads the new one.
3. Where that cannot be, the values that differ are written over the old ones: on SQLite, which cannot rename an index,
   and for a table of PostgreSQL on which something else depends (rights, views, triggers), or which somebody reads
   without end.
"""

# ruff: noqa: S608 - names are those of our own tables, values are parameters

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import errorcodes
from sqlalchemy import Connection, Table

from kernel.database import Database
from kernel.driver import Key, Session
from kernel.errors import Unavailable
from kernel.rebuild.comparing import Found, differs, same
from kernel.rebuild.copies import Copies, quoted
from kernel.rebuild.logs import Logs

_ROUNDS = 20
_LOCK_TRIES = 5
_LOCK_WAIT = "1s"  # for which readers and writers of a table may have to wait behind us
_HELD = {errorcodes.LOCK_NOT_AVAILABLE, errorcodes.DEADLOCK_DETECTED}
_ROWS_AT_ONCE = 2000

_ONE_MORE = "UPDATE rebuilds SET number = number + 1"

_DEPENDED_ON = """
SELECT relacl IS NOT NULL OR relhastriggers OR relrowsecurity OR EXISTS (
    SELECT 1 FROM pg_depend WHERE refclassid = 'pg_class'::regclass AND refobjid = pg_class.oid AND deptype = 'n'
) FROM pg_class WHERE oid = '{}'::regclass
"""
_INDEXES = """
SELECT relname, indisprimary, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = '{}'::regclass
"""


@dataclass(slots=True)
class _Renaming:
    """A copy that may become the table: the statements that make it so."""

    live: Table
    statements: list[str] = field(default_factory=list)


def switch(database: Database, copies: Copies, logs: Logs, found: Found) -> None:
    """Fold the rest and switch. Raises Unavailable where the sources are faster than this."""
    renamings = {
        live: renaming
        for live, keys in found.keys.items()
        if keys is None and (renaming := _prepared(database, live, copies.of[live])) is not None
    }
    tries = 0
    for _ in range(_ROUNDS):
        logs.catch_up()
        copies.flush()
        logs.read_ahead()
        with database.session() as session:
            if not _locked(database, session, copies, renamings):
                tries += 1
                if tries == _LOCK_TRIES:
                    renamings = {}  # somebody reads on and on: a backup, perhaps
            elif logs.finish(session):
                copies.write(session)
                _put_in_place(database, session, copies, found, renamings)
                copies.forget(session)
                session.commit()
                break
            session.rollback()
    else:
        raise Unavailable(database.name)
    copies.leave()


def _locked(database: Database, session: Session, copies: Copies, renamings: Collection[Table]) -> bool:
    """Begin, holding the head and what is renamed; false where somebody holds that, and the transaction is to end.

    Here, where nothing has been folded yet, a lock is waited for in vain and tried for again. From here on memory runs
    ahead of what is committed: whatever fails then ends the rebuild, and the next one goes on from what is committed.
    """
    try:
        session.begin({}, ())
        if database.engine.dialect.name == "postgresql":
            session.execute(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'")
            for table in (*(copies.of[live] for live in renamings), *renamings):  # those that people wait for come last
                session.execute(f"LOCK TABLE {quoted(table.name)} IN ACCESS EXCLUSIVE MODE")
            session.execute("SET LOCAL lock_timeout = 0")
            session.flush()
    except database.error as error:
        if getattr(error, "pgcode", None) not in _HELD:
            raise
        return False
    return True


def _put_in_place(
    database: Database, session: Session, copies: Copies, found: Found, renamings: Mapping[Table, _Renaming]
) -> None:
    written = 0
    for live, copy in copies.of.items():
        keys = found.keys[live]
        if live in renamings:
            for statement in renamings[live].statements:
                session.execute(statement)
            written += 1
        else:
            if keys is None:
                _overwrite(session, live, copy, found.columns[live], database.engine.dialect.name)
                written += 1
            touched = (copies.touched or {}).get(copy, set())
            written += _mend(database, session, live, copy, list({*(keys or ()), *touched}))
    if written:
        session.execute(_ONE_MORE)


def _mend(database: Database, session: Session, live: Table, copy: Table, keys: Sequence[Key]) -> int:
    """The rows of these keys as they are in the copy; how many were not."""
    to, of = database.shape(live), database.shape(copy)
    written = 0
    for start in range(0, len(keys), _ROWS_AT_ONCE):
        some = keys[start : start + _ROWS_AT_ONCE]
        old, new = (
            {tuple(row[name] for name in to.key): row for row in session.select(shape, some)} for shape in (to, of)
        )
        rows: list[dict[str, Any]] = [to.bind(row) for key, row in new.items() if old.get(key) != row]
        gone = [key for key in old if key not in new]
        session.upsert(to, rows)
        session.delete(to, gone)
        written += len(rows) + len(gone)
    return written


def _overwrite(session: Session, live: Table, copy: Table, columns: Sequence[str], dialect: str) -> None:
    """Make the table what the copy is; an index is touched only where its values change, which takes most of the time.

    `columns` are those that differ in any row.
    """
    old, new, on = quoted(live.name), quoted(copy.name), same(live, quoted(live.name))
    session.execute(f"DELETE FROM {old} WHERE NOT EXISTS (SELECT 1 FROM {new} n WHERE {on})")
    if columns:
        values = ", ".join(f"{quoted(name)} = n.{quoted(name)}" for name in columns)
        where = " OR ".join(differs(old, name, dialect) for name in columns)
        session.execute(f"UPDATE {old} SET {values} FROM {new} n WHERE {on} AND ({where})")
    names = ", ".join(quoted(each.name) for each in live.columns)
    session.execute(
        f"INSERT INTO {old} ({names}) SELECT {names} FROM {new} n WHERE NOT EXISTS (SELECT 1 FROM {old} WHERE {on})"
    )


def _prepared(database: Database, live: Table, copy: Table) -> _Renaming | None:
    """The copy with everything that the table has; None where it cannot take its place."""
    if database.engine.dialect.name != "postgresql":
        return None
    with database.engine.begin() as connection:
        if connection.exec_driver_sql(_DEPENDED_ON.format(quoted(live.name))).scalar_one():
            return None
        renaming = _Renaming(live)
        renaming.statements = [
            f"DROP TABLE {quoted(live.name)}",
            f"ALTER TABLE {quoted(copy.name)} RENAME TO {quoted(live.name)}",
            *_indexes(connection, live, copy),
        ]
        about = connection.exec_driver_sql(
            f"SELECT quote_literal(obj_description('{quoted(live.name)}'::regclass, 'pg_class'))"
        ).scalar_one()
        if about is not None:
            connection.exec_driver_sql(f"COMMENT ON TABLE {quoted(copy.name)} IS {about}")
        return renaming


def _indexes(connection: Connection, live: Table, copy: Table) -> list[str]:
    """Make the table's indexes on the copy; the statements that give them their names afterwards."""
    ((primary, _, _),) = (row for row in connection.exec_driver_sql(_INDEXES.format(quoted(copy.name))).all() if row[1])
    named: list[str] = []
    for place, (name, is_primary, definition) in enumerate(
        connection.exec_driver_sql(_INDEXES.format(quoted(live.name))).all()
    ):
        new = primary
        if not is_primary:
            new = f"rebuilt_{place}_{live.name}"[:63]
            head, _, columns = definition.partition(" USING ")
            unique = "UNIQUE " if head.startswith("CREATE UNIQUE") else ""
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {quoted(new)}")
            connection.exec_driver_sql(f"CREATE {unique}INDEX {quoted(new)} ON {quoted(copy.name)} USING {columns}")
        named.append(f"ALTER INDEX {quoted(new)} RENAME TO {quoted(name)}")
    connection.exec_driver_sql(f"ANALYZE {quoted(copy.name)}")
    return named
