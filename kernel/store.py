"""The store: work is decided against streams and committed with all that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar, cast

import orjson
from sqlalchemy import Connection

from kernel import logs
from kernel.batch import Batch, Rules
from kernel.clock import Clock, FixedClock
from kernel.committer import Committer, Job
from kernel.context import Context
from kernel.states import Source
from kernel.unit import Current, Reading, Unit, View

__all__ = ["Reading", "Store", "Task", "Unit"]

T = TypeVar("T")

_STRICTLY_JSON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """A piece of work that is done in these circumstances, at an instant."""

    work: Callable[[Unit], T]
    context: Context
    at: datetime


class Store:
    """A service's database: its journal and everything committed with it."""

    def __init__(self, view: View, rules: Rules, clock: Clock) -> None:
        self.view = view
        self._clock = clock
        self._wakes: list[Callable[[], None]] = []
        self._committer = Committer(rules, clock, channel(view.database.name), self._wake)

    def transact(self, work: Callable[[Unit], T], context: Context) -> T:
        """Run the work and commit what it staged, once; the answer is the work's, a JSON-able value.

        A repeated request id answers the recorded outcome, whatever the work would say now. Raises the work's own
        exceptions (a Refusal is not recorded: asked again, it is decided again), RequestReused, Conflict, Unavailable.
        """
        command = _Command(work, context, self.view, self._clock)
        command.decide(self.view)
        self._committer.commit(command)
        return command.result()

    def transact_all(self, works: Sequence[Task[T]]) -> list[T]:
        """Run works one after the other as `transact` does each, and commit as many at once as fit in a transaction.

        Each is decided on what those before it did to the streams; the read models show that only afterwards. Raises
        what the first of them failed with; the others stand, as if each had been asked for alone.
        """
        commands = [_Command(each.work, each.context, self.view, FixedClock(each.at)) for each in works]
        self._committer.commit_all(commands)
        return [command.result() for command in commands]

    def run(self, job: Job) -> None:
        """Commit a job among the others (the inbox)."""
        self._committer.commit(job)

    def reading(self, context: Context) -> Reading:
        """The view of a query: everything as committed now, by whichever process."""
        return Reading(self.view, Current(self.view), context, self._clock.now())

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; for handlers' queries see Service.ask. Raises Unavailable."""
        return self.view.database.query(query)

    def unseal(self, subject: str, sealed: str) -> str | None:
        """The text that was sealed under the subject's key; None once the subject is erased. Raises Unavailable."""
        return self.view.vault.unseal(self.view.key(subject)[1], subject, sealed)

    def unseal_all(self, subject: str, texts: Sequence[str | None]) -> list[str | None]:
        """The same for several of one subject, with one look at its key; None stays None. Raises Unavailable."""
        wrapped = self.view.key(subject)[1]
        return [None if sealed is None else self.view.vault.unseal(wrapped, subject, sealed) for sealed in texts]

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call this after every committed batch that made something public; it must return at once.

        On PostgreSQL the other processes of the service are told by NOTIFY on `channel(service)`.
        """
        self._wakes.append(wake)

    def close(self) -> None:
        """Let the connections go."""
        self.view.database.close()

    def _wake(self) -> None:
        for wake in self._wakes:
            try:
                wake()
            except Exception:  # the commit stands, and who was not woken looks again by itself
                log.exception("store.wake_failed", service=self.view.database.name)


def channel(service: str) -> str:
    """The PostgreSQL channel on which a service's commits are told."""
    return f"huiyin_{service}"


class _Command(Generic[T]):
    """A unit of work on its way through the committer.

    It is decided at once, in its caller's own time, on states from memory. Under the lock the batch looks whether that
    decision still stands, and whether the request was answered before; if not, it is decided again then and there.
    """

    def __init__(self, work: Callable[[Unit], T], context: Context, view: View, clock: Clock) -> None:
        self._work = work
        self._context = context
        self._view = view
        self._clock = clock
        self._unit: Unit | None = None
        self._answer: T | None = None
        self._outcome: str | None = None
        self._error: BaseException | None = None

    def decide(self, source: Source) -> None:
        """Run the work, and keep what it answers or raises."""
        unit = self._unit = Unit(self._view, source, self._context, self._clock.now())
        self._error = self._outcome = None
        try:
            self._answer = self._work(unit)
            if self._context.request_id is not None:
                self._outcome = orjson.dumps(self._answer, option=_STRICTLY_JSON).decode()
        except Exception as error:  # noqa: BLE001 - raised again by `result`, once it is known to stand
            self._error = error

    def result(self) -> T:
        """The answer; raises what it failed with."""
        if self._error is not None:
            raise self._error
        return cast("T", self._answer)

    @property
    def relies_on(self) -> Mapping[str, int]:
        """The streams it looked at."""
        return {} if self._unit is None else {stream: seen.base for stream, seen in self._unit.seen.items()}

    @property
    def request_id(self) -> str | None:
        """The request whose outcome it records."""
        return self._context.request_id

    @property
    def about(self) -> str:
        """The first stream it looked at."""
        return "" if self._unit is None else next(iter(self._unit.seen), "")

    def stage(self, batch: Batch) -> None:
        """Add the unit, or answer what the request was answered before."""
        recorded = batch.outcome(self._context)
        if recorded is not None:
            self._answer, self._error = orjson.loads(recorded), None
            return
        unit = self._unit
        if unit is None or batch.stale(unit):
            self.decide(batch)
            unit = self._unit
        if self._error is not None:
            raise self._error
        assert unit is not None
        batch.add(unit, self._outcome)

    def forget(self) -> None:
        """Decide anew, under the lock."""
        self._unit = None

    def succeed(self) -> None:
        """The answer stands."""

    def fail(self, error: BaseException) -> None:
        """The error stands instead of the answer."""
        self._error = error
