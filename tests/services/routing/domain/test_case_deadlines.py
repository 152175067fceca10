"""Pressing a case: extensions, urging, and deadlines that pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.testing import Specification
from services.routing.domain import commands as c
from services.routing.domain import refusals as no
from services.routing.domain.case import DECIDER
from tests.services.routing.domain import facts as f
from workdays.calendar import shanghai_date

case = Specification(DECIDER)
in_hand = case.given(f.opened, f.assigned_to_housing)


def test_the_lead_asks_for_a_later_day_before_the_deadline() -> None:
    in_hand.when(f.ask_until_the_14th).then(f.extension_asked)


def test_an_extension_can_be_asked_for_until_the_day_of_the_deadline_is_over() -> None:
    in_hand.when(replace(f.ask_until_the_14th, at=f.LAST_MOMENT)).then(replace(f.extension_asked, at=f.LAST_MOMENT))
    in_hand.when(replace(f.ask_until_the_14th, at=f.DUE_OVER)).then_refused(no.DeadlinePassed(f.FIVE_DAYS.due))


def test_an_extension_makes_the_deadline_later() -> None:
    earlier = replace(f.ask_until_the_14th, deadline=f.TO_THE_8TH)
    in_hand.when(earlier).then_refused(no.NotLater(f.FIVE_DAYS.due, f.TO_THE_8TH.due))
    same = replace(f.ask_until_the_14th, deadline=f.FIVE_DAYS)
    in_hand.when(same).then_refused(no.NotLater(f.FIVE_DAYS.due, f.FIVE_DAYS.due))


def test_an_extended_deadline_ends_on_a_working_day() -> None:
    sunday = replace(f.ask_until_the_14th, deadline=f.TO_SUNDAY_17TH)
    in_hand.when(sunday).then_refused(no.NotAWorkingDay(f.TO_SUNDAY_17TH.due, ""))


def test_one_extension_is_asked_for_at_a_time() -> None:
    case.given(f.opened, f.assigned_to_housing, f.extension_asked).when(
        replace(f.ask_until_the_14th, deadline=f.TO_THE_15TH)
    ).then_refused(no.ExtensionAlreadyAsked(f.TO_THE_14TH.due))


def test_another_reason_for_the_same_day_is_not_dropped_in_silence() -> None:
    asked = case.given(f.opened, f.assigned_to_housing, f.extension_asked)
    asked.when(f.ask_until_the_14th).then_nothing()
    asked.when(replace(f.ask_until_the_14th, reason="rain")).then_refused(no.ExtensionAlreadyAsked(f.TO_THE_14TH.due))


def test_a_granted_extension_moves_the_deadline_past_any_limit() -> None:
    case.given(f.opened, f.assigned_to_housing, f.extension_asked).when(f.grant_extension).then(f.extension_granted)


def test_a_refused_extension_leaves_the_deadline() -> None:
    case.given(f.opened, f.assigned_to_housing, f.extension_asked).when(f.refuse_extension).then(f.extension_refused)


@pytest.mark.parametrize("decision", [f.grant_extension, f.refuse_extension])
def test_an_extension_is_decided_only_when_it_was_asked_for(decision: c.DecideExtension) -> None:
    in_hand.when(decision).then_refused(no.NothingAsked("extension"))


def test_after_an_extension_another_can_be_asked_for() -> None:
    case.given(f.opened, f.assigned_to_housing, f.extension_asked, f.extension_granted).when(
        replace(f.ask_until_the_14th, deadline=f.TO_THE_15TH, at=f.WEDNESDAY)
    ).then(replace(f.extension_asked, deadline=f.TO_THE_15TH, at=f.WEDNESDAY))


def test_an_extension_lapses_with_its_assignment() -> None:
    case.given(
        f.opened,
        f.assigned_to_housing,
        f.extension_asked,
        f.housing_asked_to_return,
        f.housing_returned,
        f.assigned_to_police,
    ).when(f.grant_extension).then_refused(no.NothingAsked("extension"))


def test_the_lead_is_urged() -> None:
    in_hand.when(f.remind).then(f.reminded)


def test_the_lead_is_urged_again_on_another_day_or_by_stronger_means() -> None:
    urged = case.given(f.opened, f.assigned_to_housing, f.reminded)
    urged.when(replace(f.remind, at=f.WEDNESDAY)).then(replace(f.reminded, at=f.WEDNESDAY, n=2))
    urged.when(replace(f.remind, level="letter")).then(replace(f.reminded, level="letter", n=2))


def test_the_same_reminder_is_not_sent_twice_a_day() -> None:
    case.given(f.opened, f.assigned_to_housing, f.reminded).when(f.remind).then_nothing()


def test_another_reminder_on_the_same_day_is_not_dropped_in_silence() -> None:
    case.given(f.opened, f.assigned_to_housing, f.reminded).when(replace(f.remind, note="now")).then_refused(
        no.AlreadyUrged("reminder", shanghai_date(f.TUESDAY))
    )


def test_a_waiting_case_has_nobody_to_urge() -> None:
    case.given(f.opened).when(f.remind).then_refused(no.NotAssigned(1))


def test_a_letter_needs_a_case_that_is_due_soon() -> None:
    letter = replace(f.remind, level="letter", due_soon=f.FIVE_DAYS.due - timedelta(days=1))
    in_hand.when(letter).then_refused(no.NotDueSoon(f.FIVE_DAYS.due))
    in_hand.when(replace(letter, due_soon=f.FIVE_DAYS.due)).then(replace(f.reminded, level="letter"))
    in_hand.when(replace(letter, level="reminder")).then(f.reminded)


def test_nobody_is_criticised_before_the_deadline_is_over() -> None:
    criticise = replace(f.remind, level="criticism", at=f.LAST_MOMENT)
    in_hand.when(criticise).then_refused(no.NotOverdue(f.FIVE_DAYS.due))
    late = replace(criticise, at=f.DUE_OVER)
    in_hand.when(late).then(replace(f.reminded, level="criticism", at=f.DUE_OVER))


def test_urgings_are_counted_over_all_assignments_and_rounds() -> None:
    another_round = case.given(
        f.opened, f.assigned_to_housing, f.reminded, f.housing_asked_to_return, f.housing_returned,
        f.assigned_to_police, replace(f.closed_in_time, lead=f.POLICE), f.reopened, f.assigned_to_housing,
    )  # fmt: skip
    another_round.when(replace(f.remind, at=f.LATER)).then(replace(f.reminded, at=f.LATER, round=2, n=2))


def test_the_lead_confirms_an_urging_once() -> None:
    case.given(f.opened, f.assigned_to_housing, f.reminded).when(f.confirm_the_reminder).then(f.urging_received)
    case.given(f.opened, f.assigned_to_housing, f.reminded, f.urging_received).when(
        replace(f.confirm_the_reminder, by="another")
    ).then_nothing()


def test_an_urging_of_another_assignment_is_not_the_leads_to_confirm() -> None:
    in_hand.when(f.confirm_the_reminder).then_refused(no.NoSuchUrging(1))
    case.given(
        f.opened, f.assigned_to_housing, f.reminded, f.housing_asked_to_return, f.housing_returned,
        f.assigned_to_police,
    ).when(f.confirm_the_reminder).then_refused(no.NoSuchUrging(1))  # fmt: skip
    case.given(f.opened, f.assigned_to_housing, f.reminded, f.closed_in_time).when(f.confirm_the_reminder).then_refused(
        no.CaseIsClosed(1, f.SATURDAY)
    )


def test_a_deadline_is_missed_when_its_day_is_over_in_shanghai_however_late_one_looks() -> None:
    in_hand.when(c.MissDeadline(f.LAST_MOMENT)).then_nothing()
    in_hand.when(c.MissDeadline(f.DUE_OVER)).then(f.deadline_missed)
    in_hand.when(c.MissDeadline(f.LATER)).then(f.deadline_missed)


def test_who_has_no_deadline_misses_none() -> None:
    look = c.MissDeadline(f.LATER)
    case.given().when(look).then_nothing()
    case.given(f.opened).when(look).then_nothing()
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time).when(look).then_nothing()


def test_an_extended_deadline_can_be_missed_anew() -> None:
    asked_in_time = (f.opened, f.assigned_to_housing, f.extension_asked, f.deadline_missed, f.extension_granted)
    case.given(*asked_in_time).when(c.MissDeadline(f.DUE_OVER)).then_nothing()
    missed_again = case.given(*asked_in_time).when(c.MissDeadline(f.LATER))
    missed_again.then(replace(f.deadline_missed, due=f.TO_THE_14TH.due, at=f.DUE_OVER.replace(day=14)))
