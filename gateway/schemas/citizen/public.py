"""What was published for everyone."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.attachments import Enclosure
from gateway.schemas.citizen.following import ReplyText
from gateway.schemas.shared import CORRECTION_REASONS, PARTS, ColumnPage, Listed, instant, number, one_of


class Published(Schema):
    """What everyone may read: as `part` says a reply, a follow-up's answer or an interim reply.

    Of the message, what a clerk confirmed for it.
    """

    number = number()
    part = one_of(*PARTS, metadata={"description": "interim: told before the reply, the matter is not done by it"})
    column = fields.String()
    title = fields.String(
        allow_none=True, metadata={"description": "As confirmed by a clerk, or of an imported message; null otherwise"}
    )
    body = fields.String(allow_none=True, metadata={"description": "As confirmed by a clerk; null otherwise"})
    text_version = fields.Integer(
        allow_none=True, metadata={"description": "The version of title and body; null where no clerk confirmed any"}
    )
    text = fields.String(metadata={"description": "What was published: the reply, or as `part` says"})
    lead = fields.String(allow_none=True, metadata={"description": "The agency that answers"})
    lead_name = fields.String(allow_none=True)
    published_at = instant()
    round = fields.Integer()
    imported = fields.Boolean()
    version = fields.Integer(
        metadata={"description": "Of what was published, the newest; 1 where it was never corrected"}
    )
    corrected_at = instant("When this version replaced the one before", allow_none=True)
    correction_reason = one_of(*CORRECTION_REASONS, allow_none=True)
    correction_reason_name = fields.String(allow_none=True)
    attachments = fields.List(fields.Nested(Enclosure))


class PublishedReply(Published):
    """A published reply with those of the rounds before; where there is none yet, the newest interim reply."""

    earlier = fields.List(fields.Nested(ReplyText))
    follow_up = fields.Nested(
        ReplyText, allow_none=True, metadata={"description": "The answer to a follow-up question; null where none is"}
    )
    interim = fields.List(fields.Nested(ReplyText), metadata={"description": "The other interim replies"})


class PublishedList(Listed):
    """Published replies, the newest first; answers to follow-up questions and interim replies are among them."""

    items = fields.List(fields.Nested(Published), required=True)


class PublishedPage(ColumnPage):
    """Which of the published replies."""
