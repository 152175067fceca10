"""What notices' events make of its read models, and routing's of its list of columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import orjson

from contracts.routing import ColumnOpenedV1, ColumnRearrangedV1
from kernel.inbox import Incoming
from kernel.journal import Recorded
from kernel.projection import ForeignFold, ForeignProjection, Projection, Row
from services.notices import tables
from services.notices.domain import delivery as d
from services.notices.domain import events as e
from services.notices.domain import webhook as w
from services.notices.domain.letter import Outline
from services.notices.schema import notice_of

BAR = "|"
NOBODY_YET = {"read": 0, "confirmed": 0, "read_later": 0}


def barred(codes: Iterable[str]) -> str:
    """Codes as one text in which each can be found whole."""
    return "".join(f"{BAR}{code}" for code in codes) + BAR


def outlined(outline: Outline) -> dict[str, Any]:
    """What a row says of the outline."""
    audience = outline.audience
    return {
        "kind": outline.kind,
        "needs_receipt": outline.needs_receipt,
        "valid_until": outline.valid_until,
        "roles": barred(audience.roles) if audience.roles else "",
        "columns": None if audience.columns is None else barred(audience.columns),
        "accounts": barred(audience.accounts) if audience.accounts else "",
    }


def by_notice(recorded: Recorded) -> tuple[str]:
    """The row of the notice, of the delivery, or of the webhook."""
    return (recorded.id,)


def drafted(_: Row | None, recorded: Recorded) -> Row:
    """The office has it in hand."""
    event: e.Drafted = recorded.event
    return {
        **outlined(event.outline),
        **NOBODY_YET,
        "state": "draft",
        "since": event.at,
        "title": event.wording.title,
        "version": 0,
        "drafted_by": event.by,
        "addressed": 0,
    }


def sent(row: Row | None, recorded: Recorded) -> Row | None:
    """It is there to be read."""
    event: e.Sent = recorded.event
    now = {"state": "sent", "since": event.at, "told_at": event.at, "sent_at": event.at, "sent_by": event.by}
    return None if row is None else {**row, **now, "version": 1, "addressed": event.addressed}


def corrected(row: Row | None, recorded: Recorded) -> Row | None:
    """A version that nobody has read yet."""
    event: e.Corrected = recorded.event
    now = {"since": event.at, "told_at": event.at, "title": event.wording.title, "version": event.version}
    return None if row is None else {**row, **outlined(event.outline), **NOBODY_YET, **now, "reminded_at": None}


def withdrawn(row: Row | None, recorded: Recorded) -> Row | None:
    """It holds no more."""
    return None if row is None else {**row, "state": "withdrawn", "since": recorded.occurred_at}


def counted_as_read(row: Row | None, recorded: Recorded) -> Row | None:
    """One more has read this version: of those it was sent to, or later."""
    event: e.WasRead = recorded.event
    return one_more(row, event.version, "read" if event.addressed else "read_later")


def counted_as_confirmed(row: Row | None, recorded: Recorded) -> Row | None:
    """One more has given the receipt; who joined later counts among the readers only."""
    event: e.ReceiptGiven = recorded.event
    return one_more(row, event.version, "confirmed") if event.addressed else row


def one_more(row: Row | None, version: int, count: str) -> Row | None:
    """The row with one more of these, where it is of the version that holds: it may be corrected at this moment."""
    return row if row is None or row["version"] != version else {**row, count: row[count] + 1}


def reminded(row: Row | None, recorded: Recorded) -> Row | None:
    """Who has it to read still was reminded."""
    return None if row is None else {**row, "reminded_at": recorded.occurred_at}


def by_reader(recorded: Recorded) -> tuple[str, str]:
    """The row of a person with a notice."""
    return (notice_of(recorded.id), recorded.event.account)


def by_readers_notice(recorded: Recorded) -> tuple[str]:
    """The row of the notice that a person has done something about."""
    return (notice_of(recorded.id),)


def addressed(_: Row | None, __: Recorded) -> Row:
    """One of those whom the audience met at sending."""
    return {"addressed": True}


def has_read(row: Row | None, recorded: Recorded) -> Row:
    """The newest version that the person has read."""
    event: e.WasRead = recorded.event
    return {**(row or {"addressed": event.addressed}), "read_version": event.version, "read_at": event.at}


def has_confirmed(row: Row | None, recorded: Recorded) -> Row:
    """The newest version that the person gave the receipt for."""
    event: e.ReceiptGiven = recorded.event
    return {**(row or {"addressed": event.addressed}), "confirmed_version": event.version, "confirmed_at": event.at}


def queued(_: Row | None, recorded: Recorded) -> Row:
    """It is to be told."""
    event: d.Queued = recorded.event
    return {
        "lane": event.lane,
        "state": "queued",
        "since": event.at,
        "kind": event.occasion.kind,
        "number": event.occasion.number,
        "to": orjson.dumps(asdict(event.to)).decode(),
        "queued_at": event.at,
        "next_at": event.at,
        "attempts": 0,
        "reason": None,
        "told": "[]",
    }


def begun(row: Row | None, recorded: Recorded) -> Row | None:
    """It is being tried."""
    return None if row is None else {**row, "attempts": recorded.event.attempt}


def told(row: Row | None, recorded: Recorded) -> Row | None:
    """Everyone has been told, or there was nobody to tell."""
    if row is None:
        return None
    told = _with(row, recorded.event.told)
    state = "unaddressed" if told == "[]" else "sent"
    return {**row, "state": state, "since": recorded.occurred_at, "next_at": None, "reason": None, "told": told}


def failed(row: Row | None, recorded: Recorded) -> Row | None:
    """It is tried again later."""
    event: d.Failed = recorded.event
    now = {"state": "failed", "since": event.at, "next_at": event.next_at, "reason": event.reason}
    return None if row is None else {**row, **now, "told": _with(row, event.told)}


def given_up(row: Row | None, recorded: Recorded) -> Row | None:
    """It is a dead letter."""
    event: d.GivenUp = recorded.event
    now = {"state": "dead", "since": event.at, "next_at": None, "reason": event.reason}
    return None if row is None else {**row, **now, "told": _with(row, event.told)}


def requeued(row: Row | None, recorded: Recorded) -> Row | None:
    """It is tried anew."""
    now = {"state": "queued", "since": recorded.occurred_at, "next_at": recorded.occurred_at}
    return None if row is None else {**row, **now}


def _with(row: Row, more: Iterable[d.Recipient]) -> str:
    before: list[list[str]] = orjson.loads(row["told"])
    return orjson.dumps([*before, *([one.who, one.masked] for one in more)]).decode()


def registered(_: Row | None, recorded: Recorded) -> Row:
    """Another system is told."""
    event: w.Registered = recorded.event
    return {
        "name": event.name,
        "url": event.url,
        "kinds": orjson.dumps(event.kinds).decode(),
        "contacts": event.contacts,
        "enabled": True,
        "registered_by": event.by,
        "registered_at": event.at,
    }


def switched(row: Row | None, recorded: Recorded) -> Row | None:
    """It is told, or is not."""
    return None if row is None else {**row, "enabled": isinstance(recorded.event, w.Enabled)}


def arranged(_: Row | None, incoming: Incoming) -> Row:
    """The column is there, under this name."""
    event: ColumnOpenedV1 | ColumnRearrangedV1 = incoming.event
    return {"name": event.name}


OWN = (
    Projection(
        tables.notices,
        {
            e.Drafted: (by_notice, drafted),
            e.Sent: (by_notice, sent),
            e.Corrected: (by_notice, corrected),
            e.Withdrawn: (by_notice, withdrawn),
            e.WasRead: (by_readers_notice, counted_as_read),
            e.ReceiptGiven: (by_readers_notice, counted_as_confirmed),
            e.Reminded: (by_notice, reminded),
        },
    ),
    Projection(
        tables.readers,
        {
            e.Addressed: (by_reader, addressed),
            e.WasRead: (by_reader, has_read),
            e.ReceiptGiven: (by_reader, has_confirmed),
        },
    ),
    Projection(
        tables.deliveries,
        {
            d.Queued: (by_notice, queued),
            d.Begun: (by_notice, begun),
            d.Told: (by_notice, told),
            d.Failed: (by_notice, failed),
            d.GivenUp: (by_notice, given_up),
            d.Requeued: (by_notice, requeued),
        },
    ),
    Projection(
        tables.webhooks,
        {
            w.Registered: (by_notice, registered),
            w.Enabled: (by_notice, switched),
            w.Disabled: (by_notice, switched),
        },
    ),
)

_COLUMN: ForeignFold = (lambda incoming: (incoming.event.column,), arranged)

FOREIGN = (ForeignProjection(tables.columns, {ColumnOpenedV1: _COLUMN, ColumnRearrangedV1: _COLUMN}),)
