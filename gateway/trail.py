"""The trail: who changed which account, deputy or key, when, and on whose behalf. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, Engine, func, insert, select

from gateway import tables
from gateway.account import Account, NewAccount, Scope, dumped
from gateway.delegation import Authority
from kernel.clock import rfc3339
from kernel.database import reading

Kind = Literal["account", "deputy", "key"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change; the role and the columns are the account's, and decide who sees it. No e-mail address, no name."""

    kind: Kind
    subject: str
    change: str
    role: str | None = None
    columns: Scope = None
    details: dict[str, Any] = field(default_factory=dict)


def record(connection: Connection, at: datetime, authority: Authority, change: Change) -> None:
    """Add a change, in the transaction that makes it."""
    row = {
        "at": at,
        "by": authority.by,
        "on_behalf_of": authority.on_behalf_of,
        "kind": change.kind,
        "subject": change.subject,
        "change": change.change,
        "role": change.role,
        "columns": dumped(change.columns),
        "details": orjson.dumps(change.details).decode(),
    }
    connection.execute(insert(tables.changes).values(**row))


def both(before: Scope, after: Scope) -> Scope:
    """The columns that a change is about: those there were and those there are."""
    return None if before is None or after is None else tuple(dict.fromkeys((*before, *after)))


def reach(account: Account | NewAccount) -> dict[str, Any]:
    """Role and scope of an account, for the details of a change."""
    scopes = {name: getattr(account, name) for name in ("columns", "agencies", "levels")}
    return {"role": account.role, **{name: scope and list(scope) for name, scope in scopes.items()}}


class Trail:
    """The changes as they are read, the newest first."""

    def __init__(self, engine: Engine) -> None:
        self._reading = reading(engine)

    def before(self, position: int | None, limit: int, seen: Authority) -> list[dict[str, Any]]:
        """At most so many changes that this person may see, older than this position."""
        table = tables.changes
        query = select(table).where(seen.found(table.c.role, table.c.columns)).order_by(table.c.position.desc())
        if position is not None:
            query = query.where(table.c.position < position)
        with self._reading.connect() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [_told(row) for row in rows]

    def count(self, seen: Authority) -> int:
        """How many there are in all that this person may see."""
        table = tables.changes
        query = select(func.count()).select_from(table).where(seen.found(table.c.role, table.c.columns))
        with self._reading.connect() as connection:
            return int(connection.execute(query).scalar_one())


def _told(row: Any) -> dict[str, Any]:
    return {
        "position": row.position,
        "at": rfc3339(row.at),
        "by": row.by,
        "on_behalf_of": row.on_behalf_of,
        "kind": row.kind,
        "subject": row.subject,
        "change": row.change,
        "details": orjson.loads(row.details),
    }
