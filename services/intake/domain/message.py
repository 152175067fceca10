"""Message: what a citizen wrote, whether the office takes it on, and what the citizen is told of it since."""

from __future__ import annotations

from typing import assert_never

from kernel.decider import Decider
from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.afterwards import ask_follow_up, evaluate, withdraw
from services.intake.domain.erasing import ask_erasure, erase, refuse_erasure
from services.intake.domain.evolve import evolve
from services.intake.domain.following import follow
from services.intake.domain.letter import must_be_admitted
from services.intake.domain.merging import join, must_be_mergeable, release
from services.intake.domain.refusals import (
    AlreadyScreened,
    FieldNotACode,
    NotFound,
    NumberTaken,
    UnknownField,
)
from services.intake.domain.refusals import Erased as IsErased
from services.intake.domain.state import (
    ByClerk,
    Closed,
    Declined,
    Erased,
    HandedOver,
    Handled,
    InProgress,
    Merged,
    Message,
    Redirected,
    Submission,
    Terms,
    Unwritten,
    Waiting,
    Withdrawn,
    left_queue_at,
    outcome,
)
from services.intake.domain.takeover import must_be_reference, must_follow
from services.intake.domain.text import must_be_note
from services.intake.domain.words import Channel, is_code

CITIZEN = "citizen"  # who withdraws: a word for the clerk who comes too late, not an account


def decide(command: c.Command, message: Message) -> list[e.Event]:
    """The rule for each command."""
    match command:
        case c.Submit():
            return submit(command, message)
        case c.Accept() | c.Decline() | c.Redirect() | c.Merge():
            return screen(command, message)
        case c.Join():
            return join(command, message)
        case c.Release():
            return release(command, message)
        case c.Withdraw():
            return withdraw(command, message)
        case c.Evaluate():
            return evaluate(command, message)
        case c.AskFollowUp():
            return ask_follow_up(command, message)
        case c.AskErasure():
            return ask_erasure(command, message)
        case c.RefuseErasure():
            return refuse_erasure(command, message)
        case c.Erase():
            return erase(command, message)
        case _:
            return follow(command, message)


def screen(command: c.Screening, message: Message) -> list[e.Event]:
    """What a clerk decides about a message."""
    match command:
        case c.Accept():
            return accept(command, message)
        case c.Decline():
            return decline(command, message)
        case c.Redirect():
            return redirect(command, message)
        case c.Merge():
            return merge(command, message)
        case _:
            assert_never(command)


def submit(command: c.Submit, message: Message) -> list[e.Event]:
    """A citizen writes to a column that takes messages, within its limits; what is imported was taken long ago."""
    if not isinstance(message, Unwritten):
        if _is_the_same(command, message.submission):
            return []
        raise NumberTaken
    must_be_admitted(command.letter, command.board, command.column, imported=command.channel is Channel.IMPORT)
    if command.external_reference is not None:
        must_be_reference(command.external_reference)
    sealed = command.sealed
    return [
        e.Submitted(
            column=command.column,
            kind=command.kind,
            title=sealed.title,
            body=sealed.body,
            name=sealed.name,
            phone=sealed.phone,
            email=sealed.email,
            consent_public=command.consent_public,
            channel=command.channel,
            code_hash=command.code_hash,
            external_reference=command.external_reference,
            at=command.at,
        )
    ]


def accept(command: c.Accept, message: Message) -> list[e.Event]:
    """A waiting message is taken on, as the kind that the clerk finds it to be."""
    match message:
        case Unwritten():
            raise NotFound
        case Waiting(submission=submission):
            if command.field is not None and not is_code(command.field):
                raise FieldNotACode
            if command.field is not None and not command.field_known:
                raise UnknownField(command.field)
            must_follow(command.at, submission.at)
            return [
                e.Accepted(
                    column=submission.column,
                    kind=command.kind or submission.kind,
                    field=command.field,
                    urgency=command.urgency,
                    complexity=command.complexity,
                    publishable=submission.consent_public,
                    imported=submission.imported,
                    by=command.by,
                    at=command.at,
                )
            ]
        case InProgress() | Closed() | HandedOver() if (message.screened.by, message.terms) == (
            command.by,
            _terms(command, message),
        ):
            return []
        case InProgress() | Closed() | HandedOver() | Declined() | Redirected() | Merged() | Withdrawn():
            raise _screened(message)
        case Erased():
            raise IsErased(message.at)
        case _:
            assert_never(message)


def decline(command: c.Decline, message: Message) -> list[e.Event]:
    """A waiting message is not taken on, for one of nine reasons, with advice on where to turn."""
    if command.advice is not None:
        must_be_note("advice", command.advice.text)
    advice = None if command.advice is None else command.advice.sealed
    match message:
        case Unwritten():
            raise NotFound
        case Waiting(submission=submission):
            given = (command.reason, advice, command.by, command.at, command.office_advice)
            return [e.Declined(submission.column, *given)]
        case Declined(reason=command.reason) if (message.advice, message.screened.by) == (advice, command.by):
            return []
        case InProgress() | Closed() | HandedOver() | Declined() | Redirected() | Merged() | Withdrawn():
            raise _screened(message)
        case Erased():
            raise IsErased(message.at)
        case _:
            assert_never(message)


def redirect(command: c.Redirect, message: Message) -> list[e.Event]:
    """A waiting message that somebody else answers for is pointed there."""
    must_be_note("where", command.where.text)
    if command.contact is not None:
        must_be_note("contact", command.contact.text)
    contact = None if command.contact is None else command.contact.sealed
    match message:
        case Unwritten():
            raise NotFound
        case Waiting(submission=submission):
            return [e.Redirected(submission.column, command.where.sealed, command.by, command.at, contact)]
        case Redirected(where=command.where.sealed, contact=was) if (was, message.screened.by) == (contact, command.by):
            return []
        case InProgress() | Closed() | HandedOver() | Declined() | Redirected() | Merged() | Withdrawn():
            raise _screened(message)
        case Erased():
            raise IsErased(message.at)
        case _:
            assert_never(message)


def merge(command: c.Merge, message: Message) -> list[e.Event]:
    """A waiting message that repeats an earlier one is followed there."""
    match message:
        case Unwritten():
            raise NotFound
        case Waiting(submission=submission):
            must_be_mergeable(command, submission)
            return [e.Merged(submission.column, command.into, command.by, command.at)]
        case Merged(into=command.into) if message.screened.by == command.by:
            return []
        case InProgress() | Closed() | HandedOver() | Declined() | Redirected() | Merged() | Withdrawn():
            raise _screened(message)
        case Erased():
            raise IsErased(message.at)
        case _:
            assert_never(message)


def _is_the_same(command: c.Submit, submission: Submission) -> bool:
    return (command.column, command.kind, command.code_hash, command.external_reference, command.at) == (
        submission.column,
        submission.kind,
        submission.code_hash,
        submission.external_reference,
        submission.at,
    )


def _terms(command: c.Accept, message: Handled) -> Terms:
    return Terms(command.kind or message.submission.kind, command.field, command.urgency, command.complexity)


def _screened(message: ByClerk | Withdrawn) -> AlreadyScreened:
    by = CITIZEN if isinstance(message, Withdrawn) else message.screened.by
    return AlreadyScreened(outcome(message), by, left_queue_at(message))


MESSAGE: Decider[c.Command, e.Event, Message] = Decider(Unwritten(), decide, evolve)
