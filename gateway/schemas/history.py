"""What happened to a message, and the recorded look at a citizen's personal data."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from gateway.fields import OneOf, Text, items
from gateway.schemas.shared import Listed, Page, instant, number

PERSONAL: Final = ("name", "phone", "email")
SOURCES: Final = ("intake", "routing", "review")


class HistoryPage(Page):
    """Which part of a history."""


class Fact(Schema):
    """One value of what happened."""

    fact = fields.String(required=True)
    fact_name = fields.String(required=True, metadata={"description": "What it is called, in the reader's language"})
    value = fields.Raw(required=True, allow_none=True, metadata={"description": "As recorded"})
    shown = fields.String(required=True, metadata={"description": "In words"})


class Withheld(Schema):
    """One value of what happened that is not told."""

    fact = fields.String(required=True)
    fact_name = fields.String(required=True)


class Happening(Schema):
    """One thing that happened: who did it, when, and what changed."""

    source = fields.String(required=True, metadata={"enum": list(SOURCES)})
    position = fields.Integer(required=True, metadata={"description": "In the journal of the source"})
    event = fields.String(required=True, metadata={"description": "The frozen name of the event"})
    event_name = fields.String(required=True, metadata={"description": "In words"})
    at = instant("When it happened", required=True)
    recorded_at = instant("When it was recorded: later for what was imported", required=True)
    by = fields.String(required=True, metadata={"description": "The account, or citizen, system, import"})
    by_name = fields.String(
        required=True, metadata={"description": "Display name and user name of that account, or in words who else"}
    )
    role = fields.String(required=True)
    role_name = fields.String(required=True)
    on_behalf_of = fields.String(allow_none=True, metadata={"description": "Whose deputy acted"})
    on_behalf_of_name = fields.String(
        allow_none=True, metadata={"description": "The same with display name; null: nobody's deputy"}
    )
    facts = fields.List(fields.Nested(Fact), required=True)
    withheld = fields.List(
        fields.Nested(Withheld), required=True, metadata={"description": "What is sealed and not told here"}
    )


class History(Listed):
    """What happened to a message, the oldest first."""

    items = fields.List(fields.Nested(Happening), required=True)


class Reveal(Schema):
    """Which of a citizen's personal data somebody needs to see, and why."""

    fields_ = items(
        fields.String(validate=OneOf(PERSONAL)), least=1, most=len(PERSONAL), required=True, data_key="fields"
    )
    reason = Text(least=1, most=2000, lines=True, required=True)


class Revealed(Schema):
    """What the citizen gave; null: nothing."""

    number = number(required=True)
    revealed = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
