"""The ledger 台账: every case that is not closed, with its light; sorted, narrowed and counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from kernel.clock import rfc3339
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain import scope
from services.routing.domain.lights import STRENGTH, working_days_left
from services.routing.domain.refusals import TooManyRows
from services.routing.domain.text import known_word
from services.routing.domain.words import LIGHTS, URGING_LEVELS
from services.routing.projections import ASSIGNED, PLACES, WAITING
from services.routing.queries.board import Board, board
from services.routing.queries.cases import in_sight, item
from services.routing.queries.city import column
from workdays.calendar import end_of, shanghai_date

CASES = tables.cases.c
SHEET_LIMIT = 5_000
"""Cases in one sheet."""
_ORDER = (CASES.place, CASES.pressing, CASES.number)
_DAY = timedelta(days=1)
_URGED = ("yes", "no", *URGING_LEVELS)


def ledger(reading: Reading, payload: Payload) -> Answer:
    """{state?, column?, agency?, light?, age_from?, age_to?, urged?, due_from?, due_to?, after?, limit?} → a page.

    {items, next, total, lights: {normal, due_soon, yellow, red}, waiting, as_of}: the unassigned first, the longest
    waiting before the others, then the most overdue. `agency` is the lead, ages are days since the acceptance, `urged`
    is yes, no, or by what means last. `lights` and `waiting` count what the filter finds without its `light`. Raises
    OutOfScope, UnknownColumn, UnknownWord, CursorUnusable.
    """
    now = board(reading)
    narrowed = _narrowed(reading, now, payload)
    counted = _counted(reading, now, narrowed)
    found = page(reading, _wanted(now, narrowed, payload), _ORDER, payload, total=_total(counted, payload))
    return {**_frame(reading, counted), **_listed(now, found.rows), "next": found.next, "total": found.total}


def ledger_sheet(reading: Reading, payload: Payload) -> Answer:
    """The same as one list: {items, total, lights, waiting, as_of}. Raises TooManyRows too."""
    now = board(reading)
    narrowed = _narrowed(reading, now, payload)
    counted = _counted(reading, now, narrowed)
    total = _total(counted, payload)
    if total > SHEET_LIMIT:
        raise TooManyRows(total, SHEET_LIMIT)
    rows = reading.rows(_wanted(now, narrowed, payload).order_by(*_ORDER).limit(SHEET_LIMIT))
    return {**_frame(reading, counted), **_listed(now, rows), "total": total}


def urging_proposals(reading: Reading, payload: Payload) -> Answer:
    """{column?, agency?, level?, after?, limit?} → {items, next, total, levels}: whom to press next, and by what.

    The most overdue first; not those pressed today already. Nothing is sent: a person does that. Raises OutOfScope,
    UnknownColumn, UnknownWord, CursorUnusable.
    """
    person = reading.context.actor
    scope.require(person, scope.URGE)
    now = board(reading)
    step = now.proposed()
    fresh = (CASES.urged_at.is_(None)) | (CASES.urged_at < end_of(now.today - _DAY))
    where = [*_within(reading, payload), CASES.place == PLACES[ASSIGNED], fresh, step.is_not(None)]
    steps = select(step.label("level")).where(*where).subquery()
    rows = reading.rows(select(steps.c.level, func.count().label("many")).group_by(steps.c.level))
    levels = dict.fromkeys(URGING_LEVELS, 0) | {row["level"]: row["many"] for row in rows}
    wanted = select(tables.cases, now.light().label("light"), step.label("proposed")).where(*where)
    total = sum(levels.values())
    if level := payload.get("level"):
        wanted = wanted.where(step == known_word("level", level, URGING_LEVELS))
        total = levels[level]
    found = page(reading, wanted, _ORDER, payload, total=total)
    return {**_listed(now, found.rows), "next": found.next, "total": total, "levels": levels}


def _narrowed(reading: Reading, now: Board, payload: Payload) -> list[ColumnElement[bool]]:
    """What the filter asks for, but for the light."""
    found = [tables.OPEN, *_within(reading, payload)]
    if state := payload.get("state"):
        found.append(CASES.place == PLACES[known_word("state", state, (WAITING, ASSIGNED))])
    if urged := payload.get("urged"):
        known_word("urged", urged, _URGED)
        found.append(
            CASES.urged == urged if urged in STRENGTH else CASES.strength > 0 if urged == "yes" else CASES.strength == 0
        )
    if payload.get("age_from") is not None:
        found.append(CASES.accepted_at < end_of(now.today - payload["age_from"] * _DAY))
    if payload.get("age_to") is not None:
        found.append(CASES.accepted_at >= end_of(now.today - (payload["age_to"] + 1) * _DAY))
    if payload.get("due_from"):
        found.append(CASES.due >= date.fromisoformat(payload["due_from"]))
    if payload.get("due_to"):
        found.append(CASES.due <= date.fromisoformat(payload["due_to"]))
    return found


def _within(reading: Reading, payload: Payload) -> list[ColumnElement[bool]]:
    """The person's rows, of a column and of a lead where these are asked for."""
    person = reading.context.actor
    seen = scope.sight(person)
    found = in_sight(seen)
    if payload.get("column"):
        column(reading, payload)
        if seen.columns is not None:
            scope.require_column(person, scope.READ, payload["column"])
        found.append(CASES.column == payload["column"])
    if payload.get("agency"):
        found.append(CASES.lead == payload["agency"])
    return found


def _wanted(now: Board, narrowed: list[ColumnElement[bool]], payload: Payload) -> Select[tuple[object, ...]]:
    light = now.light()
    wanted = select(tables.cases, light.label("light")).where(*narrowed)
    return wanted.where(light == known_word("light", payload["light"], LIGHTS)) if payload.get("light") else wanted


def _counted(reading: Reading, now: Board, narrowed: list[ColumnElement[bool]]) -> dict[tuple[int, str], int]:
    """How many by place and light."""
    rows = select(CASES.place, now.light().label("light")).where(*narrowed).subquery()
    many = func.count().label("many")
    counts = reading.rows(select(rows.c.place, rows.c.light, many).group_by(rows.c.place, rows.c.light))
    return {(row["place"], row["light"]): row["many"] for row in counts}


def _total(counted: dict[tuple[int, str], int], payload: Payload) -> int:
    return sum(many for (_, light), many in counted.items() if payload.get("light") in {None, light})


def _frame(reading: Reading, counted: dict[tuple[int, str], int]) -> Answer:
    lights = {light: sum(many for (_, of), many in counted.items() if of == light) for light in LIGHTS}
    waiting = sum(many for (place, _), many in counted.items() if place == PLACES[WAITING])
    return {"lights": lights, "waiting": waiting, "as_of": rfc3339(reading.now)}


def _listed(now: Board, rows: Sequence[RowMapping]) -> Answer:
    """The rows with what the calendar says of them today."""
    left: dict[date, int] = {}
    items = []
    for row in rows:
        due = row["due"]
        if due is not None and due not in left:
            left[due] = working_days_left(now.calendar, now.today, due)
        age = (now.today - shanghai_date(row["accepted_at"])).days
        items.append({**item(row), "age_days": age, "working_days_left": None if due is None else left[due]})
    return {"items": items}
