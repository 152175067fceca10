"""One more question after the reply, through the HTTP door of the whole system in one process."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.embedded import Embedded
from tests.support.waiting import until
from tests.support.walk import Door, answer, followed_until, handle, submit
from tests.system.conftest import TEAM, signed_in

pytestmark = pytest.mark.process

QUESTION = "旁边两盏灯什么时候修？"
ANSWER = "您好！旁边两盏路灯将于下周修复，感谢您的监督。"


@pytest.fixture
def door(embedded: Embedded) -> Door:
    """The HTTP door, everybody signed in."""
    return signed_in(embedded)


def answered_again(door: Door, written: dict[str, Any]) -> dict[str, Any]:
    """The citizen's view once the matter is closed, asked about once more, and that is answered too."""
    number, own = written["number"], {"X-Query-Code": written["query_code"]}
    handle(door, number, TEAM)
    followed_until(door, number, written["query_code"], "closed")
    door.call("POST", f"/messages/{number}/follow-ups", {"question": QUESTION}, headers=own)
    answer(door, f"/desk/follow-ups/{number}", ANSWER, TEAM, TEAM.reviewers)
    view: dict[str, Any] = door.call(
        "GET",
        f"/messages/{number}",
        headers=own,
        until=lambda found: found.ok and found.json()["follow_up"]["answer_status"] == "available"
        and found.json()["follow_up"]["answered_at"] is not None,
    )  # fmt: skip
    return view


def completion(door: Door) -> dict[str, Any]:
    """The figures of everything."""
    found: dict[str, Any] = door.call("GET", "/statistics/completion?from=2020-01-01&to=2100-01-01")
    return {name: found[name] for name in ("rows", "total")}


def test_a_closed_matter_is_asked_about_once_more_answered_by_review_and_stays_closed_and_counted_once(
    door: Door, embedded: Embedded
) -> None:
    written = submit(door, TEAM.column)
    view = answered_again(door, written)

    assert (view["state"], view["round"], view["follow_up"]["question"]) == ("closed", 1, QUESTION)
    assert (view["follow_up"]["answer"]["text"], view["follow_up"]["answer"]["public"]) == (ANSWER, True)
    assert [step["step"] for step in view["timeline"]][-3:] == ["closed", "follow_up_asked", "follow_up_answered"]
    assert until(lambda: completion(door)["total"]["closed"] == 1, "the matter to be counted")
    assert completion(door)["total"]["accepted"] == 1
    listed = door.call("GET", "/published")
    assert [(item["part"], item["text"] == ANSWER) for item in listed["items"]] == [
        ("follow_up", True),
        ("reply", False),
    ]
    assert QUESTION not in str(listed)
    work = door.call("GET", "/desk/replies", account=TEAM.handler)["items"]
    assert {(item["part"], item["state"]) for item in work} == {("reply", "published"), ("follow_up", "published")}
    again = requests.post(
        f"{embedded.url}/api/v1/messages/{written['number']}/follow-ups",
        json={"question": "再问一次？"},
        headers={"X-Query-Code": written["query_code"]},
        timeout=10,
    )
    assert (again.status_code, again.json()["code"]) == (409, "intake.already_followed_up")


def test_without_consent_reply_and_answer_reach_the_citizen_alone_and_nothing_of_them_is_public(door: Door) -> None:
    written = submit(door, TEAM.column, consent=False)
    number = written["number"]
    view = answered_again(door, written)

    assert (view["reply"]["public"], view["follow_up"]["answer"]["public"]) == (False, False)
    assert (number in view["reply"]["text"], view["follow_up"]["answer"]["text"]) == (True, ANSWER)
    for path in ("/published", f"/published?column={TEAM.column}", "/published?limit=1"):
        listed = door.call("GET", path)
        assert (listed["items"], listed["total"], listed["next"]) == ([], 0, None)
    for path, headers in (
        (f"/messages/{number}", {}),
        (f"/messages/{number}", {"X-Query-Code": "0" * 12}),
        (f"/published/{number}", {}),
    ):
        refused = door.call("GET", path, headers=headers, until=lambda found: not found.ok)
        assert refused["status"] == 404
        assert ANSWER not in str(refused)
    events = str(completion(door))
    assert ANSWER not in events
    assert number not in events
