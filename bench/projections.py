"""Public events folded into the statistics' read models, against reading and decoding them, and against the peer."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import orjson
import psycopg2
from psycopg2.extras import execute_values

from bench import peer
from bench.table import Row, ratio
from contracts.intake import CONTRACTS, MessageAcceptedV1
from kernel.service import Service
from kernel.settings import Settings
from services.stats import wiring as stats
from tests.support.servers import PostgresServer

BATCH = 1000
BEGIN = datetime(2019, 1, 1, tzinfo=UTC)


def settings_for(url: str, home: str) -> Settings:
    """One service in one database."""
    parts = urlsplit(url)
    template = f"postgresql://{parts.netloc}/{parts.path.lstrip('/')}?application_name={{service}}"
    return Settings(home=Path(home), database_url_template=template, cache=200_000)


def envelopes(count: int) -> list[str]:
    """`count` messages accepted, each a new row of the read model, as they stand in intake's public log."""
    bodies = []
    for position in range(1, count + 1):
        at = BEGIN + timedelta(minutes=position)
        number = f"{at:%Y%m%d}-{position:06d}"
        event = MessageAcceptedV1(
            number=number,
            column="mayor",
            kind="request",
            field="housing",
            urgency="ordinary",
            complexity="ordinary",
            publishable=True,
            accepted_at=at,
            imported=False,
        )
        envelope = {
            "specversion": "1.0",
            "id": f"intake-{position}",
            "source": "intake",
            "type": CONTRACTS.name(event),
            "subject": number,
            "time": at.isoformat(),
            "recordedtime": at.isoformat(),
            "dataschema": CONTRACTS.dataschema(event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": f"bench-{position}",
            "data": orjson.loads(CONTRACTS.encode(event)),
        }
        bodies.append(orjson.dumps(envelope).decode())
    return bodies


def read_and_decoded_per_second(url: str, bodies: list[str]) -> float:
    """The limit: the same events read from a table of PostgreSQL and decoded by orjson, nothing done with them."""
    with psycopg2.connect(url.replace("+psycopg2", "")) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_log (position bigint PRIMARY KEY, body text)")
            execute_values(cursor, "INSERT INTO bench_log VALUES %s", list(enumerate(bodies, 1)), page_size=BATCH)
            cursor.execute("ANALYZE bench_log")
        with connection.cursor("bench") as cursor:
            cursor.itersize = BATCH
            started = time.perf_counter()
            cursor.execute("SELECT position, body FROM bench_log ORDER BY position")
            read = sum(1 for _ in map(orjson.loads, (body for _, body in cursor)))
            return read / (time.perf_counter() - started)


def folded_per_second(bodies: list[str], service: Service) -> float:
    """Events a second through the inbox, in batches as a subscription hands them over."""

    def nothing_more(source: str, after: int, limit: int) -> list[dict[str, object]]:  # noqa: ARG001 - a Fetch
        return []

    inbox = service.inbox(nothing_more)
    started = time.perf_counter()
    for begin in range(0, len(bodies), BATCH):
        inbox.apply(bodies[begin : begin + BATCH])
    return len(bodies) / (time.perf_counter() - started)


def run(server: PostgresServer, count: int = 60_000, peers: int = 6_000) -> list[Row]:
    """Intake's events into stats' tables; every event inserts a row, checkpoint and all in one transaction a batch."""
    bodies = envelopes(count)
    with server.database() as url:
        limit = read_and_decoded_per_second(url, bodies)
    with server.database() as url, TemporaryDirectory() as home:
        counting = stats.build(settings_for(url, home))
        counting.migrate()
        ours = folded_per_second(bodies, counting)
        counting.close()
    with server.database() as url:
        theirs = peer.projected_per_second(url.replace("+psycopg2", ""), peers)
    what = f"live projection, batches of {BATCH}"
    return [
        ratio(what, ours, "reading and decoding with orjson", limit, 0.3),
        ratio(what, ours, "eventsourcing's ProjectionRunner", theirs, 20),
    ]
