"""Attachments: the files that a citizen sent with a message, and which of them everyone may read.

A stream of its own beside the message's, under the same number. A name may tell who somebody is: it is sealed together
with the key that opens the file, under the message's number. What is public of a message is decided file by file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.intake.domain.attachment_refusals import (
    AlreadyAttached,
    AttachmentNotFound,
    AttachmentsTooLarge,
    TextNotPublic,
    TooLateToAttach,
    TooManyAttachments,
)
from services.intake.domain.publictext import Confirmed, PublicText, must_be_publishable
from services.intake.domain.refusals import NotFound, TextErased
from services.intake.domain.state import Message, Unwritten, Waiting, standing

MOST = 5
MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a file's content: its type, its size in bytes, its SHA-256; `place` is where its blob is."""

    attachment: str
    place: str
    type: str
    size: int
    digest: str


# commands


@dataclass(frozen=True, slots=True)
class Attach:
    """The citizen adds a file, which is in the store; `sealed` are its name and its key."""

    message: Message
    file: File
    sealed: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remove:
    """The citizen takes a file back."""

    message: Message
    attachment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Show:
    """Everyone may read the file (`public`), beside the message's public text, or nobody outside may any more."""

    message: Message
    text: PublicText
    attachment: str
    public: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HideAll:
    """The public text that the public files stood beside was withdrawn: somebody decides about each of them anew."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EraseAll:
    """The message was erased."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RecordDrop:
    """The blob of a file that is gone was deleted from the store."""

    attachment: str
    at: datetime


Command = Attach | Remove | Show | HideAll | EraseAll | RecordDrop


# events


@dataclass(frozen=True, slots=True)
class Attached:
    """The citizen added a file."""

    column: str
    attachment: str
    place: str
    sealed: str
    type: str
    size: int
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentRemoved:
    """The citizen took a file back."""

    column: str
    attachment: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentMadePublic:
    """A clerk found that everyone may read the file."""

    column: str
    attachment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentMadePrivate:
    """A clerk took the file out of what everyone may read."""

    column: str
    attachment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentErased:
    """The file went with its message."""

    column: str
    attachment: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BlobDropped:
    """The store holds the file no longer, not even sealed."""

    attachment: str
    at: datetime


Event = Attached | AttachmentRemoved | AttachmentMadePublic | AttachmentMadePrivate | AttachmentErased | BlobDropped


# state


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is with the message, private until a clerk says otherwise."""

    file: File
    sealed: str
    column: str
    at: datetime
    public: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that was removed or erased; its blob has yet to be deleted."""

    attachment: str
    place: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file of which nothing is left."""

    attachment: str


@dataclass(frozen=True, slots=True)
class Attachments:
    """Every file that the message ever had, in the order of their coming."""

    kept: tuple[Kept, ...] = ()
    gone: tuple[Gone, ...] = ()
    dropped: tuple[Dropped, ...] = ()


# rules


def must_take_files(message: Message, attachments: Attachments) -> Waiting:
    """Files come while the message waits, and so many at most; raises NotFound, TooLateToAttach, TooManyAttachments."""
    if isinstance(message, Unwritten):
        raise NotFound
    if not isinstance(message, Waiting):
        raise TooLateToAttach(standing(message))
    if len(attachments.kept) >= MOST:
        raise TooManyAttachments(MOST)
    return message


def left(attachments: Attachments) -> int:
    """How many bytes the message can still take."""
    return MOST_BYTES - sum(kept.file.size for kept in attachments.kept)


def kept(attachments: Attachments, attachment: str) -> Kept:
    """The file; raises AttachmentNotFound where it is not with the message, or no longer."""
    for each in attachments.kept:
        if each.file.attachment == attachment:
            return each
    raise AttachmentNotFound


def is_gone(attachments: Attachments, attachment: str) -> bool:
    """Whether the message had the file once."""
    return attachment in {
        *(gone.attachment for gone in attachments.gone),
        *(it.attachment for it in attachments.dropped),
    }


# decide, evolve


def decide(command: Command, attachments: Attachments) -> list[Event]:
    """The rule for each command."""
    match command:
        case Attach():
            return attach(command, attachments)
        case Remove():
            return remove(command, attachments)
        case Show():
            return show(command, attachments)
        case HideAll(by=by, at=at):
            shown = (it for it in attachments.kept if it.public)
            return [AttachmentMadePrivate(it.column, it.file.attachment, by, at) for it in shown]
        case EraseAll():
            at = command.at
            return [AttachmentErased(it.column, it.file.attachment, it.file.place, at) for it in attachments.kept]
        case RecordDrop():
            return record_drop(command, attachments)
        case _:
            assert_never(command)


def attach(command: Attach, attachments: Attachments) -> list[Event]:
    """A file is added while the message waits: at most five, at most so large together, the same content once."""
    file = command.file
    if any(each.file == file for each in attachments.kept):
        return []
    if is_gone(attachments, file.attachment):
        raise AttachmentNotFound
    message = must_take_files(command.message, attachments)
    for each in attachments.kept:
        if each.file.digest == file.digest:
            raise AlreadyAttached(each.file.attachment, each.at)
    if file.size > left(attachments):
        raise AttachmentsTooLarge(MOST_BYTES // 1024**2)
    about = (file.attachment, file.place, command.sealed, file.type, file.size, file.digest)
    return [Attached(message.submission.column, *about, command.at)]


def remove(command: Remove, attachments: Attachments) -> list[Event]:
    """The citizen takes a file back while the message waits."""
    if isinstance(command.message, Unwritten):
        raise NotFound
    if is_gone(attachments, command.attachment):
        return []
    found = kept(attachments, command.attachment)
    if not isinstance(command.message, Waiting):
        raise TooLateToAttach(standing(command.message))
    return [AttachmentRemoved(found.column, command.attachment, found.file.place, command.at)]


def show(command: Show, attachments: Attachments) -> list[Event]:
    """A file becomes public beside a public text, with the citizen's consent, and private again at any time."""
    if isinstance(command.message, Unwritten):
        raise NotFound
    if command.message.submission.erased:
        raise TextErased
    found = kept(attachments, command.attachment)
    if not command.public:
        if not found.public:
            return []
        return [AttachmentMadePrivate(found.column, command.attachment, command.by, command.at)]
    must_be_publishable(command.message)
    if not isinstance(command.text, Confirmed):
        raise TextNotPublic
    return [] if found.public else [AttachmentMadePublic(found.column, command.attachment, command.by, command.at)]


def record_drop(command: RecordDrop, attachments: Attachments) -> list[Event]:
    """Only what is gone is deleted."""
    if any(each.attachment == command.attachment for each in attachments.gone):
        return [BlobDropped(command.attachment, command.at)]
    if any(each.attachment == command.attachment for each in attachments.dropped):
        return []
    raise AttachmentNotFound


def evolve(attachments: Attachments, event: Event) -> Attachments:
    """The files after `event`."""
    match event:
        case Attached():
            file = File(event.attachment, event.place, event.type, event.size, event.digest)
            return replace(attachments, kept=(*attachments.kept, Kept(file, event.sealed, event.column, event.at)))
        case AttachmentRemoved() | AttachmentErased():
            others = tuple(each for each in attachments.kept if each.file.attachment != event.attachment)
            return replace(attachments, kept=others, gone=(*attachments.gone, Gone(event.attachment, event.place)))
        case AttachmentMadePublic() | AttachmentMadePrivate():
            public = isinstance(event, AttachmentMadePublic)
            changed = tuple(
                replace(each, public=public) if each.file.attachment == event.attachment else each
                for each in attachments.kept
            )
            return replace(attachments, kept=changed)
        case BlobDropped():
            still = tuple(each for each in attachments.gone if each.attachment != event.attachment)
            return replace(attachments, gone=still, dropped=(*attachments.dropped, Dropped(event.attachment)))
        case _:
            assert_never(event)


ATTACHMENTS: Decider[Command, Event, Attachments] = Decider(Attachments(), decide, evolve)
