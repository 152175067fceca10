"""All that is not the same in two contents."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.stats.domain.content import written
from services.stats.domain.differences import differences

ROWS = [{"key": "housing", "closed": 2}, {"key": "water", "closed": 1}]
CONTENT: dict[str, Any] = {"bulletin": "2019Q1", "completion": {"closed": 2}, "agencies": ROWS, "correction": None}


def others(**parts: Any) -> list[tuple[str, Any, Any]]:
    """What is otherwise with these parts."""
    found = differences(CONTENT, {**CONTENT, **parts})
    return [(".".join(each["path"]), each["before"], each["after"]) for each in found]


def test_what_is_the_same_differs_in_nothing() -> None:
    assert others() == []


def test_a_figure_is_told_with_both_values() -> None:
    assert others(completion={"closed": 3}) == [("completion.closed", 2, 3)]
    assert others(agencies=[ROWS[0], {"key": "water", "closed": 2}]) == [("agencies.water.closed", 1, 2)]


def test_a_row_that_came_or_went_is_told() -> None:
    assert others(agencies=ROWS[:1]) == [("agencies.water.key", "water", None), ("agencies.water.closed", 1, None)]


def test_rows_in_another_order_or_twice_are_a_difference() -> None:
    assert others(agencies=ROWS[::-1]) == [("agencies", ["housing", "water"], ["water", "housing"])]
    assert others(agencies=[*ROWS, ROWS[0]]) == [("agencies", ROWS, [*ROWS, ROWS[0]])]


def test_a_part_more_or_less_is_a_difference_also_where_it_says_nothing() -> None:
    assert others(extra=None) == [("extra", None, None)]
    assert differences({"a": None}, {}) == [{"path": ["a"], "before": None, "after": None}]


def test_true_is_not_one_and_one_is_not_one_point_nought() -> None:
    assert others(completion={"closed": 2.0}) == [("completion.closed", 2, 2.0)]
    assert differences({"a": 1}, {"a": True}) != []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(("", "a", "key")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("key", "a", "b")), inner, max_size=3),
    max_leaves=8,
)
_CONTENTS = st.dictionaries(st.sampled_from(("agencies", "trend", "completion")), _JSON, max_size=3)


@given(_CONTENTS, _CONTENTS)
def test_there_are_none_exactly_where_the_texts_are_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert (differences(before, after) == []) == (written(before) == written(after))
