"""What other services said: each event applied once, in order, whatever is lost, doubled or reordered on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.aggregate import Aggregate
from kernel.publiclog import Envelope

Fetch = Callable[[str, int, int], Sequence[Envelope]]
"""`fetch(source, after, limit)`: the source's public events after a position, oldest first; raises Unavailable."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A public event of another service; `event` is the contract's frozen dataclass."""

    source: str
    position: int
    name: str
    subject: str
    event: Any
    time: datetime
    id: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """A command of one's own, as the answer to another service's event."""

    aggregate: Aggregate[Any, Any, Any]
    id: str
    command: Any


React = Callable[[Incoming], list[Reaction]]


def no_reaction(incoming: Incoming) -> list[Reaction]:  # noqa: ARG001 - the shape of a React
    """For a service that only listens."""
    return []


class Inbox:
    """Applies other services' events: reactions, foreign projections and the checkpoint in one transaction."""

    def apply(self, envelopes: Sequence[Envelope | str | bytes]) -> int:
        """Apply a batch, of any sources in any order; the answer is how many events were new.

        Seen ones are dropped, gaps are fetched first. Raises Unavailable where a gap cannot be fetched: then nothing
        was applied. After it returns, the batch may be acknowledged.
        """
        raise NotImplementedError

    def catch_up(self, source: str) -> int:
        """Pull and apply what the source has and this service has not; how many events were new. Raises Unavailable."""
        raise NotImplementedError

    def retry_parked(self) -> int:
        """Apply parked events again, in order, subject by subject; how many were applied now."""
        raise NotImplementedError
