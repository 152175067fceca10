"""What intake says no to about the files of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kernel.decider import Refusal
from services.intake.domain.words import Standing


@dataclass(eq=False)
class TooLateToAttach(Refusal):
    """The files of a message change only while it waits."""

    code: ClassVar[str] = "intake.too_late_to_attach"
    state: Standing


@dataclass(eq=False)
class TooManyAttachments(Refusal):
    """A message has so many files already."""

    code: ClassVar[str] = "intake.too_many_attachments"
    limit: int


@dataclass(eq=False)
class AttachmentsTooLarge(Refusal):
    """The files of a message are no larger than this together."""

    code: ClassVar[str] = "intake.attachments_too_large"
    limit_mib: int


@dataclass(eq=False)
class AlreadyAttached(Refusal):
    """The very same file is with the message."""

    code: ClassVar[str] = "intake.already_attached"
    attachment: str
    at: datetime


@dataclass(eq=False)
class AttachmentNotFound(Refusal):
    """The message has no such file, or no longer."""

    code: ClassVar[str] = "intake.attachment_not_found"


@dataclass(eq=False)
class TextNotPublic(Refusal):
    """A file is made public beside a public text, and nobody has confirmed one."""

    code: ClassVar[str] = "intake.text_not_public"
