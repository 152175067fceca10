"""Files of a reply are part of its draft: what is read, passed and sent out is the text with its files."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from services.review.domain import attachment_refusals as no_file
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.publicrecord import files_on_record
from services.review.domain.state import (
    Answered,
    Awaited,
    Correction,
    Drafting,
    Erased,
    File,
    InReview,
    Owed,
    Reply,
    ToRework,
    Unassigned,
    digests,
)
from services.review.domain.text import hash_of

MOST = 5
MOST_BYTES = 50 * 1024 * 1024

WithDraft = Drafting | InReview | ToRework


def files_of(reply: Reply, wanted: tuple[str, ...] | None) -> tuple[File, ...]:
    """The files that the next text goes with: the wanted ones, or else those that are there.

    A correction begins with the files that went out with what it puts right.
    """
    if wanted is not None:
        return tuple(file for file in reply.past.files if file.attachment in wanted)
    match reply:
        case Drafting() | InReview() | ToRework():
            return reply.draft.files
        case Awaited(correction=Correction(corrected=corrected)):
            return corrected.files
        case Unassigned() | Awaited() | Answered() | Erased():
            return ()
        case _:
            assert_never(reply)


def must_have_a_draft(reply: Reply) -> WithDraft:
    """Files go with a text, until it went out."""
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
            return reply
        case _:
            assert_never(reply)


def must_take_files(reply: Reply) -> WithDraft:
    """So many at most."""
    there = must_have_a_draft(reply)
    if len(there.draft.files) >= MOST:
        raise no_file.TooManyAttachments(MOST)
    return there


def attach(command: c.Attach, reply: Reply) -> list[e.Event]:
    """A file more is an edit: it takes the text out of review and voids its passes, and who adds it is an author."""
    there, new = must_have_a_draft(reply), command.file
    if any(each.attachment == new.attachment for each in there.draft.files):
        return []
    if any(file.attachment == new.attachment for file in reply.past.files):
        raise no_file.AttachmentNotFound
    must_take_files(reply)
    if new.digest in digests(there.draft.files):
        raise no_file.AlreadyAttached
    if sum(each.size for each in there.draft.files) + new.size > MOST_BYTES:
        raise no_file.AttachmentsTooLarge(MOST_BYTES // 1024**2)
    text_hash = hash_of(command.text, (*digests(there.draft.files), new.digest))
    about = (new.attachment, new.place, new.sealed, new.type, new.size, new.digest)
    who = (command.by, command.at, hash_of(command.text))
    attached = e.FileAttached(there.past.drafts + 1, text_hash, *about, *who)
    return [*out_of_review(there, command.at), attached]


def remove_file(command: c.RemoveFile, reply: Reply) -> list[e.Event]:
    """A file less is an edit too."""
    there = must_have_a_draft(reply)
    left = digests(tuple(each for each in there.draft.files if each.attachment != command.attachment))
    if len(left) == len(there.draft.files):
        if any(file.attachment == command.attachment for file in reply.past.files):
            return []
        raise no_file.AttachmentNotFound
    who = (command.by, command.at, hash_of(command.text) if left else None)
    removed = e.FileRemoved(there.past.drafts + 1, hash_of(command.text, left), command.attachment, *who)
    return [*out_of_review(there, command.at), removed]


def out_of_review(reply: Owed, at: datetime, by: str | None = None) -> list[e.Event]:
    """What an edit does to a text that is in review, or `by` who takes it back."""
    if not isinstance(reply, InReview):
        return []
    mandate, draft = reply.mandate, reply.draft
    return [e.TakenOutOfReview(mandate.column, mandate.round, draft.number, at, by, draft.text_hash)]


def sent_out(command: c.Pass, reply: InReview, turn: int, version: int, *, public: bool) -> list[e.Event]:
    """The files go where the text goes, under the same keys."""
    sealed = command.files if public else tuple(file.sealed for file in reply.draft.files)
    return [
        e.FileSentOut(
            round=reply.mandate.round,
            turn=turn,
            version=version,
            text_hash=reply.draft.text_hash,
            attachment=file.attachment,
            place=file.place,
            sealed=kept,
            type=file.type,
            size=file.size,
            digest=file.digest,
            public=public,
            at=command.at,
        )
        for file, kept in zip(reply.draft.files, sealed, strict=True)
    ]


def erased(reply: Reply, command: c.Erase) -> list[e.Event]:
    """Every file goes but those of what everyone could read last, which are public record."""
    kept = files_on_record(reply.past)
    return [
        e.FileErased(file.attachment, file.place, command.at)
        for file in reply.past.files
        if file.attachment not in kept
    ]


def record_drop(command: c.RecordDrop, reply: Reply) -> list[e.Event]:
    """Only what was erased is deleted."""
    if not any(file.attachment == command.attachment for file in reply.past.files):
        return []
    if not isinstance(reply, Erased) or command.attachment in files_on_record(reply.past):
        raise no_file.AttachmentNotFound
    return [e.BlobDropped(command.attachment, command.at)]
