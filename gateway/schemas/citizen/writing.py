"""How a message is written, and what it has to prove."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Text, YesNo
from gateway.schemas.shared import KINDS, instant, number, one_of


class Challenge(Schema):
    """What a message has to prove. The question is for everyone; a verification service's token does as well."""

    needed = fields.Boolean(required=True)
    captcha = fields.Boolean(metadata={"description": "Whether a token of the verification service is taken instead"})
    question = fields.String(allow_none=True)
    token = fields.String(allow_none=True, metadata={"description": "To send back with the answer"})
    expires_at = instant("Until when the answer counts", allow_none=True)


class Proof(Schema):
    """The answer to the question of GET /challenge with its token, or a verification service's token."""

    token = Text(most=500)
    answer = Text(most=100)
    captcha = Text(most=4096)


class NewMessage(Schema):
    """What a citizen writes. Name and contact are sealed, and shown to nobody who does not need them."""

    column = Code(required=True)
    kind = one_of(*KINDS, required=True)
    title = Text(least=1, most=500, required=True)
    body = Text(least=1, most=20_000, lines=True, required=True)
    name = Text(most=50, allow_none=True)
    phone = Text(most=30, allow_none=True)
    email = Text(most=254, allow_none=True)
    consent_public = YesNo(
        load_default=False,
        metadata={"description": "Whether message and reply may be made public, without name and contact"},
    )
    notify = YesNo(
        load_default=True,
        metadata={"description": "Whether to be told of each step, where an e-mail address or a phone number is given"},
    )
    proof = fields.Nested(Proof, metadata={"description": "Where GET /challenge says that it is needed"})
    website = Text(
        most=500, allow_none=True, metadata={"description": "Stays empty: a field that a form hides from people"}
    )


class NotificationWish(Schema):
    """Whether the citizen is told of each step."""

    notify = YesNo(required=True)


class NotificationsChosen(Schema):
    """What holds from now on."""

    number = number(required=True)
    notify = fields.Boolean(required=True)


class Submitted(Schema):
    """Where to follow the matter: keep both, the query code is shown once."""

    number = number(required=True)
    query_code = fields.String(required=True, metadata={"example": "7KQ2M8XW4T9Z"})
    submitted_at = instant()
    state = fields.String()
    state_name = fields.String()
    contact_unusable = fields.List(
        fields.String(), metadata={"description": "Which of phone and email have no form by which one can be reached"}
    )
    contact_advice = fields.String(
        allow_none=True, metadata={"description": "The same in a sentence; null: every contact can be used"}
    )
