"""Intake on a real store, without a transport: citizens write, clerks screen, other services' events are heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from contracts import intake, review, routing
from kernel.actor import CITIZEN, IMPORT, SYSTEM, Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.service import Handler, Query
from kernel.settings import Settings
from services.intake import handlers, importing, wiring
from tests.services.intake.facts import ANSWERED, CORRECTED, ENDED, FRIDAY, HOUSING, LI, MORNING, NOON, WANG, WATER

CLERK = Actor(WANG, "clerk", columns=("mayor", "secretary"), agencies=None)
SECOND = Actor(LI, "clerk", columns=("mayor",), agencies=None)
ELSEWHERE = Actor("clerk.zhou", "clerk", columns=("county",), agencies=None)
LEAD = Actor("handler.sun", "handler", columns=None, agencies=(HOUSING,))
HELPING = Actor("handler.he", "handler", columns=None, agencies=(WATER,))
OTHERS = Actor("handler.lu", "handler", columns=None, agencies=("hous_ing", "hous"))
OFFICE = Actor("office.zhao", "office")

KNOWN = intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS
LETTER: dict[str, Any] = {
    "column": "mayor",
    "kind": "complaint",
    "title": "三号楼停水三天了",
    "body": "我们小区三号楼停水三天，\n请帮忙。",
    "name": "王小明",
    "phone": "13800000000",
    "email": "wang@example.com",
    "consent_public": True,
    "channel": "web",
}
TERMS = {"kind": "request", "field": "housing", "urgency": "ordinary", "complexity": "complex"}


def opened(
    column: str = "mayor", *, accepts: bool = True, title_limit: int = 30, contact_required: bool = False
) -> routing.ColumnOpenedV1:
    """A column is opened."""
    limits, terms = routing.LimitsV1(5, 10, 15), routing.TermsV1(contact_required=contact_required)
    return routing.ColumnOpenedV1(
        column, f"{column}信箱", "A市", "市长", "office", 2, limits, title_limit, 2000, accepts, MORNING, terms
    )


def arranged(*fields: tuple[str, str, str | None]) -> routing.FieldsArrangedV1:
    """The office arranges its fields."""
    return routing.FieldsArrangedV1(tuple(routing.FieldV1(*field) for field in fields), MORNING)


def rearranged(**changes: Any) -> routing.ColumnRearrangedV1:
    """The column is run differently."""
    before = opened(**changes)
    return routing.ColumnRearrangedV1(*(getattr(before, name) for name in before.__slots__))


def assigned(number: str, lead: str = HOUSING, round_: int = 1) -> routing.AssignedV1:
    """The case is given to an agency, and one that helps."""
    return routing.AssignedV1(number, "mayor", lead, (WATER,), FRIDAY, False, round_, NOON, imported=False)


def answered(number: str, *, public: bool = True, round_: int = 1) -> review.ReplyPublishedV1:
    """The reply goes out."""
    return review.ReplyPublishedV1(number, "mayor", round_, "housing", "0" * 64, public, ANSWERED, imported=False)


def told_meanwhile(number: str, at: datetime = NOON, *, public: bool = True) -> review.InterimReplyPublishedV1:
    """An interim reply goes out."""
    return review.InterimReplyPublishedV1(number, "mayor", HOUSING, 1, "0" * 64, public, at)


def corrected(number: str, part: Any = "reply", at: datetime = CORRECTED, *, public: bool = True) -> Any:
    """What went out is put right."""
    return review.ReplyCorrectedV1(number, part, "mayor", HOUSING, 1, 2, "fact", "1" * 64, public, at)


def closed(number: str) -> routing.ClosedV1:
    """The case is closed."""
    return routing.ClosedV1(number, "mayor", HOUSING, 1, FRIDAY, True, ENDED, imported=False)


@dataclass
class Draws:
    """Entropy for tests: what is laid out is drawn first, then one after the other."""

    laid_out: list[int] = field(default_factory=list)
    counter: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    def __call__(self, _of: int) -> int:
        return self.laid_out.pop(0) if self.laid_out else next(self.counter)


@dataclass
class Office:
    """One running intake service."""

    service: wiring.Intake
    clock: FixedClock
    draws: Draws
    said: dict[str, list[Envelope]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Intake on a migrated database, with the column `mayor` open."""
        clock, draws = FixedClock(MORNING), Draws()
        service = wiring.build(settings, clock=clock, entropy=draws)
        office = cls(service, clock, draws)
        office.hears(opened())
        return office

    def says(self, event: Any) -> Envelope:
        """The event in its source's public log."""
        source = next(
            name for name, known in (("routing", routing), ("review", review)) if type(event) in known.CONTRACTS
        )
        position = len(self.said[source]) + 1
        envelope = {
            "specversion": "1.0",
            "id": f"{source}-{position}",
            "source": source,
            "type": KNOWN.name(event),
            "subject": getattr(event, "number", None) or f"column:{getattr(event, 'column', None)}",
            "time": MORNING.isoformat(),
            "recordedtime": MORNING.isoformat(),
            "dataschema": KNOWN.dataschema(event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "wish",
            "data": orjson.loads(KNOWN.encode(event)),
        }
        self.said[source].append(envelope)
        return envelope

    def hears(self, *events: Any) -> None:
        """The events arrive, in this order; nothing is left over that could not be applied."""
        self.takes([self.says(event) for event in events])
        assert self.service.doctor({})["parked"] == []

    def takes(self, envelopes: Sequence[Envelope]) -> None:
        """The envelopes arrive."""
        self.service.inbox(lambda source, after, limit: self.said[source][after : after + limit]).apply(envelopes)

    def act(self, handler: Handler, actor: Actor, request: str | None = None, **payload: Any) -> dict[str, Any]:
        """A person does something."""
        context = Context(actor, "wish", request_id=request, fingerprint=request)
        return self.service.handle(handler, payload, context)

    def ask(self, query: Query, actor: Actor = OFFICE, **payload: Any) -> dict[str, Any]:
        """A person asks something."""
        return self.service.ask(query, payload, Context(actor, "wish"))

    def submit(self, request: str | None = None, **changes: Any) -> dict[str, Any]:
        """A citizen writes, and gets the query code."""
        desk = self.service.desk
        return desk.with_query_code(self.act(handlers.submit(desk), CITIZEN, request, **{**LETTER, **changes}))

    def written(self, **changes: Any) -> str:
        """The number of a waiting message."""
        number: str = self.submit(**changes)["number"]
        return number

    def accepted(self, **changes: Any) -> str:
        """The number of an accepted message."""
        number = self.written(**changes)
        self.act(handlers.accept, CLERK, number=number, **TERMS)
        return number

    def closed(self, **changes: Any) -> str:
        """The number of a message that was answered and closed."""
        number = self.accepted(**changes)
        self.hears(assigned(number), answered(number), closed(number))
        return number

    def code(self, number: str) -> str:
        """The query code that the citizen of this message has."""
        return self.service.desk.query_code(number)

    def imports(
        self, *rows: Mapping[str, Any], column: str = "mayor", actor: Actor = IMPORT, request: str | None = None
    ) -> list[dict[str, Any]]:
        """Rows of an export are taken over."""
        handler = importing.import_messages(self.service.desk)
        results: list[dict[str, Any]] = self.act(handler, actor, request, column=column, rows=list(rows))["results"]
        return results

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What the world was told: names and data."""
        return [(said["type"], said["data"]) for said in self.service.public_log({"after": 0, "limit": 1000})["events"]]

    def recorded(self) -> list[str]:
        """The types in the journal, in order."""
        return [row["type"] for row in self.rows("SELECT type FROM journal ORDER BY position")]

    def rows(self, statement: str) -> list[dict[str, Any]]:
        """What the database holds."""
        return [dict(row) for row in self.service.store.reading(Context(SYSTEM, "wish")).rows(statement)]

    def dump(self) -> str:
        """Everything the database holds, as text."""
        tables = ["journal", "public_log", "messages", "requests", "checkpoints", "parked", "vault_keys"]
        return "\n".join(str(self.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608 - constants
