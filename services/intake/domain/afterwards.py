"""Afterwards: what a citizen does with a message that was sent, and erasing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.refusals import AlreadyEvaluated, EvaluationOver, NotClosed, NotFound, TooLateToWithdraw
from services.intake.domain.refusals import Erased as IsErased
from services.intake.domain.state import (
    Closed,
    Declined,
    Erased,
    Evaluation,
    InProgress,
    Merged,
    Message,
    Redirected,
    Unwritten,
    Waiting,
    Withdrawn,
    standing,
)

EVALUATION_WINDOW = timedelta(days=30)
"""How long after a closing the citizen can rate it."""


def withdraw(command: c.Withdraw, message: Message) -> list[e.Event]:
    """A citizen takes a message back for as long as it waits."""
    match message:
        case Unwritten():
            raise NotFound
        case Waiting(submission=submission):
            return [e.Withdrawn(submission.column, command.at)]
        case Withdrawn():
            return []
        case InProgress() | Closed() | Declined() | Redirected() | Merged():
            raise TooLateToWithdraw(standing(message), message.screened.at)
        case Erased():
            raise IsErased(message.at)
        case _:
            assert_never(message)


def evaluate(command: c.Evaluate, message: Message) -> list[e.Event]:
    """Once for each closing, within the window after it."""
    match message:
        case Unwritten():
            raise NotFound
        case Closed(evaluation=Evaluation() as given):
            if given.satisfaction is command.satisfaction:
                return []
            raise AlreadyEvaluated(given.satisfaction, given.at)
        case Closed():
            if evaluable_until(message, command.at) is None:
                raise EvaluationOver(message.ended_at + EVALUATION_WINDOW)
            round_ = message.handling.round
            return [e.Evaluated(message.submission.column, round_, command.satisfaction, command.at)]
        case Waiting() | InProgress() | Declined() | Redirected() | Merged() | Withdrawn() | Erased():
            raise NotClosed(standing(message))
        case _:
            assert_never(message)


def evaluable_until(message: Message, now: datetime) -> datetime | None:
    """Until when the citizen can rate the handling; None where it cannot be rated now."""
    if not isinstance(message, Closed) or message.evaluation is not None:
        return None
    until = message.ended_at + EVALUATION_WINDOW
    return until if now <= until else None


def erase(command: c.Erase, message: Message) -> list[e.Event]:
    """Texts and personal data go for good, wherever the message stands; one that waits leaves the queue with them."""
    match message:
        case Unwritten():
            raise NotFound
        case _ if message.submission.erased:
            return []
        case _:
            return [e.Erased(message.submission.column, command.by, command.at)]
