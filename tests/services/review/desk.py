"""Review on a real store, without a transport: other services' events are heard, people act and ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from contracts import intake, review, routing
from kernel.actor import SYSTEM, Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.service import Handler, Query, Service
from kernel.settings import Settings
from services.review import handlers, queries, wiring
from services.review.domain.refusals import NotFound
from services.review.domain.state import File
from tests.services.review.domain.facts import CHEN, HOUSING, LI, MAYOR, MONDAY, QIAN, SUN, TEXT, WATER, ZHAO

NUMBER, OTHER = "20240301-000001", "20240301-000002"

HANDLER = Actor(LI, "handler", columns=None, agencies=(HOUSING,), levels=None)
COLLEAGUE = Actor(ZHAO, "handler", columns=None, agencies=(HOUSING,), levels=None)
WATERS = Actor("handler.he", "handler", columns=None, agencies=(WATER,), levels=None)
REVIEWER = Actor(CHEN, "reviewer", columns=(MAYOR,), agencies=None, levels=(1,))
REVIEWER2 = Actor(SUN, "reviewer", columns=(MAYOR,), agencies=None, levels=(2,))
ANY_LEVEL = Actor(QIAN, "reviewer", columns=(MAYOR,), agencies=None, levels=None)
OFFICE_ELSEWHERE = Actor("office.wu", "office", columns=("secretary",), agencies=None, levels=None)
ELSEWHERE = Actor("reviewer.wu", "reviewer", columns=("secretary",), agencies=None, levels=(1, 2))
OFFICE = Actor("office", "office")

NO_TEXT = "0" * 64

KNOWN = intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS


def column(levels: int, name: str = MAYOR) -> routing.ColumnOpenedV1:
    """A column is opened."""
    limits = routing.LimitsV1(5, 10, 15)
    return routing.ColumnOpenedV1(
        name, "市长信箱", "A市", "市长", "office", levels, limits, 100, 5000, accepts=True, opened_at=MONDAY
    )


def rearranged(levels: int) -> routing.ColumnRearrangedV1:
    """The column has so many levels from now on."""
    opened = column(levels)
    same = {name: getattr(opened, name) for name in opened.__slots__ if name != "opened_at"}
    return routing.ColumnRearrangedV1(**same, rearranged_at=MONDAY)


def accepted(number: str = NUMBER, *, publishable: bool = True, imported: bool = False) -> intake.MessageAcceptedV1:
    """A message is accepted."""
    return intake.MessageAcceptedV1(
        number, MAYOR, "request", None, "ordinary", "ordinary", publishable, accepted_at=MONDAY, imported=imported
    )


def assigned(number: str = NUMBER, lead: str = HOUSING, round_: int = 1, at: datetime = MONDAY) -> routing.AssignedV1:
    """A case is assigned."""
    return routing.AssignedV1(number, MAYOR, lead, (), date(2024, 3, 11), False, round_, at, imported=False)


def agency(code: str, name: str) -> routing.AgencyRegisteredV1:
    """An agency is registered."""
    return routing.AgencyRegisteredV1(code, name, None, registered_at=MONDAY)


def uploaded(kept: File) -> dict[str, Any]:
    """What the gateway tells of a file that it has stored."""
    place = f"review/2024-03-04/{NUMBER}.{kept.attachment}"
    told = {"type": kept.type, "size": kept.size, "digest": kept.digest}
    return {"place": place, "key": "", "name": "方案.pdf", **told}


def _subject(event: Any) -> str:
    """What an event is about: a message, or a part of the configuration."""
    of = {name: getattr(event, name, None) for name in ("number", "column", "agency")}
    return of["number"] or next(f"{name}:{value}" for name, value in of.items() if value)


@dataclass
class Desk:
    """One running review service."""

    service: Service
    clock: FixedClock
    said: dict[str, list[Envelope]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def open(cls, settings: Settings) -> Desk:
        """A review service on a fresh database."""
        clock = FixedClock(MONDAY)
        service = wiring.build(settings, clock=clock)
        service.migrate()
        return cls(service, clock)

    def says(self, event: Any) -> Envelope:
        """The event in its source's public log."""
        source = next(
            name for name, known in (("intake", intake), ("routing", routing)) if type(event) in known.CONTRACTS
        )
        position = len(self.said[source]) + 1
        envelope = {
            "specversion": "1.0",
            "id": f"{source}-{position}",
            "source": source,
            "type": KNOWN.name(event),
            "subject": _subject(event),
            "time": MONDAY.isoformat(),
            "recordedtime": MONDAY.isoformat(),
            "dataschema": KNOWN.dataschema(event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "wish",
            "data": orjson.loads(KNOWN.encode(event)),
        }
        self.said[source].append(envelope)
        return envelope

    def hears(self, *events: Any) -> None:
        """The events arrive, in this order."""
        self.takes([self.says(event) for event in events])

    def takes(self, envelopes: Sequence[Envelope]) -> None:
        """The envelopes arrive; nothing is left over that could not be applied."""
        self.service.inbox(self.fetch).apply(envelopes)
        assert self.service.doctor({})["parked"] == []

    def fetch(self, source: str, after: int, limit: int) -> list[Envelope]:
        """A source's public log."""
        return self.said[source][after : after + limit]

    def act(self, handler: Handler, actor: Actor, request: str | None = None, **payload: Any) -> dict[str, Any]:
        """A person does something to the message."""
        context = Context(actor, "wish", request_id=request, fingerprint=request)
        return self.service.handle(handler, {"number": NUMBER, **payload}, context)

    def ask(self, query: Query, actor: Actor = OFFICE, **payload: Any) -> dict[str, Any]:
        """A person asks something."""
        return self.service.ask(query, payload, Context(actor, "wish"))

    def draft(self, text: str = TEXT, number: str = NUMBER) -> str:
        """The handler saves a text; its hash."""
        text_hash: str = self.act(handlers.save_draft, HANDLER, number=number, text=text)["text_hash"]
        return text_hash

    def hash_that_stands(self, number: str = NUMBER, **part: Any) -> str:
        """Of the text that everybody reads at the desk now; of no text where there is none."""
        try:
            return self.ask(queries.reply, number=number, **part)["text_hash"] or NO_TEXT
        except NotFound:
            return NO_TEXT

    def submit(self, actor: Actor = HANDLER, request: str | None = None, **payload: Any) -> dict[str, Any]:
        """A handler reads what stands, and hands it in."""
        of = {name: payload[name] for name in ("number", "part") if name in payload}
        return self.act(handlers.submit, actor, request, text_hash=self.hash_that_stands(**of), **payload)

    def in_review(self, levels: int = 1, *, publishable: bool = True) -> str:
        """The text is in review in a column with so many levels; its hash."""
        self.hears(column(levels), accepted(publishable=publishable), assigned())
        text_hash = self.draft()
        self.submit()
        return text_hash

    def published(self, *, publishable: bool = True) -> str:
        """The text went out; its hash."""
        text_hash = self.in_review(publishable=publishable)
        self.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash)
        return text_hash

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What the world was told: names and data."""
        return [(said["type"], said["data"]) for said in self.service.public_log({"after": 0, "limit": 100})["events"]]

    def rows(self, statement: str) -> list[Mapping[str, Any]]:
        """What the database holds."""
        return [dict(row) for row in self.service.store.reading(Context(SYSTEM, "wish")).rows(statement)]
