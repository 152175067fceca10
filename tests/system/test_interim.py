"""An interim reply before the reply, through the HTTP door of the whole system in one process."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.embedded import Embedded
from tests.support.walk import answer, followed_until, submit
from tests.system.conftest import TEAM, signed_in

pytestmark = pytest.mark.process

TEXTS = ("您好！已派员勘察，正在制定维修方案。", "您好！维修材料已到，本周施工。", "您好！路灯已修复，感谢您的监督。")


def test_a_matter_in_progress_is_told_about_twice_and_closed_and_counted_by_the_reply_alone(embedded: Embedded) -> None:
    door = signed_in(embedded)
    written = submit(door, TEAM.column)
    number, own = written["number"], {"X-Query-Code": written["query_code"]}
    ordinary = {"urgency": "ordinary", "complexity": "ordinary"}
    door.call("POST", f"/desk/messages/{number}/acceptance", ordinary, account=TEAM.clerk)
    door.call("POST", f"/desk/cases/{number}/assignment", {"lead": TEAM.agency}, account=TEAM.dispatcher)

    def told(count: int) -> dict[str, Any]:
        view: dict[str, Any] = door.call(
            "GET",
            f"/messages/{number}",
            headers=own,
            until=lambda found: found.ok
            and len(found.json()["interim_replies"]) == count
            and [step["step"] for step in found.json()["timeline"]].count("interim_reply") == count,
        )  # fmt: skip
        return view

    for count, text in enumerate(TEXTS[:2], start=1):
        answer(door, f"/desk/interim-replies/{number}", text, TEAM, TEAM.reviewers)
        view = told(count)
        assert (view["state"], view["reply"], view["interim_replies"][0]["text"]) == ("in_progress", None, text)
    figures = door.call("GET", "/statistics/completion?from=2020-01-01&to=2100-01-01")["total"]
    assert (figures["accepted"], figures["closed"]) == (1, 0)
    assert door.call("GET", f"/published/{number}")["part"] == "interim"

    answer(door, f"/desk/replies/{number}", TEXTS[2], TEAM, TEAM.reviewers)
    view = followed_until(door, number, written["query_code"], "closed")
    assert (view["reply"]["text"], [said["text"] for said in view["interim_replies"]]) == (TEXTS[2], [*TEXTS[1::-1]])
    listed = [(item["part"], item["text"]) for item in door.call("GET", "/published")["items"]]
    assert listed == [("reply", TEXTS[2]), ("interim", TEXTS[1]), ("interim", TEXTS[0])]
    late = {"text": "还有一句。", "based_on": 0}
    refused = door.call(
        "PUT",
        f"/desk/interim-replies/{number}/draft",
        late,
        account=TEAM.handler,
        until=lambda found: found.status == 409,
    )
    assert refused["code"] == "review.already_published"
