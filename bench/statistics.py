"""Figures over a million messages: at any past cut-off, asked again, and against PostgreSQL counting the same rows.

The facts are written past the projections, in the order in which logs would have brought them; what is measured is the
reading of the tables and the counting. How soon an event is counted is measured by `latency`, through all of it.
STATISTICS_MESSAGES sets another number of messages.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from io import StringIO
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
from kernel.tables import checkpoints, from_micros, to_micros
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
MICROSECOND = timedelta(microseconds=1)
HOUR = 3600 * 1_000_000
LATE = 50  # of so many messages one is recorded after all others
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

Rows = Iterator[tuple[int, int, tuple[str, int], tuple[Any, ...]]]
"""When the message was submitted, when it happened, of which message, what, and what else the table keeps of it."""
Line = tuple[Any, ...]
"""A row as the driver takes it."""


def messages(count: int) -> Iterator[tuple[str, int, random.Random]]:
    """Number and instant of submission of each, evenly over five years; instants in microseconds since the epoch."""
    chance = random.Random(7)
    begin, years = to_micros(BEGIN), YEARS // MICROSECOND
    for place in range(count):
        at = begin + years * place // count
        yield f"{from_micros(at):%Y%m%d}-{place % 1_000_000:06}", at, chance


def message_rows(count: int) -> Rows:
    """Each submitted and, nine in ten, accepted."""
    for place, (number, at, chance) in enumerate(messages(count)):
        column, kind = chance.choice(COLUMNS), chance.choice(KINDS)
        yield at, at, (number, MessageFact.SUBMITTED), (column, kind, None, None, None)
        if place % 10:
            yield at, at + 5 * HOUR, (number, MessageFact.ACCEPTED), (column, kind, chance.choice(FIELDS), None, None)


def case_rows(count: int) -> Rows:
    """Each assigned, one in fifty extended, most of them closed."""
    for number, at, chance in messages(count):
        agency, until = chance.choice(AGENCIES), at + 7 * 24 * HOUR
        yield at, at + 9 * HOUR, (number, CaseFact.ASSIGNED), (1, agency, until, None, "[]")
        if chance.random() < EXTENDED:
            until += 5 * 24 * HOUR
            yield at, at + 120 * HOUR, (number, CaseFact.EXTENDED), (1, agency, until, None, None)
        if chance.random() < CLOSED:
            closed = at + chance.randrange(121, 400) * HOUR
            yield at, closed, (number, CaseFact.CLOSED), (1, agency, until, int(closed < until), None)


def reply_rows(count: int) -> Rows:
    """Each answered, most of them publicly."""
    for number, at, chance in messages(count):
        yield at, at + 96 * HOUR, (number, ReplyFact.REPLIED), (1, int(chance.random() < PUBLIC))


def in_order(rows: Rows) -> Iterator[Line]:
    """Lines of a table in the order in which a log would have them: by when it happened.

    One message in fifty was taken over from a former system later: its rows are recorded, and stand, after the others.
    """
    ahead: list[tuple[int, int, Line]] = []
    late: list[Line] = []
    position = 0
    for turn, (submitted, at, (number, fact), others) in enumerate(rows):
        line = (number, int(fact), at, at, *others)
        if int(number[-6:]) % LATE == 0:
            late.append(line)
            continue
        heappush(ahead, (at, turn, line))
        while ahead and ahead[0][0] <= submitted:
            yield (position := position + 1, *heappop(ahead)[2])
    while ahead:
        yield (position := position + 1, *heappop(ahead)[2])
    recorded = to_micros(BEGIN + YEARS)
    for number, fact, at, _, *kept in late:
        yield (position := position + 1, number, fact, at, recorded, *kept)


def fill(service: Service, count: int) -> None:
    """Write the facts as if they had been heard: by COPY, past the projections, which write the same rows."""
    parts: tuple[tuple[str, Table, Callable[[int], Rows]], ...] = (
        ("intake", tables.message_facts, message_rows),
        ("routing", tables.case_facts, case_rows),
        ("review", tables.reply_facts, reply_rows),
    )
    for source, table, rows in parts:
        made, last = in_order(rows(count)), 0
        with service.database.engine.begin() as connection:
            cursor = connection.connection.cursor()
            while some := list(islice(made, AT_ONCE)):
                copied(cursor, table, some)
                last = some[-1][0]
            connection.execute(insert(checkpoints), {"source": source, "position": last})
    with service.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def copied(cursor: Any, table: Table, lines: Sequence[Line]) -> None:
    """Into PostgreSQL by COPY, into SQLite by a prepared statement."""
    if hasattr(cursor, "copy_expert"):
        written = "\n".join("\t".join("\\N" if value is None else str(value) for value in line) for line in lines)
        cursor.copy_expert(f"COPY {table.name} FROM STDIN", StringIO(written))
        return
    places = ", ".join("?" * len(lines[0]))
    cursor.executemany(f"INSERT INTO {table.name} VALUES ({places})", lines)  # noqa: S608 - our own names


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
        rows = measured(service, f"{count:,} messages by COPY, PostgreSQL")
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
        rows += measured(service, f"{count:,} messages written directly, SQLite")
        service.close()
    return rows
