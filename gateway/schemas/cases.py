"""What becomes of a case beyond its assignment: returns, extensions, closing, reopening, handing over."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from contracts.words import REFERENCE
from gateway.fields import Code, Day, Matching, Text, YesNo, items
from gateway.schemas.shared import day, instant, number, one_of

CLOSING_REASONS: Final = ("answered_directly", "given_up", "settled", "repeated", "other")
REOPENING_REASONS: Final = ("dissatisfied", "mistake", "handed_back")
SYSTEMS: Final = ("petition", "hotline")


def _words(**rest: bool) -> Text:
    return Text(least=1, most=2000, lines=True, **rest)


class CaseStanding(Schema):
    """Where the case stands now."""

    number = number(required=True)
    state = fields.String(metadata={"enum": ["waiting", "assigned", "closed", "handed_over"]})
    round = fields.Integer()
    lead = fields.String(allow_none=True)
    co_agencies = fields.List(fields.String())
    due = day(allow_none=True)
    provisional = fields.Boolean()
    return_asked = fields.Boolean(metadata={"description": "A return waits to be decided"})
    extension_until = day("An extension to this day waits to be decided", allow_none=True)
    closed_at = instant(allow_none=True)
    system = fields.String(allow_none=True, metadata={"description": "Where the matter was handed to"})
    handed_over_at = instant(allow_none=True)


class Withdrawal(Schema):
    """Why the assignment was wrong."""

    reason = _words(required=True)


class Helpers(Schema):
    """Which agencies help from now on, and which no longer."""

    add = items(Code(), most=20, load_default=list)
    withdraw = items(Code(), most=20, load_default=list)


class Return(Schema):
    """Why the case is not this agency's."""

    reason = _words(required=True)


class ReturnDecision(Schema):
    """Whether the case goes back; who refuses says why in the note."""

    agreed = YesNo(required=True)
    note = _words(allow_none=True)


class ExtensionRequest(Schema):
    """Until when, and why."""

    until = Day(required=True, metadata={"description": "A later working day"})
    reason = _words(required=True)


class ExtensionDecision(Schema):
    """Whether the deadline moves; who refuses says why in the note."""

    granted = YesNo(required=True)
    note = _words(allow_none=True)


class Closing(Schema):
    """Why the case is closed without a reply: for which reason, and in words."""

    reason = one_of(*CLOSING_REASONS, required=True)
    note = _words(required=True)


class Reopening(Schema):
    """Why the matter is handled again; a mistake, and what another system handed back, are told in the note."""

    reason = one_of(*REOPENING_REASONS, required=True)
    note = _words(allow_none=True)


class Handover(Schema):
    """Which system the matter goes to, why, and under which receipt number it is found there."""

    system = one_of(*SYSTEMS, required=True)
    reason = _words(required=True)
    receipt = Matching(rf"^{REFERENCE.pattern}$", required=True)
