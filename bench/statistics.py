"""Figures over a million messages: at any past cut-off, asked again, and against PostgreSQL counting the same rows.

STATISTICS_MESSAGES sets another number of messages.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
from sqlalchemy import Table, insert, text

from bench.projections import settings_for
from bench.table import Row, quantile
from kernel.actor import Actor
from kernel.context import Context
from kernel.service import Service
from kernel.settings import Settings
from kernel.tables import checkpoints, to_micros
from services.stats import queries, tables
from services.stats import wiring as stats
from services.stats.domain.facts import CaseFact, MessageFact, ReplyFact
from tests.support.servers import PostgresServer

MESSAGES = int(os.environ.get("STATISTICS_MESSAGES", "1000000"))
COLUMNS = [f"column-{place:02}" for place in range(14)]
AGENCIES = [f"agency-{place:03}" for place in range(150)]
KINDS = ("consultation", "suggestion", "request", "complaint", "thanks")
FIELDS = [f"field-{place:02}" for place in range(40)]
BEGIN = datetime(2015, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=5 * 365)
AT_ONCE = 20_000
CUTOFFS = 40
EXTENDED, CLOSED, PUBLIC = 0.02, 0.97, 0.8  # shares
AIM_TIMES = 10.0
AIM_MS, AGAIN_MS, LOAD_S = 100.0, 5.0, 60.0
OFFICE = Context(Actor("bench", "office"), "bench")

_BY_SQL = """
WITH stands AS (
    SELECT DISTINCT ON (number) number, fact FROM case_facts WHERE at <= %(as_of)s ORDER BY number, position DESC
)
SELECT "column", COUNT(*) FILTER (WHERE stands.fact IS DISTINCT FROM 8), COUNT(*) FILTER (WHERE stands.fact = 6)
FROM message_facts LEFT JOIN stands USING (number) WHERE message_facts.fact = 2 AND at <= %(as_of)s GROUP BY "column"
"""

Rows = Iterator[dict[str, Any]]


def messages(count: int) -> Iterator[tuple[str, str, datetime, random.Random]]:
    """Number, column and day of submission of each, evenly over five years."""
    chance = random.Random(7)
    for place in range(count):
        at = BEGIN + YEARS * (place / count)
        yield f"{at:%Y%m%d}-{place % 1_000_000:06}", chance.choice(COLUMNS), at, chance


def told(position: int, number: str, fact: int, at: datetime) -> dict[str, Any]:
    """What every fact says."""
    return {"position": position, "number": number, "fact": fact, "at": at, "recorded_at": at}


def message_rows(count: int) -> Rows:
    """Each submitted and, nine in ten, accepted."""
    position = 0
    for number, column, at, chance in messages(count):
        blank = {"column": column, "kind": chance.choice(KINDS), "field": None, "round": None, "satisfaction": None}
        yield {**told(position := position + 1, number, MessageFact.SUBMITTED, at), **blank}
        if position % 10:
            accepted = {**blank, "field": chance.choice(FIELDS)}
            later = at + timedelta(hours=5)
            yield {**told(position := position + 1, number, MessageFact.ACCEPTED, later), **accepted}


def case_rows(count: int) -> Rows:
    """Each assigned, one in fifty extended, most of them closed."""
    position = 0
    for number, _, at, chance in messages(count):
        until = at + timedelta(days=7)
        said = {"round": 1, "agency": chance.choice(AGENCIES), "helpers": None}
        with_ = {**said, "until": until, "on_time": None}
        yield {**told(position := position + 1, number, CaseFact.ASSIGNED, at + timedelta(hours=9)), **with_}
        if chance.random() < EXTENDED:
            until += timedelta(days=5)
            later = at + timedelta(days=5)
            with_ = {**with_, "until": until}
            yield {**told(position := position + 1, number, CaseFact.EXTENDED, later), **with_}
        if chance.random() < CLOSED:
            closed = at + timedelta(hours=chance.randrange(10, 400))
            with_ = {**with_, "on_time": int(closed < until)}
            yield {**told(position := position + 1, number, CaseFact.CLOSED, closed), **with_}


def reply_rows(count: int) -> Rows:
    """Each answered, most of them publicly."""
    for position, (number, _, at, chance) in enumerate(messages(count), 1):
        said = told(position, number, ReplyFact.REPLIED, at + timedelta(days=4))
        yield {**said, "round": 1, "public": int(chance.random() < PUBLIC)}


def fill(service: Service, count: int) -> None:
    """Write the facts as if they had been heard."""
    parts: tuple[tuple[str, Table, Callable[[int], Rows]], ...] = (
        ("intake", tables.message_facts, message_rows),
        ("routing", tables.case_facts, case_rows),
        ("review", tables.reply_facts, reply_rows),
    )
    for source, table, rows in parts:
        made, last = rows(count), 0
        while some := list(islice(made, AT_ONCE)):
            with service.database.engine.begin() as connection:
                connection.execute(insert(table), some)
            last = some[-1]["position"]
        with service.database.engine.begin() as connection:
            connection.execute(insert(checkpoints), {"source": source, "position": last})
    with service.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def asked(service: Service, report: str, as_of: datetime, by: str = "column") -> Callable[[], object]:
    """A question over everything accepted in five years."""
    period = {"from": BEGIN.date().isoformat(), "to": date(2020, 1, 1).isoformat()}
    payload = {**period, "as_of": as_of.isoformat(), "by": by}
    query = getattr(queries, report)(stats.memory_of(service))
    return lambda: service.ask(query, payload, OFFICE)


def measured(service: Service, where: str) -> list[Row]:
    """How long the first question takes, then others at cut-offs at random, then the same again."""
    chance = random.Random(11)
    cutoffs = [BEGIN + YEARS * chance.random() for _ in range(CUTOFFS)]
    load = timed(asked(service, "completion", cutoffs[0])) / 1000
    rows = [
        Row(f"first question: everything is read, {where}", f"{load:.1f} s", "", "", f"{LOAD_S:g} s", load <= LOAD_S)
    ]
    for report, by in (("completion", "column"), ("timeliness", "agency"), ("workload", "field")):
        took = quantile([timed(asked(service, report, as_of, by)) for as_of in cutoffs], 0.95)
        rows.append(Row(f"{report} by {by}, {where}", f"p95 {took:.0f} ms", "", "", f"{AIM_MS:g} ms", took <= AIM_MS))
    again = quantile([timed(asked(service, "completion", as_of)) for as_of in cutoffs for _ in range(2)][1::2], 0.95)
    rows.append(
        Row(f"the same asked again, {where}", f"p95 {again:.2f} ms", "", "", f"{AGAIN_MS:g} ms", again <= AGAIN_MS)
    )
    return rows


def by_sql(url: str) -> float:
    """The peer: PostgreSQL counts the same rows itself. p95 in milliseconds."""
    chance = random.Random(11)
    with psycopg2.connect(url.replace("+psycopg2", "")) as connection, connection.cursor() as cursor:
        return quantile(
            [
                timed(lambda: cursor.execute(_BY_SQL, {"as_of": to_micros(BEGIN + YEARS * chance.random())}))
                for _ in range(5)
            ],
            0.95,
        )


def run(server: PostgresServer, count: int = MESSAGES) -> list[Row]:
    """On PostgreSQL with the peer, then on SQLite."""
    with server.database() as url, TemporaryDirectory() as home:
        service = stats.build(settings_for(url, home))
        service.migrate()
        fill(service, count)
        rows = measured(service, f"{count:,} messages, PostgreSQL")
        ours, theirs = timed(asked(service, "completion", BEGIN + YEARS / 3)), by_sql(url)
        times = theirs / ours
        against = f"by SQL {theirs:,.0f} ms"
        rows.append(
            Row(
                "completion by column",
                f"{ours:.0f} ms",
                against,
                f"{times:.1f}x",
                f"{AIM_TIMES:g}x",
                times >= AIM_TIMES,
            )
        )
        service.close()
    with TemporaryDirectory() as home:
        service = stats.build(Settings(home=Path(home)))
        service.migrate()
        fill(service, count)
        rows += measured(service, f"{count:,} messages, SQLite")
        service.close()
    return rows
