"""How far the clerks are with clearing today's queue today (日产日清), column by column; days are Shanghai's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake.domain import scope
from services.intake.domain.days import SHANGHAI
from services.intake.domain.words import Channel, Standing
from services.intake.tables import columns, messages

Counts = Mapping[str, Mapping[str, Any]]

HERE = messages.c.channel != Channel.IMPORT.value  # what was taken over passed through another queue
WAITING = messages.c.state == Standing.WAITING.value


def queues(reading: Reading, _: Payload) -> Answer:
    """{} → {items, total, day}: the queue of each column in sight, the one whose oldest message waits longest first.

    Items are {column, column_name, waiting, oldest_waiting_at, received_today, cleared_today,
    waiting_from_earlier_days}. Cleared is what left the queue, by whatever decision or by being withdrawn or erased.
    Raises OutOfScope.
    """
    person = reading.context.actor
    scope.require(person, scope.READ_QUEUES)
    mine = true() if person.columns is None else columns.c.column.in_(person.columns)
    today = midnight(reading)
    waiting = counted(reading, WAITING)
    older = counted(reading, and_(WAITING, messages.c.submitted_at < today))
    received = counted(reading, and_(HERE, messages.c.submitted_at >= today))
    cleared = counted(reading, and_(HERE, messages.c.screened_at >= today))
    items = [
        {
            "column": row["column"],
            "column_name": row["name"],
            "waiting": many(waiting, row["column"]),
            "oldest_waiting_at": oldest(waiting, row["column"]),
            "received_today": many(received, row["column"]),
            "cleared_today": many(cleared, row["column"]),
            "waiting_from_earlier_days": many(older, row["column"]),
        }
        for row in reading.rows(select(columns.c.column, columns.c.name).where(mine))
    ]
    items.sort(key=lambda item: (item["oldest_waiting_at"] is None, item["oldest_waiting_at"] or "", item["column"]))
    return {"items": items, "total": len(items), "day": today.date().isoformat()}


def midnight(reading: Reading) -> datetime:
    """When today began in Shanghai."""
    return datetime.combine(reading.now.astimezone(SHANGHAI).date(), time(), SHANGHAI)


def counted(reading: Reading, wanted: ColumnElement[bool]) -> Counts:
    """By column: how many messages, and when the oldest was submitted."""
    many_, first = func.count().label("many"), func.min(messages.c.submitted_at).label("first")
    found = select(messages.c.column, many_, first).where(wanted).group_by(messages.c.column)
    return {row["column"]: dict(row) for row in reading.rows(found)}


def many(counts: Counts, column: str) -> int:
    """How many of a column."""
    return int(counts[column]["many"]) if column in counts else 0


def oldest(counts: Counts, column: str) -> str | None:
    """Since when the oldest of a column waits."""
    return rfc3339(counts[column]["first"]) if column in counts else None
