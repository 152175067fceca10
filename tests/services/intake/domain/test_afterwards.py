"""What the citizen does with a message later, what becomes of it elsewhere, and erasing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain import state
from services.intake.domain.afterwards import EVALUATION_WINDOW, evaluable_until
from services.intake.domain.message import MESSAGE
from services.intake.domain.refusals import (
    AlreadyEvaluated,
    Erased,
    EvaluationOver,
    NotAccepted,
    NotClosed,
    NotFound,
    TooLateToWithdraw,
)
from services.intake.domain.words import Satisfaction, Standing
from tests.services.intake.facts import (
    AFTERWARDS,
    ANSWERED,
    CLOSED,
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
    assigned_to_housing,
    ended,
    ended_again,
    erased,
    evaluated,
    extended,
    housing_returned_it,
    message,
    reopened,
    submitted,
    withdrawn,
)

WITHDRAW = c.Withdraw(LATER)
ERASE = c.Erase("office.zhao", erased.at)
BEGIN = c.BeginHandling(HOUSING, (WATER,), FRIDAY, 1, NOON)
RETURN = c.ReturnHandling(HOUSING, 1, housing_returned_it.at)
EXTEND = c.ExtendHandling(NEXT_FRIDAY, 1, extended.at)
ANSWER = c.RecordAnswer(1, public=True, at=ANSWERED)
END = c.EndHandling(1, ENDED)
REOPEN = c.ReopenHandling(2, reopened.at)
UNERASED = [past for stands, past in SETTLED.items() if stands is not Standing.ERASED]
FOLLOWING = [BEGIN, RETURN, EXTEND, ANSWER, END, REOPEN]


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
    message.given(*past).when(WITHDRAW).then_refused(TooLateToWithdraw(stands, LATER))


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


def test_the_window_includes_its_last_moment() -> None:
    last = ENDED + EVALUATION_WINDOW
    message.given(*CLOSED).when(replace(EVALUATE, at=last)).then(replace(evaluated, at=last))
    late = replace(EVALUATE, at=last + timedelta(microseconds=1))
    message.given(*CLOSED).when(late).then_refused(EvaluationOver(last))


def test_the_citizen_is_told_of_the_same_window() -> None:
    last = ENDED + EVALUATION_WINDOW
    closed = MESSAGE.fold(CLOSED)
    assert (evaluable_until(closed, ENDED), evaluable_until(closed, last)) == (last, last)
    assert evaluable_until(closed, last + timedelta(microseconds=1)) is None
    for past in ((*CLOSED, evaluated), (*CLOSED, reopened), IN_PROGRESS):
        assert evaluable_until(MESSAGE.fold(past), ENDED) is None


@pytest.mark.parametrize(
    ("stands", "past"),
    [
        (Standing.WAITING, (submitted,)),
        (Standing.IN_PROGRESS, IN_PROGRESS),
        (Standing.IN_PROGRESS, (*IN_PROGRESS, answered)),
        (Standing.IN_PROGRESS, (*CLOSED, reopened)),
        *SETTLED.items(),
    ],
)
def test_only_a_closed_matter_is_rated(stands: Standing, past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(EVALUATE).then_refused(NotClosed(stands))


def test_nobody_rates_what_nobody_wrote() -> None:
    message.given().when(EVALUATE).then_refused(NotFound())


# erasing


@pytest.mark.parametrize("past", [(submitted,), IN_PROGRESS, CLOSED, *UNERASED])
def test_a_message_is_erased_wherever_it_stands(past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(ERASE).then(erased)


def test_what_is_erased_while_it_waits_leaves_the_queue_and_is_not_withdrawn() -> None:
    assert isinstance(MESSAGE.fold([submitted, erased]), state.Erased)
    assert isinstance(MESSAGE.fold([submitted, withdrawn, erased]), state.Withdrawn)


def test_what_is_erased_is_erased() -> None:
    message.given(*CLOSED, erased).when(replace(ERASE, by="office.qian")).then_nothing()


def test_an_erased_message_is_still_followed_and_rated() -> None:
    message.given(*IN_PROGRESS, erased).when(ANSWER).then(answered)
    message.given(*CLOSED, erased).when(EVALUATE).then(evaluated)


def test_nobody_erases_what_nobody_wrote() -> None:
    message.given().when(ERASE).then_refused(NotFound())


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


def test_an_answer_is_told_once_for_each_round() -> None:
    message.given(*IN_PROGRESS).when(ANSWER).then(answered)
    message.given(*CLOSED, reopened).when(replace(ANSWER, round=2)).then(replace(answered, round=2))


def test_an_answer_may_be_heard_of_before_the_assignment_or_after_the_closing() -> None:
    message.given(submitted, accepted).when(ANSWER).then(answered)
    message.given(*IN_PROGRESS, ended).when(ANSWER).then(answered)


def test_a_closing_ends_the_handling_of_its_round() -> None:
    message.given(*IN_PROGRESS, answered).when(END).then(ended)
    message.given(*CLOSED, reopened).when(replace(END, round=2, at=ended_again.at)).then(ended_again)


def test_a_reopening_begins_a_later_round() -> None:
    message.given(*CLOSED).when(REOPEN).then(reopened)


@pytest.mark.parametrize("command", [BEGIN, RETURN, EXTEND, ANSWER, END], ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("past", [CLOSED, (*CLOSED, reopened), (*CLOSED, evaluated)])
def test_what_is_past_already_changes_nothing(command: Any, past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(command).then_nothing()


@pytest.mark.parametrize("command", FOLLOWING, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize(
    ("stands", "past"), [(Standing.UNWRITTEN, ()), (Standing.WAITING, (submitted,)), *SETTLED.items()]
)
def test_only_an_accepted_message_is_handled(command: Any, stands: Standing, past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(command).then_refused(NotAccepted(stands))
