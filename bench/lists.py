"""Every list that people look at, over HTTP, with 200,000 messages behind it: how long a page takes.

One reader at a time: what is measured is how a list bears its length. LISTS_MESSAGES sets another length.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import filling
from bench.lifecycles import SERVICES
from bench.table import Row, quantile
from kernel.settings import Settings
from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.servers import PostgresServer, RabbitMQServer
from tests.support.waiting import until
from tests.support.walk import Door

MESSAGES = int(os.environ.get("LISTS_MESSAGES", "200000"))
PAGES = 30  # of each list: the first one again and again, then one after the other
P95_MS = 200.0
PERIOD = "from=2020-01-01&to=2100-01-01"


@dataclass(frozen=True, slots=True)
class List:
    """One list as somebody looks at it."""

    what: str
    path: str
    account: str | None = None
    pages: bool = True

    @property
    def reader(self) -> str | None:
        """The account as the city file names it."""
        return None if self.account is None else f"bench-{self.account}"


LISTS = (
    List("messages, waiting", "/desk/messages?state=waiting", "clerk"),
    List("messages, waiting, a column", "/desk/messages?state=waiting&column=mayor", "clerk"),
    List("messages, closed, a column", "/desk/messages?state=closed&column=mayor", "clerk"),
    List("messages, all", "/desk/messages?", "clerk"),
    List("messages, all of three columns", "/desk/messages?", "county"),
    List("cases, open", "/desk/cases?state=open", "dispatcher"),
    List("cases, waiting", "/desk/cases?state=waiting", "dispatcher"),
    List("cases, open, a column", "/desk/cases?state=open&column=mayor", "dispatcher"),
    List("cases, open, an agency", "/desk/cases?state=open&agency=agency-00", "dispatcher"),
    List("cases, all", "/desk/cases?", "dispatcher"),
    List("cases, all of three columns", "/desk/cases?", "county"),
    List("cases, open, of a busy agency", "/desk/cases?state=open", "handler"),
    List("cases, all of a busy agency", "/desk/cases?", "handler"),
    List("cases, all of a quiet agency", "/desk/cases?", "quiet"),
    List("ledger", "/desk/ledger?", "supervisor"),
    List("ledger, red", "/desk/ledger?light=red", "supervisor"),
    List("ledger, a column, old", "/desk/ledger?column=mayor&age_from=30", "supervisor"),
    List("ledger, of a busy agency", "/desk/ledger?", "handler"),
    List("urging proposals", "/desk/urging-proposals?", "supervisor"),
    List("urgings, of a busy agency", "/desk/urgings?", "handler"),
    List("replies, in review at a level", "/desk/replies?state=in_review&level=1", "reviewer"),
    List("replies, published", "/desk/replies?state=published", "reviewer"),
    List("replies, all", "/desk/replies?", "reviewer"),
    List("replies, all of a busy agency", "/desk/replies?", "handler"),
    List("published", "/published?"),
    List("published, a column", "/published?column=county-1"),
    List("completion, all time", f"/statistics/completion?{PERIOD}", pages=False),
    List("completion, a year", "/statistics/completion?from=2025-01-01&to=2026-01-01", pages=False),
)


def measured(door: Door, listed: List) -> tuple[list[float], list[float]]:
    """Milliseconds of the first page, again and again, and of the pages that follow it, as deep as they go here."""
    _timed(door, listed, "")
    first = [_timed(door, listed, "")[0] for _ in range(PAGES)]
    deep: list[float] = []
    after = _timed(door, listed, "&limit=200")[1].get("next") if listed.pages else None
    while after and len(deep) < PAGES:
        took, answer = _timed(door, listed, f"&limit=200&after={after}")
        deep.append(took)
        after = answer["next"]
    return first, deep


def _timed(door: Door, listed: List, more: str) -> tuple[float, dict[str, Any]]:
    started = time.perf_counter()
    answer = door.call("GET", f"{listed.path}{more}", account=listed.reader)
    return (time.perf_counter() - started) * 1000, answer


def look(url: str, where: str) -> list[Row]:
    """A row for each list of a running system."""
    door = Door(url, filling.PASSWORD)
    door.sign_in(*{listed.reader for listed in LISTS if listed.reader})
    rows = []
    for listed in LISTS:
        first, deep = measured(door, listed)
        total = _timed(door, listed, "")[1]["total"]
        length = f"of {total:,}" if isinstance(total, int) else ""
        took = quantile(first, 0.95)
        rows.append(Row(f"{listed.what}, {where}", f"{took:.0f} ms", length, "", f"{P95_MS:g} ms", took <= P95_MS))
        if deep:
            took = quantile(deep, 0.95)
            met = took <= P95_MS
            what = f"the {len(deep)} pages of 200 after it"
            rows.append(Row(what, f"{took:.0f} ms", "", "", f"{P95_MS:g} ms", met))
        print("  " + "  ".join(rows[-1 if not deep else -2].cells()[:3]), "" if not deep else f"deep {took:.0f} ms")
    return rows


@contextmanager
def full_cluster(postgres: PostgresServer, rabbitmq: RabbitMQServer, count: int = MESSAGES) -> Iterator[Cluster]:
    """Six processes over databases that hold `count` messages."""
    with postgres.databases(SERVICES) as databases, rabbitmq.vhost() as amqp, TemporaryDirectory() as folder:
        cluster = Cluster(amqp, databases, Path(folder))
        settings = Settings(
            home=cluster.folder, amqp_uri=amqp, database_url_template=databases, key=bytes(32), cache=1000
        )
        try:
            cluster.start()
            cluster.wait_ready()
            _load_city(cluster, Path(folder))
            cluster.stop()
            filling.fill(settings, count, datetime.now(UTC))
            cluster.start()
            cluster.wait_ready()
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def full_embedded(count: int = MESSAGES) -> Iterator[Embedded]:
    """One process over SQLite files that hold `count` messages."""
    with TemporaryDirectory() as folder:
        system = Embedded(Path(folder) / "home")
        try:
            system.start()
            _load_city(system, Path(folder))
            system.stop()
            filling.fill(Settings(home=system.home, cache=1000), count, datetime.now(UTC))
            system.log.write_text("")
            system.start()
            yield system
        finally:
            system.stop()


def _load_city(system: Cluster | Embedded, folder: Path) -> None:
    """The city of the bench, known to every service before it is filled."""
    file = folder / "city.yaml"
    file.write_text(filling.city(), encoding="utf-8")
    loaded = system.huiyin("city", "load", str(file))
    if loaded.returncode:
        raise RuntimeError(loaded.stdout + loaded.stderr)
    door = Door(system.url, filling.PASSWORD)
    until(lambda: _counted(door) >= set(filling.COLUMNS), "stats to know the columns")
    door.sign_in("bench-clerk")
    for column in filling.COLUMNS:  # a door is patient: it asks until intake knows the column
        door.call("GET", f"/desk/messages?column={column}", account="bench-clerk")


def _counted(door: Door) -> set[str]:
    return {row["key"] for row in door.call("GET", f"/statistics/completion?{PERIOD}")["rows"]}


def run(postgres: PostgresServer, rabbitmq: RabbitMQServer) -> list[Row]:
    """The cluster on PostgreSQL, then one process on SQLite."""
    rows = []
    with full_cluster(postgres, rabbitmq) as cluster:
        rows += look(cluster.url, f"{MESSAGES:,} messages, cluster")
    with full_embedded() as system:
        rows += look(system.url, f"{MESSAGES:,} messages, embedded")
    return rows
