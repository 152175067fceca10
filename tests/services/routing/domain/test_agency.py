"""An agency is registered once and amended when its name or its parent changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kernel.testing import Specification
from services.routing.domain.agency import DECIDER, Amended, Describe, Registered, find_cycle

agency = Specification(DECIDER)

JANUARY = datetime(2024, 1, 2, 0, 30, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, 0, 30, tzinfo=UTC)

describe = Describe("housing", "住房和城乡建设局", "city", "office", JANUARY)
registered = Registered("housing", "住房和城乡建设局", "city", "office", JANUARY)


def test_an_agency_is_registered_under_its_name_and_parent() -> None:
    agency.given().when(describe).then(registered)


def test_the_same_description_on_another_day_is_nothing_new() -> None:
    agency.given(registered).when(replace(describe, at=FEBRUARY)).then_nothing()


def test_another_name_or_parent_amends_it() -> None:
    agency.given(registered).when(replace(describe, name="住房保障局", at=FEBRUARY)).then(
        Amended("housing", "住房保障局", "city", "office", FEBRUARY)
    )
    agency.given(registered).when(replace(describe, parent=None, at=FEBRUARY)).then(
        Amended("housing", "住房和城乡建设局", None, "office", FEBRUARY)
    )


def test_a_ring_of_parents_is_found_from_where_it_closes() -> None:
    assert find_cycle({"a": "b", "b": "c", "c": "b"}) == ("b", "c", "b")
    assert find_cycle({"a": "a"}) == ("a", "a")


def test_a_tree_has_no_ring() -> None:
    assert find_cycle({"city": None, "housing": "city", "water": "city", "pipes": "water"}) is None
    assert find_cycle({"housing": "not in the list"}) is None


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.none() | names))
def test_a_ring_is_found_exactly_where_following_parents_never_ends(parents: dict[str, str | None]) -> None:
    def ends(start: str | None) -> bool:
        for _ in range(len(parents) + 1):
            if start is None:
                return True
            start = parents.get(start)
        return start is None

    ring = find_cycle(parents)
    assert (ring is None) == all(ends(start) for start in parents)
    if ring is not None:
        assert all(parents[below] == above for below, above in pairwise(ring))
        assert ring[0] == ring[-1]
