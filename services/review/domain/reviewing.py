"""Reviewing: level by level, by other eyes than wrote the text, and only the text that was seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.attachments import sent_out
from services.review.domain.drafting import must_be_the_text
from services.review.domain.proofreading.finding import must_be_proofed
from services.review.domain.publicrecord import sealed_for_everyone
from services.review.domain.state import (
    Answered,
    Audience,
    Awaited,
    Correction,
    Drafting,
    Erased,
    InReview,
    Reply,
    Seen,
    ToRework,
    Unassigned,
    digests,
)
from services.review.domain.text import hash_of


def pass_level(command: c.Pass, reply: Reply) -> list[e.Event]:
    """The level whose turn it is passes the text it saw; the last level's pass approves it and sends it out at once."""
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Awaited():
            raise no.NothingDrafted
        case Drafting() | ToRework():
            must_be_the_text(command.text_hash, reply.draft)
            raise no.NotInReview(reply.draft.number)
        case Answered():
            if any(_same_pass(command, seen) for seen in reply.passes):
                return []
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case InReview():
            if any(_same_pass(command, seen) for seen in reply.passes):
                return []
            must_be_the_text(command.text_hash, reply.draft)
            must_be_the_text(hash_of(command.text, digests(reply.draft.files)), reply.draft)
            must_be_the_levels_turn(command.level, reply)
            must_be_other_eyes(command.by, command.level, reply, command.wrote_elsewhere)
            proof = must_be_proofed(command.proof, command.passed_over)
            where = (reply.mandate.column, reply.mandate.round, reply.levels)
            passed = e.Passed(command.level, command.text_hash, command.by, command.at, proof, *where)
            return [passed] if command.level < reply.levels else [passed, *send_out(command, reply)]
        case _:
            assert_never(reply)


def must_be_the_levels_turn(level: int, reply: InReview) -> None:
    """The levels look one after the other, and each once."""
    for seen in reply.passes:
        if seen.level == level:
            raise no.AlreadyPassed(level, seen.by, seen.at)
    if level != reply.level:
        raise no.AtAnotherLevel(reply.level)


def must_be_other_eyes(by: str, level: int, reply: InReview, wrote_elsewhere: frozenset[str]) -> None:
    """Not who has ever drafted for this reply, in any round, nor who has passed this very text at another level.

    The answer to a follow-up question and the interim replies are other replies, but for who wrote these very words
    there (`wrote_elsewhere`). A void pass counts here too.
    """
    if by in reply.past.authors or by in wrote_elsewhere:
        raise no.OwnText(by)
    for seen in reply.past.seen:
        if seen.by == by and seen.text_hash == reply.draft.text_hash and seen.level != level:
            raise no.PassedAtAnotherLevel(by, seen.level)


def wrote_the_same(reply: InReview, others: Iterable[Reply]) -> frozenset[str]:
    """Who wrote the words that stand for other parts of the message: whatever files went with them there or go here."""
    words = reply.draft.words_hash
    return frozenset(wrote.by for other in others for wrote in other.past.wrote if wrote.words_hash == words)


def send_out(command: c.Pass, reply: InReview) -> list[e.Event]:
    """Publish on receipt, text and files: to everyone if the citizen consents, else to the citizen alone."""
    mandate, draft = reply.mandate, reply.draft
    approved = e.Approved(mandate.column, mandate.round, draft.text_hash, reply.levels, command.at)
    if reply.correction is not None:
        corrected = replacement(command, reply, reply.correction)
        files = sent_out(command, reply, corrected.turn, corrected.version, public=corrected.public)
        return [approved, corrected, *files]
    address = (mandate.column, mandate.lead, mandate.round, draft.text_hash)
    at, turn = command.at, reply.past.next_turn
    match reply.past.audience:
        case Audience.UNKNOWN:
            raise no.ConsentUnknown
        case Audience.EVERYONE:
            published = e.Published(*address, sealed_for_everyone(command), imported=False, at=at, turn=turn)
            return [approved, published, *sent_out(command, reply, turn, 1, public=True)]
        case Audience.CITIZEN:
            delivered = e.Delivered(*address, draft.sealed, imported=False, at=at, turn=turn)
            return [approved, delivered, *sent_out(command, reply, turn, 1, public=False)]


def replacement(command: c.Pass, reply: InReview, correction: Correction) -> e.Corrected:
    """A correction reaches exactly those who could read what it replaces."""
    mandate, draft, corrected = reply.mandate, reply.draft, correction.corrected
    return e.Corrected(
        column=mandate.column,
        lead=mandate.lead,
        round=mandate.round,
        turn=corrected.turn,
        version=correction.version,
        reason=correction.reason.value,
        text_hash=draft.text_hash,
        sealed=sealed_for_everyone(command) if corrected.public else draft.sealed,
        public=corrected.public,
        at=command.at,
    )


def _same_pass(command: c.Pass, seen: Seen) -> bool:
    return (command.level, command.text_hash, command.by) == (seen.level, seen.text_hash, seen.by)
