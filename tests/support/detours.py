"""What can happen to a message on its way to the answer, over HTTP: returned, extended, merged into, handled again.

Other services hear of a step a moment later: who goes on elsewhere waits until it is known there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.support.walk import Door, Team, answer, followed_until, handle, submit
from workdays.announced import calendar

Told = dict[str, Counter[str]]
"""Of which message the public logs tell how often, by the event's name."""

ANSWERED = ("ReplySubmitted", "ReplyApproved", "ReplyPublished", "Closed")
ONCE = Counter(["MessageSubmitted", "MessageAccepted", *ANSWERED])


def plain(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Accepted, assigned, answered, closed."""
    handle(door, written["number"], team)
    return {written["number"]: ONCE}


def returned(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Given to the wrong agency first, which gives it back."""
    number = written["number"]
    accept(door, number, team)
    assign(door, number, team, lead=team.wrong_agency)
    act(door, f"/desk/cases/{number}/return", team.wrong_handler, reason="不属于我局职责。")
    act(door, f"/desk/cases/{number}/return-decision", team.dispatcher, agreed=True)
    assign(door, number, team, lead=team.agency)
    _answer(door, number, team, round_=1)
    return {number: ONCE + Counter(["AssignmentReturned"])}


def extended(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Not done in time, which is known in time."""
    number = written["number"]
    accept(door, number, team)
    due = date.fromisoformat(assign(door, number, team, lead=team.agency)["due"])
    later = calendar().next_worked(due + timedelta(days=7)).isoformat()
    act(door, f"/desk/cases/{number}/extension", team.handler, until=later, reason="配件尚未到货。")
    act(door, f"/desk/cases/{number}/extension-decision", team.dispatcher, granted=True)
    _answer(door, number, team, round_=1)
    return {number: ONCE + Counter(["DeadlineExtended"])}


def merged(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Written twice; the second is followed where the first is handled."""
    number = written["number"]
    accept(door, number, team)
    twice = submit(door, team.column)
    act(door, f"/desk/messages/{twice['number']}/merge", team.clerk, into=number)
    assign(door, number, team, lead=team.agency)
    _answer(door, number, team, round_=1)
    followed_until(door, twice["number"], twice["query_code"], "merged")
    return {number: ONCE, twice["number"]: Counter(["MessageSubmitted", "MessageMerged"])}


def reopened(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Closed by mistake, and answered once more."""
    number = written["number"]
    handle(door, number, team)
    followed_until(door, number, written["query_code"], "closed")
    act(door, f"/desk/cases/{number}/reopening", team.supervisor, reason="mistake", note="答复有误。")
    assign(door, number, team, lead=team.agency)
    _answer(door, number, team, round_=2)
    return {number: ONCE + Counter([*ANSWERED, "Reopened"])}


Detour = Callable[[Door, dict[str, Any], Team], Told]
WAYS: tuple[Detour, ...] = (plain, returned, extended, merged, reopened)
WEIGHTS = (6, 1, 1, 1, 1)
"""Most messages go the plain way."""


def act(door: Door, path: str, account: str, **body: Any) -> dict[str, Any]:
    """One step of a person at a desk."""
    done: dict[str, Any] = door.call("POST", path, body, account=account, named=path.rsplit("/", 1)[1])
    return done


def accept(door: Door, number: str, team: Team) -> None:
    """Taken on by the clerk."""
    act(door, f"/desk/messages/{number}/acceptance", team.clerk, urgency="ordinary", complexity="ordinary")


def assign(door: Door, number: str, team: Team, lead: str) -> dict[str, Any]:
    """Given to an agency by the dispatcher."""
    return act(door, f"/desk/cases/{number}/assignment", team.dispatcher, lead=lead)


def _answer(door: Door, number: str, team: Team, round_: int) -> None:
    """Drafted and passed, once review knows whose turn it is in this round."""

    def awaited(reply: dict[str, Any]) -> bool:
        return (reply["lead"], reply["round"], reply["state"]) == (team.agency, round_, "waiting")

    door.call(
        "GET",
        f"/desk/replies/{number}",
        account=team.reviewers[0],
        named="look at the reply",
        until=lambda found: found.ok and awaited(found.json()),
    )
    text = f"您好！关于留言{number}反映的路灯问题，第{round_}次核查后已恢复照明。感谢您的监督。"
    answer(door, f"/desk/replies/{number}", text, team, team.reviewers)
