"""What each event makes of a message. Nothing here refuses: a fact that does not fit changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from services.intake.domain import events as e
from services.intake.domain.state import (
    Charge,
    Closed,
    Declined,
    Erased,
    ErasureAsked,
    ErasureRefused,
    Evaluation,
    FollowUp,
    HandedOver,
    Handled,
    Handling,
    InProgress,
    Merged,
    Message,
    Redirected,
    Screened,
    Submission,
    Terms,
    Unwritten,
    Waiting,
    Withdrawn,
)
from services.intake.domain.words import Channel


def evolve(message: Message, event: e.Event) -> Message:
    """The message after `event`."""
    match event:
        case e.Submitted():
            return _submitted(message, event)
        case e.Accepted() | e.Declined() | e.Redirected() | e.Merged() | e.Withdrawn():
            return _left_the_queue(message, event)
        case e.Joined():
            return _joined(message, event)
        case e.Released():
            return Waiting(message.submission) if isinstance(message, Merged) else message
        case e.Evaluated():
            if isinstance(message, Closed):
                return replace(message, evaluation=Evaluation(event.satisfaction, event.at, event.comment))
            return message
        case e.ErasureAsked() | e.ErasureRefused() | e.Erased():
            return _erasing(message, event)
        case _:
            return _followed(message, event)


def _submitted(message: Message, event: e.Submitted) -> Message:
    if not isinstance(message, Unwritten):
        return message
    return Waiting(
        Submission(
            column=event.column,
            kind=event.kind,
            consent_public=event.consent_public,
            imported=event.channel is Channel.IMPORT,
            code_hash=event.code_hash,
            external_reference=event.external_reference,
            at=event.at,
        )
    )


def _erasing(message: Message, event: e.Erasing) -> Message:
    if isinstance(message, Unwritten):
        return message
    before = message.submission
    match event:
        case e.ErasureAsked():
            submission = replace(before, erasure=ErasureAsked(event.at))
        case e.ErasureRefused():
            asked_at = event.at if before.erasure is None else before.erasure.at
            submission = replace(before, erasure=ErasureRefused(asked_at, event.why, event.by, event.at))
        case e.Erased():
            submission = replace(before, erased=True)
            if isinstance(message, Waiting):
                return Erased(submission, event.at)
        case _:
            assert_never(event)
    return replace(message, submission=submission)


def _joined(message: Message, event: e.Joined) -> Message:
    if isinstance(message, Unwritten):
        return message
    duplicates = (*message.submission.duplicates, event.duplicate)
    return replace(message, submission=replace(message.submission, duplicates=duplicates))


def _left_the_queue(
    message: Message, event: e.Accepted | e.Declined | e.Redirected | e.Merged | e.Withdrawn
) -> Message:
    if not isinstance(message, Waiting):
        return message
    submission = message.submission
    match event:
        case e.Accepted():
            terms = Terms(event.kind, event.field, event.urgency, event.complexity)
            return InProgress(submission, Screened(event.by, event.at), terms, Handling())
        case e.Declined():
            return Declined(submission, Screened(event.by, event.at), event.reason, event.advice, event.office_advice)
        case e.Redirected():
            return Redirected(submission, Screened(event.by, event.at), event.where, event.contact)
        case e.Merged():
            return Merged(submission, Screened(event.by, event.at), event.into)
        case e.Withdrawn():
            return Withdrawn(submission, event.at)
        case _:
            assert_never(event)


def _followed(message: Message, event: e.Followed) -> Message:
    if not isinstance(message, Handled):
        return message
    handling = message.handling
    match event:
        case e.HandlingBegan() | e.HandlingReturned() | e.HandlingExtended() | e.HandlingMoved() | e.HandlingShared():
            return _charged(message, event)
        case e.AnswerPublished() | e.InterimReplyPublished() | e.AnswerCorrected() | e.ExtensionRefused():
            return replace(message, handling=_told(handling, event))
        case e.FollowUpAsked():
            asked = FollowUp(event.question, event.lead, event.round, event.at)
            return replace(message, handling=replace(handling, follow_up=asked))
        case e.FollowUpAnswered():
            if handling.follow_up is None:
                return message
            answered = replace(handling.follow_up, answered_at=event.at)
            return replace(message, handling=replace(handling, follow_up=answered))
        case e.HandlingEnded():
            ended = replace(handling, round=event.round)
            return Closed(message.submission, message.screened, message.terms, ended, event.at, evaluation=None)
        case e.HandlingPassedOn():
            passed_on = replace(handling, round=event.round)
            kept = (message.submission, message.screened, message.terms, passed_on)
            return HandedOver(*kept, event.system, event.at)
        case e.HandlingReopened():
            return _in_hand(message, replace(handling, round=event.round, charge=None, since=event.at))
        case _:
            assert_never(event)


def _told(
    handling: Handling, event: e.AnswerPublished | e.InterimReplyPublished | e.AnswerCorrected | e.ExtensionRefused
) -> Handling:
    """What each is known by, so that it is told once."""
    match event:
        case e.AnswerPublished():
            return replace(handling, answered=handling.answered | {event.round})
        case e.InterimReplyPublished():
            return replace(handling, interim=handling.interim | {event.at})
        case e.AnswerCorrected():
            return replace(handling, corrected=handling.corrected | {(event.part, event.at)})
        case e.ExtensionRefused():
            return replace(handling, refused=handling.refused | {event.at})
        case _:
            assert_never(event)


def _charged(
    message: Handled,
    event: e.HandlingBegan | e.HandlingReturned | e.HandlingExtended | e.HandlingMoved | e.HandlingShared,
) -> Handled:
    """Who has the matter, and until when."""
    handling = message.handling
    match event:
        case e.HandlingBegan():
            charge = Charge(event.lead, event.co_agencies, event.due)
            return _in_hand(message, replace(handling, round=event.round, charge=charge))
        case e.HandlingReturned():
            return replace(message, handling=replace(handling, charge=None))
        case _ if handling.charge is None:
            return message
        case e.HandlingExtended() | e.HandlingMoved():
            return replace(message, handling=replace(handling, charge=replace(handling.charge, due=event.due)))
        case e.HandlingShared():
            shared = replace(handling.charge, co_agencies=event.co_agencies)
            return replace(message, handling=replace(handling, charge=shared))
        case _:
            assert_never(event)


def _in_hand(message: Handled, handling: Handling) -> InProgress:
    return InProgress(message.submission, message.screened, message.terms, handling)
