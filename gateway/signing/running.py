"""Sessions that run: listed, and ended together with those that were begun from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from gateway import tables
from kernel.clock import rfc3339
from kernel.decider import Refusal


@dataclass(eq=False)
class SessionNotFound(Refusal):
    """No running session of the account has this id."""

    code: ClassVar[str] = "gateway.session_not_found"


def end(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> int:
    """End the sessions that these conditions choose, and all that were begun from one of them, and so on; how many."""
    table = tables.sessions
    ending: list[str] = []
    held = _held(connection, table.c.ended_at.is_(None), *which)
    while held:
        ending += held
        # asked once those are held, from which nothing can be begun any more: what was begun just before is seen
        begun = (table.c.ended_at.is_(None), table.c.began_from.in_(held), table.c.token_hash.not_in(ending))
        held = _held(connection, *begun)
    connection.execute(update(table).where(table.c.token_hash.in_(ending)).values(ended_at=now))
    return len(ending)


def touch(connection: Connection, now: datetime, *token_hashes: str) -> None:
    """These sessions were used just now; one that is just being ended, or touched by another, is left to that."""
    table = tables.sessions
    held = _held(connection, table.c.token_hash.in_(token_hashes), skip_locked=True)
    connection.execute(update(table).where(table.c.token_hash.in_(held)).values(seen_at=now))


def _held(connection: Connection, *which: ColumnElement[bool], skip_locked: bool = False) -> list[str]:
    """The sessions that these conditions choose, locked until the transaction ends: those first that others began from.

    Always in this order, so that no two who lock some of the same ones wait for each other.
    """
    table = tables.sessions
    query = select(table.c.token_hash).where(*which).order_by(table.c.began_from.is_not(None), table.c.token_hash)
    return list(connection.execute(query.with_for_update(skip_locked=skip_locked)).scalars())


def end_all_of(connection: Connection, now: datetime, username: str) -> int:
    """Sign an account out everywhere, also where it acts for somebody else; how many sessions that ended.

    A one-time code that came back for it opens nothing any more.
    """
    codes = tables.sign_in_codes
    # first: whoever is just redeeming one is waited for, and the session it becomes is among those that end
    connection.execute(delete(codes).where(codes.c.username == username, codes.c.used_by.is_(None)))
    return end(connection, now, tables.sessions.c.username == username)


def of(username: str, now: datetime, idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    """The conditions for an account's sessions that have not ended in any way."""
    table = tables.sessions
    return (
        table.c.username == username,
        table.c.ended_at.is_(None),
        table.c.expires_at > now,
        table.c.seen_at > now - idle,
    )


def page(
    connection: Connection, running: tuple[ColumnElement[bool], ...], after: str | None, limit: int
) -> dict[str, Any]:
    """The sessions that these conditions leave, the newest first."""
    table = tables.sessions
    query = select(table).where(*running).order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit + 1)
    if after is not None:
        begun = select(table.c.created_at).where(table.c.id == after).scalar_subquery()
        older = or_(table.c.created_at < begun, (table.c.created_at == begun) & (table.c.id < after))
        query = query.where(older)
    rows = connection.execute(query).all()
    total = connection.execute(select(func.count()).select_from(table).where(*running)).scalar_one()
    items = [_shown(row) for row in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None, "total": total}


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "since": rfc3339(row.created_at),
        "last_used": rfc3339(row.seen_at),
        "expires_at": rfc3339(row.expires_at),
        "way": row.way,
        "device": row.device,
        "address": row.address,
    }
