"""What clerks do, on a real store: answers, repetition, scopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from services.intake import handlers, queries
from services.intake.domain.refusals import (
    AlreadyScreened,
    MergedIntoItself,
    MergeTargetLater,
    MergeTargetNotHandled,
    MergeTargetUnknown,
    NotFound,
)
from services.intake.domain.scope import OutOfScope
from services.intake.domain.words import REASON_NAMES, STANDARD_ADVICE, Outcome, Reason, Standing
from tests.services.intake.facts import MORNING, WANG
from tests.services.intake.office import (
    CLERK,
    ELSEWHERE,
    LEAD,
    OFFICE,
    SECOND,
    TERMS,
    Office,
    opened,
)


def test_a_clerk_accepts_and_the_world_is_told_without_texts(office: Office) -> None:
    number = office.written()
    office.clock.at += timedelta(hours=1)
    answer = office.act(handlers.accept, CLERK, number=number, **TERMS)
    at = office.clock.at
    assert answer == {
        "number": number,
        "state": "in_progress",
        "state_name": "办理中",
        "kind": "request",
        "at": rfc3339(at),
    }
    assert [name for name, _ in office.told()] == ["MessageSubmitted", "MessageAccepted"]
    assert office.told()[1][1] == {
        "number": number,
        "column": "mayor",
        "kind": "request",
        "field": "housing",
        "urgency": "ordinary",
        "complexity": "complex",
        "publishable": True,
        "accepted_at": rfc3339(at),
        "imported": False,
    }


def test_a_second_clerk_learns_by_whom_and_when(office: Office) -> None:
    number = office.accepted()
    office.clock.at += timedelta(minutes=1)
    with pytest.raises(AlreadyScreened) as refused:
        office.act(handlers.accept, SECOND, number=number, **TERMS)
    assert refused.value.values() == {"outcome": Outcome.ACCEPTED, "by": WANG, "at": MORNING}


def test_the_same_clerk_asking_again_gets_the_same_answer(office: Office) -> None:
    number = office.written()
    first = office.act(handlers.accept, CLERK, number=number, **TERMS)
    office.clock.at += timedelta(minutes=1)
    assert office.act(handlers.accept, CLERK, number=number, **TERMS) == first


def test_urgency_and_complexity_are_ordinary_unless_said_otherwise(office: Office) -> None:
    office.act(handlers.accept, CLERK, number=office.written())
    assert {key: office.told()[1][1][key] for key in ("kind", "urgency", "complexity", "field")} == {
        "kind": "complaint",
        "urgency": "ordinary",
        "complexity": "ordinary",
        "field": None,
    }


def test_a_decline_answers_with_its_reason_and_the_view_shows_the_advice(office: Office) -> None:
    number, own = office.written(), office.written()
    answer = office.act(handlers.decline, CLERK, number=number, reason="emergency")
    assert answer == {
        "number": number,
        "state": "declined",
        "state_name": "不予受理",
        "kind": "complaint",
        "at": rfc3339(MORNING),
        "reason": "emergency",
        "reason_name": REASON_NAMES[Reason.EMERGENCY],
    }
    assert office.ask(queries.message, number=number)["decision"]["advice"] == STANDARD_ADVICE[Reason.EMERGENCY]
    office.act(handlers.decline, CLERK, number=own, reason="emergency", advice=" 请拨打119。\r\n")
    assert office.ask(queries.message, number=own)["decision"]["advice"] == "请拨打119。"


def test_the_same_text_again_is_the_same_decision(office: Office) -> None:
    declined, redirected = office.written(), office.written()
    for _ in range(2):
        office.act(handlers.decline, CLERK, number=declined, reason="unclear", advice="请写明地点。")
        office.act(handlers.redirect, CLERK, number=redirected, where="请向水务集团反映。")
    assert office.recorded().count("intake.declined.v1") == office.recorded().count("intake.redirected.v1") == 1
    with pytest.raises(AlreadyScreened):
        office.act(handlers.decline, CLERK, number=declined, reason="unclear", advice="请写明时间。")
    with pytest.raises(AlreadyScreened):
        office.act(handlers.redirect, CLERK, number=redirected, where="请向供水公司反映。")


def test_a_duplicate_is_followed_under_the_number_it_repeats(office: Office) -> None:
    number, duplicate = office.accepted(), office.written()
    answer = office.act(handlers.merge, CLERK, number=duplicate, into=number)
    assert (answer["state"], answer["into"]) == ("merged", number)
    assert office.ask(queries.follow, number=duplicate, query_code=office.code(duplicate))["decision"] == {
        "into": number
    }


def test_what_a_duplicate_can_be_merged_into(office: Office) -> None:
    office.hears(opened("county"))
    gone, number, later = office.written(), office.written(), office.written()
    foreign = office.written(column="county")
    office.act(handlers.accept, ELSEWHERE, number=foreign)
    office.act(handlers.withdraw, CITIZEN, number=gone, query_code=office.code(gone))
    for into, refusal in (
        (number, MergedIntoItself()),
        ("20240301-999999", MergeTargetUnknown("20240301-999999")),
        ("no number", MergeTargetUnknown("no number")),
        (gone, MergeTargetNotHandled(gone, Standing.WITHDRAWN)),
        (later, MergeTargetLater(later, MORNING)),
        (foreign, OutOfScope("merge", "clerk", "column", ("county",), ("mayor", "secretary"))),
    ):
        with pytest.raises(type(refusal)) as refused:
            office.act(handlers.merge, CLERK, number=number, into=into)
        assert refused.value.values() == refusal.values()


SCREENING = {
    "accept": (handlers.accept, TERMS),
    "decline": (handlers.decline, {"reason": "unclear", "advice": "请写明地点。"}),
    "redirect": (handlers.redirect, {"where": "请向水务集团反映。"}),
    "merge": (handlers.merge, {"into": "20240301-000009"}),
}
CLERKS = ("clerk", "columnadmin", "office")
ERASERS = ("office",)


def outsiders() -> Iterator[Any]:
    """Every act with everyone who may not do it there, and what each is told."""
    for act, (handler, payload) in SCREENING.items():
        yield handler, payload, ELSEWHERE, OutOfScope(act, "clerk", "column", ("mayor",), ("county",))
        yield handler, payload, replace(CLERK, columns=()), OutOfScope(act, "clerk", "column", ("mayor",), ())
        county = replace(OFFICE, columns=("county",))
        yield handler, payload, county, OutOfScope(act, "office", "column", ("mayor",), ("county",))
        yield handler, payload, CITIZEN, OutOfScope(act, "citizen", "role", CLERKS, ("citizen",))
        yield handler, payload, LEAD, OutOfScope(act, "handler", "role", CLERKS, ("handler",))
    for actor in (CLERK, ELSEWHERE, CITIZEN, LEAD):
        yield handlers.erase, {}, actor, OutOfScope("erase", actor.role, "role", ERASERS, (actor.role,))
    county = replace(OFFICE, columns=("county",))
    yield handlers.erase, {}, county, OutOfScope("erase", "office", "column", ("mayor",), ("county",))


@pytest.mark.parametrize(
    ("handler", "payload", "actor", "refusal"),
    [*outsiders()],
    ids=lambda value: value.account if isinstance(value, Actor) else getattr(value, "__name__", ""),
)
def test_nobody_acts_outside_their_scope(
    office: Office, handler: Any, payload: dict[str, Any], actor: Actor, refusal: OutOfScope
) -> None:
    number = office.written()
    with pytest.raises(OutOfScope) as refused:
        office.act(handler, actor, number=number, **payload)
    assert refused.value.values() == refusal.values()
    assert office.recorded() == ["intake.submitted.v1"]


@pytest.mark.parametrize("number", ["20240301-999999", "", "no number", "2024\x00", "２０２４0301-000001"])
def test_nobody_screens_what_nobody_wrote(office: Office, number: str) -> None:
    with pytest.raises(NotFound):
        office.act(handlers.accept, CLERK, number=number, **TERMS)
