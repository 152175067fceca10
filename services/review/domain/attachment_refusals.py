"""What review says no to about the files of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.decider import Refusal


@dataclass(eq=False)
class TooManyAttachments(Refusal):
    """A reply has so many files already."""

    code: ClassVar[str] = "review.too_many_attachments"
    limit: int


@dataclass(eq=False)
class AttachmentsTooLarge(Refusal):
    """The files of a reply are no larger than this together."""

    code: ClassVar[str] = "review.attachments_too_large"
    limit_mib: int


@dataclass(eq=False)
class AlreadyAttached(Refusal):
    """The very same file is with the reply."""

    code: ClassVar[str] = "review.already_attached"


@dataclass(eq=False)
class AttachmentNotFound(Refusal):
    """The reply has no such file, or no longer."""

    code: ClassVar[str] = "review.attachment_not_found"
