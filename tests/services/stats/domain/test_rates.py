"""Rates and averages, with the office's own figures (domain.md)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.stats.domain.rates import at_rank, average, percentage

counts = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize(
    ("closed", "accepted", "rate"),
    [
        (395, 401, "98.5"),
        (291, 297, "97.98"),
        (1245, 1274, "97.72"),
        (104, 104, "100"),
        (43, 139, "30.94"),
        (0, 12, "0"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),
        (1, 8000, "0.01"),
        (1, 20001, "0"),
        (1, 20000, "0.01"),
    ],
)
def test_a_rate_is_rounded_half_up_to_two_decimals_without_trailing_zeros(
    closed: int, accepted: int, rate: str
) -> None:
    assert str(percentage(closed, accepted)) == rate


def test_there_is_no_rate_of_nothing() -> None:
    assert percentage(0, 0) is None


@given(counts, counts)
def test_a_rate_is_the_exact_quotient_rounded_once(closed: int, more: int) -> None:
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


@pytest.mark.parametrize(("days", "mean"), [([0], "0"), ([1, 2], "1.5"), ([1, 1, 2], "1.33"), ([100, 200], "150")])
def test_a_mean_is_rounded_as_a_rate_is(days: list[int], mean: str) -> None:
    assert str(average(sum(days), len(days))) == mean


def test_there_is_no_mean_of_nothing() -> None:
    assert average(0, 0) is None


@pytest.mark.parametrize(
    ("days", "median", "ninth"),
    [
        ([], None, None),
        ([7], 7, 7),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        (list(range(1, 11)), 5, 9),
        ([4] * 9 + [5], 4, 4),
    ],
)
def test_a_rank_is_the_smallest_that_so_many_do_not_exceed(
    days: list[int], median: int | None, ninth: int | None
) -> None:
    reached = [sum(day <= most for day in days) for most in range(max(days, default=0) + 1)]
    assert (at_rank(reached, 50), at_rank(reached, 90)) == (median, ninth)
