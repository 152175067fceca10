"""What the agencies' handlers and the reviewers do, and the queues that they work through."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Hash, Matching, Text, Whole, items
from gateway.schemas.shared import CORRECTION_REASONS, instant, one_of

_BASED_ON = {"description": "`draft` as it was read, 0 where there was none: an edit that came between is not lost"}


class Draft(Schema):
    """The reply's text."""

    text = Text(least=1, most=20_000, lines=True, required=True)
    based_on = Whole(least=0, most=1_000_000, required=True, metadata=_BASED_ON)


class Restoration(Schema):
    """An old draft is the newest again."""

    based_on = Whole(least=0, most=1_000_000, required=True, metadata=_BASED_ON)


class PassingOver(Schema):
    """A warning that may stand, and why."""

    finding = Matching(
        r"^[a-z][a-z0-9_.-]{0,63}@[0-9]{1,6}-[0-9]{1,6}$",
        required=True,
        metadata={"description": "`finding` of what proofreading found", "example": "phone@31-42"},
    )
    why = Text(least=1, most=500, required=True)


class Submission(Schema):
    """The draft is ready: the hash says which one was read."""

    text_hash = Hash(required=True)
    passed_over = items(fields.Nested(PassingOver), most=500)


class Pass(Submission):
    """This text is right, at this level: the hash says which text was read."""

    level = Whole(least=1, most=9, required=True)


class PassTakenBack(Schema):
    """Whoever passed the text at this level looks at it again."""

    level = Whole(least=1, most=9, required=True)


class SendBack(Schema):
    """The text needs work: what, and why."""

    level = Whole(least=1, most=9, required=True)
    to = Whole(
        least=0,
        most=8,
        load_default=0,
        metadata={"description": "0: the agency reworks it; a level below one's own: that level looks again"},
    )
    comments = Text(least=1, most=2000, lines=True, required=True)


class Comment(Schema):
    """Something to say about the draft, without deciding."""

    comments = Text(least=1, most=2000, lines=True, required=True)


class Correction(Schema):
    """What is wrong with what was published."""

    reason = one_of(
        *CORRECTION_REASONS, required=True, metadata={"description": "The category, which everyone reads later"}
    )
    words = Text(least=1, most=2000, lines=True, required=True, metadata={"description": "For staff only"})


class QueueQuery(Schema):
    """Of which column; without it, of all that the account sees."""

    column = Code()


class ReplyQueue(Schema):
    """What waits at one level of a column."""

    column = fields.String(required=True)
    column_name = fields.String(allow_none=True)
    level = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    oldest_since = instant("Since when the first of them has waited", allow_none=True)
    back = fields.Integer(required=True, metadata={"description": "Of the waiting: sent down by a level above"})


class ReplyQueues(Schema):
    """The levels of the account's columns, also where nothing waits."""

    items = fields.List(fields.Nested(ReplyQueue), required=True)
