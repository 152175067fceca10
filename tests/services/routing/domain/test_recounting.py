"""A changed calendar moves the deadlines that are open: what was agreed is counted again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kernel.testing import Specification
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import count_days, count_until
from services.routing.domain.case import DECIDER
from services.routing.domain.matter import Agreed
from services.routing.domain.recounting import counted_again
from services.routing.domain.workcalendar import Amendments, amended
from tests.services.routing.domain import facts as f
from workdays.calendar import Calendar, Day, DayKind, end_of

case = Specification(DECIDER)
in_hand = case.given(f.opened, f.assigned_to_housing)
START = f.FIVE_DAYS.start
TO_THE_5TH = count_days(f.CALENDAR, START, 2)


def test_the_deadline_of_a_case_in_hand_moves_with_the_calendar() -> None:
    in_hand.when(f.recount).then(f.recounted)


def test_counting_again_by_the_same_calendar_records_nothing() -> None:
    case.given(f.opened, f.assigned_to_housing, f.recounted).when(f.recount).then_nothing()
    in_hand.when(replace(f.recount, deadline=f.FIVE_DAYS)).then_nothing()


def test_who_has_no_open_deadline_keeps_what_there_is() -> None:
    case.given().when(f.recount).then_nothing()
    case.given(f.opened).when(f.recount).then_nothing()
    case.given(f.opened, f.assigned_to_housing, f.closed_in_time).when(f.recount).then_nothing()


def test_a_deadline_moves_earlier_too_but_never_to_a_day_that_is_over() -> None:
    earlier = replace(f.recount, deadline=TO_THE_5TH)
    moved = replace(f.recounted, deadline=TO_THE_5TH)
    in_hand.when(earlier).then(moved)  # Tuesday the 5th is today
    last_moment = end_of(TO_THE_5TH.due)
    in_hand.when(replace(earlier, at=last_moment)).then_nothing()


def test_what_was_missed_stays_missed_unless_the_deadline_comes_to_lie_ahead() -> None:
    missed = case.given(f.opened, f.assigned_to_housing, f.deadline_missed)
    monday = replace(f.recount, at=end_of(f.FIVE_DAYS.due))
    missed.when(monday).then(replace(f.recounted, at=monday.at))
    missed.when(replace(f.recount, at=end_of(f.FIVE_DAYS_AGAIN.due))).then_nothing()


def test_a_deadline_that_has_come_to_lie_ahead_can_be_missed_anew() -> None:
    moved = replace(f.recounted, at=f.DUE_OVER)
    again = case.given(f.opened, f.assigned_to_housing, f.deadline_missed, moved)
    over = end_of(f.FIVE_DAYS_AGAIN.due)
    again.when(c.MissDeadline(over)).then(e.DeadlineMissed("mayor", f.HOUSING, 1, f.FIVE_DAYS_AGAIN.due, over))


def test_a_provisional_deadline_is_settled_on_its_own_day_also_when_it_is_over() -> None:
    provisional = replace(f.assigned_to_housing, deadline=replace(f.FIVE_DAYS, provisional=True))
    settled = replace(f.recounted, deadline=f.FIVE_DAYS)
    recount = replace(f.recount, deadline=f.FIVE_DAYS)
    case.given(f.opened, provisional).when(recount).then(settled)
    case.given(f.opened, provisional, f.deadline_missed).when(replace(recount, at=f.LATER)).then(
        replace(settled, missed=True, at=f.LATER)
    )


def test_a_settled_one_that_was_missed_is_not_missed_twice() -> None:
    provisional = replace(f.assigned_to_housing, deadline=replace(f.FIVE_DAYS, provisional=True))
    settled = replace(f.recounted, deadline=f.FIVE_DAYS, missed=True, at=f.LATER)
    case.given(f.opened, provisional, f.deadline_missed, settled).when(c.MissDeadline(f.LATER)).then_nothing()


def test_the_day_of_an_extension_stands_whatever_else_becomes_a_holiday() -> None:
    until = date(2024, 3, 14)
    assert counted_again(f.AMENDED, START, Agreed(5, until)) == count_until(f.AMENDED, START, until)


def test_the_day_of_an_extension_moves_on_when_it_is_not_worked_after_all() -> None:
    off = amended(f.CALENDAR, Amendments(1, {date(2024, 3, 14): Day(date(2024, 3, 14), DayKind.HOLIDAY)}))
    assert counted_again(off, START, Agreed(5, date(2024, 3, 14))).due == date(2024, 3, 15)


def test_an_extension_never_leaves_less_than_the_days_that_were_given() -> None:
    week = (date(2024, 3, day) for day in range(4, 16))
    closed_ = amended(f.CALENDAR, Amendments(1, {on: Day(on, DayKind.HOLIDAY) for on in week}))
    assert counted_again(closed_, START, Agreed(5, date(2024, 3, 14))) == count_days(closed_, START, 5)


def test_a_granted_extension_is_counted_by_the_calendar_of_the_day_it_is_granted() -> None:
    asked = case.given(f.opened, f.assigned_to_housing, f.extension_asked)
    now = count_until(f.AMENDED, START, f.TO_THE_14TH.due)
    asked.when(replace(f.grant_extension, deadline=now)).then(replace(f.extension_granted, deadline=now))


def test_what_a_recount_has_given_already_needs_no_extension() -> None:
    far = count_days(f.CALENDAR, START, 20)
    moved = replace(f.recounted, deadline=far)
    asked = case.given(f.opened, f.assigned_to_housing, f.extension_asked, moved)
    asked.when(f.grant_extension).then_refused(no.NotLater(far.due, f.TO_THE_14TH.due))
    asked.when(f.refuse_extension).then(f.extension_refused)


DAYS = st.dates(date(2024, 2, 25), date(2024, 5, 1))
CALENDARS = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=40).map(
    lambda kinds: amended(f.CALENDAR, Amendments(1, {on: Day(on, kind) for on, kind in kinds.items()}))
)
AGREED = st.builds(Agreed, st.integers(1, 15), st.none() | st.dates(date(2024, 3, 5), date(2024, 4, 20)))


@given(CALENDARS, AGREED)
def test_a_recount_ends_on_a_working_day_with_at_least_the_days_that_were_given(
    calendar: Calendar, agreed: Agreed
) -> None:
    again = counted_again(calendar, START, agreed)
    assert calendar.day(again.due).kind.is_worked
    assert again.working_days >= agreed.working_days
    assert agreed.until is None or again.due >= agreed.until
    assert again == count_until(calendar, START, again.due)


@given(st.lists(CALENDARS, max_size=5))
def test_amendments_that_cancel_each_other_out_leave_every_deadline_where_it_was(between: list[Calendar]) -> None:
    history: list[e.Event] = [f.opened, f.assigned_to_housing]
    for calendar in [*between, f.CALENDAR]:
        state = DECIDER.fold(history)
        again = counted_again(calendar, START, state.assignment.agreed)  # type: ignore[union-attr]
        history += DECIDER.decide(c.RecountDeadline(again, "office", f.FRIDAY_NOON), state)
    assert DECIDER.fold(history).assignment.deadline.due == f.FIVE_DAYS.due  # type: ignore[union-attr]
