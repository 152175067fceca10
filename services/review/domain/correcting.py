"""Correcting: what went out is put right as its next version, by the rules of the first; until then it stands."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.attachments import out_of_review
from services.review.domain.state import (
    Answered,
    Awaited,
    Correction,
    Drafting,
    Erased,
    InReview,
    Reply,
    ToRework,
    Unassigned,
)
from services.review.domain.text import COMMENTS_LIMIT, must_be_readable


def open_correction(command: c.OpenCorrection, reply: Reply) -> list[e.Event]:
    """What went out last is corrected, by the agency that gave it; one correction at a time."""
    must_be_readable("words", command.words, COMMENTS_LIMIT)
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered(mandate=mandate, answer=answer):
            return [
                e.CorrectionOpened(
                    column=mandate.column,
                    lead=mandate.lead,
                    round=mandate.round,
                    turn=answer.turn,
                    version=answer.version + 1,
                    reason=command.reason.value,
                    sealed=command.sealed,
                    by=command.by,
                    at=command.at,
                )
            ]
        case Awaited() | Drafting() | InReview() | ToRework():
            correction = must_be_correcting(reply.correction)
            if (command.reason, command.sealed, command.by) == (correction.reason, correction.sealed, correction.by):
                return []
            raise no.CorrectionUnderWay(correction.version, correction.by, correction.at)
        case _:
            assert_never(reply)


def give_up_correction(command: c.GiveUpCorrection, reply: Reply) -> list[e.Event]:
    """What went out stays as it is, whatever has been drafted or passed since."""
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            return []
        case Awaited() | Drafting() | InReview() | ToRework():
            correction, mandate = must_be_correcting(reply.correction), reply.mandate
            given_up = e.CorrectionGivenUp(
                column=mandate.column,
                round=mandate.round,
                turn=correction.corrected.turn,
                version=correction.version,
                text_hash=correction.corrected.text_hash,
                by=command.by,
                at=command.at,
            )
            return [*out_of_review(reply, command.at, command.by), given_up]
        case _:
            assert_never(reply)


def must_be_correcting(correction: Correction | None) -> Correction:
    """A text that has not gone out is edited, not corrected."""
    if correction is None:
        raise no.NotPublished
    return correction
