"""Services for the gateway's tests: they remember what they are told, and answer in the shapes of the real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kernel.context import Context
from kernel.errors import Refused, RequestReused, Unavailable
from tests.gateway.fake_attachments import FakeAttachments
from tests.gateway.fake_calendar import FakeCalendar
from tests.gateway.fake_deliveries import FakeDeliveries
from tests.gateway.fake_desk_bulletins import FakeDeskBulletins
from tests.gateway.fake_evidence import FakeEvidence
from tests.gateway.fake_intake import FakeIntake
from tests.gateway.fake_notices import FakeNotices
from tests.gateway.fake_review import FakeReview
from tests.gateway.fake_routing import FakeRouting
from tests.gateway.fake_stats import FakeStats
from tests.gateway.fake_supervision import FakeSupervision
from tests.gateway.fake_words import FakeWords

AT = "2019-03-07T02:15:00+00:00"

Payload = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass
class FakeServices(
    FakeAttachments,
    FakeIntake,
    FakeReview,
    FakeRouting,
    FakeCalendar,
    FakeSupervision,
    FakeNotices,
    FakeDeliveries,
    FakeWords,
    FakeEvidence,
    FakeStats,
    FakeDeskBulletins,
):
    """One call after the other, in memory; `away` names services that do not answer, `waited` for what how long."""

    away: set[str] = field(default_factory=set)
    messages: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, str, Payload, Context]] = field(default_factory=list)
    waited: dict[str, float] = field(default_factory=dict)
    past: dict[str, list[Answer]] = field(default_factory=dict)
    recorded: dict[str, tuple[str | None, Answer]] = field(default_factory=dict)
    audience: Answer = field(
        default_factory=lambda: {"roles": ["clerk", "office"], "columns": ["mayor"], "accounts": []}
    )
    read_by: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    refuse_next: Refused | None = None
    crash_next: Exception | None = None

    def call(self, service: str, method: str, payload: Payload, context: Context, timeout: float) -> Answer:
        """The answer of a service; a repeated request id answers what it answered before."""
        assert timeout > 0
        self.waited[f"{service}.{method}"] = timeout
        self.calls.append((service, method, payload, context))
        if service in self.away:
            raise Unavailable(service)
        if self.crash_next is not None:
            error, self.crash_next = self.crash_next, None
            raise error
        if self.refuse_next is not None:
            refused, self.refuse_next = self.refuse_next, None
            raise refused
        answer: Callable[[Payload, Context], Answer] = getattr(self, f"_{service}_{method}", None) or self._common(
            method
        )
        if context.request_id is None:
            return answer(payload, context)
        if context.request_id in self.recorded:
            fingerprint, outcome = self.recorded[context.request_id]
            if fingerprint != context.fingerprint:
                raise Refused(RequestReused.code, {"request_id": context.request_id})
            return outcome
        outcome = answer(payload, context)
        self.recorded[context.request_id] = (context.fingerprint, outcome)
        return outcome

    def _common(self, method: str) -> Callable[[Payload, Context], Answer]:
        match method:
            case "health":
                return lambda _p, _c: {"service": "any", "database": "ok"}
            case "public_log":
                return self._public_log
            case _:
                raise AssertionError(f"no service offers {method}")

    def _told(self, source: str, payload: Payload) -> Answer:
        """What a service tells of the past of a message."""
        if source not in self.past:
            raise Refused(f"{source}.not_found", {})
        items, after = self.past[source], payload["after"]
        if after is not None:
            place = (datetime.fromisoformat(after["at"]), after["position"])
            items = [each for each in items if (datetime.fromisoformat(each["at"]), each["position"]) > place]
        return {"items": items[: payload["limit"] + 1], "total": len(self.past[source])}

    def _intake_history(self, payload: Payload, _: Context) -> Answer:
        return self._told("intake", payload)

    def _routing_history(self, payload: Payload, _: Context) -> Answer:
        return self._told("routing", payload)

    def _review_history(self, payload: Payload, _: Context) -> Answer:
        return self._told("review", payload)

    def _public_log(self, payload: Payload, _: Context) -> Answer:
        head = 7
        events = [
            {"specversion": "1.0", "id": f"intake-{position}", "type": "MessageSubmitted", "position": position}
            for position in range(payload["after"] + 1, min(head, payload["after"] + payload["limit"]) + 1)
        ]
        return {"events": events, "head": head}
