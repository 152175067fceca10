"""Completion rate, with the office's own figures (domain.md)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.stats.domain.completion import Cohort, ColumnCount, Completion, Count, percentage

counts = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize(
    ("closed", "accepted", "rate"),
    [
        (395, 401, "98.5"),
        (291, 297, "97.98"),
        (1245, 1274, "97.72"),
        (104, 104, "100"),
        (0, 12, "0"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),
        (1, 8000, "0.01"),
        (1, 20001, "0"),
        (1, 20000, "0.01"),
    ],
)
def test_the_rate_is_rounded_half_up_to_two_decimals_without_trailing_zeros(
    closed: int, accepted: int, rate: str
) -> None:
    assert str(Count(accepted, closed).completion_rate) == rate


def test_nothing_accepted_has_no_rate() -> None:
    assert Count(accepted=0, closed=0).completion_rate is None


@given(counts, counts)
def test_the_rate_is_the_exact_quotient_rounded_once(closed: int, more: int) -> None:
    accepted = closed + more
    rate = percentage(closed, accepted)
    if accepted == 0:
        assert rate is None
        return
    assert rate is not None
    error = Fraction(rate) - Fraction(100 * closed, accepted)
    assert Fraction(-1, 200) < error <= Fraction(1, 200)
    assert "E" not in str(rate)
    assert str(rate) == str(rate).rstrip("0").rstrip(".") or "." not in str(rate)
    assert rate == rate.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_cohort_begins_and_ends_at_midnight_in_shanghai() -> None:
    assert Cohort(date(2019, 1, 1), date(2020, 1, 1)).instants() == (
        datetime(2018, 12, 31, 16, tzinfo=UTC),
        datetime(2019, 12, 31, 16, tzinfo=UTC),
    )


def test_the_total_adds_counts_and_not_rates() -> None:
    completion = Completion(
        Cohort(date(2019, 1, 1), date(2019, 11, 1)),
        datetime(2019, 11, 1, tzinfo=UTC),
        [
            ColumnCount("governor", "省长信箱", Count(104, 104)),
            ColumnCount("mayor", "市长信箱", Count(297, 291)),
            ColumnCount("secretary", None, Count(0, 0)),
        ],
    )
    assert completion.total == Count(401, 395)
    assert str(completion.total.completion_rate) == "98.5"
