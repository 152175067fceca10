"""Drafting: a text is written and edited by the lead agency, and handed in to the reviewers."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.attachments import files_of, out_of_review
from services.review.domain.proofreading.finding import must_be_proofed
from services.review.domain.state import (
    Answered,
    Awaited,
    Draft,
    Drafting,
    Erased,
    InReview,
    Reply,
    ToRework,
    Unassigned,
    digests,
)
from services.review.domain.text import DRAFT_LIMIT, hash_of, must_be_readable


def save_draft(command: c.SaveDraft, reply: Reply) -> list[e.Event]:
    """A text is drafted or edited until it goes out; an edit takes it out of review and voids its passes.

    It keeps the files that are there; a draft that is taken up again brings its own.
    """
    must_be_readable("text", command.text, DRAFT_LIMIT)
    files = files_of(reply, command.files)
    text_hash = hash_of(command.text, digests(files))
    drafted = e.Drafted(
        draft=reply.past.drafts + 1,
        text_hash=text_hash,
        sealed=command.sealed,
        by=command.by,
        at=command.at,
        restores=command.restores,
        files=tuple(file.attachment for file in files),
        words_hash=hash_of(command.text) if files else None,
    )
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Drafting() | InReview() | ToRework() if reply.draft.text_hash == text_hash:
            return []
        case Awaited():
            return [drafted]
        case Drafting() | ToRework():
            must_have_read_the_last(command.based_on, reply.draft)
            return [drafted]
        case InReview(draft=draft):
            must_have_read_the_last(command.based_on, draft)
            return [*out_of_review(reply, command.at), drafted]
        case _:
            assert_never(reply)


def must_put_right(text_hash: str, reply: Drafting) -> None:
    """A correction is another text than the one that went out, or has other files."""
    if reply.correction is not None and text_hash == reply.correction.corrected.text_hash:
        raise no.NothingCorrected(reply.correction.corrected.version)


def must_be_the_text(text_hash: str, draft: Draft) -> None:
    """Who submits or passes names the text they read, and another than the one that stands is not meant by it."""
    if text_hash != draft.text_hash:
        raise no.TextChanged(draft.number, draft.text_hash)


def must_have_read_the_last(based_on: int | None, draft: Draft) -> None:
    """An edit is made of the draft that stands; a colleague's edit that came between is not overwritten unread."""
    if based_on is not None and based_on != draft.number:
        raise no.EditedMeanwhile(draft.number, draft.by, draft.at)


def withdraw(command: c.Withdraw, reply: Reply) -> list[e.Event]:
    """The lead agency takes a text out of review as long as no level has decided about it."""
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
            return []
        case ToRework():
            raise no.AlreadySentBack(reply.level, reply.by, reply.at)
        case InReview():
            decided = reply.passes[-1] if reply.passes else reply.returned
            if decided is not None:
                raise no.BeingReviewed(decided.level, decided.by, decided.at)
            return out_of_review(reply, command.at, command.by)
        case _:
            assert_never(reply)


def submit(command: c.Submit, reply: Reply) -> list[e.Event]:
    """A proofread draft goes to level 1, the very one that was read; a colleague's later one is not handed in unread.

    One that was sent back must have been edited first, and a correction is an edit.
    """
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            raise no.NothingDrafted
        case ToRework():
            raise no.NothingEdited(reply.level, reply.by, reply.at)
        case InReview(draft=draft):
            must_be_the_text(command.text_hash, draft)
            return []
        case Drafting(mandate=mandate, draft=draft):
            must_be_the_text(command.text_hash, draft)
            must_put_right(draft.text_hash, reply)
            return [
                e.Submitted(
                    column=mandate.column,
                    round=mandate.round,
                    draft=draft.number,
                    text_hash=draft.text_hash,
                    levels=command.levels,
                    by=command.by,
                    at=command.at,
                    proof=must_be_proofed(command.proof, command.passed_over),
                )
            ]
        case _:
            assert_never(reply)
