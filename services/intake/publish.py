"""What of a message's story is public, in the words of `contracts.intake`; the rest others have told themselves."""

from __future__ import annotations

from contracts import intake
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.intake.domain import events as e
from services.intake.domain.publictext import PublicTextConfirmed, PublicTextWithdrawn
from services.intake.domain.words import Channel


def published(recorded: Recorded) -> Published | None:
    """The public event of a journal event, None where it stays private."""
    event = contract(recorded.id, recorded.event)
    return None if event is None else Published(event, subject=recorded.id)


def contract(number: str, event: object) -> object | None:
    """The contract event that says the same without texts, accounts and personal data."""
    match event:
        case e.Submitted():
            return intake.MessageSubmittedV1(
                number=number,
                column=event.column,
                kind=event.kind.value,
                submitted_at=event.at,
                channel=event.channel.value,
                imported=event.channel is Channel.IMPORT,
            )
        case e.Accepted():
            return intake.MessageAcceptedV1(
                number=number,
                column=event.column,
                kind=event.kind.value,
                field=event.field,
                urgency=event.urgency.value,
                complexity=event.complexity.value,
                publishable=event.publishable,
                accepted_at=event.at,
                imported=event.imported,
            )
        case e.Declined():
            return intake.MessageDeclinedV1(number, event.column, event.reason.value, event.at)
        case e.Redirected():
            return intake.MessageRedirectedV1(number, event.column, event.at)
        case e.Merged():
            return intake.MessageMergedV1(number, event.column, event.into, event.at)
        case e.Released():
            return intake.MessageReleasedV1(number, event.column, event.into, event.at)
        case e.Withdrawn():
            return intake.MessageWithdrawnV1(number, event.column, event.at)
        case e.Evaluated():
            return intake.MessageEvaluatedV1(number, event.column, event.round, event.satisfaction.value, event.at)
        case e.FollowUpAsked():
            return intake.FollowUpAskedV1(
                number=number,
                column=event.column,
                round=event.round,
                lead=event.lead,
                publishable=event.publishable,
                asked_at=event.at,
            )
        case e.Erased():
            return intake.MessageErasedV1(number, event.column, event.at)
        case _:
            return public_text(number, event)


def public_text(number: str, event: object) -> object | None:
    """That there is a text for everyone, by its hash, or no longer."""
    match event:
        case PublicTextConfirmed():
            return intake.PublicTextConfirmedV1(number, event.column, event.version, event.text_hash, event.at)
        case PublicTextWithdrawn():
            return intake.PublicTextWithdrawnV1(number, event.column, event.version, event.at)
        case _:
            return None
