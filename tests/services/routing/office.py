"""Routing as its callers and its inbox use it, on a database of its own, at a time that the test sets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from cli.cityfile import read
from contracts import intake, review
from contracts.words import Complexity
from kernel.actor import Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.service import Handler, Query, Service
from kernel.settings import Settings
from services.routing import handlers, queries, wiring
from tests.services.routing.domain.facts import FRIDAY_MORNING

CITY = read(Path(__file__).parents[3] / "cli" / "demo" / "city.yaml")
SPOKEN = {"intake": intake.CONTRACTS, "review": review.CONTRACTS}

OFFICE = Actor("office", "office")
DISPATCHER = Actor("dispatcher", "dispatcher", columns=("mayor", "secretary"))
ELSEWHERE = Actor("elsewhere", "dispatcher", columns=("linqi-head",))
HOUSING = Actor("housing-desk", "handler", agencies=("housing",))
WATER = Actor("water-desk", "handler", agencies=("water",))
SUPERVISOR = Actor("supervisor", "supervisor", columns=("mayor",))
AUDITOR = Actor("auditor", "auditor")
IMPORT = Actor("import", "import")
CITIZEN = Actor("citizen", "citizen", columns=(), agencies=(), levels=())


@dataclass
class Office:
    """A wired routing service; `heard` counts what each source has said."""

    service: Service
    clock: FixedClock
    heard: dict[str, int] = field(default_factory=lambda: {"intake": 0, "review": 0})

    @classmethod
    def build(cls, settings: Settings) -> Office:
        """On a fresh database, before any city is loaded."""
        clock = FixedClock(FRIDAY_MORNING)
        service = wiring.build(settings, clock=clock)
        service.migrate()
        return cls(service, clock)

    def at(self, moment: datetime) -> None:
        """It is this late now."""
        self.clock.at = moment

    def act(self, handler: Handler, actor: Actor, /, **payload: Any) -> dict[str, Any]:
        """A command."""
        return self.service.handle(handler, payload, self._context(actor))

    def ask(self, query: Query, actor: Actor, /, **payload: Any) -> dict[str, Any]:
        """A query."""
        return self.service.ask(query, payload, self._context(actor))

    def hear(self, *events: object) -> None:
        """Intake and review say these, one after the other, and routing applies them as one batch."""
        self.service.inbox(nothing_missing).apply([self._envelope(event) for event in events])

    def accept(
        self,
        number: str,
        column: str = "mayor",
        at: datetime | None = None,
        complexity: Complexity = "ordinary",
        *,
        field: str | None = None,
        imported: bool = False,
    ) -> None:
        """Intake has accepted a message."""
        accepted = intake.MessageAcceptedV1(
            number, column, "request", field, "ordinary", complexity, True, at or self.clock.at, imported=imported
        )
        self.hear(accepted)

    def publish_reply(self, number: str, round_: int = 1, at: datetime | None = None, lead: str = "housing") -> None:
        """Review has published the reply of the agency."""
        self.hear(review.ReplyPublishedV1(number, "mayor", round_, lead, "0" * 64, True, at or self.clock.at, False))

    def evaluate(self, number: str, satisfaction: Literal[1, 2, 3, 4, 5], round_: int = 1) -> None:
        """Intake has recorded what the citizen thinks of a closing."""
        self.hear(intake.MessageEvaluatedV1(number, "mayor", round_, satisfaction, self.clock.at))

    def assign(self, number: str, lead: str = "housing", **payload: Any) -> dict[str, Any]:
        """The dispatcher gives the case to an agency."""
        return self.act(handlers.assign, DISPATCHER, number=number, lead=lead, **payload)

    def case(self, number: str) -> dict[str, Any]:
        """The case as the office sees it."""
        return self.ask(queries.case, OFFICE, number=number)

    def journal(self) -> list[str]:
        """The type of every recorded event, in order."""
        rows: Sequence[Any] = self.service.store.read(
            lambda connection: connection.exec_driver_sql("SELECT type FROM journal ORDER BY position").all()
        )
        return [name for (name,) in rows]

    def said(self) -> list[tuple[str, str]]:
        """(name, subject) of every public event, in order."""
        return [(event["type"], event["subject"]) for event in self.service.log.read(0, 1000)]

    def doctor(self) -> dict[str, Any]:
        """What is parked and how far the others were followed."""
        return self.service.doctor({})

    def later(self, **span: float) -> datetime:
        """So much later than now."""
        return self.clock.at + timedelta(**span)

    def _envelope(self, event: object) -> Envelope:
        source = "intake" if type(event) in set(SPOKEN["intake"]) else "review"
        self.heard[source] += 1
        position = self.heard[source]
        return {
            "specversion": "1.0",
            "id": f"{source}-{position}",
            "source": source,
            "type": SPOKEN[source].name(event),
            "subject": event.number,  # type: ignore[attr-defined]
            "time": self.clock.at.isoformat(),
            "recordedtime": self.clock.at.isoformat(),
            "dataschema": SPOKEN[source].dataschema(event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "wish",
            "data": SPOKEN[source].dump(event),
        }

    @staticmethod
    def _context(actor: Actor) -> Context:
        return Context(actor, correlation_id=str(uuid.uuid4()))


def nothing_missing(source: str, after: int, limit: int) -> list[Envelope]:
    """A fetch that is never needed: these sources speak without gaps."""
    raise AssertionError(f"asked {source} for {limit} events after {after}")
