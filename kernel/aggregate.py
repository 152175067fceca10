"""An aggregate as the store knows it: where its streams are, how it decides, how its events are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from kernel.codec import EventTypes
from kernel.decider import C, Decider, E, S


@dataclass(frozen=True, slots=True)
class Aggregate(Generic[C, E, S]):
    """One kind of stream: `<category>-<id>`, its rules and its stored event types. A category holds no hyphen."""

    category: str
    decider: Decider[C, E, S]
    types: EventTypes

    def __post_init__(self) -> None:
        if not self.category or "-" in self.category:
            raise ValueError(f"a category is a word without hyphens, not {self.category!r}")

    def stream(self, id: str) -> str:  # noqa: A002 - the domain's word
        """The stream of one instance."""
        return f"{self.category}-{id}"
