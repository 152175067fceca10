"""What people were told, what waits to be told and what was given up; and what the sender asks before it sends."""

from __future__ import annotations

from datetime import datetime

import orjson
from sqlalchemy import RowMapping, func, select

from contracts.notices import KINDS, TEST
from kernel.clock import rfc3339
from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.notices import tables
from services.notices.domain import delivery as d
from services.notices.domain import scope
from services.notices.domain import webhook as w
from services.notices.domain.text import known_word
from services.notices.handlers.deliveries import STATES
from services.notices.handlers.writing import behind
from services.notices.schema import DELIVERY, WEBHOOK

DELIVERIES = tables.deliveries.c
WEBHOOKS = tables.webhooks.c


def deliveries(reading: Reading, payload: Payload) -> Answer:
    """{state?, kind?, lane?, number?, after?, limit?} → {items, next, total}: the newest first.

    Items are {delivery, lane, state, since, kind, number, to, queued_at, next_at, attempts, reason, told}; `told`
    lists {who, address}, the address masked. Raises OutOfScope, UnknownWord, CursorUnusable.
    """
    scope.require(reading.context.actor, scope.LOOK_AT_DELIVERIES)
    wanted = select(tables.deliveries)
    if payload.get("state"):
        wanted = wanted.where(DELIVERIES.state == known_word("state", payload["state"], STATES))
    if payload.get("kind"):
        wanted = wanted.where(DELIVERIES.kind == known_word("kind", payload["kind"], (*KINDS, TEST)))
    for field in ("lane", "number"):
        if payload.get(field):
            wanted = wanted.where(DELIVERIES[field] == payload[field])
    found = page(reading, wanted, (DELIVERIES.queued_at, DELIVERIES.delivery), payload, newest_first=True)
    return {"items": [line(row) for row in found.rows], "next": found.next, "total": found.total}


def line(row: RowMapping) -> Answer:
    """A row as JSON."""
    shown: Answer = plain(row)
    told = [{"who": who, "address": masked} for who, masked in orjson.loads(row["told"])]
    return {**shown, "to": orjson.loads(row["to"]), "told": told}


def webhooks(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items, next, total}: every webhook, without its secret. Raises OutOfScope, CursorUnusable."""
    scope.require(reading.context.actor, scope.LOOK_AT_DELIVERIES)
    found = page(reading, select(tables.webhooks), (WEBHOOKS.registered_at, WEBHOOKS.webhook), payload)
    reading.will_unseal(WEBHOOK.stream(row["webhook"]) for row in found.rows)
    items = [
        {
            **plain(row),
            "url": reading.unseal(WEBHOOK.stream(row["webhook"]), row["url"]),
            "kinds": orjson.loads(row["kinds"]),
        }
        for row in found.rows
    ]
    return {"items": items, "next": found.next, "total": found.total}


def due_lanes(reading: Reading, _: Payload) -> Answer:
    """{} → {lanes}: the ways on which something is due. Raises OutOfScope."""
    scope.require(reading.context.actor, scope.SEND)
    due = select(DELIVERIES.lane).where(DELIVERIES.next_at <= reading.now).distinct().order_by(DELIVERIES.lane)
    return {"lanes": [row["lane"] for row in reading.rows(due)]}


def next_delivery(reading: Reading, payload: Payload) -> Answer:
    """{lane} → {delivery, …} the one that has been due longest, or {} where none is. Raises OutOfScope.

    With it what sending it takes: {attempt, tries, kind, number, happened_at, date, to, told, refused}; `tries`
    counts this attempt and those since a person last had it tried again. For a webhook {url, secret, contacts} too,
    null where it is off.
    """
    scope.require(reading.context.actor, scope.SEND)
    due = select(DELIVERIES.delivery).where(DELIVERIES.lane == payload["lane"], DELIVERIES.next_at <= reading.now)
    rows = reading.rows(due.order_by(DELIVERIES.next_at, DELIVERIES.delivery).limit(1))
    if not rows:
        return {}
    name: str = rows[0]["delivery"]
    state = reading.state(DELIVERY, name)
    if not isinstance(state, d.Waiting):
        return {}
    occasion = state.occasion
    found = {
        "delivery": name,
        "attempt": state.attempts + 1,
        "tries": state.attempts + 1 - state.forgiven,
        "kind": occasion.kind,
        "number": occasion.number,
        "happened_at": rfc3339(occasion.happened_at),
        "date": occasion.date,
        "to": state.to,
        "told": [one.who for one in state.told],
        "refused": [one.who for one in state.refused],
    }
    return found if state.lane == d.EMAIL else {**found, **_address(reading, state.lane)}


def _address(reading: Reading, webhook: str) -> Answer:
    """Where a webhook is, and what it is signed with."""
    state = reading.state(WEBHOOK, webhook)
    if not isinstance(state, w.There) or not state.enabled:
        return {"url": None, "secret": None, "contacts": False}
    subject = WEBHOOK.stream(webhook)
    url, secret = reading.unseal(subject, state.url), reading.unseal(subject, state.secret)
    return {"url": url, "secret": secret, "contacts": state.contacts}


def notice_readers(reading: Reading, payload: Payload) -> Answer:
    """{notice, waiting} → {accounts, sent}: who was addressed, or of these who has it to read or to confirm still.

    Nobody of a notice that does not hold any more. Raises OutOfScope.
    """
    scope.require(reading.context.actor, scope.SEND)
    notice = payload["notice"]
    rows = reading.rows(
        select(tables.notices).where(tables.notices.c.notice == notice, tables.notices.c.state == "sent")
    )
    if not rows:
        return {"accounts": []}
    if payload["waiting"]:
        return {"accounts": behind(reading, notice)}
    readers = tables.readers.c
    wanted = select(readers.account).where(readers.notice == notice, readers.addressed.is_(True))
    return {"accounts": [row["account"] for row in reading.rows(wanted.order_by(readers.account))]}


def sending_health(reading: Reading, _: Payload) -> Answer:
    """{} → {queued, failed, dead, oldest, seconds}: how many wait, were put off, were given up, and since when.

    `seconds` is the age of the oldest that waits, 0 where none does.
    """
    counts = {
        row["state"]: row["many"]
        for row in reading.rows(
            select(DELIVERIES.state, func.count().label("many"))
            .where(DELIVERIES.state.in_(("queued", "failed", "dead")))
            .group_by(DELIVERIES.state)
        )
    }
    oldest = reading.rows(select(func.min(DELIVERIES.queued_at).label("at")).where(DELIVERIES.next_at.is_not(None)))
    at: datetime | None = oldest[0]["at"]
    return {
        **{state: counts.get(state, 0) for state in ("queued", "failed", "dead")},
        "oldest": at and rfc3339(at),
        "seconds": 0.0 if at is None else (reading.now - at).total_seconds(),
    }
