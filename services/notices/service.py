"""Notices as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

from prometheus_client import Counter, Gauge

from kernel.service import Answer
from kernel.settings import Settings
from kernel.transport import health, metrics
from kernel.transport.lanes import Lanes, limited
from kernel.transport.relay import RelayExtension
from kernel.transport.rpc import command, query
from kernel.transport.subscription import Subscription
from kernel.transport.timer import timer
from kernel.transport.wired import Wired
from services.notices import handlers, queries, wiring
from services.notices.domain.delivery import EMAIL
from services.notices.sender import Sender
from services.notices.settings import Sending

MEASURE_EVERY = 15.0  # seconds
NOTIFICATIONS = Gauge(
    "huiyin_notifications",
    "Notifications that wait, by state: queued; failed, to be tried again; dead, given up",
    ["state"],
    registry=metrics.REGISTRY,
)
OLDEST = Gauge(
    "huiyin_notifications_oldest_seconds", "Age of the oldest notification that waits", registry=metrics.REGISTRY
)
ATTEMPTS = Counter(
    "huiyin_notification_attempts",
    "Attempts to notify, by way (email, webhook) and outcome: sent, unaddressed, failed, dead",
    ["way", "outcome"],
    registry=metrics.REGISTRY,
)


def observed(lane: str, outcome: str) -> None:
    """An attempt came to its end."""
    ATTEMPTS.labels("email" if lane == EMAIL else "webhook", outcome).inc()


def sender(settings: Settings) -> Sender:
    """Sends as the environment says; raises SettingsError."""
    return Sender(Sending.from_env(settings), limited, random.random, observed)


class NoticesService:
    """What the portal office tells those who work on the board."""

    name = "notices"
    wired = Wired(wiring.build)
    inbox = Subscription()
    relay = RelayExtension()
    sender = Lanes(sender)

    @timer(interval=MEASURE_EVERY)
    def measure(self) -> None:
        """See queries.sending_health."""
        found = self.wired.ask(queries.sending_health, {})
        for state in ("queued", "failed", "dead"):
            NOTIFICATIONS.labels(state).set(found[state])
        OLDEST.set(found["seconds"])

    @command
    def draft_notice(self, payload: dict[str, Any]) -> Answer:
        """See handlers.draft_notice."""
        return self.wired.handle(handlers.draft_notice, payload)

    @command
    def send_notice(self, payload: dict[str, Any]) -> Answer:
        """See handlers.send_notice."""
        return self.wired.handle(handlers.send_notice, payload)

    @command
    def correct_notice(self, payload: dict[str, Any]) -> Answer:
        """See handlers.correct_notice."""
        return self.wired.handle(handlers.correct_notice, payload)

    @command
    def withdraw_notice(self, payload: dict[str, Any]) -> Answer:
        """See handlers.withdraw_notice."""
        return self.wired.handle(handlers.withdraw_notice, payload)

    @command
    def remind_readers(self, payload: dict[str, Any]) -> Answer:
        """See handlers.remind_readers."""
        return self.wired.handle(handlers.remind_readers, payload)

    @command
    def read_notice(self, payload: dict[str, Any]) -> Answer:
        """See handlers.read_notice."""
        return self.wired.handle(handlers.read_notice, payload)

    @command
    def confirm_notice(self, payload: dict[str, Any]) -> Answer:
        """See handlers.confirm_notice."""
        return self.wired.handle(handlers.confirm_notice, payload)

    @command
    def retry_delivery(self, payload: dict[str, Any]) -> Answer:
        """See handlers.retry_delivery."""
        return self.wired.handle(handlers.retry_delivery, payload)

    @command
    def register_webhook(self, payload: dict[str, Any]) -> Answer:
        """See handlers.register_webhook."""
        sending = Sending.from_env(self.wired.service.settings)
        return self.wired.handle(partial(handlers.register_webhook, sending), payload)

    @command
    def enable_webhook(self, payload: dict[str, Any]) -> Answer:
        """See handlers.enable_webhook."""
        return self.wired.handle(handlers.enable_webhook, payload)

    @command
    def disable_webhook(self, payload: dict[str, Any]) -> Answer:
        """See handlers.disable_webhook."""
        return self.wired.handle(handlers.disable_webhook, payload)

    @command
    def try_webhook(self, payload: dict[str, Any]) -> Answer:
        """See handlers.try_webhook."""
        return self.wired.handle(handlers.try_webhook, payload)

    @query
    def deliveries(self, payload: dict[str, Any]) -> Answer:
        """See queries.deliveries."""
        return self.wired.ask(queries.deliveries, payload)

    @query
    def webhooks(self, payload: dict[str, Any]) -> Answer:
        """See queries.webhooks."""
        return self.wired.ask(queries.webhooks, payload)

    @query
    def doctor(self, payload: dict[str, Any]) -> Answer:
        """See Service.doctor; and queries.sending_health as `sending`."""
        found = self.wired.service.doctor(payload)
        sending = self.wired.ask(queries.sending_health, payload)
        return {**found, "connections": health.view(self.name), "sending": sending}

    @query
    def notices(self, payload: dict[str, Any]) -> Answer:
        """See queries.notices."""
        return self.wired.ask(queries.notices, payload)

    @query
    def notice(self, payload: dict[str, Any]) -> Answer:
        """See queries.notice."""
        return self.wired.ask(queries.notice, payload)

    @query
    def readers(self, payload: dict[str, Any]) -> Answer:
        """See queries.readers."""
        return self.wired.ask(queries.readers, payload)

    @query
    def readers_sheet(self, payload: dict[str, Any]) -> Answer:
        """See queries.readers_sheet."""
        return self.wired.ask(queries.readers_sheet, payload)

    @query
    def my_notices(self, payload: dict[str, Any]) -> Answer:
        """See queries.my_notices."""
        return self.wired.ask(queries.my_notices, payload)

    @query
    def my_notice(self, payload: dict[str, Any]) -> Answer:
        """See queries.my_notice."""
        return self.wired.ask(queries.my_notice, payload)
