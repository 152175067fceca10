"""Nobody without an account learns how one of a few citizens rated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.stats.domain.withholding import LEAST, whole_day, withheld


def of(key: str, evaluations: int) -> dict[str, Any]:
    rated = {"very_dissatisfied": evaluations, "content": 0, "satisfaction_rate": "0"}
    return {"key": key, "name": None, "evaluations": evaluations, **rated}


@pytest.mark.parametrize(
    ("sizes", "hidden", "total"),
    [
        ((1,), [True], True),
        ((4,), [True], True),
        ((LEAST,), [False], False),
        ((0, 6), [False, False], False),
        ((1, 9, 7), [True, False, True], False),
        ((2, 3, 9), [True, True, False], False),
        ((1, 2, 9, 8), [True, True, False, True], False),
        ((1, 0), [True, False], True),
        ((2, 2), [True, True], True),
        ((1, 6), [True, True], False),
    ],
)
def test_few_are_withheld_and_what_would_tell_them_too(
    sizes: tuple[int, ...],
    hidden: list[bool],
    total: bool,
) -> None:
    answer = withheld([of(str(place), size) for place, size in enumerate(sizes)], of("total", sum(sizes)))
    assert [row["withheld"] for row in answer["rows"]] == hidden
    assert answer["total"]["withheld"] is total
    for row, size in zip(answer["rows"], sizes, strict=True):
        assert row["evaluations"] == size
        assert (row["very_dissatisfied"] is None) == (row["satisfaction_rate"] is None) == row["withheld"]


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    midnight = datetime(2019, 3, 6, 16, tzinfo=UTC)
    assert whole_day(datetime(2019, 3, 7, 2, 15, tzinfo=UTC)) == whole_day(midnight) == midnight
