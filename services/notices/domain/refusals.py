"""Why notices says no; each refusal carries what the person needs to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kernel.decider import Refusal


@dataclass(eq=False)
class OutOfScope(Refusal):
    """The person may not do this by role: it needs one of `wanted`."""

    code: ClassVar[str] = "notices.out_of_scope"
    act: str
    role: str
    wanted: tuple[str, ...]


@dataclass(eq=False)
class NotFound(Refusal):
    """There is no such notice, or it is not for this person."""

    code: ClassVar[str] = "notices.not_found"


@dataclass(eq=False)
class UnknownWord(Refusal):
    """A code that is not one of those there are for the field."""

    code: ClassVar[str] = "notices.unknown_word"
    field: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownColumns(Refusal):
    """No columns have these codes, or word of them has not arrived yet."""

    code: ClassVar[str] = "notices.unknown_columns"
    columns: tuple[str, ...]


@dataclass(eq=False)
class TextBlank(Refusal):
    """The text holds nothing that can be seen."""

    code: ClassVar[str] = "notices.text_blank"
    field: str


@dataclass(eq=False)
class TextTooLong(Refusal):
    """The text has more characters than the field takes."""

    code: ClassVar[str] = "notices.text_too_long"
    field: str
    limit: int
    length: int


@dataclass(eq=False)
class TextUnreadable(Refusal):
    """The text holds a character that stands for nothing, or that shows it in another order; the first of them."""

    code: ClassVar[str] = "notices.text_unreadable"
    field: str
    character: str
    position: int


@dataclass(eq=False)
class NotALink(Refusal):
    """A link is an address that begins with https:// or http://, without blanks."""

    code: ClassVar[str] = "notices.not_a_link"
    limit: int


@dataclass(eq=False)
class AudienceUnclear(Refusal):
    """A notice is for roles, in all or some columns, or for accounts by name: one of the two, and somebody."""

    code: ClassVar[str] = "notices.audience_unclear"


@dataclass(eq=False)
class NobodyAddressed(Refusal):
    """No account fits now: a notice that is sent reaches somebody."""

    code: ClassVar[str] = "notices.nobody_addressed"


@dataclass(eq=False)
class AlreadyOver(Refusal):
    """The last day on which the notice holds has passed."""

    code: ClassVar[str] = "notices.already_over"
    valid_until: date
    today: date


@dataclass(eq=False)
class AlreadySent(Refusal):
    """What was sent is frozen; it can be corrected or withdrawn."""

    code: ClassVar[str] = "notices.already_sent"
    by: str
    at: datetime


@dataclass(eq=False)
class NotSent(Refusal):
    """The notice is a draft yet: nobody has got it."""

    code: ClassVar[str] = "notices.not_sent"


@dataclass(eq=False)
class WasWithdrawn(Refusal):
    """The notice was withdrawn: by whom and when."""

    code: ClassVar[str] = "notices.was_withdrawn"
    by: str
    at: datetime


@dataclass(eq=False)
class DraftMovedOn(Refusal):
    """The draft is not the one that was looked at: who wrote it since, and when."""

    code: ClassVar[str] = "notices.draft_moved_on"
    by: str
    at: datetime


@dataclass(eq=False)
class VersionMovedOn(Refusal):
    """There is a newer version than the one that was looked at: by whom, and since when."""

    code: ClassVar[str] = "notices.version_moved_on"
    asked: int
    newest: int
    by: str
    at: datetime


@dataclass(eq=False)
class NoReceiptAsked(Refusal):
    """This notice asks for no receipt."""

    code: ClassVar[str] = "notices.no_receipt_asked"


@dataclass(eq=False)
class NotRead(Refusal):
    """A receipt says that one has read this version; the person has not opened it."""

    code: ClassVar[str] = "notices.not_read"
    version: int


@dataclass(eq=False)
class NobodyToRemind(Refusal):
    """Everyone who was addressed has read the notice, and given the receipt where one is asked for."""

    code: ClassVar[str] = "notices.nobody_to_remind"


@dataclass(eq=False)
class TooManyRows(Refusal):
    """A sheet holds at most `limit` rows."""

    code: ClassVar[str] = "notices.too_many_rows"
    total: int
    limit: int
