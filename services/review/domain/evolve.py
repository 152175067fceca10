"""What each event makes of a reply; a fact that cannot have happened where it stands changes its past at most."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from services.review.domain import events as e
from services.review.domain.state import (
    Answer,
    Answered,
    Audience,
    Awaited,
    Draft,
    Drafting,
    Erased,
    InReview,
    Mandate,
    Past,
    Reply,
    Seen,
    ToRework,
    Unassigned,
)


def evolve(reply: Reply, event: e.Event) -> Reply:
    """The reply after `event`."""
    match event:
        case e.ConsentLearnt():
            audience = Audience.EVERYONE if event.publishable else Audience.CITIZEN
            return replace(reply, past=replace(reply.past, audience=audience, imported=event.imported))
        case e.Entrusted():
            return Awaited(reply.past, Mandate(event.column, event.lead, event.round))
        case e.TakenBack() | e.Reopened():
            return Unassigned(reply.past, event.round)
        case e.Drafted():
            return _drafted(reply, event)
        case e.Submitted():
            return _submitted(reply, event)
        case e.TakenOutOfReview():
            return _taken_out_of_review(reply)
        case e.Passed():
            return _passed(reply, event)
        case e.SentBack():
            return _sent_back(reply, event)
        case e.Approved():
            return reply
        case e.Published() | e.Delivered():
            return _sent_out(reply, event)
        case e.Erased():
            return Erased(reply.past, event.at)
        case _:
            assert_never(event)


def _drafted(reply: Reply, event: e.Drafted) -> Reply:
    past = replace(reply.past, drafts=event.draft, authors=reply.past.authors | {event.by})
    match reply:
        case Awaited() | Drafting() | InReview() | ToRework() | Answered():
            return Drafting(past, reply.mandate, Draft(event.draft, event.text_hash, event.sealed))
        case Unassigned() | Erased():
            return replace(reply, past=past)
        case _:
            assert_never(reply)


def _submitted(reply: Reply, event: e.Submitted) -> Reply:
    match reply:
        case Drafting() | InReview() | ToRework():
            return InReview(reply.past, reply.mandate, reply.draft, event.levels)
        case Unassigned() | Awaited() | Answered() | Erased():
            return reply
        case _:
            assert_never(reply)


def _taken_out_of_review(reply: Reply) -> Reply:
    return Drafting(reply.past, reply.mandate, reply.draft) if isinstance(reply, InReview) else reply


def _passed(reply: Reply, event: e.Passed) -> Reply:
    seen = Seen(event.level, event.text_hash, event.by, event.at)
    past = replace(reply.past, seen=reply.past.seen | {seen})
    if isinstance(reply, InReview):
        return replace(reply, past=past, passes=(*reply.passes, seen))
    return replace(reply, past=past)


def _sent_back(reply: Reply, event: e.SentBack) -> Reply:
    match reply:
        case Drafting() | InReview() | ToRework():
            return ToRework(reply.past, reply.mandate, reply.draft, event.level, event.sealed, event.by, event.at)
        case Unassigned() | Awaited() | Answered() | Erased():
            return reply
        case _:
            assert_never(reply)


def _sent_out(reply: Reply, event: e.Published | e.Delivered) -> Reply:
    answer = Answer(event.round, event.text_hash, isinstance(event, e.Published), event.at)
    past: Past = replace(reply.past, answers=(*reply.past.answers, answer))
    if isinstance(reply, Erased):
        return replace(reply, past=past)
    passes = reply.passes if isinstance(reply, InReview) else ()
    return Answered(past, Mandate(event.column, event.lead, event.round), answer, passes)
