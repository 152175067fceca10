"""The main line of a case: opened, assigned, returned, given to another, closed, reopened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel.testing import Specification
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import count_days
from services.routing.domain.case import DECIDER
from tests.services.routing.domain import facts as f
from workdays.calendar import shanghai_date

case = Specification(DECIDER)


def test_an_accepted_message_opens_a_case() -> None:
    case.given().when(f.open_case).then(f.opened)


def test_hearing_of_an_acceptance_twice_opens_one_case() -> None:
    case.given(f.opened).when(f.open_case).then_nothing()
    case.given(f.opened, f.assigned_to_housing).when(f.open_case).then_nothing()
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time).when(f.open_case).then_nothing()


def test_a_waiting_case_goes_to_an_agency_with_a_deadline() -> None:
    case.given(f.opened).when(f.give_to_housing).then(f.assigned_to_housing)


def test_nothing_is_done_to_a_case_that_nobody_opened() -> None:
    for command in (
        f.give_to_housing,
        f.say_not_ours,
        f.agree_to_return,
        f.ask_until_the_14th,
        f.grant_extension,
        f.remind,
        f.reply_published,
        f.reopen,
    ):
        case.given().when(command).then_refused(no.NotFound())


def test_a_second_dispatcher_learns_who_assigned_the_case_and_to_whom() -> None:
    case.given(f.opened, f.assigned_to_housing).when(f.give_to_police).then_refused(
        no.AlreadyAssigned(f.HOUSING, (f.WATER,), f.FIVE_DAYS.due, f.DISPATCHER, f.FRIDAY_NOON)
    )


def test_the_same_lead_with_other_helpers_is_another_assignment() -> None:
    case.given(f.opened, f.assigned_to_housing).when(replace(f.give_to_housing, co_agencies=())).then_refused(
        no.AlreadyAssigned(f.HOUSING, (f.WATER,), f.FIVE_DAYS.due, f.DISPATCHER, f.FRIDAY_NOON)
    )


def test_the_same_agencies_with_another_deadline_are_another_assignment() -> None:
    longer = replace(f.give_to_housing, deadline=f.TO_THE_14TH)
    case.given(f.opened, f.assigned_to_housing).when(longer).then_refused(
        no.AlreadyAssigned(f.HOUSING, (f.WATER,), f.FIVE_DAYS.due, f.DISPATCHER, f.FRIDAY_NOON)
    )


def test_a_lead_is_not_its_own_co_agency() -> None:
    case.given(f.opened).when(replace(f.give_to_housing, co_agencies=(f.WATER, f.HOUSING))).then_refused(
        no.LeadIsCoAgency(f.HOUSING)
    )


def test_an_export_opens_and_assigns_a_case_as_it_was() -> None:
    case.given().when(f.take_over).then(f.opened, f.taken_over_by_housing)


def test_an_export_assigns_a_case_whose_acceptance_was_heard_of_first() -> None:
    case.given(f.opened).when(f.take_over).then(f.taken_over_by_housing)


def test_an_export_knows_nothing_new_of_a_case_that_was_assigned() -> None:
    case.given(f.opened, f.assigned_to_police).when(f.take_over).then_nothing()
    case.given(f.opened, f.taken_over_by_housing, f.closed_in_time).when(f.take_over).then_nothing()
    case.given(f.opened, f.taken_over_by_housing, f.closed_in_time, f.reopened).when(f.take_over).then_nothing()
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned).when(
        f.take_over
    ).then_nothing()


def test_the_lead_says_not_ours_and_keeps_the_case_until_that_is_decided() -> None:
    case.given(f.opened, f.assigned_to_housing).when(f.say_not_ours).then(f.housing_asked_to_return)


def test_another_reason_is_not_dropped_in_silence() -> None:
    asked = case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return)
    asked.when(f.say_not_ours).then_nothing()
    asked.when(replace(f.say_not_ours, reason="not ours either")).then_refused(no.AlreadyAsked(f.HANDLER, f.MONDAY))


def test_an_agreed_return_leaves_the_case_waiting() -> None:
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return).when(f.agree_to_return).then(
        f.housing_returned
    )


def test_a_refused_return_leaves_the_case_where_it_is() -> None:
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return).when(f.refuse_return).then(f.return_refused)


def test_a_refused_return_is_not_asked_again() -> None:
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.return_refused).when(
        f.say_not_ours
    ).then_refused(no.ReturnWasRefused(f.HOUSING))


@pytest.mark.parametrize("decision", [f.agree_to_return, f.refuse_return])
def test_a_return_is_decided_only_when_it_was_asked_for(decision: c.DecideReturn) -> None:
    case.given(f.opened, f.assigned_to_housing).when(decision).then_refused(no.NothingAsked("return"))


def test_a_returned_case_goes_to_another_agency() -> None:
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned).when(
        f.give_to_police
    ).then(f.assigned_to_police)


def test_a_returned_case_is_not_given_back_to_the_same_agency() -> None:
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned).when(
        f.give_to_housing
    ).then_refused(no.AgencyHasReturned(f.HOUSING))


def test_not_even_after_a_second_agency_has_returned_it() -> None:
    second = (
        f.assigned_to_police,
        e.ReturnAsked(f.POLICE, 1, "not ours", "police", f.SATURDAY, "mayor"),
        e.Returned("mayor", f.POLICE, 1, None, f.DISPATCHER, f.SATURDAY),
    )
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned, *second).when(
        f.give_to_housing
    ).then_refused(no.AgencyHasReturned(f.HOUSING))


def test_a_published_reply_closes_the_case() -> None:
    case.given(f.opened, f.assigned_to_housing).when(f.reply_published).then(f.closed_in_time)


def test_closing_counts_as_on_time_until_the_day_of_the_deadline_is_over_in_shanghai() -> None:
    given = case.given(f.opened, f.assigned_to_housing)
    given.when(replace(f.reply_published, at=f.LAST_MOMENT)).then(replace(f.closed_in_time, at=f.LAST_MOMENT))
    given.when(replace(f.reply_published, at=f.DUE_OVER)).then(replace(f.closed_in_time, on_time=False, at=f.DUE_OVER))


def test_a_granted_extension_decides_what_is_on_time() -> None:
    case.given(f.opened, f.assigned_to_housing, f.extension_asked, f.extension_granted).when(
        replace(f.reply_published, at=f.DUE_OVER)
    ).then(replace(f.closed_in_time, due=f.TO_THE_14TH.due, at=f.DUE_OVER))


def test_a_reply_that_comes_out_while_its_agency_is_let_go_still_closes_the_case() -> None:
    case.given(f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned).when(
        f.reply_published
    ).then(f.closed_in_time)


LET_GO = (f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned)


def test_a_reply_closes_the_case_for_the_agency_whose_reply_it_is() -> None:
    with_police = replace(f.assigned_to_police, deadline=count_days(f.CALENDAR, shanghai_date(f.WEDNESDAY), 9))
    case.given(*LET_GO, with_police).when(f.reply_published).then(f.closed_in_time)
    case.given(*LET_GO, with_police).when(replace(f.reply_published, lead=f.POLICE)).then(
        replace(f.closed_in_time, lead=f.POLICE, due=with_police.deadline.due)
    )


def test_a_reply_of_an_agency_that_never_had_the_case_does_not_close_it() -> None:
    case.given(f.opened, f.assigned_to_housing).when(replace(f.reply_published, lead=f.POLICE)).then_refused(
        no.NeverAssigned(f.POLICE, 1)
    )


def test_the_office_closes_only_what_an_agency_has() -> None:
    by_hand = f.close_without_reply
    case.given(f.opened, f.assigned_to_housing).when(by_hand).then(f.given_up)
    case.given(*LET_GO).when(by_hand).then_refused(no.NotAssigned(1))
    case.given(f.opened).when(by_hand).then_refused(no.NotAssigned(1))


def test_a_case_that_was_never_assigned_is_not_closed() -> None:
    case.given(f.opened).when(f.reply_published).then_refused(no.NotAssigned(1))


def test_late_word_of_an_earlier_round_closes_nothing() -> None:
    again = replace(f.assigned_to_police, round=2, at=f.LATER)
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time, f.reopened).when(f.reply_published).then_nothing()
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time, f.reopened, again).when(
        f.reply_published
    ).then_nothing()


@pytest.mark.parametrize(
    "command",
    [f.give_to_housing, f.say_not_ours, f.agree_to_return, f.ask_until_the_14th, f.grant_extension, f.remind],
)
def test_a_closed_case_stays_closed(command: c.Command) -> None:
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time).when(command).then_refused(
        no.CaseIsClosed(1, f.SATURDAY)
    )


def test_the_next_round_begins_afresh_with_any_agency_and_its_own_deadline() -> None:
    deadline = count_days(f.CALENDAR, shanghai_date(f.LATER), 5)
    first_round = (f.opened, f.assigned_to_housing, f.housing_asked_to_return, f.housing_returned, f.assigned_to_police)
    case.given(*first_round, replace(f.closed_in_time, lead=f.POLICE), f.reopened).when(
        c.Assign(f.HOUSING, (), deadline, f.DISPATCHER, f.LATER)
    ).then(e.Assigned("mayor", f.HOUSING, (), deadline, 2, f.DISPATCHER, f.LATER, imported=False))


def test_the_second_round_is_closed_as_the_second() -> None:
    deadline = count_days(f.CALENDAR, shanghai_date(f.LATER), 5)
    again = e.Assigned("mayor", f.HOUSING, (), deadline, 2, f.DISPATCHER, f.LATER, imported=False)
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time, f.reopened, again).when(
        c.Close(2, f.HOUSING, "reply", "system", f.LATER)
    ).then(replace(f.closed_in_time, due=deadline.due, round=2, at=f.LATER))
