"""What intake is asked. It answers from the journal for one message, from the read models for many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, false, func, or_, select, true

from kernel.paging import page
from kernel.store import Reading
from services.intake import story
from services.intake.domain import numbers, scope
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import Closed, Unwritten
from services.intake.domain.words import KIND_NAMES, STANDING_NAMES, Channel, Kind, Standing
from services.intake.handlers import EVALUATION_WINDOW, reach_of, word
from services.intake.schema import MESSAGE
from services.intake.tables import columns, messages

Payload = Mapping[str, Any]
Answer = dict[str, Any]


def follow(reading: Reading, payload: Payload) -> Answer:
    """{number, query_code} → the citizen's view (story.for_citizen); raises NotFound for a wrong one of either."""
    told = tell(reading, payload["number"])
    numbers.must_own(payload["query_code"], Unwritten() if told is None else told.message)
    assert told is not None
    return story.for_citizen(told, column_name(reading, told.submitted.column), evaluable_until(reading, told))


def message(reading: Reading, payload: Payload) -> Answer:
    """{number} → the view of staff, with the text and without name and contact; raises NotFound, OutOfScope."""
    told = tell(reading, payload["number"])
    if told is None:
        raise NotFound
    scope.must_reach(reach_of(reading), told.message)
    return {**story.for_staff(told), "column_name": column_name(reading, told.submitted.column)}


def list_messages(reading: Reading, payload: Payload) -> Answer:
    """{state?, column?, after?, limit?} → {items, next, total, queue}: the account's messages.

    The waiting ones come oldest first, all others newest first. `queue` counts today's work in Shanghai (日产日清):
    received_today, waiting, and waiting_from_earlier_days. Raises OutOfScope, UnknownWord, CursorUnusable.
    """
    reach = reach_of(reading)
    column: str | None = payload.get("column")
    if column is not None:
        scope.must_reach_column(reach, column)
    state = None if payload.get("state") is None else word(Standing, "state", payload["state"])
    visible = and_(in_reach(reach), true() if column is None else messages.c.column == column)
    wanted = select(messages).where(visible, true() if state is None else messages.c.state == state.value)
    order = (messages.c.submitted_at, messages.c.number)
    found = page(reading, wanted, order, payload, newest_first=state is not Standing.WAITING)
    return {
        "items": [item(reading, row) for row in found.rows],
        "next": found.next,
        "total": found.total,
        "queue": queue(reading, visible),
    }


def titles(reading: Reading, payload: Payload) -> Answer:
    """{numbers} → {titles: {number: title}}: of messages in reach, and of those whose reply everybody can read."""
    asked = [number for number in payload["numbers"] if numbers.is_number(number)]
    visible = or_(messages.c.public == true(), in_reach(reach_of(reading)))
    found = select(messages.c.number, messages.c.title).where(messages.c.number.in_(asked), visible)
    readable = {row["number"]: reading.unseal(row["number"], row["title"]) for row in reading.rows(found)}
    return {"titles": {number: title for number, title in readable.items() if title is not None}}


def tell(reading: Reading, number: str) -> story.Told | None:
    """A message with all that happened to it; None where nobody has the number."""
    if not numbers.is_number(number):
        return None
    events = [recorded.event for recorded in reading.history(MESSAGE, number)]
    written = MESSAGE.decider.fold(events)
    if isinstance(written, Unwritten):
        return None
    return story.Told(number, written, events, lambda text: reading.unseal(number, text))


def evaluable_until(reading: Reading, told: story.Told) -> datetime | None:
    """Until when the citizen can rate the handling; None where it cannot be rated now."""
    if not isinstance(told.message, Closed) or told.message.evaluation is not None:
        return None
    until = told.message.ended_at + EVALUATION_WINDOW
    return until if reading.now <= until else None


def column_name(reading: Reading, column: str) -> str | None:
    """The column's name, None where intake has not heard of it (yet)."""
    rows = reading.rows(select(columns.c.name).where(columns.c.column == column))
    return rows[0]["name"] if rows else None


def in_reach(reach: scope.Reach) -> ColumnElement[bool]:
    """The rows that `scope.must_reach` would let through."""
    columns_ = true() if reach.columns is None else messages.c.column.in_(reach.columns)
    if reach.agencies is None:
        return columns_
    named = [messages.c.agencies.contains(f"|{agency}|", autoescape=True) for agency in reach.agencies]
    return and_(columns_, or_(false(), *named))


def queue(reading: Reading, visible: ColumnElement[bool]) -> Answer:
    """How far the clerks are with clearing today's queue today."""
    today = datetime.combine(reading.now.astimezone(numbers.SHANGHAI).date(), time(), numbers.SHANGHAI)
    waiting = and_(visible, messages.c.state == Standing.WAITING.value)
    received_today = and_(visible, messages.c.submitted_at >= today, messages.c.channel != Channel.IMPORT.value)
    return {
        "received_today": count(reading, received_today),
        "waiting": count(reading, waiting),
        "waiting_from_earlier_days": count(reading, and_(waiting, messages.c.submitted_at < today)),
    }


def count(reading: Reading, wanted: ColumnElement[bool]) -> int:
    """How many messages."""
    return int(reading.rows(select(func.count().label("many")).select_from(messages).where(wanted))[0]["many"])


def item(reading: Reading, row: RowMapping) -> Answer:
    """A message in a list."""
    instants = {name: row[name] and story.instant(row[name]) for name in ("screened_at", "answered_at", "closed_at")}
    return {
        "number": row["number"],
        "column": row["column"],
        "kind": row["kind"],
        "kind_name": KIND_NAMES[Kind(row["kind"])],
        "field": row["field"],
        "urgency": row["urgency"],
        "complexity": row["complexity"],
        "title": reading.unseal(row["number"], row["title"]),
        "state": row["state"],
        "state_name": STANDING_NAMES[Standing(row["state"])],
        "submitted_at": story.instant(row["submitted_at"]),
        **instants,
        "screened_by": row["screened_by"],
        "lead": row["agency"],
        "due": row["due"] and row["due"].isoformat(),
        "round": row["round"],
        "channel": row["channel"],
        "imported": row["channel"] == Channel.IMPORT.value,
        "external_reference": row["external_reference"],
        "satisfaction": row["satisfaction"],
        "erased": row["erased"],
    }
