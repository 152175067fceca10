"""Drafting: a text is written and edited by the lead agency, and handed in to the reviewers."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.state import Answered, Awaited, Drafting, Erased, InReview, Reply, ToRework, Unassigned
from services.review.domain.text import DRAFT_LIMIT, hash_of, must_be_readable


def save_draft(command: c.SaveDraft, reply: Reply) -> list[e.Event]:
    """A text is drafted or edited until it goes out; an edit takes it out of review and voids its passes."""
    must_be_readable("text", command.text, DRAFT_LIMIT)
    text_hash = hash_of(command.text)
    drafted = e.Drafted(reply.past.drafts + 1, text_hash, command.sealed, command.by, command.at)
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            return [drafted]
        case Drafting() | InReview() | ToRework() if reply.draft.text_hash == text_hash:
            return []
        case Drafting() | ToRework():
            return [drafted]
        case InReview(mandate=mandate, draft=draft):
            return [e.TakenOutOfReview(mandate.column, mandate.round, draft.number, command.at), drafted]
        case _:
            assert_never(reply)


def submit(command: c.Submit, reply: Reply) -> list[e.Event]:
    """A draft goes to level 1; one that was sent back must have been edited first."""
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
        case InReview():
            return []
        case Drafting(mandate=mandate, draft=draft):
            return [
                e.Submitted(
                    column=mandate.column,
                    round=mandate.round,
                    draft=draft.number,
                    text_hash=draft.text_hash,
                    levels=command.levels,
                    by=command.by,
                    at=command.at,
                )
            ]
        case _:
            assert_never(reply)
