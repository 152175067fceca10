"""The trail of who changed accounts, deputies, keys, columns and agencies."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.shared import Listed, instant


class Change(Schema):
    """One change: who made it, on whose behalf, to what."""

    at = instant()
    by = fields.String()
    on_behalf_of = fields.String(allow_none=True, metadata={"description": "Whom the person deputised"})
    kind = fields.String(metadata={"description": "account, deputy, key, column or agency"})
    subject = fields.String(metadata={"description": "User name (of a deputy: the principal's), or name or code"})
    change = fields.String(
        metadata={
            "description": "made, amended, disabled, enabled, password_set; appointed, revoked; opened, rearranged; "
            "registered"
        }
    )
    details = fields.Dict(metadata={"description": "What it is from then on; `changed` names what became different"})


class ChangeList(Listed):
    """Changes, the newest first."""

    items = fields.List(fields.Nested(Change), required=True)
