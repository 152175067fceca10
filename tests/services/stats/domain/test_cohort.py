"""Cohorts and standing indicators: days are days in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.stats.domain.cohort import Cohort
from services.stats.domain.indicators import silent, unanswered


def test_a_cohort_begins_and_ends_at_midnight_in_shanghai() -> None:
    assert Cohort(date(2019, 1, 1), date(2020, 1, 1)).instants() == (
        datetime(2018, 12, 31, 16, tzinfo=UTC),
        datetime(2019, 12, 31, 16, tzinfo=UTC),
    )


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "last_day", "first_over"),
    [
        (noon(2019, 1, 15), noon(2019, 4, 15), noon(2019, 4, 16)),
        (noon(2018, 11, 30), noon(2019, 2, 28), noon(2019, 3, 1)),
        (noon(2019, 11, 30), noon(2020, 2, 29), noon(2020, 3, 1)),
        (noon(2019, 10, 31), noon(2020, 1, 31), noon(2020, 2, 1)),
    ],
)
def test_a_message_may_wait_three_months(since: datetime, last_day: datetime, first_over: datetime) -> None:
    assert [unanswered(since, as_of).is_over for as_of in (last_day, first_over)] == [False, True]


@pytest.mark.parametrize(("as_of", "days", "is_over"), [(noon(2019, 3, 15), 14, False), (noon(2019, 3, 16), 15, True)])
def test_a_column_may_be_silent_for_two_weeks(as_of: datetime, days: int, is_over: bool) -> None:
    standing = silent(noon(2019, 3, 1), as_of)
    assert (standing.days, standing.is_over) == (days, is_over)


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    late = datetime(2019, 3, 1, 15, 59, tzinfo=UTC)  # 23:59 there
    assert unanswered(late, datetime(2019, 3, 1, 16, tzinfo=UTC)).days == 1
