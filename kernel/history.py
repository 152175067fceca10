"""History: what happened to one subject, as it is told to people: page by page, the oldest first, nothing sealed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec

from kernel.aggregate import Aggregate
from kernel.clock import rfc3339
from kernel.journal import Recorded
from kernel.unit import Reading
from kernel.vault import is_sealed

Stream = tuple[Aggregate[Any, Any, Any], str]
Told = dict[str, Any]
Tells = Callable[[type, str], bool]
"""Whether the reader is told what a sealed value says: of which event, by which name."""


def nothing_sealed(_event: type, _name: str) -> bool:
    """What is sealed stays so."""
    return False


def history(
    reading: Reading,
    subject: str,
    streams: Sequence[Stream],
    payload: Mapping[str, Any],
    *,
    untold: Collection[type] = (),
    tells: Tells = nothing_sealed,
) -> Told:
    """{after?: {at, position}, limit} → {items, total}: the events of `streams` that come after a moment and a place.

    An item is {position, of, type, at, recorded_at, actor, role, on_behalf_of, facts, withheld}. `of` is the kind of
    its stream, `facts` are the event's values by name, those of a part of it as `part.name`; `withheld` names the
    values that are sealed, but for those that `tells` picks: their text is a fact, null once the subject is erased.
    Events of an `untold` type are left out: another service tells them, whose they are. One item more than `limit` is
    answered where there is one. Raises Unavailable.
    """
    recorded = chain.from_iterable(reading.history(aggregate, id_) for aggregate, id_ in streams)
    told = sorted((each for each in recorded if type(each.event) not in untold), key=_place)
    wanted = list(_after(told, payload.get("after")))[: payload["limit"] + 1]
    return {"items": [_item(reading, subject, each, tells) for each in wanted], "total": len(told)}


def _after(told: Sequence[Recorded], after: Mapping[str, Any] | None) -> Iterator[Recorded]:
    if after is None:
        return iter(told)
    ended = (datetime.fromisoformat(after["at"]), after["position"])
    return (each for each in told if _place(each) > ended)


def _place(recorded: Recorded) -> tuple[datetime, int]:
    return recorded.occurred_at, recorded.position


def _item(reading: Reading, subject: str, recorded: Recorded, tells: Tells) -> Told:
    facts, withheld = {}, []
    for name, value in _values(msgspec.json.decode(msgspec.json.encode(recorded.event))):
        if not _holds_sealed(value):
            facts[name] = value
        elif is_sealed(value) and tells(type(recorded.event), name):
            facts[name] = reading.unseal(subject, value)
        else:
            withheld.append(name)
    return {
        "position": recorded.position,
        "of": recorded.category,
        "type": recorded.type,
        "at": rfc3339(recorded.occurred_at),
        "recorded_at": rfc3339(recorded.recorded_at),
        "actor": recorded.metadata["actor"],
        "role": recorded.metadata["role"],
        "on_behalf_of": recorded.metadata.get("on_behalf_of"),
        "facts": facts,
        "withheld": withheld,
    }


def _holds_sealed(value: Any) -> bool:
    """Whether a value is sealed, or a list in which something is."""
    match value:
        case list():
            return any(_holds_sealed(each) for each in value)
        case dict():
            return any(_holds_sealed(each) for each in value.values())
        case _:
            return is_sealed(value)


def _values(event: Mapping[str, Any], part: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in event.items():
        if isinstance(value, dict):
            yield from _values(value, f"{part}{name}.")
        else:
            yield f"{part}{name}", value
