"""What people were told, for the gateway's tests: one notification that was given up, and one webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

AT = "2019-03-07T02:15:00Z"
DELIVERY, WEBHOOK = "d0123456789abcdef01234567", "w0123456789abcdef"
TO = {"roles": ["handler"], "columns": None, "agencies": ["housing"], "levels": None, "notice": None, "citizen": False}

Payload = Mapping[str, Any]
Answer = dict[str, Any]


class FakeDeliveries:
    """Answers in the shapes of the real ones."""

    def _notices_deliveries(self, payload: Payload, _: Context) -> Answer:
        dead = {
            "delivery": DELIVERY,
            "lane": "email",
            "state": "dead",
            "since": AT,
            "kind": "due_soon",
            "number": "20190307-482913",
            "to": TO,
            "queued_at": AT,
            "next_at": None,
            "attempts": 12,
            "reason": "timeout",
            "told": [{"who": "handler", "address": "h***@example.com"}],
        }
        items = [dead] if payload.get("state") in {None, "dead"} else []
        return {"items": items, "next": None, "total": len(items)}

    def _notices_retry_delivery(self, payload: Payload, _: Context) -> Answer:
        if payload["delivery"] != DELIVERY:
            raise Refused("notices.unknown_delivery", {})
        return {"delivery": DELIVERY, "state": "queued"}

    def _notices_webhooks(self, _: Payload, __: Context) -> Answer:
        hook = {"name": "案件系统", "url": "https://hooks.example.cn/x", "kinds": ["due_soon"], "contacts": False}
        known = {"webhook": WEBHOOK, "enabled": True, "registered_by": "office", "registered_at": AT}
        return {"items": [{**known, **hook}], "next": None, "total": 1}

    def _notices_register_webhook(self, payload: Payload, _: Context) -> Answer:
        if not payload["url"].startswith("https://"):
            raise Refused("notices.bad_webhook_address", {})
        return {"webhook": WEBHOOK, "enabled": True}

    def _notices_enable_webhook(self, payload: Payload, _: Context) -> Answer:
        return {"webhook": self._webhook(payload), "enabled": True}

    def _notices_disable_webhook(self, payload: Payload, _: Context) -> Answer:
        return {"webhook": self._webhook(payload), "enabled": False}

    def _notices_try_webhook(self, payload: Payload, _: Context) -> Answer:
        self._webhook(payload)
        return {"delivery": DELIVERY, "state": "queued"}

    def _webhook(self, payload: Payload) -> str:
        if payload["webhook"] != WEBHOOK:
            raise Refused("notices.unknown_webhook", {})
        return WEBHOOK
