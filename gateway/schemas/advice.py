"""Advice to citizens whose messages are declined."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Text
from gateway.schemas.shared import instant


class Advice(Schema):
    """The advice in force for one reason."""

    reason = fields.String(required=True)
    reason_name = fields.String()
    text = fields.String(required=True)
    provided = fields.Boolean(metadata={"description": "Whether the text is the one that comes with the program"})
    by = fields.String(allow_none=True, metadata={"description": "Who worded it last"})
    at = instant(allow_none=True)


class AdviceList(Schema):
    """The advice for every reason."""

    items = fields.List(fields.Nested(Advice), required=True)
    total = fields.Integer()


class Wording(Schema):
    """What citizens read from now on; null: the text that comes with the program."""

    text = Text(least=1, most=2000, lines=True, required=True, allow_none=True)
