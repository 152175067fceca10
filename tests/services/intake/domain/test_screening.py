"""What a clerk decides about a waiting message, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.refusals import (
    AcceptedTooEarly,
    AlreadyScreened,
    Erased,
    FieldNotACode,
    MergedIntoItself,
    MergeTargetLater,
    MergeTargetNotHandled,
    MergeTargetUnknown,
    NotFound,
    TextBlank,
    TextTooLong,
    TextUnreadable,
    UnknownField,
)
from services.intake.domain.words import STANDARD_ADVICE, Complexity, Kind, Outcome, Reason, Standing, Urgency
from tests.services.intake.facts import (
    ACCEPT,
    CLOSED,
    DECLINE,
    IN_PROGRESS,
    LATER,
    LI,
    MERGE,
    MORNING,
    NOON,
    NUMBER,
    OTHER,
    REDIRECT,
    SETTLED,
    WANG,
    accepted,
    declined,
    erased,
    imported,
    merged,
    message,
    redirected,
    submitted,
)

SCREENINGS = {"accept": ACCEPT, "decline": DECLINE, "redirect": REDIRECT, "merge": MERGE}


def test_a_waiting_message_is_accepted() -> None:
    message.given(submitted).when(ACCEPT).then(accepted)


def test_the_citizens_kind_stands_unless_the_clerk_finds_another() -> None:
    message.given(submitted).when(replace(ACCEPT, kind=None)).then(replace(accepted, kind=Kind.COMPLAINT))


def test_what_the_citizen_does_not_consent_to_is_not_publishable() -> None:
    private = replace(submitted, consent_public=False)
    message.given(private).when(ACCEPT).then(replace(accepted, publishable=False))


def test_what_was_imported_is_accepted_as_imported() -> None:
    message.given(imported).when(ACCEPT).then(replace(accepted, imported=True))


def test_nothing_is_accepted_before_it_was_written() -> None:
    early = replace(ACCEPT, at=MORNING - timedelta(microseconds=1))
    message.given(submitted).when(early).then_refused(AcceptedTooEarly(MORNING))


def test_a_field_is_a_code_and_not_a_text() -> None:
    message.given(submitted).when(replace(ACCEPT, field="三号楼的水")).then_refused(FieldNotACode())


def test_a_field_may_be_left_out() -> None:
    message.given(submitted).when(replace(ACCEPT, field=None)).then(replace(accepted, field=None))


@pytest.mark.parametrize("reason", Reason)
def test_a_waiting_message_is_declined_for_each_of_nine_reasons(reason: Reason) -> None:
    message.given(submitted).when(replace(DECLINE, reason=reason)).then(replace(declined, reason=reason))


def test_there_are_nine_reasons_and_each_says_where_to_turn() -> None:
    assert len(Reason) == 9
    assert all(STANDARD_ADVICE[reason] for reason in Reason)


def test_without_the_clerks_own_advice_the_standard_one_stands() -> None:
    message.given(submitted).when(replace(DECLINE, advice=None)).then(replace(declined, advice=None))


def test_a_waiting_message_is_redirected() -> None:
    message.given(submitted).when(REDIRECT).then(redirected)


def test_a_field_is_one_that_the_office_has() -> None:
    message.given(submitted).when(replace(ACCEPT, field_known=False)).then_refused(UnknownField("housing"))
    message.given(submitted).when(replace(ACCEPT, field=None, field_known=False)).then(replace(accepted, field=None))
    message.given(*IN_PROGRESS).when(replace(ACCEPT, field_known=False)).then_nothing()


@pytest.mark.parametrize("stands", [Standing.WAITING, Standing.IN_PROGRESS, Standing.CLOSED])
def test_a_duplicate_is_merged_into_what_somebody_answers_or_still_may(stands: Standing) -> None:
    message.given(submitted).when(replace(MERGE, into_stands=stands)).then(merged)


@pytest.mark.parametrize("stands", SETTLED)
def test_nothing_is_merged_into_what_nobody_took_on(stands: Standing) -> None:
    command = replace(MERGE, into_stands=stands)
    message.given(submitted).when(command).then_refused(MergeTargetNotHandled(OTHER, stands))


def test_nothing_is_merged_into_a_number_that_nobody_has() -> None:
    command = replace(MERGE, into_stands=Standing.UNWRITTEN, into_written_at=None)
    message.given(submitted).when(command).then_refused(MergeTargetUnknown(OTHER))


@pytest.mark.parametrize(
    ("into", "written_at"),
    [(OTHER, MORNING + timedelta(microseconds=1)), ("20240301-048214", MORNING)],
)
def test_a_message_is_merged_into_an_earlier_one_only(into: str, written_at: datetime) -> None:
    command = replace(MERGE, into=into, into_written_at=written_at)
    message.given(submitted).when(command).then_refused(MergeTargetLater(into, written_at))


def test_of_two_messages_of_one_instant_the_number_says_which_is_earlier() -> None:
    message.given(submitted).when(replace(MERGE, into_written_at=MORNING)).then(merged)


def test_no_message_is_its_own_duplicate() -> None:
    command = replace(MERGE, into=NUMBER, into_stands=Standing.WAITING)
    message.given(submitted).when(command).then_refused(MergedIntoItself())


@pytest.mark.parametrize("command", SCREENINGS.values(), ids=SCREENINGS)
def test_nobody_screens_what_nobody_wrote(command: Any) -> None:
    message.given().when(command).then_refused(NotFound())


@pytest.mark.parametrize("command", SCREENINGS.values(), ids=SCREENINGS)
@pytest.mark.parametrize(
    ("outcome", "past"),
    [
        (Outcome.ACCEPTED, IN_PROGRESS),
        (Outcome.ACCEPTED, CLOSED),
        (Outcome.DECLINED, SETTLED[Standing.DECLINED]),
        (Outcome.REDIRECTED, SETTLED[Standing.REDIRECTED]),
        (Outcome.MERGED, SETTLED[Standing.MERGED]),
    ],
)
def test_a_second_clerk_learns_what_became_of_it_through_whom_and_when(
    command: Any, outcome: Outcome, past: tuple[e.Event, ...]
) -> None:
    second = replace(command, by=LI, at=NOON)
    message.given(*past).when(second).then_refused(AlreadyScreened(outcome, WANG, LATER))


@pytest.mark.parametrize("command", SCREENINGS.values(), ids=SCREENINGS)
def test_a_clerk_who_comes_after_the_citizen_withdrew_learns_so(command: Any) -> None:
    past = SETTLED[Standing.WITHDRAWN]
    message.given(*past).when(command).then_refused(AlreadyScreened(Outcome.WITHDRAWN, "citizen", LATER))


@pytest.mark.parametrize("command", SCREENINGS.values(), ids=SCREENINGS)
def test_a_clerk_who_comes_after_the_office_erased_it_learns_so(command: Any) -> None:
    message.given(*SETTLED[Standing.ERASED]).when(command).then_refused(Erased(erased.at))


@pytest.mark.parametrize(
    ("past", "command"),
    [
        (IN_PROGRESS, replace(ACCEPT, at=NOON)),
        (CLOSED, replace(ACCEPT, at=NOON)),
        ((submitted, declined), replace(DECLINE, at=NOON)),
        ((submitted, redirected), replace(REDIRECT, at=NOON)),
        ((submitted, merged), replace(MERGE, at=NOON, into_stands=Standing.WITHDRAWN)),
    ],
)
def test_the_same_clerk_saying_the_same_again_changes_nothing(past: tuple[e.Event, ...], command: Any) -> None:
    message.given(*past).when(command).then_nothing()


@pytest.mark.parametrize(
    ("outcome", "past", "command"),
    [
        (Outcome.ACCEPTED, IN_PROGRESS, replace(ACCEPT, urgency=Urgency.URGENT)),
        (Outcome.ACCEPTED, IN_PROGRESS, replace(ACCEPT, complexity=Complexity.ORDINARY)),
        (Outcome.ACCEPTED, IN_PROGRESS, replace(ACCEPT, kind=None)),
        (Outcome.DECLINED, (submitted, declined), replace(DECLINE, reason=Reason.ABUSE)),
        (Outcome.DECLINED, (submitted, declined), replace(DECLINE, advice=None)),
        (Outcome.REDIRECTED, (submitted, redirected), replace(REDIRECT, contact=None)),
        (Outcome.REDIRECTED, (submitted, redirected), replace(REDIRECT, where=c.Note("别处", "v1:elsewhere"))),
        (Outcome.MERGED, (submitted, merged), replace(MERGE, into="20240228-000001")),
    ],
)
def test_the_same_clerk_saying_something_else_is_too_late(
    outcome: Outcome, past: tuple[e.Event, ...], command: Any
) -> None:
    message.given(*past).when(command).then_refused(AlreadyScreened(outcome, WANG, LATER))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (" \n", TextBlank),
        ("\x00", TextUnreadable),
        ("长" * 2001, TextTooLong),
    ],
)
def test_what_a_clerk_writes_to_the_citizen_can_be_read(text: str, refusal: type) -> None:
    values: dict[type, tuple[Any, ...]] = {TextBlank: (), TextUnreadable: ("U+0000", 0), TextTooLong: (2000, 2001)}
    note = c.Note(text, "v1:note")
    message.given(submitted).when(replace(DECLINE, advice=note)).then_refused(refusal("advice", *values[refusal]))
    message.given(submitted).when(replace(REDIRECT, where=note)).then_refused(refusal("where", *values[refusal]))
    message.given(submitted).when(replace(REDIRECT, contact=note)).then_refused(refusal("contact", *values[refusal]))
