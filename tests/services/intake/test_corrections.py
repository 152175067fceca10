"""A correction, as the citizen sees it: what went out was put right, and the matter is where it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kernel.actor import CITIZEN
from kernel.clock import rfc3339
from kernel.rebuild import rebuild
from services.intake import handlers, queries
from tests.services.intake.facts import CORRECTED
from tests.services.intake.office import (
    CLERK,
    TERMS,
    Office,
    answered,
    assigned,
    closed,
    corrected,
)


def seen(office: Office, number: str) -> dict[str, Any]:
    """What the citizen sees."""
    return office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))


def answered_in_full(office: Office) -> str:
    """A message whose reply went out."""
    number = office.accepted()
    office.hears(assigned(number), answered(number), closed(number))
    return number


def test_the_timeline_tells_of_it_with_its_category_and_nothing_else_moves(office: Office) -> None:
    number = answered_in_full(office)
    before = seen(office, number)
    rows = office.rows("SELECT * FROM messages")
    office.hears(corrected(number))
    view = seen(office, number)
    assert view.pop("timeline")[-1] == {
        "at": rfc3339(CORRECTED),
        "step": "corrected",
        "name": "答复勘误",
        "round": 1,
        "part": "reply",
        "version": 2,
        "reason": "fact",
        "reason_name": "事实有误",
    }
    before.pop("timeline")
    assert view == before
    assert office.rows("SELECT * FROM messages") == rows
    rebuild(office.service, lambda source, after, limit: office.said[source][after : after + limit])
    assert office.rows("SELECT * FROM messages") == rows


def test_heard_twice_it_is_told_once_and_each_part_by_itself(office: Office) -> None:
    number = answered_in_full(office)
    said = corrected(number)
    office.hears(said, said, corrected(number, "interim"), corrected(number, at=CORRECTED + timedelta(days=1)))
    steps = [(step.get("part"), step["step"]) for step in seen(office, number)["timeline"]]
    assert steps[-3:] == [("reply", "corrected"), ("interim", "corrected"), ("reply", "corrected")]
    assert office.recorded().count("intake.answer_corrected.v1") == 3


def test_who_follows_a_merged_message_reads_nothing_of_anothers_question(office: Office) -> None:
    first, second = office.written(), office.written()
    office.act(handlers.merge, CLERK, number=second, into=first)
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    office.hears(assigned(first), answered(first), closed(first), corrected(first), corrected(first, "follow_up"))
    told = [step["part"] for step in seen(office, second)["timeline"] if step["step"] == "corrected"]
    assert told == ["reply"]
