"""The working calendar, what it moves, and a deadline explained day by day."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Day, Matching, Text, Whole, items
from gateway.schemas.shared import LIMIT, Listed, day, instant, number, one_of

DAY_KINDS = ("workday", "makeup", "weekend", "holiday")
FIRST_YEAR, LAST_YEAR = 2001, 2100
_VERSION = "Which announced days, and which amendment of the office's"


def _year(**rest: object) -> Whole:
    return Whole(least=FIRST_YEAR, most=LAST_YEAR, **rest)


class Year(Schema):
    """Which year; the present one where none is named."""

    year = _year()


class CalendarDay(Schema):
    """A day that differs from Monday to Friday, or was amended."""

    date = day()
    kind = fields.String()
    kind_name = fields.String()
    name = fields.String(metadata={"description": "The holiday it belongs to, or empty"})


class ListedDay(CalendarDay):
    """A day of the calendar in force."""

    amended = fields.Boolean(metadata={"description": "Whether the office said so"})
    announced = fields.Boolean(metadata={"description": "Whether it is settled; otherwise it is expected"})


class AmendmentMade(Schema):
    """One amendment, with its reason."""

    number = fields.Integer()
    at = instant()
    by = fields.String()
    reason = fields.String(allow_none=True)
    days = fields.List(fields.Nested(CalendarDay))
    announced = fields.List(fields.Integer())
    retracted = fields.List(fields.Integer())


class CalendarYear(Schema):
    """A year of the calendar in force; not announced means provisional: days are expected, not settled."""

    year = fields.Integer(required=True)
    calendar = fields.String(required=True, metadata={"description": _VERSION})
    amendment = fields.Integer(metadata={"description": "How many amendments there are; 0: none"})
    announced = fields.Boolean(required=True)
    declared = fields.Boolean(metadata={"description": "Whether the office declared the year announced"})
    days = fields.List(fields.Nested(ListedDay), required=True)
    amendments = fields.List(fields.Nested(AmendmentMade), required=True)


class AmendedDay(Schema):
    """What a day is from now on."""

    date = Day(required=True)
    kind = one_of(*DAY_KINDS, required=True)
    name = Text(most=100, load_default="")


class Amendment(Schema):
    """Days that are otherwise than announced, years that are announced or no longer, and why."""

    days = items(fields.Nested(AmendedDay), most=400, load_default=list)
    announced = items(_year(), most=10, load_default=list)
    retracted = items(_year(), most=10, load_default=list)
    reason = Text(least=1, most=2000, lines=True, required=True)


class Amended(Schema):
    """The version of the calendar from now on."""

    calendar = fields.String(required=True)
    amendment = fields.Integer(required=True)


class Move(Schema):
    """An open deadline that the calendar in force moves from the end of one day to the end of another."""

    number = number(required=True)
    column = fields.String()
    lead = fields.String()
    round = fields.Integer()
    previous = day()
    due = day()
    direction = fields.String(
        metadata={"description": "later, earlier; on the same day: settled (announced now), or provisional"}
    )
    direction_name = fields.String()
    provisional = fields.Boolean()
    missed = fields.Boolean(metadata={"description": "Whether it stays missed"})


class Difference(Listed):
    """Open deadlines that move, a page at a time; a page may be empty and still have a `next`."""

    items = fields.List(fields.Nested(Move), required=True)
    calendar = fields.String(required=True, metadata={"description": "To be named when it is applied"})
    looked_at = fields.Integer(metadata={"description": "How many of `total` were looked at for this page"})


class Application(Schema):
    """Apply the next part of the difference, as it was looked at under this version of the calendar."""

    calendar = Text(least=1, most=200, required=True)
    after = Matching(r"^[\x21-\x7e]{1,1000}$", allow_none=True)
    limit = Whole(least=1, most=LIMIT, load_default=LIMIT)


class Limit(Schema):
    """Which limit gave the working days; an exception names what it is about."""

    days = fields.Integer()
    max_days = fields.Integer()
    source = fields.String(metadata={"description": "ordinary, complex, exception, dispatcher or rule"})
    source_name = fields.String()
    kind = fields.String(allow_none=True)
    urgency = fields.String(allow_none=True)
    complexity = fields.String(allow_none=True)


class CountedDay(CalendarDay):
    """One day of the count."""

    count = fields.Integer(allow_none=True, metadata={"description": "The how-manieth working day; null: skipped"})


class Extension(Schema):
    """A granted extension."""

    asked_at = instant()
    granted_at = instant()
    previous = day()
    due = day()


class Recount(Schema):
    """The calendar changed, and the deadline was counted again."""

    at = instant()
    previous = day()
    due = day()
    calendar = fields.String()


class Deadline(Schema):
    """Why the deadline is what it is: counted from the day after `start`, over these days, by this calendar."""

    number = number(required=True)
    round = fields.Integer()
    lead = fields.String()
    assigned_at = instant()
    start = day()
    working_days = fields.Integer()
    due = day(required=True)
    provisional = fields.Boolean(required=True)
    calendar = fields.String(metadata={"description": "The version that counted it"})
    calendar_in_force = fields.String(metadata={"description": "The version that counts now"})
    limit = fields.Nested(Limit, allow_none=True)
    days = fields.List(fields.Nested(CountedDay))
    extensions = fields.List(fields.Nested(Extension))
    recounts = fields.List(fields.Nested(Recount))
    stands_since = instant("The earlier assignment in this round, taken back, whose deadline stands", allow_none=True)
    stands_because = fields.String(allow_none=True, metadata={"description": "That in words"})
