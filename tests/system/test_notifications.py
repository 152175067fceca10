"""People are told on the whole system; an endpoint that hangs delays what goes to it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.mailserver import Endpoint, MailServer
from tests.support.walk import Answer, Door
from tests.system.conftest import signed_in

MESSAGE = {"column": "mayor", "kind": "request", "title": "路灯", "body": "路灯坏了,请修。", "email": "c@example.com"}
OVER = {"sent", "unaddressed"}  # nothing more is tried: housing's handlers have no address

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
        return len([item for item in answer.json()["items"] if item["state"] in OVER]) == 4

    path = f"/admin/deliveries?number={number}"
    items = door.call("GET", path, account="office", until=four_of_five)["items"]
    assert [(item["kind"], item["state"]) for item in items if item["state"] not in OVER] == [("assigned", "queued")]
    assert (len(told.calls), len(hanging.calls)) == (1, 1)


@pytest.mark.broker
@pytest.mark.db
@pytest.mark.timeout(300)
def test_a_dead_endpoint_and_a_hanging_mail_server_delay_notifications_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, told: Endpoint
) -> None:
    mail, dead = MailServer("hang"), Endpoint()
    dead.close()
    request.addfinalizer(mail.close)
    for name, value in {
        "WEBHOOK_HTTP": "true",
        "WEBHOOK_INTERNAL": "true",
        "NOTIFICATION_SECONDS": "1",
        "SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
        "MAIL_FROM": "huiyin@example.gov.cn",
    }.items():
        monkeypatch.setenv(f"HUIYIN_{name}", value)
    system: Cluster = request.getfixturevalue("cluster")
    door = signed_in(system)
    door.sign_in("office", "clerk", "dispatcher")
    for name, endpoint in (("dead", dead), ("works", told)):
        hook = {"name": name, "url": endpoint.url, "kinds": ["assigned"]}
        door.call("POST", "/admin/webhooks", hook, account="office")
    number = door.call("POST", "/messages", MESSAGE)["number"]
    accepted = f"/desk/messages/{number}/acceptance"
    door.call("POST", accepted, {"kind": "request"}, account="clerk", until=lambda answer: answer.status == 200)
    assigned = f"/desk/cases/{number}/assignment"
    door.call("POST", assigned, {"lead": "housing"}, account="dispatcher", until=lambda answer: answer.status == 200)
    path = f"/admin/deliveries?number={number}"

    def states(answer: Answer) -> set[tuple[str, str]]:
        return {(item["state"], item["reason"] or "") for item in answer.json()["items"]}

    def some_wait(answer: Answer) -> bool:
        return states(answer) >= {("sent", ""), ("failed", "unreachable"), ("failed", "timeout")}

    items = door.call("GET", path, account="office", until=some_wait)["items"]
    assert len(told.calls) == 1
    again = Endpoint(at=dead.port)
    request.addfinalizer(again.close)
    mail.fault = "none"
    for item in items:
        if item["state"] not in OVER:
            retry = f"/admin/deliveries/{item['delivery']}/retry"
            door.call("POST", retry, account="office", until=lambda answer: answer.status in {200, 409})
    door.call("GET", path, account="office", until=lambda answer: {state for state, _ in states(answer)} == OVER)
    assert len(again.calls) == 1
    assert "c@example.com" in mail.addressed
