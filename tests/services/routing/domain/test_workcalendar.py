"""The portal office amends the calendar; each amendment has a number, and the number is part of the version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.testing import Specification
from services.routing.domain.calendar import count_days, explain
from services.routing.domain.calendar_refusals import AmendsNothing, AnnouncedAndRetracted, DayAmendedTwice
from services.routing.domain.workcalendar import DECIDER, Amendments, amended
from tests.services.routing.domain import facts as f
from workdays.calendar import Calendar, Day, DayKind

calendar = Specification(DECIDER)


def in_force(*events: object) -> Calendar:
    """The facts' calendar with these amendments."""
    return amended(f.CALENDAR, DECIDER.fold(events))  # type: ignore[arg-type]


def test_an_amendment_is_numbered_and_its_days_are_put_in_order() -> None:
    calendar.given().when(f.amend).then(f.amended)
    calendar.given(f.amended).when(replace(f.amend, days=(f.FRIDAY_OFF,), announced=(2026,))).then(
        replace(f.amended, number=2, days=(f.FRIDAY_OFF,), announced=(2026,))
    )


def test_the_same_amendment_for_another_reason_is_nothing_new() -> None:
    calendar.given(f.amended).when(replace(f.amend, reason="as I said", at=f.LATER)).then_nothing()


def test_a_year_that_was_never_declared_is_retracted_already() -> None:
    calendar.given(f.amended).when(replace(f.amend, days=(), announced=(), retracted=(2031,))).then_nothing()


def test_an_amendment_says_something_and_nothing_both_ways() -> None:
    calendar.given().when(replace(f.amend, days=(), announced=())).then_refused(AmendsNothing())
    both = replace(f.FRIDAY_OFF, kind=DayKind.WORKDAY)
    calendar.given().when(replace(f.amend, days=(f.FRIDAY_OFF, both))).then_refused(DayAmendedTwice(both.date))
    calendar.given().when(replace(f.amend, retracted=(2024, 2025))).then_refused(AnnouncedAndRetracted(2025))


def test_a_day_said_twice_alike_is_said_once() -> None:
    calendar.given().when(replace(f.amend, days=(f.SUNDAY_ON, f.FRIDAY_OFF, f.SUNDAY_ON))).then(f.amended)


def test_the_offices_word_goes_before_the_librarys_and_the_last_word_before_all() -> None:
    assert in_force(f.amended).day(f.FRIDAY_OFF.date) == f.FRIDAY_OFF
    again = Day(f.FRIDAY_OFF.date, DayKind.WORKDAY, "照常上班")
    assert in_force(f.amended, replace(f.amended, number=2, days=(again,))).day(again.date) == again
    assert in_force(f.amended).day(date(2024, 3, 7)).name == "植树节"


def test_the_version_tells_the_amendment() -> None:
    assert [in_force().version, in_force(f.amended).version] == ["test 1", "test 1, amendment 1"]


def test_a_workday_with_a_name_stays_in_the_explanation() -> None:
    worked = replace(f.amended, days=(Day(date(2024, 3, 4), DayKind.WORKDAY, "照常上班"),))
    first = explain(count_days(in_force(worked), date(2024, 3, 3), 1))[0]
    assert (first.kind, first.name, first.count) == (DayKind.WORKDAY, "照常上班", 1)


@pytest.mark.parametrize(
    ("declared", "on", "announced"),
    [
        ((), date(2024, 12, 28), True),
        ((), date(2024, 12, 29), False),
        ((2025,), date(2024, 12, 29), True),
        ((2025,), date(2025, 12, 28), True),
        ((2025,), date(2025, 12, 29), False),
        ((2026,), date(2024, 12, 29), False),
        ((2025, 2026), date(2025, 12, 31), True),
        ((2023,), date(2023, 12, 31), True),
    ],
)
def test_the_end_of_december_waits_for_the_next_years_notice(
    declared: tuple[int, ...], on: date, announced: bool
) -> None:
    assert in_force(replace(f.amended, announced=declared)).is_announced(on) is announced


def test_a_year_can_be_taken_back() -> None:
    back = replace(f.amended, number=2, days=(), announced=(), retracted=(2025,))
    assert not in_force(f.amended, back).is_announced(date(2025, 6, 1))


DAYS = st.dates(date(2023, 12, 1), date(2025, 2, 28))
AMENDMENTS = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=80).map(
    lambda kinds: Amendments(1, {on: Day(on, kind) for on, kind in kinds.items()})
)


@given(AMENDMENTS, DAYS, st.integers(1, 60))
def test_a_count_is_what_one_counts_on_the_fingers(amendments: Amendments, start: date, days: int) -> None:
    left, on = days, start
    while left:
        on += timedelta(days=1)
        worked = on.isoweekday() <= 5
        if on in f.CALENDAR.exceptions:
            worked = f.CALENDAR.exceptions[on].kind in ("workday", "makeup")
        if on in amendments.days:
            worked = amendments.days[on].kind in ("workday", "makeup")
        left -= worked
    assert count_days(amended(f.CALENDAR, amendments), start, days).due == on
