"""Afterwards: what a citizen does with a message that was sent, and with a matter that was closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.days import day_of, last_day
from services.intake.domain.refusals import (
    AlreadyEvaluated,
    AlreadyFollowedUp,
    EvaluationOver,
    FollowUpOver,
    NotAnswered,
    NotClosed,
    NotFound,
    RatedElsewhere,
    TooLateToWithdraw,
)
from services.intake.domain.refusals import Erased as IsErased
from services.intake.domain.state import (
    Closed,
    Declined,
    Erased,
    Evaluation,
    FollowUp,
    HandedOver,
    Handled,
    InProgress,
    Merged,
    Message,
    Redirected,
    Unwritten,
    Waiting,
    Withdrawn,
    standing,
    stands_since,
)
from services.intake.domain.text import must_be_note


def withdraw(command: c.Withdraw, message: Message) -> list[e.Event]:
    """A citizen takes a message back for as long as it waits."""
    match message:
        case Unwritten():
            raise NotFound
        case Waiting(submission=submission):
            return [e.Withdrawn(submission.column, command.at)]
        case Withdrawn():
            return []
        case InProgress() | Closed() | HandedOver() | Declined() | Redirected() | Merged():
            raise TooLateToWithdraw(standing(message), stands_since(message))
        case Erased():
            raise IsErased(message.at)
        case _:
            assert_never(message)


def evaluate(command: c.Evaluate, message: Message) -> list[e.Event]:
    """Once for each closing, within the column's days after it; a comment is the citizen's own words for it."""
    if command.comment is not None:
        must_be_note("comment", command.comment.text)
    comment = None if command.comment is None else command.comment.sealed
    match message:
        case Unwritten():
            raise NotFound
        case Closed(evaluation=Evaluation() as given):
            if (given.satisfaction, given.comment) == (command.satisfaction, comment):
                return []
            raise AlreadyEvaluated(given.satisfaction, given.at)
        case Closed():
            if evaluable_until(message, command.days, command.at) is None:
                raise EvaluationOver(last_day(message.ended_at, command.days))
            round_ = message.handling.round
            return [e.Evaluated(message.submission.column, round_, command.satisfaction, command.at, comment)]
        case Merged(into=into):
            raise RatedElsewhere(into)
        case Waiting() | InProgress() | HandedOver() | Declined() | Redirected() | Withdrawn() | Erased():
            raise NotClosed(standing(message))
        case _:
            assert_never(message)


def ask_follow_up(command: c.AskFollowUp, message: Message) -> list[e.Event]:
    """One question in all, once a reply went out and the matter was closed, within the column's days after that.

    The agency that gave the reply answers it; the case stays closed.
    """
    must_be_note("question", command.question.text)
    match message:
        case Unwritten():
            raise NotFound
        case InProgress() | Closed() | HandedOver() if (asked := message.handling.follow_up) is not None:
            if asked.question == command.question.sealed:
                return []
            raise AlreadyFollowedUp(asked.at)
        case Closed(submission=submission, handling=handling):
            if handling.charge is None or handling.round not in handling.answered:
                raise NotAnswered(standing(message))
            if follow_up_until(message, command.days, command.at) is None:
                raise FollowUpOver(last_day(message.ended_at, command.days))
            return [
                e.FollowUpAsked(
                    column=submission.column,
                    lead=handling.charge.lead,
                    round=handling.round,
                    question=command.question.sealed,
                    publishable=submission.consent_public,
                    at=command.at,
                )
            ]
        case Waiting() | InProgress() | HandedOver() | Declined() | Redirected() | Merged() | Withdrawn() | Erased():
            raise NotAnswered(standing(message))
        case _:
            assert_never(message)


def evaluable_until(message: Message, days: int, now: datetime) -> date | None:
    """The last day on which the citizen can rate the handling; None where it cannot be rated now."""
    if not isinstance(message, Closed) or message.evaluation is not None:
        return None
    return _still(message, days, now)


def follow_up_until(message: Message, days: int, now: datetime) -> date | None:
    """The last day on which the citizen can ask once more; None where nothing can be asked now."""
    if not isinstance(message, Closed) or message.submission.erased or follow_up_of(message) is not None:
        return None
    return _still(message, days, now) if message.handling.round in message.handling.answered else None


def follow_up_of(message: Message) -> FollowUp | None:
    """The question that was asked once more."""
    return message.handling.follow_up if isinstance(message, Handled) else None


def _still(message: Closed, days: int, now: datetime) -> date | None:
    until = last_day(message.ended_at, days)
    return until if day_of(now) <= until else None
