"""What people were told, and the other systems that are told."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.notices import KINDS, TEST
from gateway.fields import Matching, Text, YesNo, items
from gateway.schemas.shared import Listed, Page, instant, one_of

STATES = ("queued", "sent", "unaddressed", "failed", "dead")
LANE = {"description": "email, or the name of a webhook"}


class DeliveryFilter(Page):
    """Which deliveries."""

    state = one_of(*STATES)
    kind = one_of(*KINDS, TEST)
    lane = Matching(r"^(email|w[0-9a-f]{16})$", metadata=LANE)
    number = Matching(r"^([0-9]{8}-[0-9]{6}|n[0-9a-f]{16})$", metadata={"description": "Of a message, or a notice"})


class DeliveryAudience(Schema):
    """Whom it is for, as a rule; null: any."""

    roles = fields.List(fields.String())
    columns = fields.List(fields.String(), allow_none=True)
    agencies = fields.List(fields.String(), allow_none=True)
    levels = fields.List(fields.Integer(), allow_none=True)
    notice = fields.String(allow_none=True, metadata={"description": "The readers of this notice"})
    citizen = fields.Boolean()


class ToldOne(Schema):
    """Somebody who was told."""

    who = fields.String(required=True, metadata={"description": "User name, citizen, or webhook"})
    address = fields.String(required=True, metadata={"description": "Masked", "example": "w***@example.com"})


class Delivery(Schema):
    """Something that is told to somebody in one way."""

    delivery = fields.String(required=True)
    lane = fields.String(required=True, metadata=LANE)
    state = one_of(
        *STATES,
        required=True,
        metadata={
            "description": "unaddressed: nobody was told, since nobody has an address or wants to hear; dead: given up"
        },
    )
    since = instant()
    kind = fields.String(required=True)
    number = fields.String(required=True)
    to = fields.Nested(DeliveryAudience)
    queued_at = instant()
    next_at = instant("When it is tried next; null once it is over", allow_none=True)
    attempts = fields.Integer()
    reason = fields.String(allow_none=True, metadata={"description": "Why the last attempt failed"})
    told = fields.List(fields.Nested(ToldOne))


class DeliveryList(Listed):
    """Deliveries, the newest first."""

    items = fields.List(fields.Nested(Delivery), required=True)


class DeliveryStanding(Schema):
    """A delivery after what was done."""

    delivery = fields.String(required=True)
    state = one_of(*STATES, required=True)


class NewWebhook(Schema):
    """Another system's address, and what it is told of."""

    name = Text(least=1, most=100, required=True)
    url = Text(least=1, most=500, required=True, metadata={"description": "https://…"})
    kinds = items(one_of(*KINDS), least=1, most=len(KINDS), required=True)
    contacts = YesNo(
        load_default=False,
        metadata={"description": "It sends text messages: it is told how to reach the citizen, who agreed to be told"},
    )


class WebhookStanding(Schema):
    """A webhook after what was done."""

    webhook = fields.String(required=True)
    enabled = fields.Boolean(required=True)


class MadeWebhook(WebhookStanding):
    """A new webhook with the secret that its calls are signed with; it is shown once."""

    secret = fields.String(required=True, metadata={"description": "whsec_ and Base64, as Standard Webhooks has it"})


class Webhook(WebhookStanding):
    """A webhook, without its secret."""

    name = fields.String(required=True)
    url = fields.String(allow_none=True)
    kinds = fields.List(fields.String(), required=True)
    contacts = fields.Boolean(required=True)
    registered_by = fields.String()
    registered_at = instant()


class WebhookList(Listed):
    """Every webhook."""

    items = fields.List(fields.Nested(Webhook), required=True)
