"""What the inbox's tests stand on: a library that can be cut off, and what became of its events in the treasury."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from kernel.errors import Unavailable
from kernel.publiclog import Envelope
from kernel.service import Service
from tests.kernel import library
from tests.kernel.library import NOON, acquire, context, later, lend, loans


class Source:
    """Somebody else's public log, at the other end of a line that can be cut."""

    def __init__(self, *logs: Any) -> None:
        self.logs = {service.name: service.log for service in logs}
        self.cut = False
        self.asked: list[tuple[str, int]] = []

    def fetch(self, source: str, after: int, limit: int) -> Sequence[Envelope]:
        self.asked.append((source, after))
        if self.cut:
            raise Unavailable(source)
        log = self.logs.get(source)
        return log.read(after, limit) if log is not None else []


def lent(lending: Service, count: int) -> list[Envelope]:
    """`count` public events of books being lent, each to a reader of its own."""
    start = lending.log.head()
    for number in range(start + 1, start + count + 1):
        lending.handle(acquire, {"book": f"b{number}"}, context())
        lending.handle(lend, {"book": f"b{number}", "reader": f"reader{number}", "at": later(number)}, context())
    return lending.log.read(start, count)


def slips(treasury: Service) -> list[tuple[str, str]]:
    """(book, reader) of every slip opened, in order: the journal's."""
    return [(each.id, each.event.reader) for each in treasury.journal.read(0, 10_000)]


def listed(treasury: Service) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in treasury.store.read(lambda c: c.execute(loans.select().order_by(loans.c.book)).all())]


def parked(treasury: Service) -> list[tuple[int, str, bool]]:
    """(position, subject, says why) in the order of a retry."""
    rows = treasury.doctor({})["parked"]
    return [(row["position"], row["subject"], row["error"] is not None) for row in rows]


def expected(*numbers: int) -> list[tuple[str, str]]:
    return [(f"b{number}", f"reader{number}") for number in numbers]


def envelope(source: str, position: int, event: Any = None, subject: str | None = None) -> Envelope:
    event = event or library.BookReturnedV1(f"b{position}", NOON)

    return {
        "specversion": "1.0",
        "id": f"{source}-{position}",
        "source": source,
        "type": library.LANGUAGE.name(event),
        "subject": subject or f"b{position}",
        "time": "2026-03-02T04:00:00Z",
        "recordedtime": "2026-03-02T04:00:00Z",
        "dataschema": library.LANGUAGE.dataschema(event),
        "datacontenttype": "application/json",
        "position": position,
        "correlationid": "c",
        "data": orjson.loads(library.LANGUAGE.encode(event)),
    }
