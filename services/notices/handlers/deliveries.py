"""What becomes of what people are told: queued, tried, told, put off, given up, tried anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import orjson
from sqlalchemy import select

from contracts.notices import CITIZEN_KINDS
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.notices import tables
from services.notices.domain import delivery as d
from services.notices.domain import scope
from services.notices.domain import webhook as w
from services.notices.schema import DELIVERY, WEBHOOK
from services.notices.settings import Sending

STATES = ("queued", "sent", "unaddressed", "failed", "dead")


def tell(unit: Unit, payload: Payload) -> Answer:
    """{event, occasion, to, sending}: queue what these people are to be told of an event, on every way there is.

    Nothing where it happened too long ago, or no way is there. A way's name is made from the event's, so that the same
    event makes nothing new.
    """
    occasion: d.Occasion = payload["occasion"]
    sending: Sending = payload["sending"]
    to: d.Recipients = payload["to"]
    if unit.now - occasion.happened_at > sending.age:
        return {"queued": 0}
    queued = 0
    for lane in lanes(unit, occasion.kind, sending):
        name = named(payload["event"], to, lane)
        queued += len(unit.execute(DELIVERY, name, d.Queue(occasion, to, lane, unit.now)))
    return {"queued": queued}


def lanes(unit: Unit, kind: str, sending: Sending) -> Iterator[str]:
    """E-mail where it is set up, and each webhook that is on and wants to hear of such things."""
    if sending.mail is not None:
        yield d.EMAIL
    hooks = tables.webhooks.c
    for row in unit.rows(select(tables.webhooks).where(hooks.enabled.is_(True)).order_by(hooks.webhook)):
        if kind in orjson.loads(row["kinds"]) and (kind not in CITIZEN_KINDS or row["contacts"]):
            yield row["webhook"]


def named(event: str, to: d.Recipients, lane: str) -> str:
    """The name of a delivery: the same for the same event, people and way."""
    parts = orjson.dumps([event, to, lane])
    return f"d{hashlib.sha256(parts).hexdigest()[:24]}"


def begin_delivery(unit: Unit, payload: Payload) -> Answer:
    """{delivery, attempt} → {begun}: whether this attempt may be made; raises UnknownDelivery, OutOfScope."""
    scope.require(unit.context.actor, scope.SEND)
    return {"begun": bool(unit.execute(DELIVERY, payload["delivery"], d.Begin(payload["attempt"], unit.now)))}


def finish_delivery(unit: Unit, payload: Payload) -> Answer:
    """{delivery, attempt, told: [[who, masked]]} → {state}: everyone has been told, or nobody can be.

    Raises UnknownDelivery, OutOfScope.
    """
    scope.require(unit.context.actor, scope.SEND)
    finish = d.Finish(payload["attempt"], _recipients(payload, "told"), unit.now)
    unit.execute(DELIVERY, payload["delivery"], finish)
    nobody = isinstance(unit.state(DELIVERY, payload["delivery"]), d.Unaddressed)
    return {"state": "unaddressed" if nobody else "sent"}


def put_off_delivery(unit: Unit, payload: Payload) -> Answer:
    """{delivery, attempt, reason, told, refused, patience, jitter} → {state}: it failed, is tried again or given up.

    Raises UnknownDelivery, OutOfScope.
    """
    scope.require(unit.context.actor, scope.SEND)
    failure = d.Fail(
        payload["attempt"],
        payload["reason"],
        _recipients(payload, "told"),
        _recipients(payload, "refused"),
        payload["patience"],
        payload["jitter"],
        unit.now,
    )
    unit.execute(DELIVERY, payload["delivery"], failure)
    dead = isinstance(unit.state(DELIVERY, payload["delivery"]), d.Dead)
    return {"state": "dead" if dead else "failed"}


def give_up_delivery(unit: Unit, payload: Payload) -> Answer:
    """{delivery, attempt, reason, told, refused}: trying again cannot help; raises UnknownDelivery, OutOfScope."""
    scope.require(unit.context.actor, scope.SEND)
    reached = (_recipients(payload, "told"), _recipients(payload, "refused"))
    unit.execute(DELIVERY, payload["delivery"], d.GiveUp(payload["attempt"], payload["reason"], *reached, unit.now))
    return {}


def retry_delivery(unit: Unit, payload: Payload) -> Answer:
    """{delivery} → {delivery, state}: it is tried at once. Raises UnknownDelivery, AlreadyTold, OutOfScope."""
    scope.require(unit.context.actor, scope.DELIVER)
    unit.execute(DELIVERY, payload["delivery"], d.Retry(unit.context.actor.account, unit.now))
    return {"delivery": payload["delivery"], "state": "queued"}


def try_webhook(unit: Unit, payload: Payload) -> Answer:
    """{webhook} → {delivery, state}: a test is queued for it. Raises UnknownWebhook, WebhookDisabled, OutOfScope."""
    scope.require(unit.context.actor, scope.DELIVER)
    webhook: str = payload["webhook"]
    if not w.must_be_there(unit.state(WEBHOOK, webhook)).enabled:
        raise w.WebhookDisabled
    to = d.Recipients()
    name = named(unit.context.request_id or unit.context.correlation_id, to, webhook)
    unit.execute(DELIVERY, name, d.Queue(d.Occasion("test", webhook, unit.now), to, webhook, unit.now))
    return {"delivery": name, "state": "queued"}


def _recipients(payload: Payload, which: str) -> tuple[d.Recipient, ...]:
    return tuple(d.Recipient(who, masked) for who, masked in payload[which])
