"""Stats on its databases: a service that hears whole histories, and what a recount expects of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import Engine, select, text

from contracts import intake, review, routing
from kernel.actor import Actor
from kernel.context import Context
from kernel.inbox import Inbox
from kernel.publiclog import Envelope
from services.stats import queries, tables, wiring
from services.stats.counting.memory import Memory
from services.stats.domain.cohort import Cohort
from services.stats.domain.figures import COMPLETION, REPORTS, SATISFACTION, TIMELINESS, WORKLOAD
from tests.services.stats.folding import SOURCES, Tables
from tests.services.stats.histories import History
from tests.services.stats.recount import Recount, days_taken, label, rate, span

CONTRACTS = intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS
READ_MODELS = tuple(tables.metadata.tables.values())
OFFICE = Context(Actor("wang", "office"), "test")
ASKED = {
    COMPLETION.name: queries.completion,
    TIMELINESS.name: queries.timeliness,
    SATISFACTION.name: queries.satisfaction,
    WORKLOAD.name: queries.workload,
}
EVER = Cohort(date(2018, 1, 1), date(2021, 1, 1))
LONG_AFTER = datetime(2021, 1, 1, tzinfo=UTC)

few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
without_shrinking = settings(few, phases=[Phase.explicit, Phase.reuse, Phase.generate])


class Stats:
    """The service with logs to fetch from, and a way to begin again."""

    def __init__(self, service: wiring.Stats, engine: Engine) -> None:
        self.service = service
        self._engine = engine
        self.logs: dict[str, list[Envelope]] = {}

    @property
    def inbox(self) -> Inbox:
        return self.service.inbox(self.fetch)

    def fetch(self, source: str, after: int, limit: int) -> list[Envelope]:
        return self.logs[source][after : after + limit]

    def heads(self) -> dict[str, int]:
        return {source: len(log) for source, log in self.logs.items()}

    def begin(self, history: History) -> dict[str, list[Envelope]]:
        with self._engine.begin() as connection:
            for name in ("checkpoints", "parked", *(table.name for table in READ_MODELS)):
                connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - our own names
        # a running service remembers how far it came, and what it counted, in a database that nobody empties
        self.service._inbox = None
        self.service.memory = Memory(self.service.database)
        self.logs = {source: envelopes(source, history) for source in SOURCES}
        return self.logs

    def catch_up(self) -> None:
        for source in SOURCES:
            self.inbox.catch_up(source)

    def hear(self, history: History) -> None:
        self.begin(history)
        self.catch_up()

    def mend_parked(self, envelope: Envelope) -> None:
        """What lies parked is what it should have been."""
        with self._engine.begin() as connection:
            connection.execute(
                text("UPDATE parked SET envelope = :body WHERE source = :source AND position = :position"),
                {
                    "body": orjson.dumps(envelope).decode(),
                    "source": envelope["source"],
                    "position": envelope["position"],
                },
            )

    def forget_beyond(self, source: str, position: int) -> None:
        """The database is as it was when only so much of a source had been heard."""
        with self._engine.begin() as connection:
            for table in (tables.case_facts, tables.columns, tables.agencies, tables.field_trees):
                connection.execute(table.delete().where(table.c.position > position))
            at = {"source": source, "position": position}
            connection.execute(text("UPDATE checkpoints SET position = :position WHERE source = :source"), at)
        self.service._inbox = None

    def tables(self) -> Tables:
        found: Tables = {}
        with self._engine.connect() as connection:
            for table in READ_MODELS:
                rows = [dict(row) for row in connection.execute(select(table)).mappings()]
                keys = [column.name for column in table.primary_key]
                found[table.name] = {tuple(row[key] for key in keys): row for row in rows}
        return {name: rows for name, rows in found.items() if rows}

    def ask(self, report: str, cohort: Cohort, as_of: datetime, **others: Any) -> dict[str, Any]:
        asked = {"from": cohort.begin.isoformat(), "to": cohort.end.isoformat(), "as_of": as_of.isoformat()}
        return self.service.ask(ASKED[report](self.service.memory), {**asked, **others}, OFFICE)

    def behind(self, figure: str, cohort: Cohort, as_of: datetime, actor: Actor = OFFICE.actor, **others: Any) -> Any:
        asked = {"from": cohort.begin.isoformat(), "to": cohort.end.isoformat(), "as_of": as_of.isoformat()}
        query = queries.messages_behind(self.service.memory)
        return self.service.ask(query, {**asked, "figure": figure, **others}, Context(actor, "test"))


def envelopes(source: str, history: History) -> list[Envelope]:
    return [
        {
            "specversion": "1.0",
            "id": f"{source}-{position}",
            "source": source,
            "type": CONTRACTS.name(fact.event),
            "subject": fact.subject,
            "time": fact.at.isoformat(),
            "recordedtime": fact.recorded_at.isoformat(),
            "dataschema": CONTRACTS.dataschema(fact.event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "test",
            "data": CONTRACTS.dump(fact.event),
        }
        for position, fact in enumerate(history.log(source), start=1)
    ]


def mishandled(sent: Sequence[Envelope], chance: random.Random) -> list[list[Envelope]]:
    """What a broker at its worst makes of deliveries: some lost, some doubled, all out of order, in odd batches."""
    arrived = [envelope for envelope in sent for _ in range(chance.choice((0, 1, 1, 2)))]
    chance.shuffle(arrived)
    batches = []
    while arrived:
        size = chance.randint(1, 7)
        batches.append(arrived[:size])
        del arrived[:size]
    return batches


def expected(recount: Recount, report: str, by: str, cohort: Cohort) -> dict[str | None, dict[str, Any]]:
    """The rows that a plain recount gives, those with anything in them; the total under "total"."""
    asked = REPORTS[report]
    base = "received" if asked is WORKLOAD else "accepted"
    counted = {figure: recount.figure(figure, cohort) for figure in asked.figures}
    keys = {label(each, by, base) for found in counted.values() for each in found}
    rows: dict[str | None, dict[str, Any]] = {}
    for key in (*keys, "total"):
        mine = {
            figure: [each for each in found if key == "total" or label(each, by, base) == key]
            for figure, found in counted.items()
        }
        row: dict[str, Any] = {figure: len(found) for figure, found in mine.items()}
        row[asked.rate.name] = rate(row[asked.rate.part], row[asked.rate.whole])
        if asked.spans:
            days = [days_taken(each) for each in mine["closed"]]
            row["calendar_days"], row["working_days"] = (span([each[place] for each in days]) for place in (0, 1))
        rows[key] = row
    return rows


def told(answer: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    """The same of an answer."""
    rows = {
        row["key"]: {name: value for name, value in row.items() if name not in {"key", "name"}}
        for row in answer["rows"]
        if any(isinstance(value, int) and value for value in row.values())
    }
    return {**rows, "total": answer["total"]}
