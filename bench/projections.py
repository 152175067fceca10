"""Public events folded into the statistics' read models, against reading and decoding them, and against the peer."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import orjson
import psycopg2

from bench import peer
from bench.appends import DISPATCHER, number, open_cases
from bench.table import Row, ratio
from kernel.context import Context
from kernel.publiclog import Entry
from kernel.service import Service
from kernel.settings import Settings
from services.routing import handlers
from services.routing import wiring as routing
from services.stats import wiring as stats
from tests.support.servers import PostgresServer

BATCH = 1000


def settings_for(url: str, home: str) -> Settings:
    """One service in one database."""
    parts = urlsplit(url)
    template = f"postgresql://{parts.netloc}/{parts.path.lstrip('/')}?application_name={{service}}"
    return Settings(home=Path(home), database_url_template=template, cache=200_000)


def assigned_cases(service: Service, count: int) -> None:
    """`count` cases opened and assigned, 500 a transaction: as many public events of one kind."""
    service.migrate()
    open_cases(service, count)
    for begin in range(0, count, 500):

        def assign(unit: object, begin: int = begin) -> dict[str, int]:
            for n in range(begin, min(begin + 500, count)):
                handlers.assign(unit, {"number": number(n), "lead": "housing"})  # type: ignore[arg-type]
            return {}

        service.store.transact(assign, Context(DISPATCHER, "bench"))


def read_and_decoded_per_second(url: str) -> float:
    """The limit: the same rows read from PostgreSQL and decoded by orjson, nothing done with them."""
    with psycopg2.connect(url.replace("+psycopg2", "")) as connection, connection.cursor("bench") as cursor:
        cursor.itersize = BATCH
        started = time.perf_counter()
        cursor.execute("SELECT position, name, body FROM public_log ORDER BY position")
        read = sum(1 for _ in map(orjson.loads, (body for _, _, body in cursor)))
        return read / (time.perf_counter() - started)


def folded_per_second(entries: list[Entry], service: Service) -> float:
    """Events a second through the inbox, in the batches that a subscription hands over."""

    def nothing_more(source: str, after: int, limit: int) -> list[dict[str, object]]:  # noqa: ARG001 - a Fetch
        return []

    inbox = service.inbox(nothing_more)
    started = time.perf_counter()
    for begin in range(0, len(entries), BATCH):
        inbox.apply([entry.body for entry in entries[begin : begin + BATCH]])
    return len(entries) / (time.perf_counter() - started)


def run(server: PostgresServer, count: int = 60_000, peers: int = 6_000) -> list[Row]:
    """Routing's events into stats' tables, each service in a database of its own."""
    with server.database() as source, server.database() as target, TemporaryDirectory() as home:
        service = routing.build(settings_for(source, home))
        assigned_cases(service, count)
        entries: list[Entry] = []
        while page := service.log.entries(len(entries), 5_000):
            entries += page
        limit = read_and_decoded_per_second(source)
        service.close()
        counting = stats.build(settings_for(target, home))
        counting.migrate()
        ours = folded_per_second(entries, counting)
        counting.close()
    with server.database() as url:
        theirs = peer.projected_per_second(url.replace("+psycopg2", ""), peers)
    what = f"live projection, batches of {BATCH}"
    return [
        ratio(what, ours, "reading and decoding with orjson", limit, 0.3),
        ratio(what, ours, "eventsourcing's ProjectionRunner", theirs, 20),
    ]
