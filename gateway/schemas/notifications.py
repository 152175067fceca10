"""What staff choose to be told of by e-mail."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.notices import GROUPS
from gateway.fields import items
from gateway.schemas.shared import one_of


class NotificationGroup(Schema):
    """Some kinds of things that one is told of, or not."""

    group = one_of(*GROUPS, required=True)
    group_name = fields.String(required=True)
    always = fields.Boolean(required=True, metadata={"description": "It cannot be left out"})
    on = fields.Boolean(required=True)


class Notifications(Schema):
    """What the account is told of, as far as its role is concerned."""

    email = fields.String(
        required=True, allow_none=True, metadata={"description": "Where to; null: nowhere, so nothing is told"}
    )
    groups = fields.List(fields.Nested(NotificationGroup), required=True)


class NotificationChoice(Schema):
    """The groups that the account is not told of: these, and no others."""

    off = items(one_of(*GROUPS), least=0, most=len(GROUPS), required=True)
