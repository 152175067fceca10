"""Group commit: the units of all callers that are ready at once become one transaction.

One batch commits at a time, holding the head row: so positions are gapless and in the order of commits, in one process
and across several. A refusal, a reused request or a bug in one unit fails that one only. Where the transaction as a
whole fails (a read model's fold, a constraint), its units are tried one by one, so that only the culprit fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from kernel.batch import Batch, Rules
from kernel.clock import Clock
from kernel.combiner import Combiner
from kernel.driver import Session
from kernel.errors import Conflict, Unavailable
from kernel.tables import to_micros

ATTEMPTS = 5
OUTCOMES_HELD = timedelta(days=30)
"""How long a request's outcome is kept: an Idempotency-Key holds 30 days."""
PRUNE_EVERY = 1000
_JOBS_AT_ONCE = 200

_PRUNE = """
DELETE FROM requests WHERE request_id IN (
    SELECT request_id FROM requests WHERE recorded_at < %s ORDER BY recorded_at LIMIT %s
)
"""


class Job(Protocol):
    """A piece of work that adds to a batch."""

    @property
    def relies_on(self) -> Mapping[str, int]:
        """Streams and the versions in which it was decided."""
        ...

    @property
    def request_id(self) -> str | None:
        """The request whose outcome it records."""
        ...

    @property
    def about(self) -> str:
        """What a Conflict would be about: its stream."""
        ...

    def stage(self, batch: Batch) -> None:
        """Add to the batch, or raise having added nothing."""
        ...

    def forget(self) -> None:
        """Nothing of what was decided stands: `stage` decides anew."""
        ...

    def succeed(self) -> None:
        """What it added is committed."""
        ...

    def fail(self, error: BaseException) -> None:
        """It is not, for this reason."""
        ...


class _NotBegun(Exception):
    """The connection was found dead before anything was sent on it."""


class Committer:
    """Commits jobs; `wake` is called after each commit that made something public, and must not raise."""

    def __init__(self, rules: Rules, clock: Clock, channel: str, wake: Callable[[], None]) -> None:
        self._rules = rules
        self._database = rules.database
        self._clock = clock
        self._channel = channel
        self._wake = wake
        self._combiner = Combiner(self._process, _JOBS_AT_ONCE)
        self._traces = False
        self._unpruned = PRUNE_EVERY  # the first outcome after a start prunes, so that small offices do so too

    def commit(self, job: Job) -> None:
        """Return once the job has succeeded or failed."""
        self._combiner.submit(job)

    def commit_all(self, jobs: Sequence[Job]) -> None:
        """Return once each job has succeeded or failed, in this order and as few transactions as they fit in."""
        self._combiner.submit_all(jobs)

    def _process(self, jobs: list[Job]) -> None:
        try:
            self._attempt(jobs)
        except Unavailable as error:
            for job in jobs:
                job.fail(Unavailable(error.service))
        except Exception:  # noqa: BLE001 - whatever it was, it is one unit's: alone, each meets its own
            for job in jobs:
                self._alone(job)

    def _alone(self, job: Job) -> None:
        for _ in range(ATTEMPTS):
            job.forget()
            try:
                self._attempt([job])
            except Exception as error:  # noqa: BLE001 - raised again to whoever asked for this job
                if self._database.lost_race(error):
                    continue
                job.fail(error)
            return
        job.fail(Conflict(job.about))

    def _attempt(self, jobs: list[Job]) -> None:
        """Commit the jobs together. Raises Unavailable, and what makes the transaction fail as a whole."""
        try:
            try:
                self._transaction(jobs)
            except _NotBegun:
                self._transaction(jobs)
        except _NotBegun as error:
            raise Unavailable(self._database.name) from error
        except self._database.error as error:
            if self._database.is_outage(error):
                raise Unavailable(self._database.name) from error
            raise

    def _transaction(self, jobs: list[Job]) -> None:
        asked: dict[str, int] = {}
        for job in jobs:
            for stream, version in job.relies_on.items():
                asked[stream] = min(version, asked.get(stream, version))
        request_ids = [job.request_id for job in jobs if job.request_id is not None]
        with self._database.session() as session:
            try:
                opening = session.begin(asked, request_ids)
            except self._database.error as error:
                if self._database.is_outage(error):
                    raise _NotBegun from error
                raise
            batch = Batch(self._rules, session, opening, asked, self._clock.now())
            failures = [self._stage(job, batch) for job in jobs]
            if batch.write():
                self._prune(session, batch)
                session.commit(self._channel if batch.public else None)
                self._wipe(session, batch)
            else:
                session.rollback()
        batch.settle()
        if batch.public:
            self._wake()
        for job, failure in zip(jobs, failures, strict=True):
            if failure is None:
                job.succeed()
            else:
                job.fail(failure)

    def _prune(self, session: Session, batch: Batch) -> None:
        """Now and then, forget outcomes that are too old: more of them than have come since, and never many at once."""
        self._unpruned += batch.outcomes
        if batch.outcomes and self._unpruned >= PRUNE_EVERY:
            session.execute(_PRUNE, (to_micros(batch.now - OUTCOMES_HELD), 2 * PRUNE_EVERY))
            self._unpruned = 0

    def _wipe(self, session: Session, batch: Batch) -> None:
        """After an erasure let no trace of the key linger; while somebody reads, after the next commit."""
        self._traces = self._traces or batch.erases
        if self._traces:
            with suppress(self._database.error):  # the commit stands, whatever becomes of this
                self._traces = not session.wipe()

    def _stage(self, job: Job, batch: Batch) -> Exception | None:
        """Why the job added nothing, None where it is in. Raises what spoils the whole batch."""
        before = batch.additions
        try:
            job.stage(batch)
        except Exception as error:
            if isinstance(error, self._database.error) or batch.additions != before:
                raise
            return error
        return None
