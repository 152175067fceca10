"""The public log: what other services may know, in their words, without gaps and in commit order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec
import orjson

from kernel.database import Database
from kernel.journal import Recorded

Envelope = dict[str, Any]
"""A CloudEvents 1.0 object: specversion, id, source, type, subject, time, recordedtime, dataschema, datacontenttype,
position, correlationid, causationid, data."""


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish.py` makes of a journal event: a contract event (a frozen dataclass) and its subject."""

    event: Any
    subject: str


Publish = Callable[[Recorded], Published | None]


class Contracts(Protocol):
    """The published language as the kernel needs it; `contracts.registry.Contracts` is one."""

    def __iter__(self) -> Iterator[type]:
        """The contract classes."""
        ...

    def name(self, event: object) -> str:
        """The event's name without version, of an object or a class: the routing key."""
        ...

    def dataschema(self, event: object) -> str:
        """The URI that names the event and its version, of an object or a class."""
        ...

    def encode(self, event: object) -> bytes:
        """The event's data as JSON; raises ValueError where it does not fit its contract."""
        ...

    def decode(self, dataschema: str, data: Any) -> Any:
        """The event of JSON (bytes, str or msgspec.Raw); raises LookupError for an unknown dataschema, ValueError."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the public log: its position, the event's name (the routing key) and the envelope as JSON text."""

    position: int
    name: str
    body: str


class Wire(msgspec.Struct, omit_defaults=True):
    """The envelope as it is written and read; `data` is left as JSON until someone wants it."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    recordedtime: datetime
    dataschema: str
    datacontenttype: str
    position: int
    correlationid: str
    data: msgspec.Raw
    causationid: str | None = None


_encode = msgspec.json.Encoder().encode


class Publisher:
    """Makes envelopes of what a service says in public."""

    def __init__(self, source: str, contracts: Contracts, publish: Publish) -> None:
        self._source = source
        self._contracts = contracts
        self._publish = publish

    def envelope(self, recorded: Recorded, position: int) -> Wire | None:
        """The envelope of a journal event at a public position, None where it is private.

        Raises what the contracts raise for an event that does not fit them.
        """
        published = self._publish(recorded)
        if published is None:
            return None
        event = published.event
        metadata = recorded.metadata
        return Wire(
            specversion="1.0",
            id=f"{self._source}-{position}",
            source=self._source,
            type=self._contracts.name(event),
            subject=published.subject,
            time=recorded.occurred_at,
            recordedtime=recorded.recorded_at,
            dataschema=self._contracts.dataschema(event),
            datacontenttype="application/json",
            position=position,
            correlationid=metadata["correlation"],
            data=msgspec.Raw(self._contracts.encode(event)),
            causationid=metadata.get("causation"),
        )


def written(wire: Wire) -> bytes:
    """The envelope as JSON, as it is stored and sent."""
    return _encode(wire)


_ENTRIES = "SELECT position, name, body FROM public_log WHERE position > %s ORDER BY position LIMIT %s"
_HEAD = "SELECT public_position FROM journal_head"


class PublicLog:
    """Reads a service's public log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, after: int, limit: int) -> list[Envelope]:
        """The envelopes after a position, oldest first. Raises Unavailable."""
        return [orjson.loads(entry.body) for entry in self.entries(after, limit)]

    def entries(self, after: int, limit: int) -> list[Entry]:
        """The same as stored, for who sends them on. Raises Unavailable."""
        return [Entry(*row) for row in self._database.look(lambda session: session.query(_ENTRIES, (after, limit)))]

    def head(self) -> int:
        """The last public position, 0 before the first. Raises Unavailable."""
        head: int = self._database.look(lambda session: session.query(_HEAD))[0][0]
        return head
