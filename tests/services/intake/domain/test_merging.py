"""Who is followed where, and what becomes of it when that one is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.intake.domain import events as e
from services.intake.domain.refusals import MergeTargetNotHandled, NotFound
from services.intake.domain.words import Standing
from tests.services.intake.facts import (
    ACCEPT,
    CLOSED,
    IN_PROGRESS,
    JOIN,
    LATER,
    NOON,
    NUMBER,
    OTHER,
    RELEASE,
    SETTLED,
    accepted,
    erased,
    joined,
    merged,
    message,
    released,
    submitted,
    withdrawn,
)


@pytest.mark.parametrize("past", [(submitted,), IN_PROGRESS, CLOSED, (submitted, merged)])
def test_a_message_remembers_what_was_merged_into_it(past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(JOIN).then(joined)
    message.given(*past, joined).when(replace(JOIN, at=LATER)).then_nothing()


def test_what_was_merged_is_remembered_wherever_the_message_goes() -> None:
    message.given(submitted, joined, accepted).when(JOIN).then_nothing()
    message.given(submitted, joined, withdrawn).when(JOIN).then_nothing()


@pytest.mark.parametrize("stands", [stands for stands in SETTLED if stands is not Standing.MERGED])
def test_nothing_joins_what_nobody_took_on(stands: Standing) -> None:
    message.given(*SETTLED[stands]).when(JOIN).then_refused(MergeTargetNotHandled(NUMBER, stands))


def test_nothing_joins_what_nobody_wrote() -> None:
    message.given().when(JOIN).then_refused(NotFound())


def test_a_merged_message_waits_again_when_the_other_is_gone() -> None:
    message.given(submitted, merged).when(RELEASE).then(released)
    message.given(submitted, merged, released).when(replace(ACCEPT, at=NOON)).then(replace(accepted, at=NOON))


def test_it_waits_again_once() -> None:
    message.given(submitted, merged, released).when(RELEASE).then_nothing()


def test_what_is_followed_under_another_one_stays_there() -> None:
    message.given(submitted, replace(merged, into="20240228-000001")).when(RELEASE).then_nothing()
    message.given(*IN_PROGRESS).when(replace(RELEASE, into=OTHER)).then_nothing()


def test_what_was_erased_does_not_wait_again() -> None:
    message.given(submitted, merged, erased).when(RELEASE).then_nothing()
