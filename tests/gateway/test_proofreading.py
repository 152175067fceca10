"""What proofreading finds, through the door of the agency and of the reviewers."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.sentences.findings import RULES
from kernel.errors import Refused
from tests.gateway.fake_review import FINDING, PROOF
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
READ = {"text_hash": "0" * 64}
TYPO = {**FINDING, "finding": "typos@2-4", "kind": "word", "rule": "word", "suggestion": "部署", "word": "布署"}
OVER = [{"finding": "phone@31-42", "why": "对外公布的咨询电话"}]


def test_findings_come_with_the_saved_draft_and_with_the_reply(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    url = f"/api/v1/desk/replies/{services.written()}"
    draft = {"text": "您好！", "based_on": 0}
    saved: dict[str, Any] = client.put(f"{url}/draft", json=draft, headers=as_("handler")).json or {}
    read: dict[str, Any] = client.get(url, headers=as_("reviewer1")).json or {}
    for answer in (saved, read):
        assert {name: answer[name] for name in PROOF} == PROOF


def test_who_hands_in_or_passes_says_why_a_warning_may_stand(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    url = f"/api/v1/desk/replies/{services.written()}"
    assert (
        client.post(f"{url}/submission", json={**READ, "passed_over": OVER}, headers=as_("handler")).status_code == 200
    )
    assert services.calls[-1][2]["passed_over"] == OVER
    passing = {**READ, "level": 1, "passed_over": OVER}
    assert client.post(f"{url}/pass", json=passing, headers=as_("reviewer1")).status_code == 200
    assert services.calls[-1][2]["passed_over"] == OVER
    assert client.post(f"{url}/submission", json=READ, headers=as_("handler")).status_code == 200


def test_who_hands_in_names_the_text_that_was_read(client: FlaskClient, services: FakeServices, as_: As) -> None:
    url = f"/api/v1/desk/replies/{services.written()}/submission"
    assert client.post(url, headers=as_("handler")).status_code == 422
    services.refuse_next = Refused("review.text_changed", {"draft": 2, "text_hash": "1" * 64})
    refused = client.post(url, json=READ, headers=as_("handler"))
    assert (refused.status_code, (refused.json or {})["values"]["draft"]) == (409, 2)


def test_every_rule_that_finds_something_is_said_in_words() -> None:
    table = (
        (Path(__file__).parents[2] / "docs" / "proofreading.md")
        .read_text()
        .split("## What is found")[1]
        .split("## ")[0]
    )
    named = {
        rule
        for line in table.splitlines()
        if line.startswith("| `")
        for rule in re.findall(r"`([a-z_]+)`", line.split("|")[1])
    }
    assert named == set(RULES)


@pytest.mark.parametrize(
    "wrong", [{"finding": "phone"}, {"finding": "电话@1-2", "why": "x"}, {"finding": "a@1-2", "why": ""}]
)
def test_a_reason_names_a_finding_and_says_something(
    client: FlaskClient, services: FakeServices, as_: As, wrong: dict[str, str]
) -> None:
    url = f"/api/v1/desk/replies/{services.written()}/submission"
    assert client.post(url, json={**READ, "passed_over": [wrong]}, headers=as_("handler")).status_code == 422


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("review.hard_stops", "请先修改文稿。词库禁止出现：电话（phone@31-42）、“布署”（typos@2-4，应写作“部署”）。"),
        (
            "review.warnings_open",
            "请修改文稿，或逐条说明为什么可以保留：电话（phone@31-42）、“布署”（typos@2-4，应写作“部署”）。",
        ),
    ],
)
def test_what_stands_in_the_way_is_listed(
    client: FlaskClient, services: FakeServices, as_: As, code: str, says: str
) -> None:
    services.refuse_next = Refused(code, {"findings": [FINDING, TYPO], "places": ["phone@31-42", "typos@2-4"]})
    url = f"/api/v1/desk/replies/{services.written()}/submission"
    answer = client.post(url, json=READ, headers=as_("handler"))
    said: dict[str, Any] = answer.json or {}
    assert (answer.status_code, said["code"], said["detail"]) == (409, code, says)
    assert said["values"]["findings"] == [FINDING, TYPO]
