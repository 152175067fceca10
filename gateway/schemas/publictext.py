"""What clerks make public of a message: what is proposed, and what they confirm."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Hash, Text
from gateway.schemas.shared import instant, number


class Original(Schema):
    """What the citizen wrote; it never changes."""

    title = fields.String()
    body = fields.String()


class Finding(Schema):
    """Something personal in the original, and what the proposal has in its place."""

    part = fields.String(attribute="in", data_key="in", metadata={"enum": ["title", "body"]})
    start = fields.Integer(metadata={"description": "Characters before it"})
    end = fields.Integer(metadata={"description": "Characters before what follows it"})
    kind = fields.String(metadata={"enum": ["id_number", "bank_card", "phone", "email", "plate", "address", "name"]})
    replacement = fields.String()
    sure = fields.Boolean(metadata={"description": "Whether a text that still has it needs a reason"})


class ConfirmedText(Schema):
    """The version that everyone reads beside a public reply."""

    version = fields.Integer()
    title = fields.String()
    body = fields.String()
    text_hash = fields.String()
    passed_over = fields.List(fields.String(), metadata={"description": "Kinds that may stand, for the reason"})
    reason = fields.String(allow_none=True)
    confirmed_by = fields.String()
    confirmed_at = instant()


class WithdrawnText(Schema):
    """What everyone could read until it was withdrawn; every version stays on record."""

    version = fields.Integer(metadata={"description": "The last one; 0: the title of an imported message"})
    reason = fields.String(allow_none=True)
    withdrawn_by = fields.String()
    withdrawn_at = instant()


class PublicTextProposal(Schema):
    """A text to be edited; nothing of it is public before it is confirmed."""

    number = number(required=True)
    basis = fields.String(metadata={"description": "To be sent with the confirmation"})
    version = fields.Integer(metadata={"description": "How often a text was confirmed so far"})
    title = fields.String()
    body = fields.String()
    findings = fields.List(fields.Nested(Finding))
    original = fields.Nested(Original)
    confirmed = fields.Nested(ConfirmedText, allow_none=True)
    withdrawn = fields.Nested(WithdrawnText, allow_none=True, metadata={"description": "null: it was not withdrawn"})


class PublicText(Schema):
    """The text as everyone may read it; `reason` says why something may stand that surely names a person."""

    title = Text(least=1, most=500, required=True)
    body = Text(least=1, most=20_000, lines=True, required=True)
    basis = Hash(required=True, metadata={"description": "`basis` of the proposal that was edited"})
    reason = Text(least=1, most=2000, lines=True, allow_none=True)


class PublicTextStanding(Schema):
    """The text that stands now."""

    number = number(required=True)
    version = fields.Integer(required=True)
    text_hash = fields.String()
    confirmed_by = fields.String()
    confirmed_at = instant()
    passed_over = fields.List(fields.String())


class PublicTextWithdrawal(Schema):
    """Why nobody but staff is to read the text any more; the reason is kept for staff."""

    reason = Text(least=1, most=2000, lines=True, required=True)


class PublicTextWithdrawn(Schema):
    """Nothing of the message is public now."""

    number = number(required=True)
    version = fields.Integer(required=True)
    withdrawn_by = fields.String()
    withdrawn_at = instant()
