"""The Python peer: the same small case kept by the `eventsourcing` library in PostgreSQL, with database functions."""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier


class Case(Aggregate):
    """A case that is opened and then assigned."""

    @event("Opened")
    def __init__(self, column: str) -> None:
        self.column = column
        self.lead: str | None = None

    @event("Assigned")
    def assign(self, lead: str, due: str, round: int) -> None:  # noqa: A002 - the office's word
        """The case goes to an agency."""
        self.lead = lead
        self.due = due
        self.round = round


class Cases(Application[UUID]):
    """Load, decide, save."""

    def open(self, column: str) -> UUID:
        """Record a new case."""
        case = Case(column)
        self.save(case)
        return case.id

    def assign(self, case_id: UUID, lead: str) -> None:
        """Load a case, decide, save."""
        case: Case = self.repository.get(case_id)
        case.assign(lead=lead, due="2019-05-09", round=1)
        self.save(case)


def environment(url: str, **more: str) -> dict[str, str]:
    """The library's settings for a PostgreSQL URL."""
    parts = urlsplit(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or "127.0.0.1",
        "POSTGRES_PORT": str(parts.port or 5432),
        "POSTGRES_USER": parts.username or "postgres",
        "POSTGRES_PASSWORD": parts.password or "none",
        "POSTGRES_POOL_SIZE": "8",
        "POSTGRES_MAX_OVERFLOW": "8",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "yes",
        **more,
    }


def appends_per_second(url: str, seconds: float, threads: int = 8) -> float:
    """Load + decide + save by `threads` threads, each case loaded once and assigned once."""
    app = Cases(env=environment(url))
    enough = int(seconds * 6000)
    cases = [app.open("mayor") for _ in range(enough // 4)]
    queue = iter(cases)
    lock = threading.Lock()
    done = 0
    stop_at = time.perf_counter() + seconds

    def work() -> None:
        nonlocal done
        mine = 0
        while time.perf_counter() < stop_at:
            with lock:
                case_id = next(queue, None)
            if case_id is None:
                break
            app.assign(case_id, "housing")
            mine += 1
        with lock:
            done += mine

    started = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    elapsed = time.perf_counter() - started
    app.close()
    return done / elapsed


class CountsByAgency(PostgresTrackingRecorder):
    """A table of assignments by agency, with the tracking record in one transaction."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.table = "bench_counts"
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {0}.{1} (lead text PRIMARY KEY, assigned bigint)").format(
                Identifier(self.datastore.schema), Identifier(self.table)
            )
        )
        self.upsert = SQL(
            "INSERT INTO {0}.{1} VALUES (%s, 1) ON CONFLICT (lead) DO UPDATE SET assigned = {1}.assigned + 1"
        ).format(Identifier(self.datastore.schema), Identifier(self.table))

    def count(self, lead: str, tracking: Tracking) -> None:
        """One more assignment of this agency."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self.upsert, (lead,))


class CountAssignments(Projection[CountsByAgency]):
    """Every Assigned event counts once."""

    name = "counts"
    topics: tuple[str, ...] = ()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:  # noqa: ARG002 - dispatched on
        """Anything but Assigned only moves the tracking."""
        self.view.insert_tracking(tracking)

    @process_event.register
    def assigned(self, domain_event: Case.Assigned, tracking: Tracking) -> None:  # type: ignore[name-defined]
        """Count it."""
        self.view.count(domain_event.lead, tracking)


def projected_per_second(url: str, events: int) -> float:
    """Events per second through the library's ProjectionRunner over an existing sequence of `events` events."""
    env = environment(url)
    app = Cases(env=env)
    app.open("mayor")
    while (head := app.recorder.max_notification_id() or 0) < events:
        batch = [Case("mayor") for _ in range(min(500, events - head))]
        for case in batch:
            case.assign(lead="housing", due="2019-05-09", round=1)
        app.save(*batch)
    head = app.recorder.max_notification_id() or 0
    app.close()
    started = time.perf_counter()
    with ProjectionRunner(
        application_class=Cases, projection_class=CountAssignments, view_class=CountsByAgency, env=env
    ) as runner:
        runner.wait(head, timeout=600)
    return head / (time.perf_counter() - started)
