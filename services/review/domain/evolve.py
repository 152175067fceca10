"""What each event makes of a reply; a fact that cannot have happened where it stands changes its past at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from services.review.domain import events as e
from services.review.domain.state import (
    Answer,
    Answered,
    Audience,
    Awaited,
    Correction,
    Draft,
    Drafting,
    Erased,
    File,
    InReview,
    Mandate,
    Past,
    Remark,
    Reply,
    Returned,
    Seen,
    ToRework,
    Unassigned,
    Wrote,
)
from services.review.domain.words import Reason

Files = tuple[File, ...]

Way = e.Submitted | e.TakenOutOfReview | e.Passed | e.PassTakenBack | e.SentBack | e.Approved
"""What happens to a text between the agency and the last level."""

Out = e.Published | e.Delivered | e.CorrectionOpened | e.CorrectionGivenUp | e.Corrected
"""What goes out, and what becomes of it then."""


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
        case e.Commented():
            return replace(reply, past=replace(reply.past, remark=Remark(event.draft, event.sealed, event.by)))
        case e.Erased():
            return Erased(reply.past, event.at)
        case e.FileAttached() | e.FileRemoved() | e.FileSentOut() | e.FileErased() | e.BlobDropped():
            return _of_a_file(reply, event)
        case e.Published() | e.Delivered() | e.CorrectionOpened() | e.CorrectionGivenUp() | e.Corrected():
            return _out(reply, event)
        case _:
            return _on_its_way(reply, event)


def _on_its_way(reply: Reply, event: Way) -> Reply:
    match event:
        case e.Submitted():
            return _submitted(reply, event)
        case e.TakenOutOfReview():
            return _taken_out_of_review(reply)
        case e.Passed():
            return _passed(reply, event)
        case e.PassTakenBack():
            return _pass_taken_back(reply, event)
        case e.SentBack():
            return _sent_back(reply, event)
        case e.Approved():
            return reply
        case _:
            assert_never(event)


def _out(reply: Reply, event: Out) -> Reply:
    match event:
        case e.Published() | e.Delivered():
            public = isinstance(event, e.Published)
            mandate = Mandate(event.column, event.lead, event.round)
            return _sent_out(reply, mandate, Answer(event.round, event.text_hash, public, event.at, event.turn))
        case e.Corrected():
            mandate = Mandate(event.column, event.lead, event.round)
            known = (answer.at for answer in reply.past.answers if answer.turn == event.turn)
            answered = (event.public, min(known, default=event.at), event.turn, event.version, event.at)
            return _sent_out(reply, mandate, Answer(event.round, event.text_hash, *answered))
        case e.CorrectionOpened():
            if not isinstance(reply, Answered):
                return reply
            why = (Reason(event.reason), event.sealed, event.by, event.at)
            return Awaited(reply.past, reply.mandate, Correction(reply.answer, reply.passes, *why))
        case e.CorrectionGivenUp():
            if isinstance(reply, Unassigned | Answered | Erased) or reply.correction is None:
                return reply
            return Answered(reply.past, reply.mandate, reply.correction.corrected, reply.correction.passes)
        case _:
            assert_never(event)


def _drafted(reply: Reply, event: e.Drafted) -> Reply:
    words = event.words_hash or event.text_hash
    past = replace(reply.past, drafts=event.draft, wrote=reply.past.wrote | {Wrote(words, event.by)})
    files = tuple(file for file in past.files if file.attachment in event.files)
    draft = Draft(event.draft, event.text_hash, words, event.sealed, event.by, event.at, files)
    match reply:
        case Awaited() | Drafting() | InReview() | ToRework():
            return Drafting(past, reply.mandate, draft, reply.correction)
        case Answered():
            return Drafting(past, reply.mandate, draft)
        case Unassigned() | Erased():
            return replace(reply, past=past)
        case _:
            assert_never(reply)


def _of_a_file(reply: Reply, event: e.Filed) -> Reply:
    past = reply.past
    match event:
        case e.FileAttached():
            file = File(event.attachment, event.place, event.sealed, event.type, event.size, event.digest)
            return _with_files(reply, event, (*past.files, file), lambda files: (*files, file))
        case e.FileRemoved():
            return _with_files(reply, event, past.files, lambda files: _without(files, event.attachment))
        case e.FileSentOut() | e.FileErased():
            return reply
        case e.BlobDropped():
            return replace(reply, past=replace(past, files=_without(past.files, event.attachment)))
        case _:
            assert_never(event)


def _with_files(
    reply: Reply, event: e.FileAttached | e.FileRemoved, known: Files, change: Callable[[Files], Files]
) -> Reply:
    words = event.words_hash or event.text_hash
    past = replace(reply.past, drafts=event.draft, wrote=reply.past.wrote | {Wrote(words, event.by)}, files=known)
    match reply:
        case Drafting() | InReview() | ToRework():
            files = change(reply.draft.files)
            draft = Draft(event.draft, event.text_hash, words, reply.draft.sealed, event.by, event.at, files)
            return Drafting(past, reply.mandate, draft, reply.correction)
        case Unassigned() | Awaited() | Answered() | Erased():
            return replace(reply, past=past)
        case _:
            assert_never(reply)


def _without(files: Files, attachment: str) -> Files:
    return tuple(file for file in files if file.attachment != attachment)


def _submitted(reply: Reply, event: e.Submitted) -> Reply:
    match reply:
        case Drafting() | InReview() | ToRework():
            return InReview(reply.past, reply.mandate, reply.draft, event.levels, correction=reply.correction)
        case Unassigned() | Awaited() | Answered() | Erased():
            return reply
        case _:
            assert_never(reply)


def _taken_out_of_review(reply: Reply) -> Reply:
    if not isinstance(reply, InReview):
        return reply
    return Drafting(reply.past, reply.mandate, reply.draft, reply.correction)


def _passed(reply: Reply, event: e.Passed) -> Reply:
    seen = Seen(event.level, event.text_hash, event.by, event.at)
    past = replace(reply.past, seen=reply.past.seen | {seen})
    if not isinstance(reply, InReview):
        return replace(reply, past=past)
    returned = None if reply.returned and reply.returned.level <= event.level else reply.returned
    return replace(reply, past=past, passes=(*reply.passes, seen), returned=returned)


def _pass_taken_back(reply: Reply, event: e.PassTakenBack) -> Reply:
    if not isinstance(reply, InReview):
        return reply
    return replace(reply, passes=tuple(seen for seen in reply.passes if seen.level < event.level))


def _sent_back(reply: Reply, event: e.SentBack) -> Reply:
    match reply:
        case InReview() if event.to > 0:
            below = tuple(seen for seen in reply.passes if seen.level < event.to)
            returned = Returned(event.level, event.to, event.sealed, event.by, event.at)
            return replace(reply, passes=below, returned=returned)
        case Drafting() | InReview() | ToRework() if event.to == 0:
            rework = (event.level, event.sealed, event.by, event.at)
            return ToRework(reply.past, reply.mandate, reply.draft, *rework, reply.correction)
        case _:
            return reply


def _sent_out(reply: Reply, mandate: Mandate, answer: Answer) -> Reply:
    answer = replace(answer, files=reply.draft.files if isinstance(reply, InReview) else ())
    past: Past = replace(reply.past, answers=(*reply.past.answers, answer))
    if isinstance(reply, Erased):
        return replace(reply, past=past)
    return Answered(past, mandate, answer, reply.passes if isinstance(reply, InReview) else ())
