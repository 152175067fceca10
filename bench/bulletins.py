"""Three quarters of twelve columns, each bulletin drafted, checked and published, over a million messages.

BULLETINS_MESSAGES sets another number of messages. The peer is what cannot be saved: one question for completion at
each of the cut-offs that the bulletins count at.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from bench.projections import settings_for
from bench.statistics import BEGIN, COLUMNS, OFFICE, fill
from bench.table import Row
from kernel.actor import Actor
from kernel.context import Context
from services.stats import handlers, queries, tables
from services.stats import wiring as stats
from tests.support.servers import PostgresServer

MESSAGES = int(os.environ.get("BULLETINS_MESSAGES", "1000000"))
TWELVE = COLUMNS[:12]
YEAR = 2019
QUARTERS = tuple((date(YEAR, month, 1), date(YEAR, month + 3, 1)) for month in (1, 4, 7))
AS_OF = datetime(YEAR, 11, 12, 16, tzinfo=UTC)
PERIODS = 5  # that a bulletin counts: its own, and four before
TWICE = 2  # when it is drafted, and again when it is published
AIM_S, AIM_TIMES = 60.0, 0.25
CHECKER = Context(Actor("bench-checker", "office"), "bench")


def told_of(service: stats.Stats) -> None:
    """The columns have names."""
    with service.database.engine.begin() as connection:
        connection.execute(
            insert(tables.columns),
            [
                {
                    "position": place,
                    "column": column,
                    "name": column,
                    "jurisdiction": "测速市",
                    "portal": None,
                    "at": BEGIN,
                    "recorded_at": BEGIN,
                }
                for place, column in enumerate(COLUMNS, 1)
            ],
        )


def published(service: stats.Stats) -> int:
    """All of them, one after the other; how many."""
    heads = service.doctor({})["checkpoints"]
    draft = handlers.draft_bulletin(service.memory, lambda: heads)
    publish = handlers.publish_bulletin(service.memory)
    count = 0
    for begin, end in QUARTERS:
        for column in TWELVE:
            asked = {"column": column, "from": begin.isoformat(), "to": end.isoformat(), "as_of": AS_OF.isoformat()}
            named = service.handle(draft, asked, OFFICE)
            service.handle(handlers.check_bulletin, named, CHECKER)
            count += service.handle(publish, named, OFFICE)["state"] == "published"
    return count


def asked(service: stats.Stats) -> None:
    """Completion at as many cut-offs, each another instant, so that no answer is one that was kept."""
    completion = queries.completion(service.memory)
    for count in range(len(QUARTERS) * len(TWELVE) * PERIODS * TWICE):
        period = {"from": BEGIN.date().isoformat(), "to": date(YEAR, 10, 1).isoformat()}
        as_of = datetime(YEAR, 11, 11, count // 60 % 24, count % 60, tzinfo=UTC)
        service.ask(completion, {**period, "as_of": as_of.isoformat()}, OFFICE)


def run(server: PostgresServer, count: int = MESSAGES) -> list[Row]:
    """On PostgreSQL."""
    with server.database() as url, TemporaryDirectory() as home:
        service = stats.build(settings_for(url, home))
        service.migrate()
        fill(service, count)
        told_of(service)
        while service.memory.catch_up():
            pass
        began = time.perf_counter()
        many = published(service)
        took = time.perf_counter() - began
        began = time.perf_counter()
        asked(service)
        least = time.perf_counter() - began
        service.close()
    return [
        Row(
            f"{many} bulletins drafted, checked and published, {count:,} messages, PostgreSQL",
            f"{took:.1f} s",
            f"completion at their cut-offs {least:.1f} s",
            f"{least / took:.2f}x",
            f"{AIM_S:g} s, {AIM_TIMES:g}x",
            took <= AIM_S and least / took >= AIM_TIMES,
        )
    ]
