"""What clerks do, on a real store: answers, repetition, scopes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kernel.actor import CITIZEN
from kernel.decider import Refusal
from services.intake import handlers, queries
from services.intake.domain.refusals import (
    AlreadyScreened,
    MergedIntoItself,
    MergeTargetNotHandled,
    MergeTargetUnknown,
    NotFound,
    OutOfScope,
    RoleNotAllowed,
)
from services.intake.domain.words import STANDARD_ADVICE, Outcome, Reason, Standing
from tests.services.intake.facts import MORNING, WANG
from tests.services.intake.office import (
    CLERK,
    ELSEWHERE,
    LEAD,
    OFFICE,
    SECOND,
    TERMS,
    Office,
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
        "at": at.isoformat(),
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
        "accepted_at": at.isoformat().replace("+00:00", "Z"),
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


def test_a_decline_answers_with_what_the_citizen_will_read(office: Office) -> None:
    answer = office.act(handlers.decline, CLERK, number=office.written(), reason="emergency")
    assert (answer["state"], answer["advice"]) == ("declined", STANDARD_ADVICE[Reason.EMERGENCY])
    own = office.act(handlers.decline, CLERK, number=office.written(), reason="emergency", advice=" 请拨打119。\r\n")
    assert own["advice"] == "请拨打119。"


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
    number, gone = office.written(), office.written()
    office.act(handlers.withdraw, CITIZEN, number=gone, query_code=office.code(gone))
    for into, refusal in (
        (number, MergedIntoItself()),
        ("20240301-999999", MergeTargetUnknown("20240301-999999")),
        ("no number", MergeTargetUnknown("no number")),
        (gone, MergeTargetNotHandled(gone, Standing.WITHDRAWN)),
    ):
        with pytest.raises(type(refusal)) as refused:
            office.act(handlers.merge, CLERK, number=number, into=into)
        assert refused.value.values() == refusal.values()


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (ELSEWHERE, OutOfScope),
        (replace(OFFICE, columns=("county",)), OutOfScope),
        (replace(CLERK, columns=()), OutOfScope),
        (CITIZEN, RoleNotAllowed),
        (LEAD, RoleNotAllowed),
    ],
    ids=["elsewhere", "office", "nowhere", "citizen", "handler"],
)
@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (handlers.accept, TERMS),
        (handlers.decline, {"reason": "unclear", "advice": "请写明地点。"}),
        (handlers.redirect, {"where": "请向水务集团反映。"}),
        (handlers.merge, {"into": "20240301-000009"}),
        (handlers.erase, {}),
    ],
    ids=["accept", "decline", "redirect", "merge", "erase"],
)
def test_nobody_acts_outside_their_scope(
    office: Office, actor: Any, refusal: type[Refusal], handler: Any, payload: dict[str, Any]
) -> None:
    number = office.written()
    with pytest.raises((refusal, RoleNotAllowed) if handler is handlers.erase else refusal):
        office.act(handler, actor, number=number, **payload)
    assert office.recorded() == ["intake.submitted.v1"]


@pytest.mark.parametrize("number", ["20240301-999999", "", "no number", "2024\x00", "２０２４0301-000001"])
def test_nobody_screens_what_nobody_wrote(office: Office, number: str) -> None:
    with pytest.raises(NotFound):
        office.act(handlers.accept, CLERK, number=number, **TERMS)
