"""Worklists, one case with its steps, and why a deadline is what it is."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import ColumnElement, RowMapping, false, or_, select

from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain import events, scope
from services.routing.domain import refusals as no
from services.routing.domain.text import known_word
from services.routing.projections import CLOSED, PLACES, unlisted
from services.routing.queries.city import column
from services.routing.queries.fields import in_their_fields
from services.routing.schema import CASE
from services.routing.story import explained, told

Row = RowMapping

OPEN = "open"  # waiting or assigned
CASES = tables.cases.c


def cases(reading: Reading, payload: Payload) -> Answer:
    """{state?, column?, agency?, after?, limit?} → {items, next, total}: the unassigned and the oldest first.

    `state` is waiting, assigned, closed, or open for the first two. Only what the person may see is listed and
    counted. Raises OutOfScope, for a column of somebody else's too, UnknownColumn, UnknownWord, CursorUnusable.
    """
    seen = scope.sight(reading.context.actor)
    if payload.get("column"):
        column(reading, payload)
        if seen.columns is not None:
            scope.require_column(reading.context.actor, scope.READ, payload["column"])
    wanted = [*in_sight(seen), *_asked_for(payload)]
    found = page(reading, select(tables.cases).where(*wanted), (CASES.place, CASES.accepted_at, CASES.number), payload)
    listed = in_their_fields(reading, [item(row) for row in found.rows])
    return {"items": listed, "next": found.next, "total": found.total}


def case(reading: Reading, payload: Payload) -> Answer:
    """{number} → the case with its `steps` [{at, step, by, …}], reasons unsealed; raises NotFound, OutOfScope."""
    number: str = payload["number"]
    row = visible(reading, number)
    steps = told(_history(reading, number), lambda sealed: reading.unseal(number, sealed))
    return {
        **in_their_fields(reading, [item(row)])[0],
        "steps": [plain({"at": step.at, "step": step.step, "by": step.by, **step.facts}) for step in steps],
    }


def deadline(reading: Reading, payload: Payload) -> Answer:
    """{number} → how the deadline in force was counted, day by day, with its extensions.

    {number, round, lead, assigned_at, start, working_days, due, provisional, calendar, days: [{date, kind, name,
    count}], extensions: [{asked_at, granted_at, previous, due}]}; `start` itself does not count. A closed case answers
    for the assignment that it was closed with. Raises NotFound, OutOfScope, NotAssigned.
    """
    number: str = payload["number"]
    row = visible(reading, number)
    found = explained(_history(reading, number))
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
            "days": [asdict(day) for day in found.days],
            "extensions": [asdict(extension) for extension in found.extensions],
        }
    )
    return answer


def _history(reading: Reading, number: str) -> list[events.Event]:
    return [recorded.event for recorded in reading.history(CASE, number)]


def visible(reading: Reading, number: str) -> Row:
    """The row of a case that the person may see; raises NotFound, OutOfScope."""
    rows = reading.rows(select(tables.cases).where(CASES.number == number))
    actor = reading.context.actor
    seen = scope.sight(actor)
    if not rows:
        raise no.NotFound
    if seen.agencies is not None:
        scope.require_agency(actor, scope.READ, tuple(unlisted(rows[0]["agencies"])))
    if seen.columns is not None:
        scope.require_column(actor, scope.READ, rows[0]["column"])
    return rows[0]


def in_sight(sight: scope.Sight) -> list[ColumnElement[bool]]:
    """The rows within a person's sight."""
    found: list[ColumnElement[bool]] = []
    if sight.columns is not None:
        found.append(CASES.column.in_(sight.columns))
    if sight.agencies is not None:
        found.append(or_(false(), *(involves(agency) for agency in sight.agencies)))
    return found


def _asked_for(payload: Payload) -> list[ColumnElement[bool]]:
    """The rows that a person asks for."""
    found: list[ColumnElement[bool]] = []
    if state := payload.get("state"):
        known_word("state", state, (*PLACES, OPEN))
        found.append(CASES.place < PLACES[CLOSED] if state == OPEN else CASES.place == PLACES[state])
    if payload.get("column"):
        found.append(CASES.column == payload["column"])
    if payload.get("agency"):
        found.append(involves(payload["agency"]))
    return found


def involves(agency: str) -> ColumnElement[bool]:
    """The rows of cases that the agency leads or helps with."""
    return CASES.agencies.contains(f"|{agency}|", autoescape=True)


def item(row: Row) -> Answer:
    """A row as JSON: dates and instants in ISO 8601, agencies as a list."""
    hidden = ("place", "agencies", "watched_from", "pressing", "strength")
    shown = {name: plain(value) for name, value in row.items() if name not in hidden}
    return {**shown, "co_agencies": unlisted(row["co_agencies"])}
