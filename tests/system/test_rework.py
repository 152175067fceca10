"""A reply that comes back, and is corrected, through the HTTP door: what goes out is what every level has passed."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.support import laws, rework
from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.walk import Door, followed_until, submit
from tests.system.conftest import TEAM

pytestmark = pytest.mark.process


def test_a_reply_goes_out_by_every_way_through_review_and_a_witness_agrees(
    system: Embedded | Cluster, door: Door
) -> None:
    written = {way.__name__: submit(door, TEAM.column) for way in rework.WAYS}
    for way in rework.WAYS:
        way(door, written[way.__name__], TEAM)
    views = {name: followed_until(door, its["number"], its["query_code"], "closed") for name, its in written.items()}
    views["corrected"] = corrected(door, written["corrected"])

    closed = ["submitted", "accepted", "assigned", "answered", "closed"]
    steps = {name: [step["step"] for step in view["timeline"]] for name, view in views.items()}
    assert steps == {**dict.fromkeys(written, closed), "corrected": [*closed, "corrected"]}
    assert "更正" in views["corrected"]["reply"]["text"]
    with laws.beside(system.settings) as services:
        for name, view in views.items():
            laws.is_what_was_approved(services, written[name]["number"], view["reply"]["text"])
    for its in written.values():
        evidence = door.call("GET", f"/desk/replies/{its['number']}/evidence", account=TEAM.reviewers[0])
        links = evidence["journal"]["links"]
        assert [link["digest"] for link in links] == [digest(link["previous"] + link["content"]) for link in links]


def digest(text: str) -> str:
    """As anybody can compute it."""
    return hashlib.sha256(text.encode()).hexdigest()


def corrected(door: Door, written: dict[str, Any]) -> dict[str, Any]:
    """The citizen's view once it tells of a correction."""
    view: dict[str, Any] = door.call(
        "GET",
        f"/messages/{written['number']}",
        headers={"X-Query-Code": written["query_code"]},
        until=lambda found: found.ok and "corrected" in [step["step"] for step in found.json()["timeline"]],
    )
    return view


def test_a_warning_that_nobody_has_passed_over_stops_the_reply(door: Door) -> None:
    reply = rework.Reply.begun(door, submit(door, TEAM.column), TEAM, "请拨打13800138000咨询。")
    reply.draft = {**reply.draft, "findings": []}
    with pytest.raises(AssertionError, match=r"review\.warnings_open"):
        reply.hand_in()
