"""What a citizen does with a message that is written: withdraw it, rate it, ask once more, have it erased."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Text, Whole
from gateway.schemas.shared import SATISFACTION_META, instant, number


class Withdrawn(Schema):
    """What has become of the message."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    at = instant()


class NewEvaluation(Schema):
    """How satisfied the citizen is with the handling."""

    satisfaction = Whole(least=1, most=5, required=True, metadata=SATISFACTION_META)
    comment = Text(most=2000, lines=True, allow_none=True, metadata={"description": "For the office, never published"})


class Evaluated(Schema):
    """The evaluation as it was recorded."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    satisfaction = fields.Integer(metadata=SATISFACTION_META)
    round = fields.Integer(allow_none=True)
    at = instant()


class NewFollowUp(Schema):
    """One more question about the reply."""

    question = Text(least=1, most=2000, lines=True, required=True)


class FollowUpAsked(Schema):
    """The question as it was recorded; the matter stands as it stood."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    round = fields.Integer(metadata={"description": "The round whose reply it is about"})
    at = instant()


class ErasureAsked(Schema):
    """The wish as it was recorded: nothing is erased before the office has seen to it."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    erased = fields.Boolean()
    asked_at = instant("null: everything was erased before", allow_none=True)
