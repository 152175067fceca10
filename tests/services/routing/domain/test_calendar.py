"""Counting working days, with a calendar made for the purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.calendar import count_days, count_until, explain
from tests.services.routing.domain.facts import CALENDAR, FIVE_DAYS
from workdays.calendar import Calendar, Day, DayKind, end_of, shanghai_date

FRIDAY = date(2024, 3, 1)


def test_the_day_of_the_assignment_does_not_count() -> None:
    assert count_days(CALENDAR, FRIDAY, 1).due == date(2024, 3, 4)


def test_holidays_and_weekends_are_skipped_and_make_up_days_count() -> None:
    assert FIVE_DAYS.due == date(2024, 3, 9)
    assert [(day.date.day, day.kind.value, day.name, day.count) for day in explain(FIVE_DAYS)] == [
        (2, "weekend", "", None),
        (3, "weekend", "", None),
        (4, "workday", "", 1),
        (5, "workday", "", 2),
        (6, "workday", "", 3),
        (7, "holiday", "植树节", None),
        (8, "workday", "", 4),
        (9, "makeup", "植树节", 5),
    ]


def test_a_deadline_over_days_that_are_not_announced_is_provisional() -> None:
    assert not count_days(CALENDAR, date(2024, 12, 26), 1).provisional
    assert count_days(CALENDAR, date(2024, 12, 26), 2).provisional
    assert count_days(CALENDAR, date(2023, 12, 28), 2).provisional


def test_a_deadline_remembers_the_calendar_that_counted_it() -> None:
    assert (FIVE_DAYS.start, FIVE_DAYS.working_days, FIVE_DAYS.calendar) == (FRIDAY, 5, "test 1")


def test_the_next_worked_day_may_be_the_day_itself() -> None:
    assert CALENDAR.next_worked(FRIDAY) == FRIDAY
    assert CALENDAR.next_worked(date(2024, 3, 2)) == date(2024, 3, 4)
    assert CALENDAR.next_worked(date(2024, 3, 9)) == date(2024, 3, 9)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2024, 3, 1, 15, 59, 59, 999999, tzinfo=UTC), date(2024, 3, 1)),
        (datetime(2024, 3, 1, 16, 0, tzinfo=UTC), date(2024, 3, 2)),
    ],
)
def test_the_date_is_shanghais(instant: datetime, day: date) -> None:
    assert shanghai_date(instant) == day


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    assert end_of(FRIDAY) == datetime(2024, 3, 1, 16, 0, tzinfo=UTC)
    assert end_of(FRIDAY).tzinfo is UTC


@pytest.mark.parametrize("days", [0, -1, 1001])
def test_a_deadline_is_at_least_a_day_away_and_not_years(days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        count_days(CALENDAR, FRIDAY, days)


dates = st.dates(date(2024, 1, 1), date(2024, 12, 31))
kinds = st.sampled_from(DayKind)
calendars = st.dictionaries(dates, kinds, max_size=60).map(
    lambda days: Calendar("any", {on: Day(on, kind) for on, kind in days.items()}, date(2024, 1, 1), date(2024, 12, 28))
)


@given(calendars, dates, st.integers(1, 40))
def test_the_explanation_agrees_with_the_count(calendar: Calendar, start: date, days: int) -> None:
    deadline = count_days(calendar, start, days)
    lines = explain(deadline)
    assert [line.date for line in lines] == [start + timedelta(days=n + 1) for n in range(len(lines))]
    assert lines[-1].date == deadline.due
    assert lines[-1].count == days == deadline.working_days
    assert all(calendar.day(line.date).kind == line.kind for line in lines)
    assert all(line.kind.is_worked == (line.count is not None) for line in lines)


@given(calendars, dates, st.integers(1, 40))
def test_counting_to_a_day_gives_the_deadline_that_ends_there(calendar: Calendar, start: date, days: int) -> None:
    deadline = count_days(calendar, start, days)
    assert count_until(calendar, start, deadline.due) == deadline
