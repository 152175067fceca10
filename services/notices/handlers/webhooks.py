"""Webhooks: registered with a secret that is sealed at once, and switched on and off."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from contracts.notices import KINDS
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.notices.domain import scope
from services.notices.domain import webhook as w
from services.notices.domain.text import known_word, must_be_link, must_be_readable, tidied
from services.notices.schema import WEBHOOK
from services.notices.settings import Sending


def register_webhook(sending: Sending, unit: Unit, payload: Payload) -> Answer:
    """{name, url, secret, kinds, contacts?} → {webhook, enabled}.

    `contacts`: it is told how to reach the citizen, to send a text message. Raises BadWebhookAddress, UnknownWord,
    NotALink, what a text is refused for, OutOfScope.
    """
    scope.require(unit.context.actor, scope.DELIVER)
    name, url = tidied(payload["name"]), tidied(payload["url"])
    must_be_readable("name", name, 100, lines=False)
    must_be_link(url)
    must_be_allowed(url, sending)
    wanted = {known_word("kinds", kind, KINDS) for kind in payload["kinds"]}
    asked = unit.context.request_id or unit.context.correlation_id
    webhook = f"w{hashlib.sha256(f'webhook {asked}'.encode()).hexdigest()[:16]}"
    subject = WEBHOOK.stream(webhook)
    command = w.Register(
        name,
        unit.seal(subject, url),
        unit.seal(subject, payload["secret"]),
        tuple(kind for kind in KINDS if kind in wanted),
        payload.get("contacts", False),
        unit.context.actor.account,
        unit.now,
    )
    unit.execute(WEBHOOK, webhook, command)
    return {"webhook": webhook, "enabled": True}


def enable_webhook(unit: Unit, payload: Payload) -> Answer:
    """{webhook} → {webhook, enabled}; raises UnknownWebhook, OutOfScope."""
    scope.require(unit.context.actor, scope.DELIVER)
    unit.execute(WEBHOOK, payload["webhook"], w.Enable(unit.context.actor.account, unit.now))
    return {"webhook": payload["webhook"], "enabled": True}


def disable_webhook(unit: Unit, payload: Payload) -> Answer:
    """{webhook} → {webhook, enabled}; raises UnknownWebhook, OutOfScope."""
    scope.require(unit.context.actor, scope.DELIVER)
    unit.execute(WEBHOOK, payload["webhook"], w.Disable(unit.context.actor.account, unit.now))
    return {"webhook": payload["webhook"], "enabled": False}


def must_be_allowed(url: str, sending: Sending) -> None:
    """An address that a person may name: https, a host, nothing of a user. Raises BadWebhookAddress."""
    parts = urlsplit(url)
    schemes = {"https", "http"} if sending.plain_http else {"https"}
    try:
        sound = parts.scheme in schemes and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:  # a port that is no number
        sound = False
    if not sound:
        raise w.BadWebhookAddress
