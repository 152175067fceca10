"""Commenting: something is said about a draft, and nothing decided by it."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.state import (
    Answered,
    Awaited,
    Drafting,
    Erased,
    InReview,
    Remark,
    Reply,
    ToRework,
    Unassigned,
)
from services.review.domain.text import COMMENTS_LIMIT, must_be_readable


def comment(command: c.Comment, reply: Reply) -> list[e.Event]:
    """There is a draft to speak of; the same words are not said twice in a row."""
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
        case Drafting() | InReview() | ToRework():
            draft = reply.draft.number
            if reply.past.remark == Remark(draft, command.sealed, command.by):
                return []
            return [e.Commented(draft, command.sealed, command.role, command.by, command.at)]
        case _:
            assert_never(reply)
