"""Lights: how pressing an open case is at the moment of asking, never stored (domain.md, rule 2).

All cases of a column's terms share the days on which one light changes to the next, so that a database can compare
dates with these and needs no calendar of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.routing.domain.column import Terms
from services.routing.domain.words import Light, UrgingLevel
from workdays.calendar import Calendar

_DAY = timedelta(days=1)
_SATURDAY = 5
STRENGTH: dict[UrgingLevel, int] = {"reminder": 1, "letter": 2, "criticism": 3}
"""How strong a means is; 0 is none yet."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """The last day of each light: a date up to `red` is red, after it up to `yellow` yellow, and so on to normal."""

    red: date
    yellow: date
    due_soon: date


@dataclass(frozen=True, slots=True)
class Ripe:
    """The last due date for which each means of pressing is ripe."""

    reminder: date
    letter: date
    criticism: date


def light(on: date, cuts: Cuts) -> Light:
    """The light of a date: a deadline, or the acceptance or reopening of what still waits."""
    if on <= cuts.red:
        return "red"
    if on <= cuts.yellow:
        return "yellow"
    return "due_soon" if on <= cuts.due_soon else "normal"


def deadline_cuts(calendar: Calendar, today: date, terms: Terms) -> Cuts:
    """For deadlines: red once the day is over, yellow and due soon while at most so many working days are left."""
    return Cuts(
        red=today - _DAY,
        yellow=last_within(calendar, today, terms.yellow_working_days),
        due_soon=last_within(calendar, today, terms.due_soon_working_days),
    )


def waiting_cuts(calendar: Calendar, deadlines: Cuts, days: int) -> Cuts:
    """For days of acceptance or reopening: as if an agency had got the case on that day, with these working days."""
    return Cuts(
        red=last_before(calendar, deadlines.red, days),
        yellow=last_before(calendar, deadlines.yellow, days),
        due_soon=last_before(calendar, deadlines.due_soon, days),
    )


def ripe(calendar: Calendar, today: date, terms: Terms) -> Ripe:
    """A reminder is ripe when the case is due soon, a letter and a criticism when it is overdue by so many days."""
    return Ripe(
        reminder=last_within(calendar, today, terms.due_soon_working_days),
        letter=last_before(calendar, today, terms.letter_working_days),
        criticism=last_before(calendar, today, terms.criticism_working_days),
    )


def proposed(due: date, strength: int, ripe_until: Ripe) -> UrgingLevel | None:
    """The next step of the ladder: before a criticism comes a letter; who is late gets a letter, not a reminder."""
    if due <= ripe_until.letter and strength < STRENGTH["letter"]:
        return "letter"
    if due <= ripe_until.criticism and strength == STRENGTH["letter"]:
        return "criticism"
    return "reminder" if due <= ripe_until.reminder and strength == 0 else None


def last_within(calendar: Calendar, today: date, working_days: int) -> date:
    """The last day until which at most so many working days are left after today."""
    on, left = today + _DAY, working_days
    while left or not calendar.day(on).kind.is_worked:
        left -= calendar.day(on).kind.is_worked
        on += _DAY
    return on - _DAY


def last_before(calendar: Calendar, today: date, working_days: int) -> date:
    """The last day since which at least so many working days have begun, today's among them."""
    on, left = today, working_days
    while left:
        left -= calendar.day(on).kind.is_worked
        on -= _DAY
    return on


def working_days_left(calendar: Calendar, today: date, due: date) -> int:
    """Working days after today up to the deadline; below zero, those since the deadline, today's among them."""
    return worked(calendar, today, due) if due >= today else -worked(calendar, due, today)


def worked(calendar: Calendar, after: date, until: date) -> int:
    """How many days after the one and up to the other are worked, however far apart they are."""
    weeks, rest = divmod((until - after).days, 7)
    ordinary = 5 * weeks + sum((until - n * _DAY).weekday() < _SATURDAY for n in range(rest))
    exceptional = [day for on, day in calendar.exceptions.items() if after < on <= until]
    return ordinary + sum(day.kind.is_worked - (day.date.weekday() < _SATURDAY) for day in exceptional)
