"""The calendar in force, what it would move, and why a deadline is what it is."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from kernel.decider import plain
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import recounts
from services.routing.domain import refusals as no
from services.routing.domain import scope
from services.routing.domain.calendar_refusals import YearOutOfRange
from services.routing.domain.workcalendar import Amended, Amendments
from services.routing.queries.cases import history, visible
from services.routing.schema import CITY_CALENDAR, WORKCALENDAR
from services.routing.statecouncil import calendar_in_force
from services.routing.story import explained
from workdays.announced import FIRST_YEAR, LAST_YEAR
from workdays.calendar import Calendar, shanghai_date


def calendar(reading: Reading, payload: Payload) -> Answer:
    """{year?} → {year, calendar, amendment, announced, declared, days, amendments} of the year, or of the present one.

    days: [{date, kind, name, amended}] that differ from Monday to Friday or were amended; announced: whether the whole
    year is, its last days included only with the next year's notice; declared: whether the office said so;
    amendments: those that touch the year, [{number, at, by, reason, days, announced, retracted}], the newest first.
    Raises OutOfScope, YearOutOfRange.
    """
    scope.require(reading.context.actor, scope.READ_CALENDAR)
    year: int = payload.get("year") or shanghai_date(reading.now).year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year, FIRST_YEAR, LAST_YEAR)
    amendments = reading.state(WORKCALENDAR, CITY_CALENDAR)
    in_force = calendar_in_force(reading)
    answer: Answer = plain(
        {
            "year": year,
            "calendar": in_force.version,
            "amendment": amendments.number,
            "announced": in_force.is_announced(date(year, 7, 1)),
            "declared": year in amendments.announced,
            "days": _days(in_force, amendments, year),
            "amendments": _amendments(reading, year),
        }
    )
    return answer


def _days(calendar: Calendar, amendments: Amendments, year: int) -> list[Answer]:
    return [
        {**asdict(calendar.exceptions[on]), "amended": on in amendments.days, "announced": calendar.is_announced(on)}
        for on in sorted(calendar.exceptions)
        if on.year == year
    ]


def _amendments(reading: Reading, year: int) -> list[Answer]:
    """Those that touch the year, the newest first, with their reasons."""
    events: list[Amended] = [recorded.event for recorded in reading.history(WORKCALENDAR, CITY_CALENDAR)]
    subject = WORKCALENDAR.stream(CITY_CALENDAR)
    return [
        {
            "number": event.number,
            "at": event.at,
            "by": event.by,
            "reason": reading.unseal(subject, event.reason),
            "days": [asdict(day) for day in event.days],
            "announced": event.announced,
            "retracted": event.retracted,
        }
        for event in reversed(events)
        if year in {*(day.date.year for day in event.days), *event.announced, *event.retracted}
    ]


def calendar_difference(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {calendar, items, looked_at, next, total}: open deadlines that the calendar in force moves.

    items: [{number, column, lead, round, previous, due, direction: later | earlier | settled | provisional,
    provisional, missed}], at most `limit` of them. `looked_at` deadlines of `total` were looked at for this answer; a
    page may hold no item and still have a `next`. Raises OutOfScope, CursorUnusable.
    """
    scope.require(reading.context.actor, scope.DIFFER)
    in_force = calendar_in_force(reading)
    found = recounts.moves(reading, in_force, payload)
    answer: Answer = plain({"calendar": in_force.version, **found.told(found.items)})
    return answer


def deadline(reading: Reading, payload: Payload) -> Answer:
    """{number} → how the deadline in force was counted, day by day, with all that has moved it.

    {number, round, lead, assigned_at, start, working_days, due, provisional, calendar, calendar_in_force, limit: {days,
    max_days, source, kind, urgency, complexity}, days: [{date, kind, name, count}], extensions: [{asked_at, granted_at,
    previous, due}], recounts: [{at, previous, due, calendar}], stands_since}; `start` itself does not count.
    `stands_since`: when the agency first got the case in this round, where it was taken back and given to it again. A
    closed case answers for the assignment that it was closed with. Raises NotFound, OutOfScope, NotAssigned.
    """
    number: str = payload["number"]
    row = visible(reading, number)
    found = explained(history(reading, number))
    if found is None:
        raise no.NotAssigned(row["round"])
    answer: Answer = plain(
        {
            "number": number,
            "round": found.round,
            "lead": found.lead,
            "assigned_at": found.assigned_at,
            "start": found.deadline.start,
            "working_days": found.deadline.working_days,
            "due": found.deadline.due,
            "provisional": found.deadline.provisional,
            "calendar": found.deadline.calendar,
            "calendar_in_force": calendar_in_force(reading).version,
            "limit": None if found.allowance is None else asdict(found.allowance),
            "days": [asdict(day) for day in found.days],
            "extensions": [asdict(extension) for extension in found.extensions],
            "recounts": [asdict(recount) for recount in found.recounts],
            "stands_since": found.stands_since,
        }
    )
    return answer
