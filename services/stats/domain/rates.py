"""Rates and averages, in whole numbers up to the last step, so that nothing is rounded twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal


def percentage(part: int, whole: int) -> Decimal | None:
    """`part` ÷ `whole` × 100, rounded half up to two decimals, trailing zeros dropped; None for a zero `whole`."""
    return quotient(100 * part, whole)


def quotient(dividend: int, divisor: int) -> Decimal | None:
    """`dividend` ÷ `divisor`, rounded half up to two decimals, trailing zeros dropped; None for a zero `divisor`."""
    if divisor == 0:
        return None
    hundredths = (2 * 100 * dividend + divisor) // (2 * divisor)
    decimals = 2
    while decimals and hundredths % 10 == 0:
        hundredths //= 10
        decimals -= 1
    return Decimal(hundredths).scaleb(-decimals)


def average(total: int, count: int) -> Decimal | None:
    """The mean of `count` whole numbers, not negative, that add up to `total`; rounded like a rate."""
    return quotient(total, count)


def at_rank(reached: Sequence[int], per_cent: int) -> int | None:
    """The smallest value that at least `per_cent` of all do not exceed; None where there are none.

    `reached` says how many are 0, at most 1, at most 2 …. So the median of an even number of them is the lower of the
    two in the middle: a value that one of them has.
    """
    many = reached[-1]
    return bisect_left(reached, -(-many * per_cent // 100)) if many else None
