"""Files come while a message waits, at most five, and each is public only beside a public text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kernel.testing import Specification
from services.intake.domain import attachments as a
from services.intake.domain.attachment_refusals import (
    AlreadyAttached,
    AttachmentNotFound,
    AttachmentsTooLarge,
    TextNotPublic,
    TooLateToAttach,
    TooManyAttachments,
)
from services.intake.domain.publictext import Confirmed, Unconfirmed
from services.intake.domain.refusals import NoConsent, NotFound, NotPublishable, TextErased
from services.intake.domain.state import InProgress, Message, Submission, Unwritten
from services.intake.domain.words import Standing
from tests.services.intake import facts
from tests.services.intake.facts import LATER, MORNING, NOON, NUMBER, WANG

attachments = Specification(a.ATTACHMENTS)
WAITING = facts.message.decider.fold([facts.submitted])
ACCEPTED = facts.message.decider.fold([facts.submitted, facts.accepted])
PUBLIC = Confirmed(1, "0" * 64, WANG, NOON)


def file(n: int = 1, size: int = 1000) -> a.File:
    """The nth file."""
    id_ = f"{n:032x}"
    return a.File(id_, f"intake/2024-03-01/{NUMBER}.{id_}", "jpeg", size, f"{n:064x}")


def attached(n: int = 1, size: int = 1000) -> a.Attached:
    """It was added."""
    of = file(n, size)
    return a.Attached("mayor", of.attachment, of.place, f"v1:{n}", of.type, of.size, of.digest, MORNING)


def attach(n: int = 1, size: int = 1000, message: Message = WAITING) -> a.Attach:
    """The citizen adds it."""
    return a.Attach(message, file(n, size), f"v1:{n}", MORNING)


def show(n: int = 1, *, public: bool = True, message: Message = ACCEPTED, text: Any = PUBLIC) -> a.Show:
    """A clerk makes it public, or private."""
    return a.Show(message, text, file(n).attachment, public, WANG, NOON)


def erased(message: Message) -> Message:
    """The same message after an erasure."""
    assert isinstance(message, InProgress)
    return replace(message, submission=replace(message.submission, erased=True))


def test_a_file_is_added_while_the_message_waits() -> None:
    attachments.given().when(attach()).then(attached())


def test_nobody_adds_a_file_to_what_nobody_wrote() -> None:
    attachments.given().when(attach(message=Unwritten())).then_refused(NotFound())


def test_nobody_adds_a_file_once_the_message_was_decided_on() -> None:
    attachments.given().when(attach(message=ACCEPTED)).then_refused(TooLateToAttach(Standing.IN_PROGRESS))


def test_a_message_has_five_files_at_most() -> None:
    five = [attached(n) for n in range(1, 6)]
    attachments.given(*five).when(attach(6)).then_refused(TooManyAttachments(5))
    attachments.given(*five[1:]).when(attach(1)).then(attached(1))


def test_a_removed_file_makes_room() -> None:
    five = [attached(n) for n in range(1, 6)]
    gone = a.AttachmentRemoved("mayor", file(3).attachment, file(3).place, LATER)
    attachments.given(*five, gone).when(attach(6)).then(attached(6))


def test_files_together_are_no_larger_than_the_limit() -> None:
    most = a.MOST_BYTES
    attachments.given(attached(1, most - 10)).when(attach(2, 10)).then(attached(2, 10))
    attachments.given(attached(1, most - 10)).when(attach(2, 11)).then_refused(AttachmentsTooLarge(50))


def test_the_same_content_is_attached_once() -> None:
    other = replace(file(2), digest=file(1).digest)
    command = a.Attach(WAITING, other, "v1:2", LATER)
    attachments.given(attached(1)).when(command).then_refused(AlreadyAttached(file(1).attachment, MORNING))


def test_the_citizen_takes_a_file_back_while_the_message_waits() -> None:
    remove = a.Remove(WAITING, file().attachment, LATER)
    attachments.given(attached()).when(remove).then(
        a.AttachmentRemoved("mayor", file().attachment, file().place, LATER)
    )
    attachments.given(attached()).when(replace(remove, message=ACCEPTED)).then_refused(
        TooLateToAttach(Standing.IN_PROGRESS)
    )
    attachments.given().when(remove).then_refused(AttachmentNotFound())


def test_a_file_becomes_public_beside_a_public_text_and_private_again() -> None:
    shown = a.AttachmentMadePublic("mayor", file().attachment, WANG, NOON)
    attachments.given(attached()).when(show()).then(shown)
    attachments.given(attached(), shown).when(show(public=False)).then(
        a.AttachmentMadePrivate("mayor", file().attachment, WANG, NOON)
    )
    attachments.given(attached()).when(show(public=False)).then_nothing()


@pytest.mark.parametrize(
    ("message", "text", "refusal"),
    [
        (ACCEPTED, Unconfirmed(), TextNotPublic()),
        (WAITING, PUBLIC, NotPublishable(Standing.WAITING)),
        (erased(ACCEPTED), PUBLIC, TextErased()),
        (Unwritten(), PUBLIC, NotFound()),
    ],
)
def test_no_file_is_public_without_what_makes_a_message_public(message: Message, text: Any, refusal: Any) -> None:
    attachments.given(attached()).when(show(message=message, text=text)).then_refused(refusal)


def test_no_file_is_public_without_the_citizens_consent() -> None:
    assert isinstance(ACCEPTED, InProgress)
    submission: Submission = replace(ACCEPTED.submission, consent_public=False)
    attachments.given(attached()).when(show(message=replace(ACCEPTED, submission=submission))).then_refused(NoConsent())


def test_an_erasure_takes_every_file() -> None:
    attachments.given(attached(1), attached(2)).when(a.EraseAll(NOON)).then(
        *(a.AttachmentErased("mayor", file(n).attachment, file(n).place, NOON) for n in (1, 2))
    )


def test_only_what_is_gone_is_deleted_from_the_store() -> None:
    drop = a.RecordDrop(file().attachment, NOON)
    gone = a.AttachmentErased("mayor", file().attachment, file().place, LATER)
    attachments.given(attached(), gone).when(drop).then(a.BlobDropped(file().attachment, NOON))
    attachments.given(attached()).when(drop).then_refused(AttachmentNotFound())
