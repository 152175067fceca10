"""What the portal office tells its people, and who has read it."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.account import USERNAME
from gateway.fields import Code, Day, Hash, Matching, Text, Whole, YesNo, items
from gateway.roles import PERMISSIONS
from gateway.schemas.shared import Listed, Page, day, instant, one_of

KINDS = ("guidance", "handbook", "urging", "information")
STATES = ("draft", "sent", "withdrawn")
DONE = ("read", "unread", "confirmed", "unconfirmed")
PARTS = ("title", "body", "link", "needs_receipt", "valid_until")
READERS = PERMISSIONS["notices.read"]
NAMED = {"description": "notices are known by n and 16 digits and letters from a to f", "example": "n0f3a4b5c6d7e8f90"}
VERSION = {"description": "0 while it is a draft; above 1 it is a correction"}

# what the office writes


class NoticeTexts(Schema):
    """What a notice says."""

    title = Text(least=1, most=100, required=True)
    body = Text(least=1, most=20_000, lines=True, required=True)
    link = Text(most=500, allow_none=True, load_default=None, metadata={"description": "https://… or http://…"})
    needs_receipt = YesNo(load_default=False, metadata={"description": "Whether each reader has to confirm it"})
    valid_until = Day(allow_none=True, load_default=None, metadata={"description": "The last day; null: for good"})


class AudienceFields(Schema):
    """Whom a notice is for: everyone of these roles in these columns, or these accounts."""

    roles = items(one_of(*READERS), most=len(READERS), load_default=list)
    columns = items(Code(), most=500, allow_none=True, load_default=None, metadata={"description": "null: in all"})
    accounts = items(Matching(USERNAME), most=500, load_default=list)


class NoticeDraft(AudienceFields, NoticeTexts):
    """A notice as it is written; nobody gets it before it is sent."""

    kind = one_of(*KINDS, required=True)


class RecipientQuery(AudienceFields, Page):
    """Whom a notice would be for."""


class NoticeSending(Schema):
    """Which draft: the one that was looked at."""

    text_hash = Hash(required=True)


class NoticeCorrection(Schema):
    """How a notice is said from now on: what is left out stays as it is, and kind and audience always do."""

    title = Text(least=1, most=100)
    body = Text(least=1, most=20_000, lines=True)
    link = Text(most=500, allow_none=True, metadata={"description": "https://… or http://…; null: none any more"})
    needs_receipt = YesNo(metadata={"description": "Whether each reader has to confirm it"})
    valid_until = Day(allow_none=True, metadata={"description": "The last day; null: for good"})
    version = Whole(least=1, most=99_999, required=True, metadata={"description": "The version that was looked at"})


class NoticeWithdrawal(Schema):
    """Why it holds no more; everyone whom it was for reads it."""

    reason = Text(least=1, most=2000, lines=True, required=True)


class NoticeStanding(Schema):
    """Where a notice stands after what was done."""

    notice = fields.String(required=True, metadata=NAMED)
    state = one_of(*STATES)
    version = fields.Integer(metadata=VERSION)
    text_hash = fields.String(metadata={"description": "What is named to send this very draft"})
    by = fields.String()
    since = instant()


class NoticeReminded(NoticeStanding):
    """Whoever was addressed and is not done."""

    reminded = fields.List(
        fields.String(), metadata={"description": "The accounts; nobody where there was a reminder on this day already"}
    )


# what is seen of it


class NoticeFilter(Page):
    """Which notices."""

    state = one_of(*STATES)
    kind = one_of(*KINDS)


class NoticeFacts(Schema):
    """What the office and the readers see alike."""

    notice = fields.String(required=True, metadata=NAMED)
    kind = one_of(*KINDS)
    kind_name = fields.String()
    title = fields.String(allow_none=True)
    version = fields.Integer(metadata=VERSION)
    needs_receipt = fields.Boolean()
    valid_until = day("The last day on which it holds; null: for good", allow_none=True)
    sent_by = fields.String(allow_none=True)
    sent_at = instant("When its first version went out", allow_none=True)
    told_at = instant("When this version went out", allow_none=True)


class NoticeLine(NoticeFacts):
    """A notice in the office's list, with its counts."""

    state = one_of(*STATES)
    since = instant("When it came to stand so")
    roles = fields.List(fields.String())
    columns = fields.List(fields.String(), allow_none=True)
    accounts = fields.List(fields.String())
    drafted_by = fields.String()
    addressed = fields.Integer(metadata={"description": "Accounts that it met when it was sent"})
    read = fields.Integer(metadata={"description": "Of these, how many have read this version"})
    confirmed = fields.Integer(metadata={"description": "Of these, how many have confirmed it"})
    read_later = fields.Integer(metadata={"description": "Who has read it and joined after the sending"})
    reminded_at = instant("The last reminder", allow_none=True)


class NoticeList(Listed):
    """The newest first."""

    items = fields.List(fields.Nested(NoticeLine), required=True)


class NoticeVersion(Schema):
    """What a version says."""

    version = fields.Integer()
    at = instant()
    by = fields.String()
    changed = fields.List(one_of(*PARTS), metadata={"description": "What differs from the version before"})
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    link = fields.String(allow_none=True)
    needs_receipt = fields.Boolean()
    valid_until = day(allow_none=True)


class NoticeEnd(Schema):
    """Why a notice was withdrawn."""

    reason = fields.String(allow_none=True)
    by = fields.String()
    at = instant()


class _WholeNotice(Schema):
    body = fields.String(allow_none=True)
    link = fields.String(allow_none=True)
    withdrawn = fields.Nested(NoticeEnd, allow_none=True)
    versions = fields.List(
        fields.Nested(NoticeVersion), metadata={"description": "The newest first, page by page: after, limit"}
    )
    versions_next = fields.String(allow_none=True, metadata={"description": "The cursor of the next page of versions"})
    versions_total = fields.Integer(metadata={"description": "How many versions there are"})


class Notice(_WholeNotice, NoticeLine):
    """A notice with all it says and said."""

    text_hash = fields.String(metadata={"description": "What is named to send this very draft"})


class _Done(Schema):
    over = fields.Boolean(metadata={"description": "Its last day has passed"})
    read_at = instant("When you read this version; null: not yet", allow_none=True)
    confirmed_at = instant("When you confirmed this version", allow_none=True)


class MyNoticeLine(_Done, NoticeFacts):
    """A notice that is for you."""

    reminded_at = instant("When the office last reminded you of this version; null: never", allow_none=True)


class MyNotices(Listed):
    """What you were reminded of and have not done first, then the unread, then the newest."""

    items = fields.List(fields.Nested(MyNoticeLine), required=True)
    unread = fields.Integer(metadata={"description": "How many you have to read"})


class MyNotice(_WholeNotice, _Done, NoticeFacts):
    """A notice that is for you; of one that was withdrawn only why."""

    state = one_of("sent", "withdrawn")


class NoticeReceipt(Schema):
    """Which version is confirmed: the one that was read."""

    version = Whole(least=1, most=99_999, required=True)


class NoticeDone(Schema):
    """What you have done about the version that holds."""

    notice = fields.String(required=True, metadata=NAMED)
    version = fields.Integer()
    read_at = instant(allow_none=True)
    confirmed_at = instant(allow_none=True)


# who has read it


class ReaderFilter(Schema):
    """Which readers; `unconfirmed` have read it and not confirmed it."""

    done = one_of(*DONE)


class ReaderPage(ReaderFilter, Page):
    """Which part of the readers."""


class Recipient(Schema):
    """An account as the office knows it."""

    username = fields.String()
    display_name = fields.String()
    role = fields.String()
    role_name = fields.String()


class RecipientList(Listed):
    """By user name."""

    items = fields.List(fields.Nested(Recipient), required=True)


class NoticeReader(Schema):
    """One whom the notice is for, and what they have done about the version that holds, or held last."""

    account = fields.String(required=True)
    display_name = fields.String(allow_none=True)
    role_name = fields.String(allow_none=True)
    addressed = fields.Boolean(metadata={"description": "false: joined after the sending, and counts apart"})
    read = fields.Boolean()
    read_version = fields.Integer(allow_none=True, metadata={"description": "The newest version that they have read"})
    read_at = instant(allow_none=True)
    confirmed = fields.Boolean()
    confirmed_version = fields.Integer(allow_none=True)
    confirmed_at = instant(allow_none=True)


class NoticeReaderCounts(Schema):
    """Of those it was sent to; `read_later` joined afterwards."""

    addressed = fields.Integer()
    read = fields.Integer()
    unread = fields.Integer()
    disabled = fields.Integer(
        metadata={"description": "Have not read it, and cannot: their accounts are disabled. Not among the unread"}
    )
    confirmed = fields.Integer()
    read_later = fields.Integer()


class NoticeReaders(Listed):
    """By account."""

    items = fields.List(fields.Nested(NoticeReader), required=True)
    counts = fields.Nested(NoticeReaderCounts)
