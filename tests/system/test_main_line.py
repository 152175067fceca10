"""From a citizen's message to an answered, closed and counted matter, through the HTTP door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.waiting import until
from tests.support.walk import Door, followed_until, handle, submit
from tests.system.conftest import TEAM

pytestmark = pytest.mark.process


def counted(door: Door) -> tuple[int, int]:
    """(accepted, closed) of everything."""
    total = door.call("GET", "/statistics/completion?from=2020-01-01&to=2100-01-01&by=column")["total"]
    return total["accepted"], total["closed"]


def test_a_message_is_answered_closed_and_counted(door: Door) -> None:
    written = submit(door, TEAM.column)
    handle(door, written["number"], TEAM)

    view = followed_until(door, written["number"], written["query_code"], "closed")

    assert [step["step"] for step in view["timeline"]] == ["submitted", "accepted", "assigned", "answered", "closed"]
    assert written["number"] in view["reply"]["text"]
    assert until(lambda: counted(door) == (1, 1), "the matter to be counted")


def test_a_reply_goes_out_only_when_the_last_level_has_passed_it(door: Door) -> None:
    written = submit(door, TEAM.column)
    handle(door, written["number"], TEAM, pass_last=False)

    view = followed_until(door, written["number"], written["query_code"], "in_progress")

    assert view["reply"] is None
    assert until(lambda: counted(door) == (1, 0), "the matter to be counted as accepted")


def test_of_two_clerks_at_once_one_accepts_and_the_other_learns_by_whom_and_when(
    system: Embedded | Cluster, door: Door
) -> None:
    number = submit(door, TEAM.column)["number"]
    door.sign_in("admin")
    second = {"username": "clerk2", "display_name": "受理员 赵二", "role": "clerk", "columns": None}
    door.call("POST", "/admin/accounts", {**second, "password": "another-long-password"}, account="admin")
    door.sign_in("clerk2", password="another-long-password")
    own = {"present": "another-long-password", "new": "a-password-of-my-own"}
    door.call("PUT", "/me/password", own, account="clerk2")
    door.sign_in("clerk2", password="a-password-of-my-own")

    def accept(account: str) -> requests.Response:
        return requests.post(
            f"{system.url}/api/v1/desk/messages/{number}/acceptance",
            json={"urgency": "ordinary", "complexity": "ordinary"},
            headers={"Authorization": f"Bearer {door.tokens[account]}"},
            timeout=10,
        )

    with ThreadPoolExecutor(2) as clerks:
        answers = dict(zip(("clerk", "clerk2"), clerks.map(accept, ("clerk", "clerk2")), strict=True))
    winner, loser = sorted(answers, key=lambda account: answers[account].status_code)

    assert [answers[winner].status_code, answers[loser].status_code] == [200, 409]
    refusal = answers[loser].json()
    assert refusal["code"] == "intake.already_screened"
    assert refusal["values"]["by"] == winner
    assert refusal["values"]["at"]
