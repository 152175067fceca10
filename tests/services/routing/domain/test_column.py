"""A column is opened once and rearranged when something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel.testing import Specification
from services.routing.domain.calendar_refusals import LimitNamesNothing, LimitsAmbiguous
from services.routing.domain.column import (
    DECIDER,
    Arrange,
    Configuration,
    Opened,
    Rearranged,
    Terms,
)
from services.routing.domain.limits import LimitException, Limits
from services.routing.domain.refusals import LightsOutOfOrder, LimitsOutOfOrder, NoReviewLevel

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


def test_a_case_is_due_soon_before_it_is_yellow() -> None:
    mixed_up = replace(MAYOR, terms=Terms(due_soon_working_days=2, yellow_working_days=5))
    column.given().when(replace(arrange, configuration=mixed_up)).then_refused(LightsOutOfOrder("mayor", 2, 5))
    alike = replace(MAYOR, terms=Terms(due_soon_working_days=5, yellow_working_days=5))
    column.given().when(replace(arrange, configuration=alike)).then(replace(opened, configuration=alike))


@pytest.mark.parametrize("limits", [Limits(0, 10, 15), Limits(5, 16, 15), Limits(16, 10, 15), Limits(5, -1, 15)])
def test_limits_are_at_least_a_day_and_within_the_most(limits: Limits) -> None:
    column.given().when(replace(arrange, configuration=replace(MAYOR, limits=limits))).then_refused(
        LimitsOutOfOrder("mayor", limits.ordinary_days, limits.complex_days, limits.max_days)
    )


def test_nothing_goes_out_without_a_review_level() -> None:
    column.given(opened).when(replace(arrange, configuration=replace(MAYOR, review_levels=0))).then_refused(
        NoReviewLevel("mayor")
    )


@pytest.mark.parametrize("days", [0, 16])
def test_an_exception_is_at_least_a_day_and_within_the_most(days: int) -> None:
    limits = Limits(exceptions=(LimitException(days, "complaint"),))
    column.given().when(replace(arrange, configuration=replace(MAYOR, limits=limits))).then_refused(
        LimitsOutOfOrder("mayor", 5, 10, 15)
    )


def test_an_exception_is_about_something() -> None:
    limits = Limits(exceptions=(LimitException(3, "complaint"), LimitException(4)))
    column.given().when(replace(arrange, configuration=replace(MAYOR, limits=limits))).then_refused(
        LimitNamesNothing("mayor", 1)
    )


def test_no_matter_is_left_between_two_exceptions() -> None:
    limits = Limits(exceptions=(LimitException(3, "complaint"), LimitException(2, urgency="urgent")))
    column.given().when(replace(arrange, configuration=replace(MAYOR, limits=limits))).then_refused(
        LimitsAmbiguous("mayor", "complaint", "urgent", "ordinary", (3, 2))
    )
    settled = replace(limits, exceptions=(*limits.exceptions, LimitException(1, "complaint", "urgent")))
    configuration = replace(MAYOR, limits=settled)
    column.given().when(replace(arrange, configuration=configuration)).then(
        replace(opened, configuration=configuration)
    )
