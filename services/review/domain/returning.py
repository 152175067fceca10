"""Going back: a level sends the text down, a reviewer takes a pass back, and both leave what was written."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.reviewing import must_be_the_levels_turn
from services.review.domain.state import Answered, Awaited, Drafting, Erased, InReview, Reply, ToRework, Unassigned
from services.review.domain.text import COMMENTS_LIMIT, must_be_readable


def send_back(command: c.SendBack, reply: Reply) -> list[e.Event]:
    """The level whose turn it is sends the text back with comments, to the agency or to a level below its own.

    The passes from there upwards are void; those below a level that looks again stay.
    """
    must_be_readable("comments", command.comments, COMMENTS_LIMIT)
    if not 0 <= command.to < command.level:
        raise no.NotBelow(command.level, command.to)
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
            if _said(command) == (reply.level, 0, reply.by, reply.comments):
                return []
            raise no.AlreadySentBack(reply.level, reply.by, reply.at)
        case InReview(mandate=mandate, draft=draft, returned=returned):
            if returned is not None and (returned.level, returned.to) == (command.level, reply.level):
                if _said(command) == (returned.level, returned.to, returned.by, returned.comments):
                    return []
                raise no.AlreadySentBack(returned.level, returned.by, returned.at)
            must_be_the_levels_turn(command.level, reply)
            return [
                e.SentBack(
                    column=mandate.column,
                    round=mandate.round,
                    level=command.level,
                    sealed=command.sealed,
                    by=command.by,
                    at=command.at,
                    to=command.to,
                    lead=mandate.lead,
                    draft=draft.number,
                    text_hash=draft.text_hash,
                )
            ]
        case _:
            assert_never(reply)


def _said(command: c.SendBack) -> tuple[int, int, str, str]:
    return (command.level, command.to, command.by, command.sealed)


def take_pass_back(command: c.TakePassBack, reply: Reply) -> list[e.Event]:
    """Who passed the text takes the pass back as long as no level above has decided about it."""
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            raise no.NothingDrafted
        case Drafting() | ToRework():
            raise no.NotInReview(reply.draft.number)
        case InReview(mandate=mandate, draft=draft):
            if command.level > len(reply.passes):
                must_have_passed(command, reply)
                return []
            must_be_the_last_pass(command, reply)
            return [
                e.PassTakenBack(
                    column=mandate.column,
                    round=mandate.round,
                    level=command.level,
                    text_hash=draft.text_hash,
                    by=command.by,
                    at=command.at,
                )
            ]
        case _:
            assert_never(reply)


def must_have_passed(command: c.TakePassBack, reply: InReview) -> None:
    """A pass that does not count any more is taken back already; one that was never given cannot be."""
    if not any(
        (seen.level, seen.by, seen.text_hash) == (command.level, command.by, reply.draft.text_hash)
        for seen in reply.past.seen
    ):
        raise no.NothingToTakeBack(command.level)


def must_be_the_last_pass(command: c.TakePassBack, reply: InReview) -> None:
    """Each takes back their own pass, and none on which a level above has built."""
    own = next((seen for seen in reply.passes if seen.level == command.level), None)
    if own is None:
        raise no.NothingToTakeBack(command.level)
    if own.by != command.by:
        raise no.NotYourPass(own.level, own.by, own.at)
    if own != reply.passes[-1]:
        later = reply.passes[command.level]
        raise no.NextLevelActed(later.level, later.by, later.at)
    if reply.returned is not None and own.level < reply.returned.to:
        raise no.NextLevelActed(reply.returned.level, reply.returned.by, reply.returned.at)
