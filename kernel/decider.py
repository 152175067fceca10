"""The pure heart of an aggregate: commands are decided against state, events evolve it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Generic, TypeVar

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S")


@dataclass(eq=False)
class Refusal(Exception):
    """A business answer of no: subclasses are dataclasses whose fields are the values the person needs."""

    code: ClassVar[str]

    def values(self) -> dict[str, Any]:
        """The refusal's fields by name, as given."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return f"{self.code} {self.values()}"


def refused(refusal: Refusal) -> dict[str, Any]:
    """The refusal as JSON-able values, for an answer that refuses one row of many: {refused: code, values}."""
    return {"refused": refusal.code, "values": plain(refusal.values())}


def plain(value: Any) -> Any:
    """Instants and dates in ISO 8601, instants in UTC, all the way down; everything else as it is."""
    match value:
        case Mapping():
            return {name: plain(inner) for name, inner in value.items()}
        case list() | tuple() | frozenset():
            return [plain(inner) for inner in value]
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, E, S]):
    """One aggregate's rules: `decide` is total over commands and may refuse, `evolve` is total over events."""

    initial: S
    decide: Callable[[C, S], list[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """The state after `events`, starting from `state` or from the beginning."""
        current = self.initial if state is None else state
        for event in events:
            current = self.evolve(current, event)
        return current
