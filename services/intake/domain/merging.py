"""Merging: a message that repeats an earlier one is followed there, for as long as somebody answers for that one.

A message is merged only into one that was written before it, so that whoever follows merges from one to the next comes
to an end, at a message that was not merged itself. Where that one was withdrawn or erased before anybody took it on,
what was merged into it waits again: its own citizen's matter is not settled by what another one did.
"""

from __future__ import annotations

from typing import assert_never

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.refusals import (
    MergedIntoItself,
    MergeTargetLater,
    MergeTargetNotHandled,
    MergeTargetUnknown,
    NotFound,
)
from services.intake.domain.state import (
    Closed,
    Declined,
    Erased,
    HandedOver,
    InProgress,
    Merged,
    Message,
    Redirected,
    Submission,
    Unwritten,
    Waiting,
    Withdrawn,
    standing,
)
from services.intake.domain.words import Standing


def must_be_mergeable(command: c.Merge, submission: Submission) -> None:
    """Only another, earlier message takes a duplicate in, and only where somebody answers it or still may.

    Raises MergedIntoItself, MergeTargetUnknown, MergeTargetLater, MergeTargetNotHandled.
    """
    if command.into == command.number:
        raise MergedIntoItself
    if command.into_written_at is None:
        raise MergeTargetUnknown(command.into)
    if (command.into_written_at, command.into) > (submission.at, command.number):
        raise MergeTargetLater(command.into, command.into_written_at)
    match command.into_stands:
        case Standing.WAITING | Standing.IN_PROGRESS | Standing.CLOSED:
            return
        case _:
            raise MergeTargetNotHandled(command.into, command.into_stands)


def join(command: c.Join, message: Message) -> list[e.Event]:
    """A message remembers which ones were merged into it."""
    match message:
        case Unwritten():
            raise NotFound
        case _ if command.duplicate in message.submission.duplicates:
            return []
        case Waiting() | InProgress() | Closed() | Merged():
            return [e.Joined(command.duplicate, command.by, command.at)]
        case HandedOver() | Declined() | Redirected() | Withdrawn() | Erased():
            raise MergeTargetNotHandled(command.number, standing(message))
        case _:
            assert_never(message)


def release(command: c.Release, message: Message) -> list[e.Event]:
    """A message that was merged into one which nobody will decide on waits again; one that was erased does not."""
    match message:
        case Merged(into=command.into, submission=submission) if not submission.erased:
            return [e.Released(submission.column, command.into, command.at)]
        case _:
            return []  # it waits again already, or went on otherwise
