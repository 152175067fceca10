"""Messages as staff see them: lists from the read models, one message from the journal."""

from __future__ import annotations

from sqlalchemy import ColumnElement, RowMapping, and_, false, func, or_, select, true

from kernel.clock import rfc3339
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake import story
from services.intake.domain import numbers, scope
from services.intake.domain.afterwards import follow_up_of
from services.intake.domain.refusals import NotFound, UnknownColumn
from services.intake.domain.state import Unwritten
from services.intake.domain.text import word
from services.intake.domain.words import KIND_NAMES, STANDING_NAMES, Channel, Kind, Standing
from services.intake.queries.fields import in_their_fields
from services.intake.queries.publictext import public_text_states
from services.intake.queries.queues import HERE, WAITING, midnight
from services.intake.queries.telling import column_name, duplicates, tell
from services.intake.schema import ATTACHMENTS
from services.intake.tables import messages

INSTANTS = (
    "screened_at",
    "answered_at",
    "closed_at",
    "follow_up_asked_at",
    "follow_up_answered_at",
    "erasure_asked_at",
)


def message(reading: Reading, payload: Payload) -> Answer:
    """{number} → the view of staff, with the text and without name and contact; raises NotFound, OutOfScope."""
    told = tell(reading, payload["number"])
    scope.require_message(reading.context.actor, scope.READ, Unwritten() if told is None else told.message)
    assert told is not None
    (view,) = in_their_fields(reading, [story.for_staff(told)])
    name = column_name(reading, told.submitted.column)
    return {
        **view,
        "column_name": name,
        "duplicates": duplicates(reading, told.number),
        "attachments": len(reading.state(ATTACHMENTS, told.number).kept),
        "public_text": public_text_states(reading, [told.number]).get(told.number, "none"),
    }


def follow_up(reading: Reading, payload: Payload) -> Answer:
    """{number} → {question, lead, round, asked_at, answered_at}: for who sees the message, or has to answer it.

    The question is null once it was erased. Raises NotFound, OutOfScope.
    """
    told = tell(reading, payload["number"])
    asked = None if told is None else follow_up_of(told.message)
    scope.require(reading.context.actor, scope.READ)
    if told is None or asked is None:
        raise NotFound
    scope.require_part(reading.context.actor, scope.READ, told.message, asked.lead)
    return story.follow_up(told) or {}


def list_messages(reading: Reading, payload: Payload) -> Answer:
    """{state?, column?, erasure_asked?, after?, limit?} → {items, next, total, queue}: the account's messages.

    The waiting ones come oldest first, all others newest first. `queue` counts today's work in Shanghai (日产日清):
    received_today, waiting, and waiting_from_earlier_days. Raises OutOfScope, UnknownColumn, UnknownWord,
    CursorUnusable.
    """
    person = reading.context.actor
    sight = scope.sight(person)
    column: str | None = payload.get("column")
    if column is not None:
        if sight.columns is not None:
            scope.require_column(person, scope.READ, column)
        if column_name(reading, column) is None:
            raise UnknownColumn(column)
    state = None if payload.get("state") is None else word(STANDING_NAMES, "state", payload["state"])
    visible = and_(in_sight(sight), true() if column is None else messages.c.column == column)
    asked = messages.c.erasure_asked_at.is_not(None) if payload.get("erasure_asked") else true()
    wanted = select(messages).where(visible, asked, true() if state is None else messages.c.state == state.value)
    order = (messages.c.submitted_at, messages.c.number)
    found = page(reading, wanted, order, payload, newest_first=state is not Standing.WAITING)
    reading.will_unseal(row["number"] for row in found.rows)
    texts = public_text_states(reading, [row["number"] for row in found.rows])
    items = [{**item(reading, row), "public_text": texts.get(row["number"], "none")} for row in found.rows]
    return {
        "items": in_their_fields(reading, items),
        "next": found.next,
        "total": found.total,
        "queue": queue(reading, visible),
    }


def titles(reading: Reading, payload: Payload) -> Answer:
    """{numbers} → {titles: {number: title}}: of messages in sight; none for who sees no messages.

    The title that a citizen wrote may say who they are: it is for staff. What everyone may read is the public text.
    """
    asked = [number for number in payload["numbers"] if numbers.is_number(number)]
    person = reading.context.actor
    seen = in_sight(scope.sight(person)) if scope.may(person, scope.READ) else false()
    found = reading.rows(select(messages.c.number, messages.c.title).where(messages.c.number.in_(asked), seen))
    reading.will_unseal(row["number"] for row in found)
    readable = {row["number"]: reading.unseal(row["number"], row["title"]) for row in found}
    return {"titles": {number: title for number, title in readable.items() if title is not None}}


def in_sight(sight: scope.Sight) -> ColumnElement[bool]:
    """The rows that `scope.require_message` would let through."""
    columns_ = true() if sight.columns is None else messages.c.column.in_(sight.columns)
    if sight.agencies is None:
        return columns_
    named = [messages.c.agencies.contains(f"|{agency}|", autoescape=True) for agency in sight.agencies]
    return and_(columns_, or_(false(), *named))


def queue(reading: Reading, visible: ColumnElement[bool]) -> Answer:
    """How far the clerks are with clearing today's queue today."""
    today = midnight(reading)
    waiting = and_(visible, WAITING)
    received_today = and_(visible, HERE, messages.c.submitted_at >= today)
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
    instants = {name: row[name] and rfc3339(row[name]) for name in INSTANTS}
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
        "submitted_at": rfc3339(row["submitted_at"]),
        **instants,
        "screened_by": row["screened_by"],
        "lead": row["lead"],
        "due": row["due"] and row["due"].isoformat(),
        "round": row["round"],
        "channel": row["channel"],
        "imported": row["channel"] == Channel.IMPORT.value,
        "external_reference": row["external_reference"],
        "satisfaction": row["satisfaction"],
        "erased": row["erased"],
        "duplicates": row["duplicates"],
        "attachments": row["attachments"],
    }
