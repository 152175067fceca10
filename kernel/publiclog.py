"""The public log: what other services may know, in their words, without gaps and in commit order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    """The published language: which frozen dataclass stands behind which name and version."""

    def classes(self) -> Mapping[tuple[str, int], type]:
        """Every contract event, by name and version: `("MessageSubmitted", 1)` → `MessageSubmittedV1`."""
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
