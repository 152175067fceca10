"""API keys: how other systems show that they may read the events. Shown once, stored as a hash, revocable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from gateway import tables, trail
from gateway.delegation import Authority, authority
from gateway.session import hashed
from gateway.wish import Wish, once
from kernel.actor import Actor
from kernel.clock import Clock, rfc3339
from kernel.database import reading
from kernel.decider import Refusal


@dataclass(eq=False)
class KeyExists(Refusal):
    """A key's name is given once, so that a log line names one system only."""

    code: ClassVar[str] = "gateway.key_exists"
    name: str


@dataclass(eq=False)
class KeyNotFound(Refusal):
    """No key has this id."""

    code: ClassVar[str] = "gateway.key_not_found"
    id: int


class ApiKeys:
    """The keys of one installation."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._clock = clock

    def add(self, name: str, *, by: str | Actor, wish: Wish) -> dict[str, Any]:
        """Make a key for a system; raises KeyExists. The answer alone holds the key itself."""
        key, asking = f"huiyin_key_{wish.secret}", authority(by)
        table = tables.api_keys

        def work() -> dict[str, Any]:
            row = {"name": name, "key_hash": hashed(key), "created_at": self._clock.now(), "created_by": asking.by}
            try:
                made = connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one()
            except IntegrityError:
                raise KeyExists(name) from None
            self._trace(connection, asking, "made", name)
            return {"id": made, "name": name}

        with self._writing.begin() as connection:
            return {**once(connection, wish, self._clock.now(), work), "key": key}

    def owner(self, key: str) -> str | None:
        """The name of the system whose key this is, or nothing."""
        table = tables.api_keys
        query = select(table.c.name).where(table.c.key_hash == hashed(key), table.c.revoked_at.is_(None))
        with self._reading.connect() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
        return found

    def page(self, after: int | None, limit: int) -> dict[str, Any]:
        """Keys by id, without the keys themselves."""
        table = tables.api_keys
        query = select(table).order_by(table.c.id).limit(limit + 1).where(table.c.id > (after or 0))
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
            total = connection.execute(select(func.count()).select_from(table)).scalar_one()
        items = [
            {
                "id": row.id,
                "name": row.name,
                "created_at": rfc3339(row.created_at),
                "created_by": row.created_by,
                "revoked_at": row.revoked_at and rfc3339(row.revoked_at),
            }
            for row in rows[:limit]
        ]
        return {"items": items, "next": str(items[-1]["id"]) if len(rows) > limit else None, "total": total}

    def revoke(self, key_id: int, *, by: str | Actor) -> None:
        """The key is good for nothing from now on; raises KeyNotFound."""
        table = tables.api_keys
        mine = table.c.id == key_id
        with self._writing.begin() as connection:
            there = connection.execute(select(table.c.name, table.c.revoked_at).where(mine)).one_or_none()
            if there is None:
                raise KeyNotFound(key_id)
            if there.revoked_at is None:
                connection.execute(update(table).where(mine).values(revoked_at=self._clock.now()))
                self._trace(connection, authority(by), "revoked", there.name)

    def _trace(self, connection: Connection, by: Authority, change: str, name: str) -> None:
        trail.record(connection, self._clock.now(), by, trail.Change("key", name, change))
