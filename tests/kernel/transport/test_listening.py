"""The listeners of docs/listening.md, run as they stand, receive what a relay publishes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.routing import CONTRACTS, AssignedV1, ClosedV1
from tests.kernel.transport.conftest import Hosts
from tests.support.servers import RabbitMQServer
from tests.support.waiting import until

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
NUMBER = "20260302-123456"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FRIDAY = date(2026, 3, 6)

ASSIGNED = AssignedV1(
    number=NUMBER, column="mayor", lead="housing", co_agencies=(), due=FRIDAY, provisional=False, round=1,
    assigned_at=NOON, imported=False,
)  # fmt: skip
CLOSED = ClosedV1(
    number=NUMBER, column="mayor", lead="housing", round=1, due=FRIDAY, on_time=True, closed_at=NOON, imported=False
)


def entry(position: int, event: Any) -> list[Any]:
    body = {
        "specversion": "1.0",
        "id": f"routing-{position}",
        "source": "routing",
        "type": CONTRACTS.name(event),
        "subject": NUMBER,
        "time": "2026-03-02T04:00:00Z",
        "recordedtime": "2026-03-02T04:00:00Z",
        "dataschema": CONTRACTS.dataschema(event),
        "datacontenttype": "application/json",
        "position": position,
        "correlationid": "wish-1",
        "data": json.loads(CONTRACTS.encode(event)),
    }
    return [position, CONTRACTS.name(event), json.dumps(body)]


@contextmanager
def running(folder: Path, command: list[str]) -> Iterator[Callable[[], list[str]]]:
    """A listener as a process; the lines it has printed."""
    output = folder / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=EXAMPLES, stdout=file, stderr=file, env={**os.environ, "PYTHONWARNINGS": "ignore"}
        )
    try:
        yield lambda: output.read_text().splitlines()
    finally:
        process.terminate()
        process.wait(20)


LISTENERS = [
    (
        [str(Path(sys.executable).with_name("nameko")), "run", "nameko_listener", "--broker"],
        {f"{NUMBER} is with housing until 2026-03-06", f"{NUMBER} is closed, on time: True"},
    ),
    (
        [sys.executable, "kombu_listener.py"],
        {
            f"Assigned {NUMBER} 1 {json.loads(CONTRACTS.encode(ASSIGNED))}",
            f"Closed {NUMBER} 2 {json.loads(CONTRACTS.encode(CLOSED))}",
        },
    ),
]


@pytest.mark.parametrize("example", LISTENERS, ids=["nameko", "kombu"])
def test_a_documented_listener_hears_of_a_case(
    cluster: Hosts,
    amqp_uri: str,
    shared_rabbitmq: RabbitMQServer,
    tmp_path: Path,
    example: tuple[list[str], set[str]],
) -> None:
    command, said = example
    vhost = amqp_uri.rpartition("/")[2]

    def bound() -> bool:
        """A queue is there before it is bound, and hears of nothing until then."""
        found = shared_rabbitmq.manage("GET", f"/api/bindings/{vhost}")
        assert isinstance(found, list)
        return {"Assigned", "Closed"} <= {binding["routing_key"] for binding in found if binding["source"]}

    driver = cluster.driver()
    with running(tmp_path, [*command, amqp_uri]) as printed:
        until(bound, "the listener's bindings")
        driver.ask("publish", service="routing", entries=[entry(1, ASSIGNED), entry(2, CLOSED)])
        until(lambda: said <= set(printed()), f"{said} instead of {printed()}")


def test_the_guide_shows_the_listeners_as_they_are() -> None:
    guide = (EXAMPLES.parent / "listening.md").read_text()
    for example in ("nameko_listener.py", "kombu_listener.py"):
        assert (EXAMPLES / example).read_text() in guide, example
