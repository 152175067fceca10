"""The passwords a person had before: kept as their hashes, so that none of the last ones comes back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from gateway import tables


def last(connection: Connection, username: str, count: int) -> list[str]:
    """The hashes of the last passwords before the present one, at most so many, the newest first."""
    table = tables.former_passwords
    mine = select(table.c.password_hash).where(table.c.username == username)
    return list(connection.execute(mine.order_by(table.c.position.desc()).limit(max(0, count))).scalars())


def remember(connection: Connection, username: str, password_hash: str, now: datetime, count: int) -> None:
    """The present password becomes a former one; of all of them the last `count` stay."""
    table = tables.former_passwords
    if count > 0:
        connection.execute(insert(table).values(username=username, password_hash=password_hash, replaced_at=now))
    kept = select(table.c.position).where(table.c.username == username)
    kept = kept.order_by(table.c.position.desc()).limit(max(0, count))
    connection.execute(delete(table).where(table.c.username == username, table.c.position.not_in(kept)))
