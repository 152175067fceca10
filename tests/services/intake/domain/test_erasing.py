"""Erasing: asked for by the citizen, carried out or refused by the office."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain import state
from services.intake.domain.message import MESSAGE
from services.intake.domain.refusals import NoErasureAsked, NotFound
from services.intake.domain.words import Standing
from tests.services.intake.facts import (
    ANSWERED,
    CLOSED,
    EVALUATE,
    IN_PROGRESS,
    SETTLED,
    WHY,
    answered,
    erased,
    erasure_asked,
    erasure_refused,
    evaluated,
    message,
    submitted,
    withdrawn,
)

ASK_ERASURE = c.AskErasure(erasure_asked.at)
REFUSE_ERASURE = c.RefuseErasure(WHY, "office.zhao", erasure_refused.at)
ERASE = c.Erase("office.zhao", erased.at)
ANSWER = c.RecordAnswer(1, public=True, at=ANSWERED)
UNERASED = [past for stands, past in SETTLED.items() if stands is not Standing.ERASED]


@pytest.mark.parametrize("past", [(submitted,), IN_PROGRESS, CLOSED, *UNERASED])
def test_a_citizen_asks_for_erasure_wherever_the_message_stands_and_nothing_is_erased_by_it(
    past: tuple[e.Event, ...],
) -> None:
    message.given(*past).when(ASK_ERASURE).then(erasure_asked)
    message.given(*past, erasure_asked).when(ASK_ERASURE).then_nothing()
    asked = MESSAGE.fold((*past, erasure_asked))
    assert not isinstance(asked, state.Unwritten)
    assert not asked.submission.erased


def test_what_is_gone_is_not_asked_for() -> None:
    message.given(*CLOSED, erased).when(ASK_ERASURE).then_nothing()
    message.given().when(ASK_ERASURE).then_refused(NotFound())


def test_the_office_carries_out_what_was_asked() -> None:
    message.given(*CLOSED, erasure_asked).when(ERASE).then(erased)


def test_the_office_says_why_not_and_the_citizen_may_ask_again() -> None:
    message.given(*CLOSED, erasure_asked).when(REFUSE_ERASURE).then(erasure_refused)
    message.given(*CLOSED, erasure_asked, erasure_refused).when(REFUSE_ERASURE).then_nothing()
    message.given(*CLOSED, erasure_asked, erasure_refused).when(ASK_ERASURE).then(erasure_asked)


@pytest.mark.parametrize("past", [CLOSED, (*CLOSED, erasure_asked, erased), (submitted, erasure_asked, erased)])
def test_what_was_not_asked_for_or_is_done_is_not_refused(past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(REFUSE_ERASURE).then_refused(NoErasureAsked())


def test_nobody_refuses_to_erase_what_nobody_wrote() -> None:
    message.given().when(REFUSE_ERASURE).then_refused(NotFound())


@pytest.mark.parametrize("past", [(submitted,), IN_PROGRESS, CLOSED, *UNERASED])
def test_a_message_is_erased_wherever_it_stands(past: tuple[e.Event, ...]) -> None:
    message.given(*past).when(ERASE).then(erased)


def test_what_is_erased_while_it_waits_leaves_the_queue_and_is_not_withdrawn() -> None:
    assert isinstance(MESSAGE.fold([submitted, erased]), state.Erased)
    assert isinstance(MESSAGE.fold([submitted, withdrawn, erased]), state.Withdrawn)


def test_what_is_erased_is_erased() -> None:
    message.given(*CLOSED, erased).when(replace(ERASE, by="office.qian")).then_nothing()


def test_an_erased_message_is_still_followed_and_rated() -> None:
    message.given(*IN_PROGRESS, erased).when(ANSWER).then(answered)
    message.given(*CLOSED, erased).when(EVALUATE).then(evaluated)


def test_nobody_erases_what_nobody_wrote() -> None:
    message.given().when(ERASE).then_refused(NotFound())
