"""What other services said: each event applied once, in order, whatever is lost, doubled or reordered on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from kernel import logs
from kernel.application import Application, Means, Retrial, described
from kernel.driver import Session
from kernel.errors import Conflict, Unavailable
from kernel.incoming import (
    Deed,
    Delivery,
    Erasure,
    Incoming,
    React,
    Reaction,
    Unreadable,
    delivered,
    in_order,
    no_reaction,
)
from kernel.publiclog import Envelope
from kernel.store import Store
from kernel.tables import CHECKPOINTS

__all__ = ["Deed", "Erasure", "Fetch", "Inbox", "Incoming", "React", "Reaction", "no_reaction"]

Fetch = Callable[[str, int, int], Sequence[Envelope | str]]
"""`fetch(source, after, limit)`: the source's public events after a position, oldest first, read or as they are stored;
raises Unavailable."""

PAGE = 500
"""Events asked for at once where something is missing."""

_STUCK = "SELECT subject FROM parked GROUP BY subject ORDER BY MIN(turn)"
_COUNT = "SELECT COUNT(*) FROM parked"
_SOURCES = "SELECT source FROM parked WHERE subject = %s GROUP BY source ORDER BY MIN(turn)"
_REASON = """
UPDATE parked SET error = %s
WHERE turn = (SELECT MIN(turn) FROM parked WHERE subject = %s AND source = %s)
"""

log = logs.get(__name__)


class Inbox:
    """Applies other services' events: reactions, foreign projections and the checkpoint in one transaction."""

    def __init__(self, store: Store, means: Means, follows: Sequence[str], fetch: Fetch) -> None:
        self._store = store
        self._means = means
        self._follows = follows
        self._fetch = fetch
        self._reached: dict[str, int] | None = None  # the checkpoints after the last batch; None where one must look
        self._lock = Lock()  # one batch at a time in this process; between processes the checkpoint decides

    def apply(self, envelopes: Sequence[Envelope | str | bytes]) -> int:
        """Apply a batch, of any sources in any order; the answer is how many events were new.

        Seen ones are dropped, gaps are fetched first. Raises Unavailable where a gap cannot be fetched: what was not
        applied by then is to be delivered again. After it returns, the batch may be acknowledged.
        """
        deliveries: list[Delivery] = []
        for envelope in envelopes:
            try:
                deliveries.append(delivered(envelope))
            except Unreadable as error:  # if it was an event, its position is missing and will be fetched
                log.warning("inbox.unreadable", service=self._means.database.name, error=str(error)[:200])
        with self._lock:
            return self._advance(
                {source: run for source, run in in_order(deliveries).items() if source in self._follows}
            )

    def catch_up(self, source: str) -> int:
        """Pull and apply what the source has and this service has not; how many events were new. Raises Unavailable.

        What this process remembers counts for nothing here: its database may have been put back to an older copy.
        """
        news = 0
        with self._lock:
            while True:
                self._reached = at = self.checkpoints()
                found = self._missing(source, at.get(source, 0), PAGE)
                news += self._advance({source: found}) if found else 0
                if len(found) < PAGE:
                    return news

    def retry_parked(self) -> int:
        """Apply parked events again, in order, subject by subject; how many were applied now. Raises Unavailable."""
        applied = 0
        with self._lock:
            for (subject,) in self._means.database.look(lambda session: session.query(_STUCK)):
                applied += self._retry(subject)
        return applied

    def parked(self) -> int:
        """How many events are parked. Raises Unavailable."""
        count: int = self._means.database.look(lambda session: session.query(_COUNT))[0][0]
        return count

    def checkpoints(self) -> dict[str, int]:
        """How far each source has been applied. Raises Unavailable."""
        return dict(self._means.database.look(lambda session: session.query(CHECKPOINTS)))

    def _advance(self, waiting: dict[str, list[Delivery]]) -> int:
        """Apply run after run, fetching what is missing between them."""
        news = 0
        while waiting:
            at = self._where(waiting)
            runs: dict[str, list[Delivery]] = {}
            for source in list(waiting):
                waiting[source] = [each for each in waiting[source] if each.wire.position > at.get(source, 0)]
                if not waiting[source]:
                    del waiting[source]
                    continue
                runs[source] = self._run(source, at.get(source, 0), waiting[source])
            if not runs:
                break
            self._reached = None
            news += self._apply(runs)
            self._reached = at | {source: run[-1].wire.position for source, run in runs.items()}
        return news

    def _where(self, waiting: Mapping[str, Sequence[Delivery]]) -> dict[str, int]:
        """The checkpoints: as this process left them where what waits follows on them, else as they stand."""
        at = self._reached
        if at is None or any(run[0].wire.position > at.get(source, 0) + 1 for source, run in waiting.items() if run):
            at = self.checkpoints()
        return at

    def _run(self, source: str, at: int, waiting: Sequence[Delivery]) -> list[Delivery]:
        """The events that follow the checkpoint without a gap, fetched where they did not arrive."""
        run = [each for place, each in enumerate(waiting, 1) if each.wire.position == at + place]
        if run:
            return run
        missing = waiting[0].wire.position - at - 1
        found = self._missing(source, at, min(missing, PAGE))
        if not found:
            raise Unavailable(source)  # it has sent what its log does not show: an older copy of it answers
        return found

    def _missing(self, source: str, after: int, limit: int) -> list[Delivery]:
        found = [delivered(envelope) for envelope in self._fetch(source, after, limit)]
        if [each.wire.position for each in found] != list(range(after + 1, after + 1 + len(found))):
            raise Unavailable(source)
        return found

    def _apply(self, runs: Mapping[str, Sequence[Delivery]]) -> int:
        job = Application(self._means, runs)
        self._store.run(job)
        if job.error is None:
            return job.news
        if isinstance(job.error, Unavailable | Conflict):
            raise job.error
        # the transaction as a whole cannot be: one event at a time, to find whose fault it is
        news = 0
        for source, run in runs.items():
            for delivery in run:
                news += self._apply_alone(source, delivery)
        return news

    def _apply_alone(self, source: str, delivery: Delivery) -> int:
        job = Application(self._means, {source: [delivery]})
        self._store.run(job)
        if job.error is not None and not isinstance(job.error, Unavailable | Conflict):
            job = Application(self._means, {source: [delivery]}, hopeless=described(job.error))
            self._store.run(job)
        if job.error is not None:
            raise job.error
        return job.news

    def _retry(self, subject: str) -> int:
        """Each source's events in order; one source waits for another only as long as it must."""
        applied, before = 0, -1
        while applied > before:
            before = applied
            for (source,) in self._means.database.look(lambda session: session.query(_SOURCES, (subject,))):
                applied += self._retry_source(subject, source)
        return applied

    def _retry_source(self, subject: str, source: str) -> int:
        applied = 0
        while True:
            job = Retrial(self._means, subject, source)
            self._store.run(job)
            if job.error is None:
                if not job.found:
                    return applied
                applied += 1
                continue
            if isinstance(job.error, Unavailable | Conflict):
                raise job.error
            reason = described(job.error)

            def note(session: Session, reason: str = reason) -> None:
                session.execute(_REASON, (reason, subject, source))
                session.flush()

            self._means.database.look(note)
            return applied
