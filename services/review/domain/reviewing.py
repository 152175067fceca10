"""Reviewing: level by level, by other eyes than wrote the text, and only the text that was seen."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.state import (
    Answered,
    Audience,
    Awaited,
    Draft,
    Drafting,
    Erased,
    InReview,
    Reply,
    Seen,
    ToRework,
    Unassigned,
)
from services.review.domain.text import COMMENTS_LIMIT, hash_of, must_be_readable


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
            must_be_the_text(hash_of(command.text), reply.draft)
            must_be_the_levels_turn(command.level, reply)
            must_be_other_eyes(command, reply)
            passed = e.Passed(command.level, command.text_hash, command.by, command.at)
            return [passed] if command.level < reply.levels else [passed, *send_out(command, reply)]
        case _:
            assert_never(reply)


def must_be_the_text(text_hash: str, draft: Draft) -> None:
    """A pass names the text it saw, and another text than the one that stands is not passed by it."""
    if text_hash != draft.text_hash:
        raise no.TextChanged(draft.number, draft.text_hash)


def must_be_the_levels_turn(level: int, reply: InReview) -> None:
    """The levels look one after the other, and each once."""
    for seen in reply.passes:
        if seen.level == level:
            raise no.AlreadyPassed(level, seen.by, seen.at)
    if level != reply.level:
        raise no.AtAnotherLevel(reply.level)


def must_be_other_eyes(command: c.Pass, reply: InReview) -> None:
    """Not who has ever drafted for this message, nor who has passed this very text at another level, void or not."""
    if command.by in reply.past.authors:
        raise no.OwnText(command.by)
    for seen in reply.past.seen:
        if seen.by == command.by and seen.text_hash == command.text_hash and seen.level != command.level:
            raise no.PassedAtAnotherLevel(command.by, seen.level)


def send_out(command: c.Pass, reply: InReview) -> list[e.Event]:
    """Publish on receipt: to everyone if the citizen consents, else to the citizen alone."""
    mandate, draft = reply.mandate, reply.draft
    approved = e.Approved(mandate.column, mandate.round, draft.text_hash, reply.levels, command.at)
    address = (mandate.column, mandate.lead, mandate.round, draft.text_hash)
    match reply.past.audience:
        case Audience.UNKNOWN:
            raise no.ConsentUnknown
        case Audience.EVERYONE:
            return [approved, e.Published(*address, command.published, imported=False, at=command.at)]
        case Audience.CITIZEN:
            return [approved, e.Delivered(*address, draft.sealed, imported=False, at=command.at)]


def send_back(command: c.SendBack, reply: Reply) -> list[e.Event]:
    """The level whose turn it is sends the text back with comments; the passes given so far are void."""
    must_be_readable("comments", command.comments, COMMENTS_LIMIT)
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            raise no.NothingDrafted
        case Drafting():
            raise no.NotInReview(reply.draft.number)
        case ToRework():
            if (command.level, command.by, command.sealed) == (reply.level, reply.by, reply.comments):
                return []
            raise no.AlreadySentBack(reply.level, reply.by, reply.at)
        case InReview(mandate=mandate):
            must_be_the_levels_turn(command.level, reply)
            return [e.SentBack(mandate.column, mandate.round, command.level, command.sealed, command.by, command.at)]
        case _:
            assert_never(reply)


def _same_pass(command: c.Pass, seen: Seen) -> bool:
    return (command.level, command.text_hash, command.by) == (seen.level, seen.text_hash, seen.by)
