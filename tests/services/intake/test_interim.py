"""The interim reply, as the citizen sees it: something was told, and the matter is where it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kernel.actor import CITIZEN
from kernel.clock import rfc3339
from kernel.rebuild import rebuild
from services.intake import handlers, queries
from tests.services.intake.facts import NOON
from tests.services.intake.office import CLERK, LEAD, TERMS, Office, answered, assigned, closed, told_meanwhile

NEXT_DAY = NOON + timedelta(days=1)


def seen(office: Office, number: str) -> dict[str, Any]:
    """What the citizen sees."""
    return office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))


def steps(view: dict[str, Any]) -> list[str]:
    """The names of the steps."""
    return [step["step"] for step in view["timeline"]]


def test_the_timeline_tells_of_each_and_the_matter_stays_in_progress(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), told_meanwhile(number), told_meanwhile(number, NEXT_DAY))
    view = seen(office, number)
    assert (view["state"], view["state_name"], view["round"]) == ("in_progress", "办理中", 1)
    assert (view["published"], view["published_at"], view["interim_replies"]) == (False, None, 2)
    assert steps(view) == ["submitted", "accepted", "assigned", "interim_reply", "interim_reply"]
    assert view["timeline"][-1] == {
        "at": rfc3339(NEXT_DAY),
        "step": "interim_reply",
        "name": "阶段性答复",
        "round": 1,
    }
    assert (view["evaluable_until"], view["follow_up_until"]) == (None, None)
    assert office.ask(queries.message, LEAD, number=number)["state"] == "in_progress"


def test_the_reply_and_the_closing_come_after_it_as_ever(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), told_meanwhile(number), answered(number), closed(number))
    view = seen(office, number)
    assert (view["state"], view["published"], view["interim_replies"]) == ("closed", True, 1)
    assert steps(view)[-3:] == ["interim_reply", "answered", "closed"]


def test_heard_of_before_the_assignment_or_twice_it_is_told_once_and_in_its_place(office: Office) -> None:
    number = office.accepted()
    told = told_meanwhile(number, NEXT_DAY)
    office.hears(told, assigned(number), told)
    assert steps(seen(office, number))[-2:] == ["assigned", "interim_reply"]
    assert office.recorded().count("intake.interim_reply_published.v1") == 1


def test_of_a_merged_message_the_public_ones_are_there_to_read(office: Office) -> None:
    first, second = office.written(), office.written()
    office.act(handlers.merge, CLERK, number=second, into=first)
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    office.hears(assigned(first), told_meanwhile(first, public=False), told_meanwhile(first, NEXT_DAY))
    assert (seen(office, first)["interim_replies"], seen(office, second)["interim_replies"]) == (2, 1)
    assert steps(seen(office, second)).count("interim_reply") == 2


def test_no_row_of_a_read_model_changes_by_it(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    before = office.rows("SELECT * FROM messages")
    office.hears(told_meanwhile(number))
    assert office.rows("SELECT * FROM messages") == before
    rebuild(office.service, lambda source, after, limit: office.said[source][after : after + limit])
    assert office.rows("SELECT * FROM messages") == before
