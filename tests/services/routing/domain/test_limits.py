"""How many working days a matter gets: the most specific of the column's limits, or what the dispatcher asks for."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.limits import (
    Allowance,
    LimitException,
    Limits,
    allowance,
    find_ambiguity,
    limits_of,
)
from services.routing.domain.refusals import PastLimit
from services.routing.domain.words import COMPLEXITIES, KINDS, URGENCIES

PRESSING = Limits(
    exceptions=(
        LimitException(4, urgency="urgent"),
        LimitException(8, kind="complaint", complexity="complex"),
        LimitException(3, "complaint", "urgent", "complex"),
        LimitException(2, "complaint", "urgent"),
    )
)


def test_five_days_for_ordinary_matters_and_ten_for_complex_ones() -> None:
    assert allowance(Limits(), "request", "ordinary", "ordinary", None) == Allowance(5, 15, "ordinary")
    assert allowance(Limits(), "request", "ordinary", "complex", None) == Allowance(10, 15, "complex")


def test_urgency_alone_shortens_nothing() -> None:
    assert allowance(Limits(), "request", "urgent", "ordinary", None) == Allowance(5, 15, "ordinary")


@pytest.mark.parametrize(
    ("kind", "urgency", "complexity", "given_by"),
    [
        ("request", "urgent", "complex", Allowance(4, 15, "exception", None, "urgent", None)),
        ("complaint", "ordinary", "complex", Allowance(8, 15, "exception", "complaint", None, "complex")),
        ("complaint", "urgent", "ordinary", Allowance(2, 15, "exception", "complaint", "urgent", None)),
        ("complaint", "urgent", "complex", Allowance(3, 15, "exception", "complaint", "urgent", "complex")),
        ("complaint", "ordinary", "ordinary", Allowance(5, 15, "ordinary")),
    ],
)
def test_the_most_specific_exception_gives_the_days(
    kind: str, urgency: str, complexity: str, given_by: Allowance
) -> None:
    assert allowance(PRESSING, kind, urgency, complexity, None) == given_by  # type: ignore[arg-type]


def test_the_dispatcher_may_ask_for_other_days_up_to_the_limit() -> None:
    assert allowance(Limits(), "request", "ordinary", "ordinary", 1) == Allowance(1, 15, "dispatcher")
    assert allowance(PRESSING, "complaint", "urgent", "complex", 15) == Allowance(15, 15, "dispatcher")


@pytest.mark.parametrize("asked", [0, 16, -3])
def test_only_an_extension_passes_the_limit(asked: int) -> None:
    with pytest.raises(PastLimit) as refused:
        allowance(Limits(), "request", "ordinary", "ordinary", asked)
    assert refused.value.values() == {"working_days": asked, "max_days": 15}


def test_a_city_file_says_limits_with_their_exceptions() -> None:
    said = {"ordinary_days": 7, "exceptions": [{"days": 3, "kind": "complaint"}]}
    assert limits_of(said) == Limits(ordinary_days=7, exceptions=(LimitException(3, "complaint"),))
    assert limits_of({}) == Limits()


some_limits = st.lists(
    st.builds(
        LimitException,
        st.integers(1, 15),
        st.none() | st.sampled_from(KINDS),
        st.none() | st.sampled_from(URGENCIES),
        st.none() | st.sampled_from(COMPLEXITIES),
    ).filter(lambda exception: exception.weight > 0),
    max_size=6,
).map(lambda exceptions: Limits(exceptions=tuple(exceptions)))


@given(some_limits, st.randoms(use_true_random=False))
def test_limits_without_ambiguity_give_the_same_days_in_whatever_order_they_are_written(
    limits: Limits, order: object
) -> None:
    shuffled = list(limits.exceptions)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    if find_ambiguity(limits) is not None:
        assert find_ambiguity(Limits(exceptions=tuple(shuffled))) is not None
        return
    for matter in product(KINDS, URGENCIES, COMPLEXITIES):
        assert allowance(limits, *matter, None) == allowance(  # type: ignore[arg-type]
            Limits(exceptions=tuple(shuffled)),
            *matter,  # type: ignore[arg-type]
            None,
        )
