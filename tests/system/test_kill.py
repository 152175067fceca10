"""Nothing is lost, doubled or miscounted when any process is killed at any moment, or the broker restarts.

Most messages go the plain way; some are returned, extended, merged into or handled again on the way, by the seed.
"""

from __future__ import annotations

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.support import laws, rework
from tests.support.chaos import Chaos
from tests.support.cluster import Cluster
from tests.support.detours import WAYS, WEIGHTS, Detour, Told
from tests.support.servers import PrivateRabbitMQ
from tests.support.waiting import until
from tests.support.walk import Door, submit
from tests.system.conftest import DEMONSTRATION, opened, signed_in
from tests.system.conftest import TEAM as USUAL

MESSAGES = int(os.environ.get("KILL_TEST_MESSAGES", "350"))
KILLS = int(os.environ.get("KILL_TEST_KILLS", "22"))
SEED = int(os.environ.get("KILL_TEST_SEED", "20191113"))
OFFICES = 6
EVERY_WAY = ((*WAYS, *rework.WAYS), (*WEIGHTS, *(1 for _ in rework.WAYS)))
"""The ways, and how many go each."""
TEAM = replace(USUAL, wrong_handler="waterworks", supervisor="supervisor")
TOLD = {
    "intake": ("MessageSubmitted", "MessageAccepted", "MessageMerged"),
    "review": (
        "ReplySubmitted",
        "ReplyTakenOutOfReview",
        "ReplySentBack",
        "ReplyApproved",
        "ReplyPublished",
        "ReplyCorrected",
    ),
    "routing": ("Closed", "AssignmentReturned", "DeadlineExtended", "Reopened"),
}
"""What the public logs have to tell of every message exactly as often as it happened."""
WATERWORKS = "  - {username: waterworks, name: 市水务局, role: handler, agencies: [water], password: huiyin-demo}\n"

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800)]


@pytest.fixture
def cluster(tmp_path: Path, rabbitmq_server: PrivateRabbitMQ, postgres_urls: str) -> Iterator[Cluster]:
    """Six processes over a broker that may be killed."""
    system = Cluster(rabbitmq_server.uri, postgres_urls, tmp_path)
    system.start()
    city = tmp_path / "city.yaml"
    city.write_text(DEMONSTRATION.read_text(encoding="utf-8") + WATERWORKS, encoding="utf-8")
    yield opened(system, city)
    system.stop()


class Walks:
    """`ways` walked by several offices at once, a message each; `done` counts what is handled.

    `told` says how often the public logs have to tell what of each message.
    """

    def __init__(self, door: Door, ways: list[Detour]) -> None:
        self.written: dict[str, str] = {}
        self.told: Told = {}
        self.done = 0
        self._door = door
        self._turns = iter(ways)
        self._lock = threading.Lock()

    def office(self, _: int) -> None:
        """Walk messages until there are none left."""
        door = self._door.sibling()
        while True:
            with self._lock:
                way = next(self._turns, None)
            if way is None:
                return
            message = submit(door, TEAM.column)
            with self._lock:
                self.written[message["number"]] = message["query_code"]
            told = way(door, message, TEAM)
            with self._lock:
                self.told |= told
                self.done += 1

    def expected(self, name: str) -> Counter[str]:
        """How often each message has to be told of by this name."""
        return +Counter({number: told[name] for number, told in self.told.items()})

    def answered(self, door: Door, number: str) -> dict[str, Any]:
        """The citizen's view of a message once it is closed for the last time."""
        rounds = self.told[number]["Closed"]

        def done(view: dict[str, Any]) -> bool:
            return (view["state"], view["round"]) == ("closed", rounds)

        view: dict[str, Any] = door.call(
            "GET",
            f"/messages/{number}",
            headers={"X-Query-Code": self.written[number]},
            named="follow",
            until=lambda answer: answer.ok and done(answer.json()),
        )
        return view


def public_log(cluster: Cluster, service: str) -> list[dict[str, object]]:
    """Every public event of a service, read from its own database."""
    address = cluster.database_url.replace("{service}", service).replace("+psycopg2", "")
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT body FROM public_log ORDER BY position")
        return [json.loads(body) for (body,) in cursor.fetchall()]


def how_often(events: list[dict[str, object]], name: str) -> Counter[str]:
    """How many events of this name each message has."""
    return Counter(str(event["subject"]) for event in events if event["type"] == name)


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

    door = signed_in(cluster, TEAM)
    door.patience = 180
    walks = Walks(door, random.Random(SEED).choices(*EVERY_WAY, k=MESSAGES))
    chaos = Chaos(cluster, SEED, KILLS, lambda: walks.done, (restart_broker, restart_broker))
    chaos.start()
    with ThreadPoolExecutor(OFFICES) as offices:
        list(offices.map(walks.office, range(OFFICES)))
    until(chaos.finished.is_set, "the killing to end", seconds=120)
    cluster.wait_ready()

    assert len(walks.written) == MESSAGES
    assert Counter(chaos.history)["broker"] == 2
    texts = {number: walks.answered(door, number)["reply"]["text"] for number in walks.written}
    for service, names in TOLD.items():
        log = public_log(cluster, service)
        for name in names:
            assert how_often(log, name) == walks.expected(name), name
    expected = {"accepted": MESSAGES, "closed": MESSAGES}
    until(lambda: total(door) == expected, f"stats to say {expected}", seconds=60)
    verified = cluster.huiyin("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with laws.beside(cluster.settings) as services:
        laws.public_positions_have_no_gaps(services)
        for number, text in texts.items():
            laws.is_what_was_approved(services, number, text)
        cluster.stop()  # what is still being sent to people would change rows between the two looks
        laws.read_models_are_what_the_journals_say(services)
