"""People who make bulletins of a small office."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from contracts import intake
from kernel.actor import CITIZEN, Actor
from kernel.clock import FixedClock
from kernel.context import Context
from services.stats import handlers, queries
from services.stats.domain.cohort import Cohort
from tests.services.stats.counted import Stats, envelopes
from tests.services.stats.folding import SOURCES
from tests.services.stats.histories import COLUMNS, PORTALS, Fact, History, history

WANG, ZHAO = Actor("wang", "office"), Actor("zhao", "supervisor")
MAYORS = Actor("ma", "columnadmin", columns=("mayor",))
AUDITOR = Actor("an", "auditor")
QUARTER = {"from": "2019-01-01", "to": "2019-04-01"}
COHORT = Cohort(date(2019, 1, 1), date(2019, 4, 1))
AS_OF = datetime(2019, 4, 10, tzinfo=UTC)
NOW = datetime(2019, 5, 1, 4, tzinfo=UTC)
LATER = datetime(2021, 5, 1, tzinfo=UTC)
HISTORY = history(7, at_most=60)
OWN = tuple(column for column, portal in zip(COLUMNS, PORTALS, strict=True) if portal is None)


class Office:
    """People who make bulletins, on a service that has heard a history."""

    def __init__(self, stats: Stats) -> None:
        self.stats = stats
        self.service = stats.service
        self.clock = FixedClock(LATER)
        self.service.clock = self.service.store._clock = self.clock

    def do(self, handler: Any, actor: Actor = WANG, **payload: Any) -> dict[str, Any]:
        return self.service.handle(handler, payload, Context(actor, "test"))

    def draft(self, column: str | None = "mayor", actor: Actor = WANG, **others: Any) -> dict[str, Any]:
        asked = {**QUARTER, "as_of": AS_OF.isoformat(), "column": column, **others}
        return self.do(handlers.draft_bulletin(self.service.memory, self.stats.heads), actor, **asked)

    def decide(self, handler: Any, actor: Actor, found: dict[str, Any], **others: Any) -> dict[str, Any]:
        return self.do(handler, actor, bulletin=found["bulletin"], digest=found["digest"], **others)

    def publish(self, found: dict[str, Any], actor: Actor = WANG) -> dict[str, Any]:
        return self.decide(handlers.publish_bulletin(self.service.memory), actor, found)

    def out(self, column: str | None = "mayor", **others: Any) -> dict[str, Any]:
        found = self.draft(column, **others)
        self.decide(handlers.check_bulletin, ZHAO, found)
        return self.publish(found)

    def ask(self, query: Any, actor: Actor = CITIZEN, **payload: Any) -> dict[str, Any]:
        return self.service.ask(query, payload, Context(actor, "test"))

    def read(self, bulletin: str, **others: Any) -> dict[str, Any]:
        return self.ask(queries.bulletin, bulletin=bulletin, **others)

    def tell(self, *facts: Fact) -> None:
        """What happens after what has been heard."""
        told = History((*HISTORY.facts, *facts))
        self.stats.logs = {source: envelopes(source, told) for source in SOURCES}
        self.stats.catch_up()


def submitted_late(number: str, column: str = "mayor") -> tuple[Fact, Fact]:
    """A message of the period that is taken over from elsewhere when the bulletin is out."""
    at, recorded = datetime(2019, 2, 1, 4, tzinfo=UTC), LATER
    submitted = intake.MessageSubmittedV1(number, column, "request", at, "web", True)
    accepted = intake.MessageAcceptedV1(
        number, column, "request", None, "ordinary", "ordinary", publishable=True, accepted_at=at, imported=True
    )
    return Fact("intake", number, submitted, at, recorded), Fact("intake", number, accepted, at, recorded)
