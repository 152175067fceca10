"""A column is opened once and rearranged when something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel.testing import Specification
from services.routing.domain.column import (
    DECIDER,
    Arrange,
    Configuration,
    Limits,
    Opened,
    Rearranged,
    days_for,
)
from services.routing.domain.refusals import LimitsOutOfOrder, NoReviewLevel, PastLimit

column = Specification(DECIDER)

JANUARY = datetime(2024, 1, 2, 0, 30, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, 0, 30, tzinfo=UTC)
MAYOR = Configuration(
    name="市长信箱",
    jurisdiction="清河市",
    leader="市长",
    office="egov-office",
    review_levels=3,
    limits=Limits(),
    title_limit=50,
    body_limit=3000,
    accepts=True,
)
TWO_LEVELS = replace(MAYOR, review_levels=2)

arrange = Arrange("mayor", MAYOR, "office", JANUARY)
opened = Opened("mayor", MAYOR, "office", JANUARY)
rearranged = Rearranged("mayor", TWO_LEVELS, "office", FEBRUARY)


def test_a_column_is_opened_with_its_configuration() -> None:
    column.given().when(arrange).then(opened)


def test_the_same_configuration_on_another_day_is_nothing_new() -> None:
    column.given(opened).when(replace(arrange, at=FEBRUARY)).then_nothing()


def test_another_configuration_rearranges_the_column() -> None:
    column.given(opened).when(Arrange("mayor", TWO_LEVELS, "office", FEBRUARY)).then(rearranged)


def test_going_back_to_the_first_configuration_is_a_rearrangement_too() -> None:
    column.given(opened, rearranged).when(arrange).then(Rearranged("mayor", MAYOR, "office", JANUARY))


@pytest.mark.parametrize("limits", [Limits(0, 10, 15), Limits(5, 16, 15), Limits(16, 10, 15), Limits(5, -1, 15)])
def test_limits_are_at_least_a_day_and_within_the_most(limits: Limits) -> None:
    column.given().when(replace(arrange, configuration=replace(MAYOR, limits=limits))).then_refused(
        LimitsOutOfOrder("mayor", limits.ordinary_days, limits.complex_days, limits.max_days)
    )


def test_nothing_goes_out_without_a_review_level() -> None:
    column.given(opened).when(replace(arrange, configuration=replace(MAYOR, review_levels=0))).then_refused(
        NoReviewLevel("mayor")
    )


def test_five_days_for_ordinary_matters_and_ten_for_complex_ones() -> None:
    assert days_for(Limits(), "ordinary", None) == 5
    assert days_for(Limits(), "complex", None) == 10


def test_the_dispatcher_may_ask_for_other_days_up_to_the_limit() -> None:
    assert days_for(Limits(), "ordinary", 1) == 1
    assert days_for(Limits(), "complex", 15) == 15


@pytest.mark.parametrize("asked", [0, 16, -3])
def test_only_an_extension_passes_the_limit(asked: int) -> None:
    with pytest.raises(PastLimit) as refused:
        days_for(Limits(), "ordinary", asked)
    assert refused.value.values() == {"working_days": asked, "max_days": 15}
