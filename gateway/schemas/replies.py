"""What the agencies' handlers and the reviewers read and do."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Hash, Text, Whole
from gateway.schemas.citizen.following import Question, ReplyText
from gateway.schemas.shared import PARTS, REPLY_STATES, ColumnPage, Listed, instant, number, one_of


class ReplyPage(ColumnPage):
    """Which replies; without `part` answers to follow-up questions and interim replies are among them."""

    part = one_of(*PARTS)
    state = one_of(*REPLY_STATES)
    lead = Code()
    level = Whole(least=1, most=9)


class ReplyStanding(Schema):
    """Where a reply stands, the answer to a follow-up question, or an interim reply."""

    number = number(required=True)
    part = one_of(*PARTS)
    column = fields.String(allow_none=True)
    lead = fields.String(allow_none=True)
    state = fields.String()
    round = fields.Integer(allow_none=True)
    draft = fields.Integer(allow_none=True)
    text_hash = fields.String(allow_none=True)
    level = fields.Integer(
        allow_none=True, metadata={"description": "In review: whose turn it is; sent back: by which level"}
    )
    levels = fields.Integer(allow_none=True)
    published_at = instant(allow_none=True)
    public = fields.Boolean(allow_none=True)


class ReplyLine(ReplyStanding):
    """A reply in a list."""

    title = fields.String(allow_none=True, metadata={"description": "null while intake is away"})
    since = instant("Since when it stands so")
    submitted_at = instant(allow_none=True)


class ReplyList(Listed):
    """Replies within the account's scope: who has waited longest comes first."""

    items = fields.List(fields.Nested(ReplyLine), required=True)


class Passing(Schema):
    """Who passed the text at which level."""

    level = fields.Integer()
    by = fields.String()
    at = instant()


class SentBackNote(Schema):
    """Who sent the text back, and why."""

    level = fields.Integer()
    by = fields.String()
    at = instant()
    comments = fields.String(allow_none=True)


class DraftView(Schema):
    """One draft, and what became of it."""

    draft = fields.Integer(required=True)
    text = fields.String(allow_none=True)
    text_hash = fields.String()
    by = fields.String()
    at = instant()
    submitted_at = instant(allow_none=True)
    passes = fields.List(fields.Nested(Passing))
    sent_back = fields.Nested(SentBackNote, allow_none=True)


class ReplyView(ReplyLine):
    """A reply with its text as it stands, and the drafts of this assignment, the oldest first."""

    text = fields.String(allow_none=True)
    drafted_by = fields.String(allow_none=True)
    editors = fields.List(fields.String())
    passes = fields.List(fields.Nested(Passing))
    sent_back = fields.Nested(SentBackNote, allow_none=True)
    drafts = fields.List(fields.Nested(DraftView))
    earlier = fields.List(
        fields.Nested(ReplyText), metadata={"description": "The replies that went out before, the newest first"}
    )


class FollowUpView(ReplyView):
    """The answer to a follow-up question as it stands, with the question."""

    asked = fields.Nested(Question, allow_none=True, metadata={"description": "null while intake is away"})


class Draft(Schema):
    """The reply's text."""

    text = Text(least=1, most=20_000, lines=True, required=True)


class Pass(Schema):
    """This text is right, at this level: the hash says which text was read."""

    level = Whole(least=1, most=9, required=True)
    text_hash = Hash(required=True)


class SendBack(Schema):
    """The text needs work: what, and why."""

    level = Whole(least=1, most=9, required=True)
    comments = Text(least=1, most=2000, lines=True, required=True)
