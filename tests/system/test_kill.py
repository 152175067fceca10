"""Nothing is lost, doubled or miscounted when any process is killed at any moment, or the broker restarts."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.support.chaos import Chaos
from tests.support.cluster import Cluster
from tests.support.servers import PrivateRabbitMQ
from tests.support.waiting import until
from tests.support.walk import Door, followed_until, handle, submit
from tests.system.conftest import TEAM, opened, signed_in

MESSAGES = int(os.environ.get("KILL_TEST_MESSAGES", "500"))
KILLS = int(os.environ.get("KILL_TEST_KILLS", "22"))
SEED = int(os.environ.get("KILL_TEST_SEED", "20191113"))
OFFICES = 6

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]


@pytest.fixture
def cluster(tmp_path: Path, rabbitmq_server: PrivateRabbitMQ, postgres_urls: str) -> Iterator[Cluster]:
    """Five processes over a broker that may be killed."""
    system = Cluster(rabbitmq_server.uri, postgres_urls, tmp_path)
    system.start()
    yield opened(system)
    system.stop()


class Walks:
    """`count` messages walked through the main line by several offices at once; `done` counts what is handled."""

    def __init__(self, door: Door, count: int) -> None:
        self.written: dict[str, str] = {}
        self.done = 0
        self._door = door
        self._turns = iter(range(count))
        self._lock = threading.Lock()

    def office(self, _: int) -> None:
        """Walk messages until there are none left."""
        door = self._door.sibling()
        while True:
            with self._lock:
                if next(self._turns, None) is None:
                    return
            message = submit(door, TEAM.column)
            with self._lock:
                self.written[message["number"]] = message["query_code"]
            handle(door, message["number"], TEAM)
            with self._lock:
                self.done += 1


def public_log(cluster: Cluster, service: str) -> list[dict[str, object]]:
    """Every public event of a service, read from its own database."""
    address = cluster.database_url.replace("{service}", service).replace("+psycopg2", "")
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT body FROM public_log ORDER BY position")
        return [json.loads(body) for (body,) in cursor.fetchall()]


def how_often(events: list[dict[str, object]], name: str) -> Counter[object]:
    """How many events of this name each message has."""
    return Counter(event["subject"] for event in events if event["type"] == name)


def total(door: Door) -> dict[str, object]:
    """The counts of everything."""
    answer = door.call("GET", "/statistics/completion?from=2020-01-01&to=2100-01-01&by=column")
    return {name: answer["total"][name] for name in ("accepted", "closed")}


def test_killed_at_any_moment_every_message_is_answered_once_and_counted(
    cluster: Cluster, rabbitmq_server: PrivateRabbitMQ
) -> None:
    def restart_broker() -> None:
        rabbitmq_server.kill()
        rabbitmq_server.start()

    door = signed_in(cluster)
    door.patience = 180
    walks = Walks(door, MESSAGES)
    chaos = Chaos(cluster, SEED, KILLS, lambda: walks.done, (restart_broker, restart_broker))
    chaos.start()
    with ThreadPoolExecutor(OFFICES) as offices:
        list(offices.map(walks.office, range(OFFICES)))
    until(chaos.finished.is_set, "the killing to end", seconds=120)
    cluster.wait_ready()

    assert len(walks.written) == MESSAGES
    assert Counter(chaos.history)["broker"] == 2
    for number, query_code in walks.written.items():
        assert followed_until(door, number, query_code, "closed")["reply"]["text"]
    once = Counter(dict.fromkeys(walks.written, 1))
    assert how_often(public_log(cluster, "intake"), "MessageSubmitted") == once
    assert how_often(public_log(cluster, "review"), "ReplyApproved") == once
    assert how_often(public_log(cluster, "review"), "ReplyPublished") == once
    assert how_often(public_log(cluster, "routing"), "Closed") == once
    expected = {"accepted": MESSAGES, "closed": MESSAGES}
    until(lambda: total(door) == expected, f"stats to say {expected}", seconds=60)
    verified = cluster.huiyin("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
