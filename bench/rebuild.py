"""A read model rebuilt beside the live one: events a second against COPY of the same rows, and how long writers wait.

REBUILD_EVENTS sets another number of events.
"""

from __future__ import annotations

import io
import os
import sqlite3
import threading
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import psycopg2
from sqlalchemy import text

from bench import peer
from bench.projections import envelopes, settings_for
from bench.table import Row, ratio
from kernel.rebuild import rebuild
from kernel.service import Service
from kernel.settings import Settings
from kernel.tables import public_log
from services.intake import wiring as intake
from services.stats import wiring as stats
from services.stats.tables import message_facts
from tests.support.servers import PostgresServer

EVENTS = int(os.environ.get("REBUILD_EVENTS", "500000"))
AT_ONCE = 20_000
PEERS = 6_000
AIM_OF_COPY, AIM_OF_PEER = 0.1, 20.0
HELD_S = 10.0
"""After which a call to a service is given up."""


def fill(source: Service, follower: Service, count: int) -> None:
    """Intake's public log, all of it heard by the follower."""
    bodies = enumerate(envelopes(count), 1)
    while some := list(islice(bodies, AT_ONCE)):
        rows = [
            {
                "position": position,
                "event_id": f"intake-{position}",
                "name": "MessageAccepted",
                "subject": str(position),
                "occurred_at": source.clock.now(),
                "journal_position": position,
                "body": body,
            }
            for position, body in some
        ]
        with source.database.engine.begin() as connection:
            connection.execute(public_log.insert(), rows)
    with follower.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM checkpoints"))
        connection.execute(text("INSERT INTO checkpoints VALUES ('intake', :count)"), {"count": count})


class Writer:
    """Takes the lock that every writer takes, again and again, and keeps the longest it waited."""

    def __init__(self, service: Service) -> None:
        self._database = service.database
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.longest = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(0.001):
            started = time.perf_counter()
            with self._database.session() as session:
                session.begin({}, ())
                session.rollback()
            self.longest = max(self.longest, time.perf_counter() - started)


def measured(source: Service, follower: Service, writing: Service, where: str) -> tuple[float, list[Row]]:
    """Events a second into empty tables, then how long writers wait: for the same rows, a few others, all others."""

    def fetch(_: str, after: int, limit: int) -> list[str]:
        return [entry.body for entry in source.log.entries(after, limit)]

    started = time.perf_counter()
    made = rebuild(follower, fetch)
    speed = made.events / (time.perf_counter() - started)
    rows = []
    for what, damage in (
        ("nothing is", None),
        ("a thousandth is", "UPDATE message_facts SET kind = 'wrong' WHERE position % 1000 = 0"),
        ("everything is", "UPDATE message_facts SET kind = 'wrong'"),
    ):
        if damage is not None:
            with follower.database.engine.begin() as connection:
                connection.execute(text(damage))
        with Writer(writing) as writer:
            again = rebuild(follower, fetch)
        assert bool(again.differences) == (damage is not None)
        rows.append(
            Row(
                f"longest wait of a writer where {what} different in {made.rows:,} rows, {where}",
                f"{writer.longest * 1000:,.0f} ms",
                "",
                "",
                f"{HELD_S:g} s",
                writer.longest <= HELD_S,
            )
        )
    return speed, rows


def stored(follower: Service) -> list[tuple[Any, ...]]:
    """The rows that were written, as the driver gives them."""
    names = ", ".join(f'"{column.name}"' for column in message_facts.columns)
    sql = f"SELECT {names} FROM message_facts ORDER BY position"  # noqa: S608 - our own names
    return [tuple(row) for row in follower.database.look(lambda session: session.query(sql))]


def copied_per_second(url: str, rows: list[tuple[Any, ...]]) -> float:
    """The limit on PostgreSQL: the same rows by COPY into a table with the same key."""
    lines = ("\t".join("\\N" if value is None else str(value) for value in row) for row in rows)
    file = io.StringIO("\n".join(lines) + "\n")
    with psycopg2.connect(url.replace("+psycopg2", "")) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_copy (LIKE message_facts INCLUDING ALL)")
        connection.commit()
        started = time.perf_counter()
        cursor.copy_expert("COPY bench_copy FROM STDIN", file)
        connection.commit()
        return len(rows) / (time.perf_counter() - started)


def inserted_per_second(path: Path, rows: list[tuple[Any, ...]]) -> float:
    """The limit on SQLite: the same rows in one transaction."""
    with closing(sqlite3.connect(path)) as connection:
        names = [column.name for column in message_facts.columns]
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(f"CREATE TABLE bench_copy ({columns}, PRIMARY KEY (position))")
        started = time.perf_counter()
        places = ", ".join("?" for _ in names)
        connection.executemany(f"INSERT INTO bench_copy VALUES ({places})", rows)  # noqa: S608 - our own names
        connection.commit()
        return len(rows) / (time.perf_counter() - started)


def run(server: PostgresServer, count: int = EVENTS) -> list[Row]:
    """On PostgreSQL with the limit and the peer, then on SQLite."""
    with server.database() as url, server.database() as other, TemporaryDirectory() as home:
        source = intake.build(settings_for(other, home))
        follower, writing = stats.build(settings_for(url, home)), stats.build(settings_for(url, home))
        source.migrate()
        follower.migrate()
        fill(source, follower, count)
        speed, rows = measured(source, follower, writing, "PostgreSQL")
        limit = copied_per_second(url, stored(follower))
        for service in (source, follower, writing):
            service.close()
    with server.database() as url:
        theirs = peer.projected_per_second(url.replace("+psycopg2", ""), min(PEERS, count))
    what = f"rebuild of {count:,} events, PostgreSQL"
    rows = [
        ratio(what, speed, "COPY of the same rows", limit, AIM_OF_COPY),
        ratio(what, speed, "eventsourcing's ProjectionRunner", theirs, AIM_OF_PEER),
        *rows,
    ]
    with TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        source, follower, writing = intake.build(settings), stats.build(settings), stats.build(settings)
        source.migrate()
        follower.migrate()
        fill(source, follower, count)
        speed, more = measured(source, follower, writing, "SQLite")
        limit = inserted_per_second(Path(home) / "copy.db", stored(follower))
        for service in (source, follower, writing):
            service.close()
    what = f"rebuild of {count:,} events, SQLite"
    return [*rows, ratio(what, speed, "one INSERT of the same rows", limit, AIM_OF_COPY), *more]
