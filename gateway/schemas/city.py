"""Columns and agencies for those who run them; what each setting means: docs/city-file.md."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from gateway.fields import Code, Text, Whole, YesNo, items
from gateway.schemas.shared import COMPLEXITIES, KINDS, URGENCIES, Listed, one_of

LEVELS = ("city", "county", "township", "department")
MOST_DAYS, MOST_LEVELS, LONGEST_TITLE, LONGEST_BODY = 366, 9, 500, 20_000
_VERSION = {"description": "Counts the changes; the ETag, for If-Match"}


def _days(**rest: Any) -> Whole:
    return Whole(least=1, most=MOST_DAYS, **rest)


class LimitException(Schema):
    """Other days for matters of a kind, an urgency or a complexity."""

    days = _days(required=True)
    kind = one_of(*KINDS, allow_none=True)
    urgency = one_of(*URGENCIES, allow_none=True)
    complexity = one_of(*COMPLEXITIES, allow_none=True)


class Limits(Schema):
    """How many working days handling may take."""

    ordinary_days = _days()
    complex_days = _days()
    max_days = _days()
    exceptions = items(fields.Nested(LimitException), most=100)


class Terms(Schema):
    """What else is agreed for a column."""

    evaluation_days = _days()
    follow_up_days = _days()
    reopening_days = _days()
    reopens_itself = YesNo()
    return_working_days = _days()
    assigns_itself = YesNo()
    due_soon_working_days = _days()
    yellow_working_days = _days()
    letter_working_days = _days()
    criticism_working_days = _days()
    repeat_days = _days()
    contact_required = YesNo()
    letter_mark = Text(least=1, most=100, allow_none=True)
    portal = Text(least=1, most=100, allow_none=True)


class ColumnChanges(Schema):
    """What becomes different of a column. Limits and terms change one by one, exceptions as a whole."""

    name = Text(least=1, most=100)
    jurisdiction = Text(least=1, most=100)
    leader = Text(least=1, most=100)
    office = Code()
    review_levels = Whole(least=1, most=MOST_LEVELS)
    limits = fields.Nested(Limits)
    title_limit = Whole(least=1, most=LONGEST_TITLE)
    body_limit = Whole(least=1, most=LONGEST_BODY)
    accepts = YesNo()
    terms = fields.Nested(Terms)


class ColumnSettings(ColumnChanges):
    """How a column is run."""

    column = fields.String(required=True)
    version = fields.Integer(required=True, metadata=_VERSION)


class ColumnList(Listed):
    """Columns in the order in which they were opened."""

    items = fields.List(fields.Nested(ColumnSettings), required=True)


class AgencyChanges(Schema):
    """What becomes different of an agency; a parent of null: it stands at the top."""

    name = Text(least=1, most=100)
    parent = Code(allow_none=True)
    level = one_of(*LEVELS)


class AgencySettings(AgencyChanges):
    """An agency."""

    agency = fields.String(required=True)
    version = fields.Integer(required=True, metadata=_VERSION)


class AgencyList(Listed):
    """Agencies in the order in which they were registered."""

    items = fields.List(fields.Nested(AgencySettings), required=True)
