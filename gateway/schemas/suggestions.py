"""What a clerk is shown beside a message; suggestions, never decisions."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.shared import instant, number


class Duplicate(Schema):
    """Another message that this one may repeat."""

    number = number(required=True)
    score = fields.Float(required=True, metadata={"description": "0 to 1, what they are ranked by"})
    similarity = fields.Float(metadata={"description": "Of the texts alone, 0 to 1"})
    reasons = fields.List(
        fields.String(metadata={"enum": ["same_text", "similar_text", "same_phone", "same_email"]}), required=True
    )
    title = fields.String()
    column = fields.String()
    state = fields.String()
    state_name = fields.String()
    submitted_at = instant()


class LikelyField(Schema):
    """A field that this message may belong to."""

    field = fields.String(required=True)
    name = fields.String(allow_none=True, metadata={"description": "null: not a field of the office's tree"})
    field_path = fields.List(fields.String(), metadata={"description": "Its name after the names above it"})
    probability = fields.Float(required=True, metadata={"description": "Its share of the votes of similar messages"})


class Compared(Schema):
    """With how many messages, written from when until when."""

    messages = fields.Integer()
    begin = fields.String(attribute="from", data_key="from", metadata={"format": "date-time"})
    until = instant()


class Suggestions(Schema):
    """Likely duplicates, the likeliest first, and likely fields as clerks chose them for similar messages."""

    number = number(required=True)
    duplicates = fields.List(fields.Nested(Duplicate), required=True)
    fields_ = fields.List(
        fields.Nested(LikelyField),
        attribute="fields",
        data_key="fields",
        required=True,
        metadata={"description": "Empty until there are examples enough"},
    )
    compared = fields.Nested(Compared)
    learnt_from = fields.Integer(metadata={"description": "Accepted messages whose field a clerk chose"})
    complete = fields.Boolean(
        metadata={"description": "Whether all there is was looked at; not so in the first seconds after a start"}
    )
