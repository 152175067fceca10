"""What the citizen does with a message later, and what becomes of it elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain import state
from services.intake.domain.afterwards import evaluable_until, follow_up_until
from services.intake.domain.message import MESSAGE
from services.intake.domain.refusals import (
    AlreadyEvaluated,
    AlreadyFollowedUp,
    Erased,
    EvaluationOver,
    FollowUpOver,
    NotAccepted,
    NotAnswered,
    NotClosed,
    NotFound,
    RatedElsewhere,
    TextBlank,
    TextTooLong,
    TooLateToWithdraw,
)
from services.intake.domain.words import Satisfaction, Standing
from tests.services.intake.facts import (
    AFTERWARDS,
    ANSWERED,
    ASK,
    CLOSED,
    COMMENT,
    DAYS,
    ENDED,
    EVALUATE,
    FRIDAY,
    HOUSING,
    IN_PROGRESS,
    LATER,
    NEXT_FRIDAY,
    NOON,
    ROADS,
    SETTLED,
    WATER,
    accepted,
    answered,
    answered_again,
    asked_again,
    assigned_to_housing,
    commented,
    corrected,
    ended,
    ended_again,
    erased,
    evaluated,
    extended,
    housing_returned_it,
    message,
    refused,
    reopened,
    submitted,
    told_meanwhile,
    withdrawn,
)

ANSWER_AGAIN = c.RecordFollowUpAnswer(public=True, at=answered_again.at)
WITHDRAW = c.Withdraw(LATER)
BEGIN = c.BeginHandling(HOUSING, (WATER,), FRIDAY, 1, NOON)
RETURN = c.ReturnHandling(HOUSING, 1, housing_returned_it.at, asked=True)
EXTEND = c.ExtendHandling(NEXT_FRIDAY, 1, extended.at)
KEEP = c.KeepDeadline(HOUSING, 1, refused.at)
ANSWER = c.RecordAnswer(1, public=True, at=ANSWERED)
CORRECT = c.RecordCorrection("reply", 1, 2, "fact", public=True, at=corrected.at)
TELL = c.RecordInterimReply(1, public=True, at=told_meanwhile.at)
END = c.EndHandling(1, ENDED)
REOPEN = c.ReopenHandling(2, reopened.at)
FOLLOWING = [BEGIN, RETURN, EXTEND, KEEP, ANSWER, ANSWER_AGAIN, END, REOPEN]


# withdrawing


def test_a_citizen_takes_a_waiting_message_back() -> None:
    message.given(submitted).when(WITHDRAW).then(withdrawn)


@pytest.mark.parametrize(
    ("stands", "past"),
    [
        (Standing.IN_PROGRESS, IN_PROGRESS),
        (Standing.CLOSED, CLOSED),
        (Standing.DECLINED, SETTLED[Standing.DECLINED]),
        (Standing.REDIRECTED, SETTLED[Standing.REDIRECTED]),
        (Standing.MERGED, SETTLED[Standing.MERGED]),
    ],
)
def test_what_was_screened_is_not_taken_back(stands: Standing, past: tuple[e.Event, ...]) -> None:
    since = ENDED if stands is Standing.CLOSED else LATER
    message.given(*past).when(WITHDRAW).then_refused(TooLateToWithdraw(stands, since))


def test_who_comes_too_late_to_withdraw_learns_since_when_it_is_handled_again() -> None:
    refusal = TooLateToWithdraw(Standing.IN_PROGRESS, reopened.at)
    message.given(*CLOSED, reopened).when(WITHDRAW).then_refused(refusal)


def test_what_was_erased_while_it_waited_is_not_taken_back() -> None:
    message.given(submitted, erased).when(WITHDRAW).then_refused(Erased(erased.at))


def test_nobody_withdraws_what_nobody_wrote() -> None:
    message.given().when(WITHDRAW).then_refused(NotFound())


# evaluating


@pytest.mark.parametrize("satisfaction", Satisfaction)
def test_a_closed_matter_is_rated_on_five_levels(satisfaction: Satisfaction) -> None:
    rated = replace(evaluated, satisfaction=satisfaction)
    message.given(*CLOSED).when(replace(EVALUATE, satisfaction=satisfaction)).then(rated)


def test_one_closing_is_rated_once() -> None:
    other = replace(EVALUATE, satisfaction=Satisfaction.VERY_DISSATISFIED)
    message.given(*CLOSED, evaluated).when(other).then_refused(AlreadyEvaluated(Satisfaction.SATISFIED, AFTERWARDS))


def test_a_later_closing_is_rated_anew() -> None:
    command = replace(EVALUATE, at=ended_again.at)
    past = (*CLOSED, evaluated, reopened, ended_again)
    message.given(*past).when(command).then(replace(evaluated, round=2, at=ended_again.at))


# ENDED is 2024-03-06 09:02 in Shanghai, so that thirty days are over with the 5th of April there
LAST_DAY = date(2024, 4, 5)
LAST_MOMENT = datetime(2024, 4, 5, 15, 59, 59, 999999, tzinfo=UTC)
TOO_LATE = LAST_MOMENT + timedelta(microseconds=1)


def test_the_days_for_rating_end_with_the_last_of_them_in_shanghai() -> None:
    in_time = replace(EVALUATE, at=LAST_MOMENT)
    message.given(*CLOSED).when(in_time).then(replace(evaluated, at=LAST_MOMENT))
    message.given(*CLOSED).when(replace(EVALUATE, at=TOO_LATE)).then_refused(EvaluationOver(LAST_DAY))


def test_a_column_gives_the_days_it_has_agreed() -> None:
    late = replace(EVALUATE, days=2)
    message.given(*CLOSED).when(late).then_refused(EvaluationOver(date(2024, 3, 8)))
    message.given(*CLOSED).when(replace(EVALUATE, days=3)).then(evaluated)


def test_the_citizen_is_told_of_the_same_days() -> None:
    closed = MESSAGE.fold(CLOSED)
    for until in (evaluable_until, follow_up_until):
        assert [until(closed, DAYS, at) for at in (ENDED, LAST_MOMENT, TOO_LATE)] == [LAST_DAY, LAST_DAY, None]
        for past in ((*CLOSED, reopened), IN_PROGRESS):
            assert until(MESSAGE.fold(past), DAYS, ENDED) is None
    assert evaluable_until(MESSAGE.fold((*CLOSED, evaluated)), DAYS, ENDED) is None
    for asked_or_over in ((*CLOSED, asked_again), (*CLOSED, erased), (*IN_PROGRESS, ended)):
        assert follow_up_until(MESSAGE.fold(asked_or_over), DAYS, ENDED) is None


def test_a_rating_comes_with_a_comment_or_without() -> None:
    message.given(*CLOSED).when(replace(EVALUATE, comment=COMMENT)).then(commented)
    message.given(*CLOSED, commented).when(replace(EVALUATE, comment=COMMENT)).then_nothing()
    refused = AlreadyEvaluated(Satisfaction.SATISFIED, AFTERWARDS)
    message.given(*CLOSED, commented).when(EVALUATE).then_refused(refused)
    message.given(*CLOSED, evaluated).when(replace(EVALUATE, comment=COMMENT)).then_refused(refused)


def test_a_comment_is_a_text() -> None:
    blank = replace(EVALUATE, comment=c.Note(" ", "v1:blank"))
    message.given(*CLOSED).when(blank).then_refused(TextBlank("comment"))


@pytest.mark.parametrize(
    ("stands", "past"),
    [
        (Standing.WAITING, (submitted,)),
        (Standing.IN_PROGRESS, IN_PROGRESS),
        (Standing.IN_PROGRESS, (*IN_PROGRESS, answered)),
        (Standing.IN_PROGRESS, (*CLOSED, reopened)),
        *((stands, past) for stands, past in SETTLED.items() if stands is not Standing.MERGED),
    ],
)
def test_only_a_closed_matter_is_rated(stands: Standing, past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(EVALUATE).then_refused(NotClosed(stands))


def test_what_was_merged_is_rated_by_who_wrote_the_other_message() -> None:
    merged = SETTLED[Standing.MERGED]
    (into,) = [event.into for event in merged if isinstance(event, e.Merged)]
    message.given(*merged).when(EVALUATE).then_refused(RatedElsewhere(into))


def test_nobody_rates_what_nobody_wrote() -> None:
    message.given().when(EVALUATE).then_refused(NotFound())


# asking once more


def test_once_answered_and_closed_the_citizen_asks_once_more() -> None:
    message.given(*CLOSED).when(ASK).then(asked_again)
    assert isinstance(MESSAGE.fold((*CLOSED, asked_again)), state.Closed)


def test_there_is_one_question_for_the_whole_matter() -> None:
    message.given(*CLOSED, asked_again).when(ASK).then_nothing()
    other = replace(ASK, question=COMMENT)
    refused = AlreadyFollowedUp(AFTERWARDS)
    message.given(*CLOSED, asked_again, answered_again).when(other).then_refused(refused)
    later = (*CLOSED, asked_again, reopened)
    message.given(*later).when(other).then_refused(refused)
    message.given(*later, replace(answered, round=2), ended_again).when(other).then_refused(refused)


def test_the_days_for_a_question_end_with_the_last_of_them_in_shanghai() -> None:
    message.given(*CLOSED).when(replace(ASK, at=LAST_MOMENT)).then(replace(asked_again, at=LAST_MOMENT))
    message.given(*CLOSED).when(replace(ASK, at=TOO_LATE)).then_refused(FollowUpOver(LAST_DAY))


def test_the_question_is_for_who_gave_the_last_reply() -> None:
    by_roads = replace(assigned_to_housing, lead=ROADS, round=2)
    past = (*CLOSED, reopened, by_roads, replace(answered, round=2), ended_again)
    at = ended_again.at
    message.given(*past).when(replace(ASK, at=at)).then(replace(asked_again, lead=ROADS, round=2, at=at))


@pytest.mark.parametrize(
    ("stands", "past"),
    [
        (Standing.WAITING, (submitted,)),
        (Standing.IN_PROGRESS, (*IN_PROGRESS, answered)),
        (Standing.CLOSED, (*IN_PROGRESS, ended)),
        (Standing.IN_PROGRESS, (*CLOSED, reopened)),
        *SETTLED.items(),
    ],
)
def test_nothing_is_asked_about_a_reply_before_it_went_out_and_the_matter_was_closed(
    stands: Standing, past: tuple[e.Event, ...]
) -> None:
    message.given(*past).when(ASK).then_refused(NotAnswered(stands))


def test_nobody_asks_about_what_nobody_wrote() -> None:
    message.given().when(ASK).then_refused(NotFound())


def test_a_question_is_a_text() -> None:
    long = c.Note("问" * 2001, "v1:long")
    message.given(*CLOSED).when(replace(ASK, question=long)).then_refused(TextTooLong("question", 2000, 2001))


def test_the_question_is_answered_once_and_the_case_stands_as_it_stood() -> None:
    message.given(*CLOSED, asked_again).when(ANSWER_AGAIN).then(answered_again)
    message.given(*CLOSED, asked_again, answered_again).when(ANSWER_AGAIN).then_nothing()
    message.given(*CLOSED, asked_again, reopened).when(ANSWER_AGAIN).then(answered_again)
    message.given(*CLOSED).when(ANSWER_AGAIN).then_nothing()


# following


def test_an_assignment_begins_the_handling() -> None:
    message.given(submitted, accepted).when(BEGIN).then(assigned_to_housing)


def test_a_returned_matter_is_given_to_another() -> None:
    message.given(*IN_PROGRESS).when(RETURN).then(housing_returned_it)
    again = replace(assigned_to_housing, lead=ROADS)
    message.given(*IN_PROGRESS, housing_returned_it).when(replace(BEGIN, lead=ROADS)).then(again)


def test_only_who_has_the_matter_gives_it_back() -> None:
    message.given(*IN_PROGRESS).when(replace(RETURN, lead=ROADS)).then_nothing()
    message.given(submitted, accepted).when(RETURN).then_nothing()


def test_an_extension_moves_the_day() -> None:
    message.given(*IN_PROGRESS).when(EXTEND).then(extended)
    message.given(*IN_PROGRESS).when(replace(EXTEND, due=FRIDAY)).then_nothing()
    message.given(submitted, accepted).when(EXTEND).then_nothing()


def test_each_extension_that_is_refused_is_told_once_with_the_deadline_that_stays() -> None:
    message.given(*IN_PROGRESS).when(KEEP).then(refused)
    message.given(*IN_PROGRESS, refused).when(KEEP).then_nothing()
    later = refused.at + timedelta(days=1)
    message.given(*IN_PROGRESS, refused).when(replace(KEEP, at=later)).then(replace(refused, at=later))
    message.given(*IN_PROGRESS).when(replace(KEEP, lead=ROADS)).then_nothing()
    message.given(*IN_PROGRESS, ended).when(KEEP).then_nothing()


def test_an_answer_is_told_once_for_each_round() -> None:
    message.given(*IN_PROGRESS).when(ANSWER).then(answered)
    message.given(*CLOSED, reopened).when(replace(ANSWER, round=2)).then(replace(answered, round=2))


def test_an_answer_may_be_heard_of_before_the_assignment_or_after_the_closing() -> None:
    message.given(submitted, accepted).when(ANSWER).then(answered)
    message.given(*IN_PROGRESS, ended).when(ANSWER).then(answered)


def test_interim_replies_follow_each_other_in_a_round_and_each_is_told_once() -> None:
    message.given(*IN_PROGRESS).when(TELL).then(told_meanwhile)
    message.given(*IN_PROGRESS, told_meanwhile).when(TELL).then_nothing()
    message.given(*IN_PROGRESS, told_meanwhile).when(replace(TELL, at=ENDED)).then(replace(told_meanwhile, at=ENDED))
    message.given(*CLOSED).when(TELL).then(told_meanwhile)  # heard of late
    message.given(submitted).when(TELL).then_refused(NotAccepted(Standing.WAITING))


def test_corrections_are_each_told_once_and_change_nothing_else() -> None:
    message.given(*CLOSED).when(CORRECT).then(corrected)
    message.given(*CLOSED, corrected).when(CORRECT).then_nothing()
    message.given(*CLOSED, corrected).when(replace(CORRECT, part="interim")).then(replace(corrected, part="interim"))
    message.given(*CLOSED, reopened).when(CORRECT).then(corrected)  # heard of late
    message.given(submitted).when(CORRECT).then_refused(NotAccepted(Standing.WAITING))


def test_a_closing_ends_the_handling_of_its_round() -> None:
    message.given(*IN_PROGRESS, answered).when(END).then(ended)
    message.given(*CLOSED, reopened).when(replace(END, round=2, at=ended_again.at)).then(ended_again)


def test_a_reopening_begins_a_later_round() -> None:
    message.given(*CLOSED).when(REOPEN).then(reopened)


@pytest.mark.parametrize("command", FOLLOWING[:-1], ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("past", [CLOSED, (*CLOSED, reopened), (*CLOSED, evaluated)])
def test_what_is_past_already_changes_nothing(command: Any, past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(command).then_nothing()


@pytest.mark.parametrize("command", FOLLOWING, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize(
    ("stands", "past"), [(Standing.UNWRITTEN, ()), (Standing.WAITING, (submitted,)), *SETTLED.items()]
)
def test_only_an_accepted_message_is_handled(command: Any, stands: Standing, past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(command).then_refused(NotAccepted(stands))
