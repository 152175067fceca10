"""A small world for the kernel's tests: a library lends books, and a treasury follows it and keeps accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Date, MetaData, Table, Text

from kernel.actor import Actor
from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from kernel.context import Context
from kernel.decider import Decider, Refusal
from kernel.incoming import Incoming, Reaction
from kernel.journal import Recorded
from kernel.projection import ForeignProjection, Projection, Row
from kernel.publiclog import Published
from kernel.service import Definition
from kernel.tables import Instant
from kernel.unit import Reading, Unit

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MIGRATIONS = Path(__file__).parent / "migrations"

# Book: who has it


@dataclass(frozen=True, slots=True)
class Acquire:
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lend:
    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeBack:
    at: datetime


@dataclass(frozen=True, slots=True)
class Acquired:
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lent:
    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    at: datetime


@dataclass(eq=False)
class AlreadyLent(Refusal):
    code: ClassVar[str] = "library.already_lent"
    reader: str


@dataclass(eq=False)
class NotOurs(Refusal):
    code: ClassVar[str] = "library.not_ours"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not ours yet."""


@dataclass(frozen=True, slots=True)
class In:
    """On the shelf."""


@dataclass(frozen=True, slots=True)
class Out:
    """With a reader."""

    reader: str


def decide_book(command: Any, book: Any) -> list[Any]:
    match command, book:
        case Acquire(title, at), Unknown():
            return [Acquired(title, at)]
        case Acquire(), _:
            return []
        case _, Unknown():
            raise NotOurs
        case Lend(reader, at), In():
            return [Lent(reader, at)]
        case Lend(reader), Out(holder):
            if reader == holder:
                return []
            raise AlreadyLent(holder)
        case TakeBack(at), Out():
            return [Returned(at)]
        case _:
            return []


def evolve_book(book: Any, event: Any) -> Any:
    match event:
        case Acquired() | Returned():
            return In()
        case Lent(reader):
            return Out(reader)
        case _:
            return book


BOOK: Aggregate[Any, Any, Any] = Aggregate(
    "book",
    Decider(Unknown(), decide_book, evolve_book),
    EventTypes({"library.acquired.v1": Acquired, "library.lent.v1": Lent, "library.returned.v1": Returned}),
)

# Counter: a stream on which every command is a new fact


@dataclass(frozen=True, slots=True)
class Count:
    at: datetime
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    number: int
    at: datetime


COUNTER: Aggregate[Any, Any, Any] = Aggregate(
    "counter",
    Decider(0, lambda command, state: [Counted(state + 1, command.at)], lambda _, event: event.number),
    EventTypes({"library.counted.v1": Counted}),
)

# What the library says in public


@dataclass(frozen=True, slots=True)
class BookLentV1:
    book: str
    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BookReturnedV1:
    book: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FeePaidV1:
    book: str
    day_of: datetime
    cents: int


class Language:
    """A registry like contracts.registry.Contracts, without its rules."""

    def __init__(self, *events: type) -> None:
        self._events = events
        self._decoders: dict[str, Callable[[Any], Any]] = {
            self.dataschema(event): msgspec.json.Decoder(event).decode for event in events
        }

    def __iter__(self) -> Iterator[type]:
        return iter(self._events)

    def name(self, event: object) -> str:
        return (event if isinstance(event, type) else type(event)).__name__[:-2]

    def dataschema(self, event: object) -> str:
        return f"urn:test:{(event if isinstance(event, type) else type(event)).__name__}"

    def encode(self, event: object) -> bytes:
        return msgspec.json.encode(event)

    def decode(self, dataschema: str, data: Any) -> Any:
        return self._decoders[dataschema](data)


LANGUAGE = Language(BookLentV1, BookReturnedV1, FeePaidV1)


def published(recorded: Recorded) -> Published | None:
    match recorded.event:
        case Lent(reader, at):
            return Published(BookLentV1(recorded.id, reader, at), recorded.id)
        case Returned(at):
            return Published(BookReturnedV1(recorded.id, at), recorded.id)
        case _:
            return None


metadata = MetaData()
shelf = Table(
    "shelf",
    metadata,
    Column("book", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("reader", Text),
    Column("lent_at", Instant),
    Column("times", BigInteger, nullable=False),
)
loans = Table(
    "loans",
    metadata,
    Column("book", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("open", Boolean, nullable=False),
    Column("reader", Text),
    Column("paid", BigInteger, nullable=False),
)


def _on(recorded: Recorded) -> tuple[str]:
    return (recorded.id,)


def _lent(row: Row, event: Lent) -> Row:
    return {**row, "reader": event.reader, "lent_at": event.at, "times": row["times"] + 1}


SHELF = Projection(
    shelf,
    {
        Acquired: (_on, lambda _, r: {"title": r.event.title, "times": 0}),
        Lent: (
            _on,
            lambda row, r: _lent(row or {}, r.event),
        ),
        Returned: (_on, lambda row, _: {**(row or {}), "reader": None, "lent_at": None}),
    },
)

LIBRARY = Definition(
    name="library",
    aggregates=(BOOK, COUNTER),
    contracts=LANGUAGE,
    migrations=MIGRATIONS,
    published=published,
    projections=(SHELF,),
)

# Treasury: opens a slip for each lending, and lists loans


@dataclass(frozen=True, slots=True)
class OpenSlip:
    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipOpened:
    reader: str
    at: datetime


@dataclass(eq=False)
class UnwelcomeReader(Refusal):
    code: ClassVar[str] = "treasury.unwelcome"
    reader: str


BARRED: set[str] = set()


def decide_slip(command: OpenSlip, slips: tuple[str, ...]) -> list[Any]:
    if command.reader in BARRED:
        raise UnwelcomeReader(command.reader)
    return [SlipOpened(command.reader, command.at)]


SLIP: Aggregate[Any, Any, Any] = Aggregate(
    "slip",
    Decider((), decide_slip, lambda slips, event: (*slips, event.reader)),
    EventTypes({"treasury.opened.v1": SlipOpened}),
)


def react(incoming: Incoming) -> list[Reaction]:
    match incoming.event:
        case BookLentV1(book, reader, at):
            return [Reaction(SLIP, book, OpenSlip(reader, at))]
        case _:
            return []


LOANS = ForeignProjection(
    loans,
    {
        BookLentV1: (
            lambda i: (i.event.book, i.event.at.date()),
            lambda row, i: {"paid": 0, **(row or {}), "open": True, "reader": i.event.reader},
        ),
        BookReturnedV1: (
            lambda i: (i.event.book, i.event.at.date()),
            lambda row, _: {"paid": 0, **(row or {}), "open": False},
        ),
        FeePaidV1: (
            lambda i: (i.event.book, i.event.day_of.date()),
            lambda row, i: {"open": False, **(row or {}), "paid": (row or {"paid": 0})["paid"] + i.event.cents},
        ),
    },
)

TREASURY = Definition(
    name="treasury",
    aggregates=(SLIP,),
    contracts=LANGUAGE,
    migrations=MIGRATIONS,
    foreign_projections=(LOANS,),
    follows=("library", "bank"),
    react=react,
)

# Handlers and queries

MARY = Actor("mary", "librarian")
_contexts = iter(range(1, 1_000_000))


def context(request_id: str | None = None, fingerprint: str | None = None) -> Context:
    print_ = fingerprint or (None if request_id is None else "asked")
    return Context(MARY, f"wish-{next(_contexts)}", request_id=request_id, fingerprint=print_)


def acquire(unit: Unit, payload: Mapping[str, Any]) -> dict[str, Any]:
    unit.execute(BOOK, payload["book"], Acquire(payload.get("title", "A Book"), payload.get("at", NOON)))
    return {"book": payload["book"]}


def lend(unit: Unit, payload: Mapping[str, Any]) -> dict[str, Any]:
    unit.execute(BOOK, payload["book"], Lend(payload["reader"], payload.get("at", NOON)))
    return {"book": payload["book"], "reader": payload["reader"]}


def take_back(unit: Unit, payload: Mapping[str, Any]) -> dict[str, Any]:
    unit.execute(BOOK, payload["book"], TakeBack(payload.get("at", NOON)))
    return {"book": payload["book"]}


def count(unit: Unit, payload: Mapping[str, Any]) -> dict[str, Any]:
    (event,) = unit.execute(COUNTER, payload["counter"], Count(NOON))
    return {"number": event.number}


def who_has(reading: Reading, payload: Mapping[str, Any]) -> dict[str, Any]:
    rows = reading.rows("SELECT reader FROM shelf WHERE book = :book", book=payload["book"])
    return {"reader": rows[0]["reader"] if rows else None}


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)
