"""Who signed in or tried to: kept for those who oversee, and shown to each person for their own account.

No password gets in here, not even by mistake: what was typed as a user name is kept only where an account of that name
exists, since people type passwords there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, and_, func, insert, select

from gateway import tables
from gateway.ratelimit import network
from kernel.clock import Clock, rfc3339
from kernel.database import reading

PASSWORD: Final = "password"  # noqa: S105 - a way of signing in
OIDC: Final = "oidc"
WAYS: Final = (PASSWORD, OIDC)
OK: Final = "ok"
FAILED: Final = "failed"
LOCKED: Final = "locked"
OUTCOMES: Final = (OK, FAILED, LOCKED)
KNOWN_FOR: Final = timedelta(days=30)
"""How long an address stays one that a person is known to sign in from."""


@dataclass(frozen=True, slots=True)
class Visit:
    """From where and with what somebody signs in; `browser`: the cookie by which `Browsers` may know it again."""

    address: str
    device: str = ""
    way: str = PASSWORD
    browser: str = ""

    @property
    def network(self) -> str:
        """What counts as one address."""
        return network(self.address)


class Trail:
    """The attempts to sign in, for as long as they are kept (`gateway.sweep`)."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._clock = clock

    def record(self, username: str | None, visit: Visit, outcome: str, why: str | None = None) -> None:
        """An attempt that led to no session."""
        with self._writing.begin() as connection:
            self.record_in(connection, username, visit, outcome, why)

    def record_in(
        self, connection: Connection, username: str | None, visit: Visit, outcome: str, why: str | None = None
    ) -> None:
        """An attempt, in the transaction of what came of it."""
        table = tables.sign_ins
        now = self._clock.now()
        row = {"at": now, "username": username, "way": visit.way, "outcome": outcome, "why": why}
        where = {"address": visit.address, "network": visit.network, "device": visit.device}
        connection.execute(insert(table).values(**row, **where))

    def knows(self, username: str, visit: Visit) -> bool:
        """Whether the person signed in from this address in the last 30 days."""
        table = tables.sign_ins
        query = select(table.c.position).where(
            table.c.username == username,
            table.c.network == visit.network,
            table.c.outcome == OK,
            table.c.at >= self._clock.now() - KNOWN_FOR,
        )
        with self._reading.connect() as connection:
            return connection.execute(query.limit(1)).one_or_none() is not None

    def page(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Attempts, the newest first: of one account, one way or one outcome where that is asked."""
        table = tables.sign_ins
        chosen = [
            table.c[name] == asked[name] for name in ("username", "outcome", "way") if asked.get(name) is not None
        ]
        query = select(table).where(*chosen).order_by(table.c.position.desc()).limit(asked["limit"] + 1)
        if asked.get("after") is not None:
            query = query.where(table.c.position < asked["after"])
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
            total = connection.execute(select(func.count()).select_from(table).where(*chosen)).scalar_one()
        items = [_shown(row) for row in rows[: asked["limit"]]]
        return {"items": items, "next": str(items[-1]["id"]) if len(rows) > asked["limit"] else None, "total": total}

    def before(self, username: str, began: datetime) -> dict[str, Any]:
        """A person's sign-in before the present session, and how many attempts failed or met a lock since that."""
        table = tables.sign_ins
        mine = table.c.username == username
        query = select(table).where(mine, table.c.outcome == OK, table.c.at < began)
        with self._reading.connect() as connection:
            row = connection.execute(query.order_by(table.c.position.desc()).limit(1)).one_or_none()
            since = and_(mine, table.c.outcome != OK, table.c.position > (row.position if row else 0))
            failed = connection.execute(select(func.count()).select_from(table).where(since)).scalar_one()
        last = row and {"at": rfc3339(row.at), "address": row.address, "device": row.device, "way": row.way}
        return {"last_sign_in": last, "failed_sign_ins": failed}


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.position,
        "at": rfc3339(row.at),
        "username": row.username,
        "way": row.way,
        "outcome": row.outcome,
        "why": row.why,
        "address": row.address,
        "device": row.device,
    }
