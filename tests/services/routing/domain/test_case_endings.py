"""How a case ends without a reply, begins again, or becomes another system's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kernel.testing import Specification
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import count_days
from services.routing.domain.case import DECIDER
from services.routing.domain.case_refusals import (
    CaseHandedOver,
    NotDissatisfied,
    NotHandedOver,
    ReasonMissing,
    ReopeningOver,
)
from tests.services.routing.domain import facts as f
from workdays.calendar import shanghai_date

case = Specification(DECIDER)
in_hand = (f.opened, f.assigned_to_housing)
closed = (*in_hand, f.closed_in_time)
gone = (*in_hand, f.handed_over)


def test_the_office_closes_a_case_without_a_reply_and_says_why() -> None:
    case.given(*in_hand).when(f.close_without_reply).then(f.given_up)


def test_a_case_closed_otherwise_is_not_closed_again_in_silence() -> None:
    case.given(*closed).when(f.close_without_reply).then_refused(no.CaseIsClosed(1, f.SATURDAY))
    case.given(*in_hand, f.given_up).when(replace(f.close_without_reply, reason="settled")).then_refused(
        no.CaseIsClosed(1, f.WEDNESDAY)
    )


def test_a_reply_that_comes_out_after_the_office_has_closed_the_case_changes_nothing() -> None:
    case.given(*in_hand, f.given_up).when(f.reply_published).then_nothing()


def test_the_rating_of_the_closing_in_force_is_kept_once() -> None:
    case.given(*closed).when(f.rate_dissatisfied).then(f.dissatisfied)
    case.given(*closed, f.dissatisfied).when(c.Rate(1, 5, f.LATER)).then_nothing()


def test_late_word_of_another_rating_changes_nothing() -> None:
    case.given(*closed).when(replace(f.rate_dissatisfied, round=2)).then_nothing()
    case.given(*closed, f.dissatisfied, f.reopened).when(f.rate_dissatisfied).then_nothing()
    case.given().when(f.rate_dissatisfied).then_nothing()


def test_a_dissatisfied_citizen_is_reason_to_handle_the_matter_again() -> None:
    case.given(*closed, f.dissatisfied).when(f.reopen).then(f.reopened)


@pytest.mark.parametrize("after", [(), (replace(f.dissatisfied, satisfaction=3),)])
def test_nobody_is_dissatisfied_who_has_not_said_so(after: tuple[e.Event, ...]) -> None:
    case.given(*closed, *after).when(f.reopen).then_refused(NotDissatisfied(1))


def test_the_dissatisfaction_of_an_earlier_round_does_not_count() -> None:
    deadline = count_days(f.CALENDAR, shanghai_date(f.LATER), 5)
    again = e.Assigned("mayor", f.HOUSING, (), deadline, 2, f.DISPATCHER, f.LATER, imported=False)
    closed_again = replace(f.closed_in_time, due=deadline.due, round=2, at=f.LATER)
    case.given(*closed, f.dissatisfied, f.reopened, again, closed_again).when(f.reopen).then_refused(NotDissatisfied(2))


def test_a_mistake_needs_no_evaluation_but_words() -> None:
    case.given(*closed).when(f.reopen_for_mistake).then(
        e.Reopened("mayor", 2, "mistake", f.SUPERVISOR, f.LATER, "the wrong street")
    )
    case.given(*closed).when(replace(f.reopen_for_mistake, note=None)).then_refused(ReasonMissing("reopening"))


def test_a_closing_is_reopened_until_the_end_of_the_last_day_in_shanghai() -> None:
    last_day = date(2024, 5, 8)  # sixty days after Saturday 9 March
    last_moment = datetime(2024, 5, 8, 15, 59, 59, tzinfo=UTC)
    case.given(*closed, f.dissatisfied).when(replace(f.reopen, at=last_moment)).then(
        replace(f.reopened, at=last_moment)
    )
    over = datetime(2024, 5, 8, 16, 0, tzinfo=UTC)
    for asked in (f.reopen, f.reopen_for_mistake):
        case.given(*closed, f.dissatisfied).when(replace(asked, at=over)).then_refused(ReopeningOver(last_day))


def test_a_case_in_hand_is_not_reopened() -> None:
    case.given(f.opened).when(f.reopen).then_refused(no.NotClosed(1))
    case.given(*in_hand).when(f.reopen).then_refused(no.NotClosed(1))


def test_a_second_supervisor_learns_that_the_case_is_in_hand_again() -> None:
    case.given(*closed, f.dissatisfied, f.reopened).when(f.reopen_for_mistake).then_refused(no.NotClosed(2))


def test_an_accepted_matter_is_handed_to_another_system_waiting_or_assigned() -> None:
    case.given(*in_hand).when(f.hand_over).then(f.handed_over)
    case.given(f.opened).when(f.hand_over).then(replace(f.handed_over, lead=None))


def test_it_is_handed_over_once() -> None:
    elsewhere = replace(f.hand_over, system="hotline")
    case.given(*gone).when(elsewhere).then_refused(CaseHandedOver("petition", f.DISPATCHER, f.TUESDAY))
    case.given(*closed).when(f.hand_over).then_refused(no.CaseIsClosed(1, f.SATURDAY))


@pytest.mark.parametrize(
    "command",
    [
        f.give_to_police,
        f.withdraw,
        f.police_instead_of_water,
        f.say_not_ours,
        f.agree_to_return,
        f.ask_until_the_14th,
        f.grant_extension,
        f.remind,
        f.close_without_reply,
    ],
)
def test_nothing_is_done_to_a_case_that_is_elsewhere(command: c.Command) -> None:
    case.given(*gone).when(command).then_refused(CaseHandedOver("petition", f.DISPATCHER, f.TUESDAY))


def test_what_is_heard_late_changes_nothing_about_a_case_that_is_elsewhere() -> None:
    for late in (f.open_case, f.take_over, f.reply_published, f.rate_dissatisfied, c.MissDeadline(f.LATER)):
        case.given(*gone).when(late).then_nothing()


def test_a_supervisor_takes_back_what_was_handed_back_or_should_not_have_gone() -> None:
    case.given(*gone).when(f.hand_back).then(f.handed_back)
    case.given(*gone).when(f.reopen_for_mistake).then(
        e.Reopened("mayor", 2, "mistake", f.SUPERVISOR, f.LATER, "the wrong street")
    )
    case.given(*gone).when(f.reopen).then_refused(NotDissatisfied(1))


def test_what_was_not_handed_over_is_not_handed_back() -> None:
    case.given(*closed).when(f.hand_back).then_refused(NotHandedOver(1))
    case.given(*in_hand).when(f.hand_back).then_refused(no.NotClosed(1))


def test_a_matter_taken_back_goes_to_any_agency() -> None:
    deadline = count_days(f.CALENDAR, shanghai_date(f.LATER), 5)
    give = c.Assign(f.HOUSING, (), deadline, f.DISPATCHER, f.LATER)
    case.given(*gone, f.handed_back).when(give).then(
        e.Assigned("mayor", f.HOUSING, (), deadline, 2, f.DISPATCHER, f.LATER, imported=False)
    )
