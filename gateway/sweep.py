"""What was kept long enough goes, a bounded number of rows at a time: nobody waits behind a large clearing out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Engine, Table, delete, select

from gateway import tables
from kernel.clock import Clock

KEPT: Final = timedelta(days=30)
"""How long it is kept what a request answered (its Idempotency-Key holds as long), that a session has ended, so that
repeating its sign-in does not revive it, and what was guessed wrong."""
CODES_KEPT: Final = timedelta(minutes=10)
AT_ONCE: Final = 500
EVERY: Final = 60.0
"""Seconds between two passes."""
PAUSE: Final = 0.5
"""Seconds after a pass that was full, and left something to do."""


class Sweep:
    """Clears out the gateway's own tables; several processes may do so at the same time."""

    def __init__(self, engine: Engine, clock: Clock, sign_ins_kept: timedelta, at_once: int = AT_ONCE) -> None:
        self._writing = tables.for_writing(engine)
        self._clock = clock
        self._sign_ins_kept = sign_ins_kept
        self._at_once = at_once

    def once(self) -> dict[str, int]:
        """One pass: at most so many rows of each table, the oldest first, each table by itself; how many went."""
        now = self._clock.now()
        s, c, f, r, i = (
            tables.sessions,
            tables.sign_in_codes,
            tables.failures,
            tables.requests,
            tables.sign_ins,
        )
        counted_out = (f.c.blocked_until.is_(None)) | (f.c.blocked_until < now - KEPT)
        return {
            "sessions": self._clear(s, s.c.token_hash, s.c.expires_at, now - KEPT),
            "sign_in_codes": self._clear(c, c.c.code_hash, c.c.expires_at, now - CODES_KEPT),
            "sign_in_failures": self._clear(f, f.c.subject, f.c.since, now - KEPT, counted_out),
            "requests": self._clear(r, r.c.request_id, r.c.recorded_at, now - KEPT),
            "sign_ins": self._clear(i, i.c.position, i.c.at, now - self._sign_ins_kept),
        }

    def was_full(self, swept: dict[str, int]) -> bool:
        """Whether a pass left something to do."""
        return any(count >= self._at_once for count in swept.values())

    def _clear(
        self, table: Table, key: Column[Any], age: Column[Any], before: datetime, *which: ColumnElement[bool]
    ) -> int:
        query = select(key).where(age < before, *which).order_by(age, key).limit(self._at_once)
        with self._writing.begin() as connection:
            # what somebody is just using is left for the next pass, so that nobody waits and nobody is waited for
            old = list(connection.execute(query.with_for_update(skip_locked=True)).scalars())
            if old:
                connection.execute(delete(table).where(key.in_(old)))
        return len(old)
