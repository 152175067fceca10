"""The working calendar, for the portal office; routing keeps it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import calendar as shapes
from gateway.schemas.shared import Page
from gateway.sentences.words import DIRECTIONS, WORDS


def named(day: Answer) -> Answer:
    """The day with what it is in words."""
    kind: str = day["kind"]
    return {**day, "kind_name": gettext(WORDS[kind])}


def directed(answer: Answer) -> Answer:
    """The difference with its directions in words."""
    return {**answer, "items": [_directed(item, item["direction"]) for item in answer["items"]]}


def _directed(item: Answer, direction: str) -> Answer:
    return {**item, "direction_name": gettext(DIRECTIONS[direction])}


def _amendment(made: dict[str, Any]) -> Answer:
    return {**made, "days": [named(day) for day in made["days"]]}


@ADMIN.operation(
    "GET",
    "/calendar",
    staff("calendar.read"),
    query=shapes.Year,
    answer=shapes.CalendarYear,
    problems=(422, 503),
)
def calendar(query: Asked) -> Answer:
    """A year of the working calendar in force: days that differ from Monday to Friday, and whether it is announced."""
    year = ask("routing", "calendar", query)
    amendments = [_amendment(made) for made in year["amendments"]]
    return {**year, "days": [named(day) for day in year["days"]], "amendments": amendments}


@ADMIN.operation(
    "POST",
    "/calendar/amendments",
    staff("calendar.amend"),
    body=shapes.Amendment,
    answer=shapes.Amended,
    problems=(400, 409, 415, 422, 503),
)
def amend_calendar(body: Asked) -> Answer:
    """Amend the calendar. What is counted from now on goes by it; open deadlines stay until they are recounted."""
    return command("routing", "amend_calendar", body)


@ADMIN.operation(
    "GET",
    "/calendar/diff",
    staff("calendar.differ"),
    query=Page,
    answer=shapes.Difference,
    problems=(422, 503),
)
def calendar_difference(query: Asked) -> Answer:
    """Open deadlines that the calendar in force would move: from which day to which."""
    return directed(ask("routing", "calendar_difference", query))


@ADMIN.operation(
    "POST",
    "/calendar/diff/application",
    staff("calendar.recount"),
    body=shapes.Application,
    answer=shapes.Difference,
    problems=(400, 409, 415, 422, 503),
)
def apply_difference(body: Asked) -> Answer:
    """Move the next of these deadlines; go on with `next` until it is null. Interrupted, just begin again."""
    return directed(command("routing", "recount_deadlines", body))
