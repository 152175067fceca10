"""What notices tells the world: that the portal office has told its people something, and never what or whom.

And of what people are told by e-mail or a webhook, by code: whoever asks for such things uses these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from contracts.registry import Contracts
from contracts.words import Code, Instant

NoticeKind = Literal["guidance", "handbook", "urging", "information"]

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "assignments": ("assigned", "assignment_withdrawn"),
    "questions": ("return_asked", "extension_asked"),
    "decisions": ("return_agreed", "return_refused", "extension_granted", "extension_refused"),
    "reviews": ("submitted",),
    "rework": ("sent_back",),
    "follow_ups": ("follow_up_asked",),
    "went_out": ("went_out",),
    "deadlines": ("due_soon",),
    "overdue": ("deadline_missed",),
    "urgings": ("urged",),
    "notices": ("notice_sent",),
    "reminders": ("notice_reminder",),
}
"""What staff are told of, by the group that one chooses to be told of or not."""
_READERS: Final = ("clerk", "dispatcher", "handler", "reviewer", "supervisor", "columnadmin", "office")
TOLD_TO: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(GROUPS, ("handler",)),
    "questions": ("dispatcher",),
    "reviews": ("reviewer",),
    "overdue": ("handler", "supervisor"),
    "notices": _READERS,
    "reminders": _READERS,
}
"""The roles that are ever told of a group."""
ALWAYS: Final = ("overdue", "urgings", "reminders")
"""The groups that nobody can choose not to be told of."""
STAFF_KINDS: Final = tuple(kind for kinds in GROUPS.values() for kind in kinds)
CITIZEN_KINDS: Final = (
    "message_accepted",
    "message_declined",
    "message_redirected",
    "message_merged",
    "message_assigned",
    "message_extended",
    "message_extension_refused",
    "message_interim",
    "message_answered",
    "message_corrected",
    "message_closed",
    "message_reopened",
    "message_follow_up_answered",
    "message_handed_over",
)
"""The steps that a citizen is told of."""
KINDS: Final = (*STAFF_KINDS, *CITIZEN_KINDS)
TEST: Final = "test"
"""A webhook is tried out."""


@dataclass(frozen=True, slots=True)
class NoticeSentV1:
    """Version `version` of a notice went out; one above 1 is a correction, which everyone reads anew.

    It is for everyone of these roles in these columns (null: in all), or, where no role is named, for accounts that
    stay in the house. `addressed` accounts were there when version 1 went out.
    """

    notice: Code
    kind: NoticeKind
    version: int
    roles: tuple[Code, ...]
    columns: tuple[Code, ...] | None
    addressed: int
    needs_receipt: bool
    valid_until: date | None
    sent_at: Instant


@dataclass(frozen=True, slots=True)
class NoticeWithdrawnV1:
    """The notice holds no more; `version` was its last."""

    notice: Code
    version: int
    withdrawn_at: Instant


@dataclass(frozen=True, slots=True)
class NoticeRemindedV1:
    """Who has this version to read or to confirm still was reminded; who that is stays in the house."""

    notice: Code
    version: int
    reminded_at: Instant


CONTRACTS = Contracts((NoticeSentV1, NoticeWithdrawnV1, NoticeRemindedV1))
