"""Guesses at passwords, counted before each is looked at: however many come at once, only so many are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from sqlalchemy import Connection, Engine, delete, select, update

from gateway import tables
from kernel.clock import Clock
from kernel.decider import Refusal

BLOCKED: Final = timedelta(minutes=15)


@dataclass(eq=False)
class TooManyFailures(Refusal):
    """Signing in under this name from this address, or from this address at all, is blocked for a while."""

    code: ClassVar[str] = "gateway.too_many_failures"
    minutes: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What guesses are counted for, as a keyed digest, and how many it has."""

    digest: str
    limit: int


class Failures:
    """How many guesses failed, or have not been answered yet, within one window of time.

    A new window starts when it, or a block, is over.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._writing = tables.for_writing(engine)
        self._clock = clock

    def guess(self, *subjects: Subject) -> None:
        """Count one guess for each, always named in the same order; raises TooManyFailures and counts none."""
        with self._writing.begin() as connection:
            for subject in subjects:
                self._count(connection, subject)

    def forget(self, connection: Connection, subject: Subject) -> None:
        """It was the right one: nothing is held against the subject any more."""
        connection.execute(delete(tables.failures).where(tables.failures.c.subject == subject.digest))

    def take_back(self, connection: Connection, subject: Subject) -> None:
        """It was the right one: this guess was none, those before stay."""
        table = tables.failures
        mine = update(table).where(table.c.subject == subject.digest, table.c.failures > 0)
        connection.execute(mine.values(failures=table.c.failures - 1, blocked_until=None))

    def exhausted(self, subject: Subject) -> bool:
        """Whether the subject has no guess left."""
        table = tables.failures
        with self._writing.connect() as connection:
            row = connection.execute(select(table.c.failures).where(table.c.subject == subject.digest)).scalar()
        return row is not None and row >= subject.limit

    def _count(self, connection: Connection, subject: Subject) -> None:
        table = tables.failures
        now = self._clock.now()
        mine = table.c.subject == subject.digest
        connection.execute(tables.unless_there(connection, table).values(subject=subject.digest, failures=0, since=now))
        row = connection.execute(select(table).where(mine).with_for_update()).one()
        if row.blocked_until is not None and row.blocked_until > now:
            raise TooManyFailures(minutes=max(1, -(-(row.blocked_until - now) // timedelta(minutes=1))))
        fresh = row.blocked_until is not None or row.since + BLOCKED <= now
        count = 1 if fresh else row.failures + 1
        values = {
            "failures": count,
            "since": now if fresh else row.since,
            "blocked_until": now + BLOCKED if count >= subject.limit else None,
        }
        connection.execute(update(table).where(mine).values(**values))
