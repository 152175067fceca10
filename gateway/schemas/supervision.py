"""What supervisors read and send, and what agencies get of it: the ledger, proposals, urgings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import Schema, ValidationError, fields, validates_schema

from gateway.fields import Code, Day, Matching, Text, Whole, items
from gateway.schemas.desk import CaseLine
from gateway.schemas.shared import NUMBER_FORM, NUMBER_WRONG, Listed, Page, day, instant, number, one_of

LIGHTS = ("normal", "due_soon", "yellow", "red")
LEVELS = ("reminder", "letter", "criticism")
SELECTED = 100
OLDEST = 36_500  # days

# the ledger


class LedgerFilter(Schema):
    """Which open cases; whatever is left out does not narrow."""

    column = Code()
    agency = Code(metadata={"description": "The lead agency"})
    state = one_of("waiting", "assigned")
    light = one_of(*LIGHTS)
    urged = one_of("yes", "no", *LEVELS, metadata={"description": "Whether the lead was urged, or by what means last"})
    age_from = Whole(least=0, most=OLDEST, metadata={"description": "Days since the acceptance, at least"})
    age_to = Whole(least=0, most=OLDEST, metadata={"description": "Days since the acceptance, at most"})
    due_from = Day()
    due_to = Day()

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        for first, last in (("age_from", "age_to"), ("due_from", "due_to")):
            if first in data and last in data and data[first] > data[last]:
                raise ValidationError([lazy_gettext("Not below “%(first)s”.", first=first)], last)


class LedgerPage(LedgerFilter, Page):
    """Which part of the ledger."""


class LedgerLine(CaseLine):
    """An open case with what the calendar says of it at the moment of asking."""

    lead_name = fields.String(allow_none=True)
    light = one_of(*LIGHTS)
    age_days = fields.Integer(metadata={"description": "Days since the acceptance"})
    working_days_left = fields.Integer(
        allow_none=True, metadata={"description": "Working days until the deadline; below zero, so many are overdue"}
    )
    urged_at = instant(allow_none=True)


class Lights(Schema):
    """How many cases show each light."""

    normal = fields.Integer()
    due_soon = fields.Integer()
    yellow = fields.Integer()
    red = fields.Integer()


class LedgerList(Listed):
    """The unassigned first, the oldest before the others; then the most overdue."""

    items = fields.List(fields.Nested(LedgerLine), required=True)
    lights = fields.Nested(
        Lights, metadata={"description": "Over everything the filter finds, its `light` left aside, whatever the page"}
    )
    waiting = fields.Integer(metadata={"description": "How many of these no agency has"})
    as_of = instant("The instant for which lights and counts hold")


# pressing the lead


class Proposed(LedgerLine):
    """A case whose lead should be pressed, and by what."""

    proposed = one_of(*LEVELS)


class Levels(Schema):
    """How many cases are proposed for each means."""

    reminder = fields.Integer()
    letter = fields.Integer()
    criticism = fields.Integer()


class ProposalPage(Page):
    """Which proposals."""

    column = Code()
    agency = Code(metadata={"description": "The lead agency"})
    level = one_of(*LEVELS)


class ProposalList(Listed):
    """The most overdue first. Nothing is sent until a person sends it."""

    items = fields.List(fields.Nested(Proposed), required=True)
    levels = fields.Nested(Levels)


class Urging(Schema):
    """Press the lead by this means; the note is for the lead, and does not stand in the letter."""

    level = one_of(*LEVELS, required=True)
    note = Text(least=1, most=2000, lines=True, allow_none=True)


class Selection(Urging):
    """Press the leads of all these cases."""

    numbers = items(Matching(NUMBER_FORM, NUMBER_WRONG), least=1, most=SELECTED, required=True)


class Sent(Schema):
    """An urging as it was sent."""

    n = fields.Integer(metadata={"description": "The how-manieth of the case"})
    level = one_of(*LEVELS)
    letter = fields.String(
        allow_none=True, metadata={"description": "Its number, null for a reminder", "example": "栖督〔2024〕12号"}
    )


class Urged(Schema):
    """Where the case stands, and the urging that was sent."""

    number = number(required=True)
    state = fields.String()
    round = fields.Integer()
    lead = fields.String()
    due = day()
    urging = fields.Nested(Sent)


class Why(Schema):
    """Why a case was refused, as a problem document says it."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    values = fields.Dict(required=True)


class Result(Schema):
    """What became of one case of a selection: `urging` or `refused`."""

    number = number(required=True)
    urging = fields.Nested(Sent)
    refused = fields.Nested(Why)


class Results(Schema):
    """One result for each case, in the order asked; a case that is refused holds no other up."""

    results = fields.List(fields.Nested(Result), required=True)


class UrgingTold(Sent):
    """An urging of a case, with its receipt."""

    lead = fields.String()
    lead_name = fields.String(allow_none=True)
    round = fields.Integer()
    urged_at = instant()
    urged_by = fields.String()
    note = fields.String(allow_none=True)
    received_at = instant("When the lead confirmed it", allow_none=True)
    received_by = fields.String(allow_none=True)


class UrgingList(Schema):
    """The urgings of a case, the first first."""

    items = fields.List(fields.Nested(UrgingTold), required=True)
    total = fields.Integer()


class InboxLine(Sent):
    """An urging that an agency has got, about a case that it still has."""

    number = number(required=True)
    title = fields.String(allow_none=True)
    column = fields.String()
    kind = fields.String()
    lead = fields.String()
    lead_name = fields.String(allow_none=True)
    round = fields.Integer()
    due = day()
    urged_at = instant()
    urged_by = fields.String()
    note = fields.String(allow_none=True, metadata={"description": "null where there is none, or it was erased"})
    received_at = instant("When it was confirmed", allow_none=True)
    received_by = fields.String(allow_none=True)


class Inbox(Listed):
    """The unconfirmed first, the newest before the others."""

    items = fields.List(fields.Nested(InboxLine), required=True)
    unread = fields.Integer(metadata={"description": "How many are not confirmed"})


class Receipt(Schema):
    """The agency has seen the urging."""

    number = number(required=True)
    n = fields.Integer()
    received = fields.Boolean()
