"""The public log: what other services may know, in their words, without gaps and in commit order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from kernel.journal import Recorded

Envelope = dict[str, Any]
"""A CloudEvents 1.0 object: specversion, id, source, type, subject, time, dataschema, datacontenttype, position,
correlationid, causationid, data."""


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


class PublicLog:
    """Reads a service's public log."""

    def read(self, after: int, limit: int) -> list[Envelope]:
        """The envelopes after a position, oldest first."""
        raise NotImplementedError

    def entries(self, after: int, limit: int) -> list[Entry]:
        """The same as stored, for who sends them on."""
        raise NotImplementedError

    def head(self) -> int:
        """The last public position, 0 before the first."""
        raise NotImplementedError
