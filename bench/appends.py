"""Commands decided and appended by one service, against raw commits of PostgreSQL and against the Python peer."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg2

from bench import peer, postgres
from bench.table import Row, ratio
from kernel.actor import SYSTEM, Actor
from kernel.context import Context
from kernel.service import Service
from kernel.settings import Settings
from services.routing import handlers, wiring
from services.routing.domain.commands import OpenCase
from services.routing.domain.matter import Matter
from services.routing.schema import CASE
from tests.support.servers import PostgresServer

CALLERS = 16
DISPATCHER = Actor("dispatcher", "dispatcher", columns=("mayor",))
OFFICE = Actor("office", "office")
CITY = {
    "agencies": [{"id": "office", "name": "政务办"}, {"id": "housing", "name": "住建局", "parent": "office"}],
    "columns": [
        {
            "id": "mayor",
            "name": "市长信箱",
            "jurisdiction": "city",
            "leader": "市长",
            "office": "office",
            "review_levels": 3,
            "limits": {"ordinary_days": 5, "complex_days": 10, "max_days": 15},
            "title_limit": 60,
            "body_limit": 3000,
            "accepts": True,
        }
    ],
}


def number(n: int) -> str:
    """The n-th message number."""
    return f"20190424-{n:06d}"


def open_cases(service: Service, count: int) -> None:
    """A city, and `count` waiting cases, 500 a transaction."""
    at = datetime(2019, 4, 24, 1, 0, tzinfo=UTC)
    matter = Matter(
        column="mayor",
        kind="request",
        field=None,
        urgency="ordinary",
        complexity="ordinary",
        accepted_at=at,
        imported=False,
    )
    service.handle(handlers.load_city, CITY, Context(OFFICE, "bench"))
    for begin in range(0, count, 500):

        def opened(unit: object, begin: int = begin) -> dict[str, int]:
            for n in range(begin, min(begin + 500, count)):
                unit.execute(CASE, number(n), OpenCase(matter, at))  # type: ignore[attr-defined]
            return {}

        service.store.transact(opened, Context(SYSTEM, "bench"))


def assigned_per_second(url: str, count: int, *, warm: bool) -> float:
    """`count` cases assigned by 16 callers through the service's own handler, each with a request id of its own."""
    parts = urlsplit(url)
    template = f"postgresql://{parts.netloc}/{parts.path.lstrip('/')}?application_name={{service}}"
    with TemporaryDirectory() as home:
        settings = Settings(home=Path(home), database_url_template=template, database_pool=CALLERS, cache=count + 10)
        service = wiring.build(settings)
        service.migrate()
        open_cases(service, count)
        if not warm:
            service.close()
            service = wiring.build(settings)
        service.handle(handlers.assign, {"number": number(0), "lead": "housing"}, Context(DISPATCHER, "first"))
        turns = iter(range(1, count))
        lock = threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    n = next(turns, None)
                if n is None:
                    return
                context = Context(DISPATCHER, f"c{n}", request_id=f"request-{n}", fingerprint="f")
                service.handle(handlers.assign, {"number": number(n), "lead": "housing"}, context)

        threads = [threading.Thread(target=work) for _ in range(CALLERS)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed = time.perf_counter() - started
        service.close()
    return count / elapsed


def in_a_process_of_its_own(url: str, count: int, *, warm: bool) -> float:
    """The same in a process as a service runs in: its threads are green threads."""
    work = f"print(appends.assigned_per_second({url!r}, {count}, warm={warm}))"
    program = f"import kernel.transport.patch; from bench import appends; {work}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=600)
    return float(done.stdout)


def row_bytes(url: str) -> int:
    """The mean size of an Assigned event's data, for raw rows of the same size."""
    with psycopg2.connect(url.replace("+psycopg2", "")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT avg(length(data))::int FROM journal WHERE type = 'routing.assigned.v1'")
        return int(cursor.fetchone()[0])  # type: ignore[index]


def run(server: PostgresServer, seconds: int = 5, count: int = 30_000) -> list[Row]:
    """Three databases, one after another: ours, raw commits, the peer."""
    with server.database() as url:
        ours = in_a_process_of_its_own(url, count, warm=True)
        size = row_bytes(url)
    with server.database() as url:
        cold = in_a_process_of_its_own(url, count, warm=False)
    with server.database() as url:
        with psycopg2.connect(url.replace("+psycopg2", "")) as connection, connection.cursor() as cursor:
            cursor.execute(postgres.TABLE)
        connection.close()
        raw = postgres.raw_commits_per_second(url, size, seconds)
    with server.database() as url:
        theirs = peer.appends_per_second(url.replace("+psycopg2", ""), seconds)
    what = f"commands decided and appended, {CALLERS} callers"
    return [
        ratio(f"{what}, recent cases", ours, "raw pgbench commits", raw, 0.4),
        ratio(f"{what}, cases read from the journal", cold, "raw pgbench commits", raw, 0.4),
        ratio(f"{what}, cases read from the journal", cold, "eventsourcing 9.5, 8 threads", theirs, 2.5),
    ]
