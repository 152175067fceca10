"""Another service's public event as it arrives, and what may be answered to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import orjson

from kernel.aggregate import Aggregate
from kernel.publiclog import Contracts, Envelope


class Incoming(msgspec.Struct, frozen=True):
    """A public event of another service; `event` is the contract's frozen dataclass.

    `time` is when it happened, `recorded_at` when its service recorded that.
    """

    source: str
    position: int
    name: str
    subject: str
    event: Any
    time: datetime
    recorded_at: datetime
    id: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """A command of one's own, as the answer to another service's event."""

    aggregate: Aggregate[Any, Any, Any]
    id: str
    command: Any


@dataclass(frozen=True, slots=True)
class Deed:
    """A use case of one's own, for what takes more than a command to decide: a part of the same piece of work.

    One that `erases` finds out what goes with the subject's key, and no more: like an Erasure it does not wait for
    parked events, and so comes early and comes twice. What it stages besides is a bug, for which its event is parked.
    """

    handler: Callable[[Any, Mapping[str, Any]], Any]
    payload: Mapping[str, Any]
    erases: bool = False


@dataclass(frozen=True, slots=True)
class Erasure:
    """The subject's key goes too, in the same transaction: what was sealed under it here can be read no more."""

    subject: str


React = Callable[[Incoming], Sequence[Reaction | Deed | Erasure]]


def no_reaction(incoming: Incoming) -> Sequence[Reaction | Deed | Erasure]:  # noqa: ARG001 - the shape of a React
    """For a service that only listens."""
    return []


class Arrived(msgspec.Struct, frozen=True):
    """What is read of an envelope; `data` is left as JSON until it is known to be wanted."""

    source: str
    position: int
    type: str
    subject: str
    time: datetime
    recordedtime: datetime
    dataschema: str
    id: str
    correlationid: str
    data: msgspec.Raw


class Delivery(NamedTuple):
    """An envelope that has arrived, and its JSON to park it with."""

    wire: Arrived
    body: bytes


_decode = msgspec.json.Decoder(Arrived).decode


class Unreadable(ValueError):
    """Something arrived that is no envelope of ours: no source and position to park it under."""


def delivered(envelope: Envelope | str | bytes) -> Delivery:
    """The envelope in its order. Raises Unreadable."""
    match envelope:
        case bytes():
            body = envelope
        case str():
            body = envelope.encode()
        case _:
            body = orjson.dumps(envelope)
    try:
        return Delivery(_decode(body), body)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Unreadable(str(error)) from None


class Reader:
    """From envelopes to events, by the contracts that a service knows."""

    def __init__(self, contracts: Contracts) -> None:
        self._decode = contracts.decode
        self._names = {contracts.name(event) for event in contracts}

    def concerns(self, wire: Arrived) -> bool:
        """Whether the service knows events of this name; of others it wants nothing."""
        return wire.type in self._names

    def read(self, wire: Arrived) -> Incoming:
        """The event. Raises LookupError for a version that is not known yet, ValueError for one that does not fit."""
        return Incoming(
            wire.source,
            wire.position,
            wire.type,
            wire.subject,
            self._decode(wire.dataschema, wire.data),
            wire.time,
            wire.recordedtime,
            wire.id,
            wire.correlationid,
        )


def in_order(deliveries: Sequence[Delivery]) -> dict[str, list[Delivery]]:
    """By source, by position, each position once."""
    by_source: dict[str, dict[int, Delivery]] = {}
    for delivery in deliveries:
        by_source.setdefault(delivery.wire.source, {})[delivery.wire.position] = delivery
    return {source: [found[position] for position in sorted(found)] for source, found in by_source.items()}
