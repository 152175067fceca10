"""Guesses at passwords, counted before each is looked at: however many come at once, only so many are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, case, delete, func, select, update

from gateway import tables
from gateway.signing.settings import Locking
from kernel.clock import Clock
from kernel.decider import Refusal


@dataclass(eq=False)
class TooManyFailures(Refusal):
    """Signing in under this name from this address, or from this address at all, is blocked for a while."""

    code: ClassVar[str] = "gateway.too_many_failures"
    minutes: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What guesses are counted for, as a keyed digest, and how many it has.

    `username`: the account that is guessed at, so that a lock on it can be lifted. `holds`: whether its lock stops this
    guess; one that it does not stop is counted all the same.
    """

    digest: str
    limit: int
    username: str | None = None
    holds: bool = True


class Failures:
    """How many guesses failed, or have not been answered yet, within one window of time.

    A new window starts when it, or a lock, is over. A lock that follows another lasts twice as long, up to the longest;
    a guess during a lock is not looked at, and makes it no longer.
    """

    def __init__(self, engine: Engine, clock: Clock, locking: Locking) -> None:
        self._writing = tables.for_writing(engine)
        self._clock = clock
        self._locking = locking

    def guess(self, *subjects: Subject) -> tuple[Subject, ...]:
        """Count one guess for each; raises TooManyFailures, with the longest of the locks, and counts none.

        The subjects that it was counted for: not those whose lock does not hold for it.
        """
        now = self._clock.now()
        with self._writing.begin() as connection:
            rows = {subject: self._held(connection, subject, now) for subject in _in_order(subjects)}
            locked = {subject: row.blocked_until for subject, row in rows.items() if _is_locked(row, now)}
            if holding := [until for subject, until in locked.items() if subject.holds]:
                raise TooManyFailures(minutes=max(1, -(-(max(holding) - now) // timedelta(minutes=1))))
            for subject, row in rows.items():
                if subject not in locked:
                    mine = update(tables.failures).where(tables.failures.c.subject == subject.digest)
                    connection.execute(mine.values(**self._after(row, subject.limit, now)))
        return tuple(subject for subject in subjects if subject not in locked)

    def were_none(self, connection: Connection, own: Subject, others: Iterable[Subject] = ()) -> None:
        """It was the right one: nothing is held against the person's own subject; of the others it is taken back."""
        for subject in _in_order((own, *others)):
            if subject == own:
                connection.execute(delete(tables.failures).where(tables.failures.c.subject == subject.digest))
            else:
                self.take_back(connection, [subject])

    def take_back(self, connection: Connection, subjects: Iterable[Subject]) -> None:
        """It was the right one: this guess was none, and locked nothing; those before stay."""
        table = tables.failures
        locks = case((table.c.blocked_until.is_(None), table.c.locks), else_=table.c.locks - 1)
        for subject in _in_order(subjects):
            mine = update(table).where(table.c.subject == subject.digest, table.c.failures > 0)
            connection.execute(mine.values(failures=table.c.failures - 1, blocked_until=None, locks=locks))

    def exhausted(self, subject: Subject) -> bool:
        """Whether the subject has no guess left."""
        table = tables.failures
        with self._writing.connect() as connection:
            row = connection.execute(select(table.c.failures).where(table.c.subject == subject.digest)).scalar()
        return row is not None and row >= subject.limit

    def _held(self, connection: Connection, subject: Subject, now: datetime) -> Any:
        """What is counted for the subject, which nobody else counts until this transaction ends."""
        table = tables.failures
        mine = table.c.subject == subject.digest
        new = {"subject": subject.digest, "failures": 0, "since": now, "locks": 0, "username": subject.username}
        row = None
        while row is None:  # a guess that was right just then may have had it forgotten in between
            connection.execute(tables.unless_there(connection, table).values(**new))
            row = connection.execute(select(table).where(mine).with_for_update()).one_or_none()
        return row

    def _after(self, row: Any, limit: int, now: datetime) -> dict[str, Any]:
        """The row with one guess more."""
        locking = self._locking
        fresh = row.blocked_until is not None or row.since + locking.window <= now
        quiet = (row.blocked_until or row.since) + locking.longest <= now
        count = 1 if fresh else row.failures + 1
        locks = 0 if quiet else row.locks
        values = {"failures": count, "since": now if fresh else row.since, "blocked_until": None, "locks": locks}
        if count < limit:
            return values
        # twice as long each time; the exponent is bounded, since nobody waits that often
        pause = min(locking.longest, locking.pause * 2 ** min(locks, 16))
        return {**values, "blocked_until": now + pause, "locks": locks + 1}


def locked_until(connection: Connection, username: str, now: datetime) -> datetime | None:
    """When the last lock on the account ends, of all the places that it was guessed at from; None: there is none."""
    table = tables.failures
    mine = select(func.max(table.c.blocked_until)).where(table.c.username == username, table.c.blocked_until > now)
    until: datetime | None = connection.execute(mine).scalar()
    return until


def unlock(connection: Connection, username: str) -> int:
    """Nothing is held against the account any more, from wherever it was guessed at; how much there was."""
    table = tables.failures
    found = sorted(connection.execute(select(table.c.subject).where(table.c.username == username)).scalars())
    for subject in found:
        connection.execute(delete(table).where(table.c.subject == subject))
    return len(found)


def _in_order(subjects: Iterable[Subject]) -> list[Subject]:
    """The one order in which rows are taken, whoever takes them: two who wait for each other would wait for ever."""
    return sorted(subjects, key=attrgetter("digest"))


def _is_locked(row: Any, now: datetime) -> bool:
    return row.blocked_until is not None and row.blocked_until > now
