"""Lights and the ladder, day by day over a week with a holiday on Thursday and a make-up Saturday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.column import Terms
from services.routing.domain.lights import (
    deadline_cuts,
    light,
    proposed,
    ripe,
    waiting_cuts,
    worked,
    working_days_left,
)
from tests.services.routing.domain.facts import CALENDAR

DAY = timedelta(days=1)
SATURDAY = date(2024, 3, 9)  # worked, to make up for Thursday the 7th
DAYS = st.dates(date(2024, 1, 5), date(2024, 12, 1))


def march(day: int) -> date:
    return date(2024, 3, day)


def worked_one_by_one(after: date, until: date) -> int:
    return sum(CALENDAR.day(after + n * DAY).kind.is_worked for n in range(1, (until - after).days + 1))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (march(4), "normal"),  # Tuesday, Wednesday, Friday and Saturday are left: four
        (march(5), "due_soon"),  # three
        (march(6), "due_soon"),  # two
        (march(7), "due_soon"),  # still two: the holiday is no working day
        (march(8), "yellow"),  # one
        (march(9), "yellow"),  # the day itself
        (march(10), "red"),
        (march(11), "red"),
    ],
)
def test_a_deadline_changes_its_light_as_working_days_run_out(today: date, expected: str) -> None:
    assert light(SATURDAY, deadline_cuts(CALENDAR, today, Terms())) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (march(1), "normal"),
        (march(4), "normal"),
        (march(5), "due_soon"),
        (march(8), "yellow"),
        (march(9), "yellow"),
        (march(10), "red"),
    ],
)
def test_who_waits_is_judged_as_if_assigned_on_the_day_of_acceptance(today: date, expected: str) -> None:
    deadlines = deadline_cuts(CALENDAR, today, Terms())
    assert light(march(1), waiting_cuts(CALENDAR, deadlines, 5)) == expected


def test_who_gets_more_days_may_wait_longer() -> None:
    deadlines = deadline_cuts(CALENDAR, march(10), Terms())
    assert light(march(1), waiting_cuts(CALENDAR, deadlines, 10)) == "normal"


@given(today=DAYS, due=DAYS, yellow=st.integers(1, 9), due_soon=st.integers(1, 9))
def test_the_days_between_lights_say_what_counting_says(today: date, due: date, yellow: int, due_soon: int) -> None:
    cuts = deadline_cuts(CALENDAR, today, Terms(yellow_working_days=yellow, due_soon_working_days=due_soon))
    left = worked_one_by_one(today, due)
    counted = (
        "red" if due < today
        else "yellow" if left <= yellow
        else "due_soon" if left <= due_soon
        else "normal"
    )  # fmt: skip
    assert light(due, cuts) == counted


@given(today=DAYS, due=DAYS, letter=st.integers(1, 9), criticism=st.integers(1, 9))
def test_a_means_is_ripe_when_so_many_working_days_are_overdue(
    today: date, due: date, letter: int, criticism: int
) -> None:
    until = ripe(CALENDAR, today, Terms(letter_working_days=letter, criticism_working_days=criticism))
    overdue = worked_one_by_one(due, today)
    assert (due <= until.letter, due <= until.criticism) == (overdue >= letter, overdue >= criticism)


@given(first=DAYS, second=DAYS)
def test_days_are_counted_at_once_as_they_are_one_by_one(first: date, second: date) -> None:
    after, until = min(first, second), max(first, second)
    assert worked(CALENDAR, after, until) == worked_one_by_one(after, until)
    assert working_days_left(CALENDAR, until, after) == -working_days_left(CALENDAR, after, until)


@pytest.mark.parametrize(
    ("today", "strength", "step"),
    [
        (march(4), 0, None),
        (march(5), 0, "reminder"),
        (march(5), 1, None),
        (march(10), 0, "reminder"),  # red on a Sunday: no working day overdue yet
        (march(11), 0, "letter"),
        (march(11), 1, "letter"),
        (march(11), 2, None),
        (march(15), 1, "letter"),  # nobody is criticised who had no letter
        (march(15), 2, "criticism"),
        (march(15), 3, None),
        (march(29), 3, None),
    ],
)
def test_the_ladder_goes_up_step_by_step(today: date, strength: int, step: str | None) -> None:
    assert proposed(SATURDAY, strength, ripe(CALENDAR, today, Terms())) == step
