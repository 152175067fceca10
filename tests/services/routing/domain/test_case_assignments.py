"""A wrong assignment is taken back, and who helps may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kernel.decider import Refusal
from kernel.testing import Specification
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import Deadline, count_days
from services.routing.domain.case import DECIDER
from services.routing.domain.case_refusals import AddedAndWithdrawn, DeadlineWasMissed
from services.routing.domain.matter import Agreed
from tests.services.routing.domain import facts as f
from workdays.calendar import shanghai_date

case = Specification(DECIDER)
in_hand = (f.opened, f.assigned_to_housing)
AGAIN = replace(f.give_to_housing, deadline=f.TO_THE_14TH, at=f.TUESDAY, allowance=f.BY_RULE)
GIVEN_AGAIN = replace(f.assigned_to_housing, at=f.TUESDAY, stands=Agreed(f.FIVE_DAYS.working_days))


def test_a_wrong_assignment_is_taken_back_with_a_reason() -> None:
    case.given(*in_hand).when(f.withdraw).then(f.withdrawn)


def test_what_the_lead_has_asked_for_is_settled_by_taking_the_case_back() -> None:
    asked = case.given(*in_hand, f.housing_asked_to_return, f.extension_asked, f.withdrawn)
    asked.when(f.agree_to_return).then_refused(no.NotAssigned(1))
    asked.when(f.grant_extension).then_refused(no.NotAssigned(1))


def test_a_case_that_nobody_has_is_not_taken_back() -> None:
    case.given(f.opened).when(f.withdraw).then_refused(no.NotAssigned(1))
    case.given(*in_hand, f.withdrawn).when(replace(f.withdraw, reason="for another reason")).then_refused(
        no.NotAssigned(1)
    )
    case.given(*in_hand, f.closed_in_time).when(f.withdraw).then_refused(no.CaseIsClosed(1, f.SATURDAY))


def test_a_case_taken_back_goes_to_another_agency_with_a_deadline_of_its_own() -> None:
    fresh = replace(f.give_to_police, deadline=f.TO_THE_14TH, allowance=f.BY_RULE)
    assigned = replace(f.assigned_to_police, deadline=f.TO_THE_14TH, allowance=f.BY_RULE)
    case.given(*in_hand, f.withdrawn).when(fresh).then(assigned)


def test_given_to_the_same_agency_again_the_earlier_deadline_stands() -> None:
    case.given(*in_hand, f.withdrawn).when(AGAIN).then(GIVEN_AGAIN)
    by_way_of_the_police = (*in_hand, f.withdrawn, f.assigned_to_police, replace(f.withdrawn, lead=f.POLICE))
    case.given(*by_way_of_the_police).when(AGAIN).then(GIVEN_AGAIN)
    back_and_forth = (*in_hand, f.withdrawn, GIVEN_AGAIN, f.withdrawn)
    case.given(*back_and_forth).when(replace(AGAIN, deadline=f.TO_THE_15TH)).then(GIVEN_AGAIN)


def test_the_deadline_that_stands_is_the_one_that_was_granted_or_recounted() -> None:
    moved: tuple[tuple[tuple[e.Event, ...], Deadline, date | None], ...] = (
        ((f.extension_asked, f.extension_granted), f.TO_THE_14TH, f.TO_THE_14TH.due),
        ((f.recounted,), f.FIVE_DAYS_AGAIN, None),
    )
    for events, deadline, granted in moved:
        stands = Agreed(f.FIVE_DAYS.working_days, granted)
        case.given(*in_hand, *events, replace(f.withdrawn, at=f.TUESDAY)).when(AGAIN).then(
            replace(GIVEN_AGAIN, deadline=deadline, stands=stands)
        )


def test_in_another_round_the_same_agency_gets_a_fresh_deadline() -> None:
    next_round = (*in_hand, f.withdrawn, GIVEN_AGAIN, f.closed_in_time, f.reopened)
    later = count_days(f.CALENDAR, shanghai_date(f.LATER), 5)
    case.given(*next_round).when(replace(AGAIN, deadline=later, at=f.LATER)).then(
        replace(f.assigned_to_housing, deadline=later, round=2, at=f.LATER, allowance=f.BY_RULE)
    )


def test_who_has_missed_the_deadline_gets_no_new_one_by_being_assigned_anew() -> None:
    too_late = (*in_hand, f.deadline_missed, replace(f.withdrawn, at=f.DUE_OVER))
    case.given(*too_late).when(replace(f.give_to_housing, at=f.LATER)).then_refused(
        DeadlineWasMissed(f.HOUSING, f.FIVE_DAYS.due)
    )
    case.given(*too_late).when(f.give_to_police).then(f.assigned_to_police)


def test_nor_does_an_agency_whose_deadline_ended_while_it_did_not_have_the_case() -> None:
    taken_back = case.given(*in_hand, f.withdrawn)
    taken_back.when(replace(AGAIN, at=f.LAST_MOMENT)).then(replace(GIVEN_AGAIN, at=f.LAST_MOMENT))
    taken_back.when(replace(AGAIN, at=f.DUE_OVER)).then_refused(DeadlineWasMissed(f.HOUSING, f.FIVE_DAYS.due))


def test_a_reply_that_comes_out_while_its_agency_is_taken_off_still_closes_the_case() -> None:
    case.given(*in_hand, f.withdrawn).when(f.reply_published).then(f.closed_in_time)
    case.given(*in_hand, f.withdrawn, f.assigned_to_police).when(f.reply_published).then(f.closed_in_time)


def test_an_export_knows_nothing_new_of_a_case_that_was_taken_back() -> None:
    case.given(*in_hand, f.withdrawn).when(f.take_over).then_nothing()


def test_co_agencies_come_and_go_while_the_lead_has_the_case() -> None:
    case.given(*in_hand).when(f.police_instead_of_water).then(f.police_helps)


def test_help_that_is_so_already_changes_nothing() -> None:
    same = c.ArrangeHelp(frozenset({f.WATER}), frozenset({f.POLICE}), f.DISPATCHER, f.MONDAY)
    case.given(*in_hand).when(same).then_nothing()


def test_the_lead_does_not_help_itself() -> None:
    itself = c.ArrangeHelp(frozenset({f.HOUSING}), frozenset(), f.DISPATCHER, f.MONDAY)
    case.given(*in_hand).when(itself).then_refused(no.LeadIsCoAgency(f.HOUSING))


def test_the_same_agency_is_not_added_and_withdrawn_at_once() -> None:
    both = c.ArrangeHelp(frozenset({f.POLICE}), frozenset({f.POLICE}), f.DISPATCHER, f.MONDAY)
    case.given(*in_hand).when(both).then_refused(AddedAndWithdrawn(f.POLICE))


@pytest.mark.parametrize(
    ("after", "refusal"),
    [((), no.NotAssigned(1)), ((f.assigned_to_housing, f.closed_in_time), no.CaseIsClosed(1, f.SATURDAY))],
)
def test_only_a_case_in_hand_is_helped(after: tuple[object, ...], refusal: Refusal) -> None:
    case.given(f.opened, *after).when(f.police_instead_of_water).then_refused(refusal)  # type: ignore[arg-type]
