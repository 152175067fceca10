"""What periods are called, and which comes before."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.stats.domain.periods import Period, PeriodKind, months_later


@pytest.mark.parametrize(
    ("begin", "end", "name", "before"),
    [
        (date(2019, 1, 1), date(2019, 4, 1), "2019Q1", "2018Q4"),
        (date(2019, 10, 1), date(2020, 1, 1), "2019Q4", "2019Q3"),
        (date(2019, 3, 1), date(2019, 4, 1), "2019-03", "2019-02"),
        (date(2019, 1, 1), date(2019, 2, 1), "2019-01", "2018-12"),
        (date(2019, 7, 1), date(2020, 1, 1), "2019H2", "2019H1"),
        (date(2019, 1, 1), date(2020, 1, 1), "2019", "2018"),
        (date(2019, 2, 1), date(2019, 5, 1), "20190201-20190430", "20181104-20190131"),
        (date(2019, 1, 1), date(2019, 10, 1), "20190101-20190930", "20180403-20181231"),
        (date(2019, 3, 4), date(2019, 3, 11), "20190304-20190310", "20190225-20190303"),
    ],
)
def test_a_period_has_the_name_that_the_calendar_gives_it(begin: date, end: date, name: str, before: str) -> None:
    period = Period(begin, end)
    assert (period.name, period.before().name) == (name, before)
    assert period.before().end == begin


days = st.dates(date(2018, 1, 1), date(2021, 1, 1))
firsts = st.builds(lambda year, month: date(year, month, 1), st.integers(2018, 2020), st.integers(1, 12))
ends = st.tuples(days | firsts, days | firsts).filter(lambda pair: pair[0] < pair[1])


@given(ends, ends)
def test_no_two_periods_have_one_name(one: tuple[date, date], other: tuple[date, date]) -> None:
    assert (Period(*one).name == Period(*other).name) == (one == other)


@given(firsts, st.sampled_from((1, 3, 6, 12)))
def test_a_period_of_the_calendar_is_followed_by_one_of_its_kind(first: date, months: int) -> None:
    period = Period(first, months_later(first, months))
    if period.kind is not PeriodKind.OTHER:
        assert period.before().kind is period.kind
