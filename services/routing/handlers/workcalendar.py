"""The working calendar: amending it, and counting open deadlines again by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kernel.decider import plain
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing import recounts
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.calendar_refusals import CalendarHasChanged, YearOutOfRange
from services.routing.domain.recounting import counted_again
from services.routing.domain.state import WithAgency
from services.routing.domain.text import known_word, readable
from services.routing.domain.workcalendar import Amend
from services.routing.schema import CASE, CITY_CALENDAR, WORKCALENDAR
from services.routing.statecouncil import calendar_in_force
from workdays.announced import FIRST_YEAR, LAST_YEAR
from workdays.calendar import Day, DayKind

LONGEST_NAME = 100  # characters of a holiday's name, as of every official name


def amend_calendar(unit: Unit, payload: Payload) -> Answer:
    """{days: [{date, kind, name?}], announced?: [year], retracted?: [year], reason} → {calendar, amendment}.

    `kind` is holiday, makeup, weekend or workday. Deadlines stay as they are until they are recounted. Raises
    YearOutOfRange, AmendsNothing, DayAmendedTwice, AnnouncedAndRetracted.
    """
    scope.require(unit.context.actor, scope.AMEND)
    amend = Amend(
        days=tuple(_day(said) for said in payload.get("days") or ()),
        announced=_years(payload.get("announced") or ()),
        retracted=_years(payload.get("retracted") or ()),
        reason=unit.seal(WORKCALENDAR.stream(CITY_CALENDAR), readable("reason", payload["reason"])),
        by=unit.context.actor.account,
        at=unit.now,
    )
    unit.execute(WORKCALENDAR, CITY_CALENDAR, amend)
    return {
        "calendar": calendar_in_force(unit).version,
        "amendment": unit.state(WORKCALENDAR, CITY_CALENDAR).number,
    }


def recount_deadlines(unit: Unit, payload: Payload) -> Answer:
    """{calendar, after?, limit?} → {calendar, items, looked_at, next, total}: recount the next open deadlines.

    Like queries.calendar_difference, and `items` are recorded; go on with `next` as `after` until it is null. Asked
    again from the beginning it finds what is left. Raises CalendarHasChanged when `calendar` is not the version in
    force, CursorUnusable.
    """
    scope.require(unit.context.actor, scope.RECOUNT)
    calendar = calendar_in_force(unit)
    if payload["calendar"] != calendar.version:
        raise CalendarHasChanged(calendar.version)
    found = recounts.moves(unit, calendar, payload)
    by, at = unit.context.actor.account, unit.now
    moved = []
    for move in found.items:
        case = unit.state(CASE, move.number)
        if isinstance(case, WithAgency):
            again = counted_again(calendar, case.assignment.deadline.start, case.assignment.agreed)
            if unit.execute(CASE, move.number, c.RecountDeadline(again, by, at)):
                moved.append(move)
    answer: Answer = plain({"calendar": calendar.version, **found.told(moved)})
    return answer


def _day(said: Payload) -> Day:
    kind = DayKind(known_word("kind", said["kind"], tuple(DayKind)))
    on = date.fromisoformat(said["date"])
    _in_range(on.year)
    return Day(on, kind, readable("name", said["name"], LONGEST_NAME).strip() if said.get("name") else "")


def _years(said: Sequence[int]) -> tuple[int, ...]:
    for year in said:
        _in_range(year)
    return tuple(said)


def _in_range(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year, FIRST_YEAR, LAST_YEAR)
