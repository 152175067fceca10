"""What happened, in memory: the tables of facts as arrays, one element for each row, in the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from services.stats.counting.arrays import Growing, Numbers, Words, number

Raw = tuple[Any, ...]
"""A row as the database driver gives it: instants in microseconds since the epoch, flags as 0 and 1."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How far each source has been heard, by positions of its public log, and which events wait to be applied."""

    reached: Mapping[str, int] = field(default_factory=dict)
    parked: frozenset[tuple[str, int]] = frozenset()

    def missing(self, until: Mapping[str, int]) -> int:
        """How many events wait up to these positions."""
        return sum(position <= until.get(source, 0) for source, position in self.parked)


class Series:
    """Facts of one source: whom they are about (`subject`, by place in `Facts.numbers`), what, when, recorded when."""

    source: str
    columns: tuple[str, ...] = ("position", "number", "fact", "at", "recorded_at")

    def __init__(self) -> None:
        self._position, self._at, self._recorded_at = Growing(), Growing(), Growing()
        self._subject = Growing(np.int32)
        self._fact = Growing(np.int8)
        self._places: dict[int, Growing] = {}

    position = property(lambda self: self._position.values)
    subject = property(lambda self: self._subject.values)
    fact = property(lambda self: self._fact.values)
    at = property(lambda self: self._at.values)
    recorded_at = property(lambda self: self._recorded_at.values)

    def add(self, facts: Facts, rows: Sequence[Raw]) -> Sequence[Sequence[Any]]:
        """Add rows of `columns`; answers their columns, for a series that keeps more of them."""
        told: list[Sequence[Any]] = list(zip(*rows, strict=True))
        self._place(np.asarray(told[2]))
        self._position.extend(told[0])
        self._subject.extend(facts.numbers.codes(told[1]))
        self._fact.extend(told[2])
        self._at.extend(told[3])
        self._recorded_at.extend(told[4])
        return told

    def _place(self, facts: Numbers) -> None:
        before = len(self._fact.values)
        for fact in np.unique(facts).tolist():
            self._places.setdefault(fact, Growing(np.intp)).extend(np.flatnonzero(facts == fact) + before)

    def places(self, fact: int) -> Numbers:
        """Where the facts of this kind stand."""
        return self._places[fact].values if fact in self._places else np.empty(0, np.intp)

    def seen(self) -> Self:
        """The facts that there are now: what is added later does not show among them."""
        seen = copy(self)
        columns = {name: value.seen() for name, value in vars(self).items() if isinstance(value, Growing)}
        vars(seen).update(columns, _places={fact: places.seen() for fact, places in self._places.items()})
        return seen


class MessageFacts(Series):
    """Intake's."""

    source = "intake"
    columns = (*Series.columns, "column", "kind", "field", "round", "satisfaction")

    def __init__(self) -> None:
        super().__init__()
        self._column, self._kind, self._field = Growing(np.int32), Growing(np.int8), Growing(np.int32)
        self._round, self._satisfaction = Growing(np.int16), Growing(np.int8)

    column = property(lambda self: self._column.values)
    kind = property(lambda self: self._kind.values)
    field = property(lambda self: self._field.values)
    round = property(lambda self: self._round.values)
    satisfaction = property(lambda self: self._satisfaction.values)

    def add(self, facts: Facts, rows: Sequence[Raw]) -> Sequence[Sequence[Any]]:
        """Add rows of `columns`."""
        told = super().add(facts, rows)
        self._column.extend(facts.columns.codes(told[5]))
        self._kind.extend(facts.kinds.codes(told[6]))
        self._field.extend(facts.fields.codes(told[7]))
        self._round.extend([number(each) for each in told[8]])
        self._satisfaction.extend([number(each) for each in told[9]])
        return told


class CaseFacts(Series):
    """Routing's."""

    source = "routing"
    columns = (*Series.columns, "round", "agency", "until", "on_time", "helpers")

    def __init__(self) -> None:
        super().__init__()
        self._round, self._agency, self._helpers = Growing(np.int16), Growing(np.int32), Growing(np.int32)
        self._until, self._on_time = Growing(), Growing(np.int8)

    round = property(lambda self: self._round.values)
    agency = property(lambda self: self._agency.values)
    helpers = property(lambda self: self._helpers.values)
    until = property(lambda self: self._until.values)
    on_time = property(lambda self: self._on_time.values)

    def add(self, facts: Facts, rows: Sequence[Raw]) -> Sequence[Sequence[Any]]:
        """Add rows of `columns`."""
        told = super().add(facts, rows)
        self._round.extend(told[5])
        self._agency.extend(facts.agencies.codes(told[6]))
        self._until.extend([number(each) for each in told[7]])
        self._on_time.extend([number(each) for each in told[8]])
        self._helpers.extend(facts.helpers.codes(told[9]))
        return told


class ReplyFacts(Series):
    """Review's."""

    source = "review"
    columns = (*Series.columns, "round", "public")

    def __init__(self) -> None:
        super().__init__()
        self._round, self._public = Growing(np.int16), Growing(np.int8)

    round = property(lambda self: self._round.values)
    public = property(lambda self: self._public.values)

    def add(self, facts: Facts, rows: Sequence[Raw]) -> Sequence[Sequence[Any]]:
        """Add rows of `columns`."""
        told = super().add(facts, rows)
        self._round.extend(told[5])
        self._public.extend(told[6])
        return told


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that figures are counted from, and the words that the arrays name by number."""

    numbers: Words = field(default_factory=Words)
    columns: Words = field(default_factory=Words)
    kinds: Words = field(default_factory=Words)
    fields: Words = field(default_factory=Words)
    agencies: Words = field(default_factory=Words)
    helpers: Words = field(default_factory=Words)
    messages: MessageFacts = field(default_factory=MessageFacts)
    cases: CaseFacts = field(default_factory=CaseFacts)
    replies: ReplyFacts = field(default_factory=ReplyFacts)

    @property
    def series(self) -> tuple[Series, ...]:
        """All of them, by the tables they come from."""
        return self.messages, self.cases, self.replies
