"""Whole lifecycles over HTTP, RabbitMQ and PostgreSQL by many users at once, every one of them counted at the end."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.table import Row, quantile
from tests.support.cluster import Cluster
from tests.support.servers import PostgresServer, RabbitMQServer
from tests.support.waiting import until
from tests.support.walk import Door, Team, Timing, handle, submit

USERS = 50
SERVICES = ("intake", "routing", "review", "stats", "notices", "gateway")
TEAM = Team(column="mayor", agency="housing", reviewers=("reviewer1",))
CITY = Path(__file__).with_name("city.yaml")
# submit, accept, assign, draft, submit for review, pass; closing follows by itself
PEER = "for orientation: DIGIT PGR 37/s of 4 calls on 8-16 cores"
RATE, SLOWEST_MS = 40.0, 300.0


class Load:
    """`users` threads walking messages until the time is over."""

    def __init__(self, door: Door, seconds: float) -> None:
        self._door = door
        self._seconds = seconds
        self._lock = threading.Lock()
        self.walked = 0
        self.started = 0
        self.timings: list[Timing] = []

    def user(self, _: int) -> None:
        """One user at a time walks one message after the other."""
        door = self._door.sibling()
        end = time.perf_counter() + self._seconds
        while time.perf_counter() < end:
            with self._lock:
                self.started += 1
            handle(door, submit(door, TEAM.column)["number"], TEAM)
            with self._lock:
                self.walked += 1
        with self._lock:
            self.timings += door.timings


def counted(door: Door) -> dict[str, int]:
    """Accepted and closed of everything, as stats says."""
    total = door.call("GET", "/statistics/completion?from=2020-01-01&to=2100-01-01&by=column")["total"]
    return {name: total[name] for name in ("accepted", "closed")}


def run(postgres: PostgresServer, rabbitmq: RabbitMQServer, seconds: float = 20, users: int = USERS) -> list[Row]:
    """Six processes, `users` concurrent users in this process."""
    with postgres.databases(SERVICES) as databases, rabbitmq.vhost() as amqp, TemporaryDirectory() as folder:
        cluster = Cluster(amqp, databases, Path(folder))
        try:
            cluster.start()
            cluster.wait_ready()
            loaded = cluster.huiyin("city", "load", str(CITY))
            if loaded.returncode:
                raise RuntimeError(loaded.stderr)
            door = Door(cluster.url, "huiyin-demo", pause=0.1)
            door.sign_in(*TEAM.accounts)
            handle(door, submit(door, TEAM.column)["number"], TEAM)
            load = Load(door, seconds)
            started = time.perf_counter()
            with ThreadPoolExecutor(users) as threads:
                list(threads.map(load.user, range(users)))
            rate = load.walked / (time.perf_counter() - started)
            everything = {"accepted": load.started + 1, "closed": load.started + 1}
            until(lambda: counted(door) == everything, f"stats to say {everything}", seconds=60)
        finally:
            cluster.stop()
    what = f"lifecycles of 6 calls and the closing that follows, {users} users"
    answered, waited = slowest(load.timings, "answered"), slowest(load.timings, "waited")
    again = sum(timing.attempts - 1 for timing in load.timings)
    aim = f"{SLOWEST_MS:g} ms"
    return [
        Row(what, f"{rate:.1f}/s", PEER, "all counted", f"{RATE:g}/s", rate >= RATE),
        Row(f"p95 of its slowest call, {answered[0]}", f"{answered[1]:.0f} ms", "", "", aim, answered[1] <= SLOWEST_MS),
        Row(
            f"the same from the first attempt, {waited[0]}", f"{waited[1]:.0f} ms", "",
            f"{again} of {len(load.timings) + again} calls asked again", aim, waited[1] <= SLOWEST_MS,
        ),
    ]  # fmt: skip


def slowest(timings: Sequence[Timing], seconds: str) -> tuple[str, float]:
    """The call with the greatest 95th percentile, and that in milliseconds."""
    by_call: dict[str, list[float]] = defaultdict(list)
    for timing in timings:
        by_call[timing.name].append(getattr(timing, seconds) * 1000)
    return max(((name, quantile(took, 0.95)) for name, took in by_call.items()), key=lambda found: found[1])
