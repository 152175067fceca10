"""Notices as it tells people: others' events arrive, the sender sends over real sockets, addresses are asked for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from contracts import intake, notices, review, routing
from kernel.actor import SYSTEM, Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.errors import Unavailable
from kernel.publiclog import Envelope
from kernel.service import Handler, Query, Service
from kernel.settings import Settings
from services.notices import handlers, queries, wiring
from services.notices.sender import Sender
from services.notices.settings import Sending, Smtp
from tests.services.notices.domain.facts import MONDAY
from tests.support.mailserver import MailServer

OFFICE, AUDITOR, HANDLER = Actor("office", "office"), Actor("auditor", "auditor"), Actor("handler", "handler")
NUMBER = "20240301-000001"
DUE = date(2024, 3, 11)
SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()

KNOWN = intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS | notices.CONTRACTS

assigned = routing.AssignedV1(NUMBER, "mayor", "housing", (), DUE, False, 1, MONDAY, imported=False)
assigned_long_ago = routing.AssignedV1(NUMBER, "mayor", "housing", (), DUE, False, 1, MONDAY, imported=True)
return_asked = routing.ReturnAskedV1(NUMBER, "mayor", "housing", 1, MONDAY)
due_soon = routing.DueSoonV1(NUMBER, "mayor", "housing", 1, DUE, MONDAY)
missed = routing.DeadlineMissedV1(NUMBER, "mayor", "housing", 1, DUE, MONDAY)
answered = review.ReplyPublishedV1(
    NUMBER, "mayor", 1, "housing", "0" * 64, public=True, published_at=MONDAY, imported=False
)

SITE = "https://www.example.gov.cn"

Open = Callable[[Sending], "Telling"]

STAFF = {"items": [{"account": "handler.li", "email": "wang@example.com"}]}
CONTACT = {"email": "citizen@example.com", "phone": "13800000000", "wants": True}


def at_once(_: float, call: Callable[[], Any]) -> Any:
    """A limit that the sockets' own patience does without."""
    return call()


@dataclass
class Telling:
    """A running notices service with a sender; `answers` are what the gateway and intake say of addresses."""

    service: Service
    clock: FixedClock
    sending: Sending
    answers: dict[str, Any] = field(default_factory=lambda: {"gateway": STAFF, "intake": CONTACT})
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    said: dict[str, list[Envelope]] = field(default_factory=dict)

    @classmethod
    def open(cls, settings: Settings, sending: Sending) -> Telling:
        """On a fresh database."""
        clock = FixedClock(MONDAY)
        service = wiring.build(settings, clock=clock, sending=sending)
        service.migrate()
        return cls(service, clock, sending)

    # what the sender works with

    def handle(self, handler: Handler, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The program does something."""
        return self.service.handle(handler, payload, Context(SYSTEM, "sending"))

    def ask(self, query: Query, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The program asks."""
        return self.service.ask(query, payload, Context(SYSTEM, "sending"))

    def call(self, service: str, method: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Another service's answer."""
        self.asked.append((method, payload))
        if service not in self.answers:
            raise Unavailable(service)
        answer: dict[str, Any] = self.answers[service]
        return answer

    # what happens

    def hears(self, *events: Any) -> None:
        """Events arrive, of whichever service they are."""
        for event in events:
            source = next(
                module.__name__.rpartition(".")[2]
                for module in (intake, routing, review, notices)
                if type(event) in module.CONTRACTS
            )
            log = self.said.setdefault(source, [])
            log.append(envelope(source, len(log) + 1, event))
            self.service.inbox(self.fetch).apply([log[-1]])
        assert self.service.doctor({})["parked"] == []

    def hears_again(self) -> None:
        """Everything is delivered once more."""
        for log in self.said.values():
            self.service.inbox(self.fetch).apply(log)

    def fetch(self, source: str, after: int, limit: int) -> list[Envelope]:
        """A source's public log."""
        return self.said.get(source, [])[after : after + limit]

    def sends(self) -> None:
        """The sender works until nothing is due."""
        sender = Sender(self.sending, at_once, lambda: 0.5)
        for lane in sender.due(self):
            while sender.step(self, lane):
                pass

    def later(self, **time: float) -> None:
        """Time passes."""
        self.clock.at += timedelta(**time)

    def act(self, handler: Handler, actor: Actor = OFFICE, request: str = "wish", **payload: Any) -> dict[str, Any]:
        """A person does something."""
        return self.service.handle(handler, payload, Context(actor, request, request_id=request, fingerprint="f"))

    def webhook(self, url: str, *kinds: str, request: str = "hook", contacts: bool = False) -> str:
        """The office registers one; its name."""
        register = partial(handlers.register_webhook, self.sending)
        said: dict[str, Any] = {"name": "案件系统", "url": url, "kinds": list(kinds), "contacts": contacts}
        webhook: str = self.act(register, request=request, secret=SECRET, **said)["webhook"]
        return webhook

    def deliveries(self, actor: Actor = OFFICE, **asked: Any) -> list[dict[str, Any]]:
        """What the office sees."""
        items: list[dict[str, Any]] = self.service.ask(queries.deliveries, asked, Context(actor, "wish"))["items"]
        return items

    def states(self) -> list[tuple[str, str, str | None]]:
        """Kind, state and reason of each, by kind."""
        return sorted((each["kind"], each["state"], each["reason"]) for each in self.deliveries())


def envelope(source: str, position: int, event: Any) -> Envelope:
    """An event as it arrives."""
    return {
        "specversion": "1.0",
        "id": f"{source}-{position}",
        "source": source,
        "type": KNOWN.name(event),
        "subject": NUMBER,
        "time": MONDAY.isoformat(),
        "recordedtime": MONDAY.isoformat(),
        "dataschema": KNOWN.dataschema(event),
        "datacontenttype": "application/json",
        "position": position,
        "correlationid": "wish",
        "data": KNOWN.dump(event),
    }


def by_mail(server: MailServer, **changed: Any) -> Sending:
    """Sends through this server."""
    smtp = Smtp("smtp", "127.0.0.1", server.port)
    return replace(Sending(site=SITE, mail=smtp, sender="huiyin@example.gov.cn", seconds=0.3), **changed)


NO_MAIL = Sending(site=SITE, plain_http=True, internal=True, seconds=0.3)
