"""Notices on a database of its own: the office writes, people read, at a time that the test sets."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from contracts import routing
from kernel.actor import SYSTEM, Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.service import Handler, Query, Service
from kernel.settings import Settings
from services.notices import handlers, queries, wiring
from tests.services.notices.domain.facts import BAI, GU, MENG, MONDAY, TANG, WORDING, YE

OFFICE, COLLEAGUE = Actor(GU, "office"), Actor(MENG, "office")
AUDITOR = Actor("auditor.yan", "auditor")
ADMIN_YE = Actor(YE, "columnadmin", columns=("linqi", "east"))
ADMIN_BAI = Actor(BAI, "columnadmin", columns=("mayor",))
ADMIN_TANG = Actor(TANG, "columnadmin", columns=("west",))
HANDLER = Actor("handler.li", "handler", columns=None, agencies=("housing",))

HANDBOOK = {
    "kind": "handbook",
    "title": WORDING.title,
    "body": WORDING.body,
    "link": WORDING.link,
    "roles": ["columnadmin"],
    "columns": ["linqi", "mayor"],
    "accounts": [],
    "needs_receipt": True,
    "valid_until": "2024-03-31",
}


def column(name: str) -> routing.ColumnOpenedV1:
    """A column is opened."""
    limits = routing.LimitsV1(5, 10, 15)
    return routing.ColumnOpenedV1(
        name, "市长信箱", "A市", "市长", "office", 3, limits, 100, 5000, accepts=True, opened_at=MONDAY
    )


@dataclass
class Office:
    """One running notices service."""

    service: Service
    clock: FixedClock
    said: list[Envelope] = field(default_factory=list)

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """On a fresh database; routing has opened four columns."""
        clock = FixedClock(MONDAY)
        service = wiring.build(settings, clock=clock)
        service.migrate()
        office = cls(service, clock)
        office.hears(*map(column, ("mayor", "linqi", "east", "west")))
        return office

    def hears(self, *events: Any) -> None:
        """Routing's events arrive, in this order."""
        first = len(self.said) + 1
        arriving = [self._envelope(position, event) for position, event in enumerate(events, first)]
        self.said += arriving
        self.service.inbox(self.fetch).apply(arriving)
        assert self.service.doctor({})["parked"] == []

    def act(self, handler: Handler, actor: Actor, request: str | None = None, **payload: Any) -> dict[str, Any]:
        """A person does something."""
        context = Context(actor, request or str(uuid.uuid4()), request_id=request, fingerprint=request)
        return self.service.handle(handler, payload, context)

    def ask(self, query: Query, actor: Actor = OFFICE, **payload: Any) -> dict[str, Any]:
        """A person asks something."""
        return self.service.ask(query, payload, Context(actor, "wish"))

    def draft(self, **changed: Any) -> dict[str, Any]:
        """The office writes the handbook, or something else."""
        return self.act(handlers.draft_notice, OFFICE, **{**HANDBOOK, **changed})

    def sent(self, recipients: tuple[str, ...] = (YE, BAI), **changed: Any) -> str:
        """The same went out; its name."""
        drafted = self.draft(**changed)
        notice: str = drafted["notice"]
        said = {"notice": notice, "text_hash": drafted["text_hash"], "recipients": list(recipients)}
        self.act(handlers.send_notice, OFFICE, **said)
        return notice

    def correct(self, notice: str, version: int = 1, **changed: Any) -> dict[str, Any]:
        """Another office hand says the handbook otherwise."""
        kept = {name: HANDBOOK[name] for name in ("title", "body", "link", "needs_receipt", "valid_until")}
        return self.act(handlers.correct_notice, COLLEAGUE, notice=notice, version=version, **{**kept, **changed})

    def reads(self, notice: str, person: Actor, version: int = 1) -> dict[str, Any]:
        """A person opens it."""
        return self.act(handlers.read_notice, person, notice=notice, version=version)

    def confirms(self, notice: str, person: Actor, version: int = 1) -> dict[str, Any]:
        """A person opens it and gives the receipt."""
        self.reads(notice, person, version)
        return self.act(handlers.confirm_notice, person, notice=notice, version=version)

    def mine(self, person: Actor, **asked: Any) -> dict[str, Any]:
        """What a person has to read."""
        return self.ask(queries.my_notices, person, **asked)

    def told(self) -> list[tuple[str, str, dict[str, Any]]]:
        """What the world was told: name, subject, data."""
        events = self.service.public_log({"after": 0, "limit": 100})["events"]
        return [(said["type"], said["subject"], said["data"]) for said in events]

    def journal(self) -> list[str]:
        """The type of every recorded event, in order."""
        return [str(row["type"]) for row in self.rows("SELECT type FROM journal ORDER BY position")]

    def rows(self, statement: str) -> list[dict[str, Any]]:
        """What the database holds."""
        return [dict(row) for row in self.service.store.reading(Context(SYSTEM, "wish")).rows(statement)]

    def fetch(self, source: str, after: int, limit: int) -> list[Envelope]:
        """A source's public log; only routing has said anything."""
        return self.said[after : after + limit] if source == "routing" else []

    def _envelope(self, position: int, event: Any) -> Envelope:
        return {
            "specversion": "1.0",
            "id": f"routing-{position}",
            "source": "routing",
            "type": routing.CONTRACTS.name(event),
            "subject": f"column:{event.column}",
            "time": MONDAY.isoformat(),
            "recordedtime": MONDAY.isoformat(),
            "dataschema": routing.CONTRACTS.dataschema(event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "wish",
            "data": routing.CONTRACTS.dump(event),
        }
