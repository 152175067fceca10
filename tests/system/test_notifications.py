"""People are told on the whole system; an endpoint that hangs delays what goes to it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.embedded import Embedded
from tests.support.mailserver import Endpoint
from tests.support.walk import Answer, Door

MESSAGE = {"column": "mayor", "kind": "request", "title": "路灯", "body": "路灯坏了,请修。", "email": "c@example.com"}

pytestmark = pytest.mark.process


@pytest.fixture
def told() -> Iterator[Endpoint]:
    """An endpoint that takes everything."""
    endpoint = Endpoint()
    yield endpoint
    endpoint.close()


@pytest.fixture
def hanging() -> Iterator[Endpoint]:
    """An endpoint that never answers."""
    endpoint = Endpoint([0])
    yield endpoint
    endpoint.close()


def test_a_hanging_endpoint_delays_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Endpoint, hanging: Endpoint
) -> None:
    monkeypatch.setenv("HUIYIN_WEBHOOK_HTTP", "true")
    monkeypatch.setenv("HUIYIN_WEBHOOK_INTERNAL", "true")
    system = Embedded(tmp_path / "home")
    system.start()
    try:
        walk(system, told, hanging)
        assert len(list((tmp_path / "home" / "outbox").glob("*.eml"))) == 2
    finally:
        system.stop()


def walk(system: Embedded, told: Endpoint, hanging: Endpoint) -> None:
    """A message is accepted and assigned while one endpoint hangs; all others are told."""
    door = Door(system.url, "huiyin-demo")
    door.sign_in("office", "clerk", "dispatcher")
    for name, endpoint in (("hangs", hanging), ("works", told)):
        hook = {"name": name, "url": endpoint.url, "kinds": ["assigned"]}
        door.call("POST", "/admin/webhooks", hook, account="office")
    number = door.call("POST", "/messages", MESSAGE)["number"]
    door.call("POST", f"/desk/messages/{number}/acceptance", {"kind": "request"}, account="clerk")
    door.call("POST", f"/desk/cases/{number}/assignment", {"lead": "housing"}, account="dispatcher")

    def four_of_five(answer: Answer) -> bool:
        return [item["state"] for item in answer.json()["items"]].count("sent") == 4

    path = f"/admin/deliveries?number={number}"
    items = door.call("GET", path, account="office", until=four_of_five)["items"]
    assert [(item["kind"], item["state"]) for item in items if item["state"] != "sent"] == [("assigned", "queued")]
    assert (len(told.calls), len(hanging.calls)) == (1, 1)
