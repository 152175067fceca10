"""What columns, agencies and fields are called, and which days are worked: as it was at a cut-off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from kernel.tables import to_micros
from services.stats.counting.arrays import Mask, Numbers
from services.stats.counting.facts import Raw
from services.stats.domain.cohort import Cutoff
from services.stats.domain.figures import Hosted
from workdays.announced import calendar
from workdays.calendar import Calendar, Day, DayKind

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is run."""

    name: str
    jurisdiction: str
    portal: str | None

    @property
    def hosted(self) -> Hosted:
        """By whom: a column is the city's own unless another site hosts it."""
        return Hosted.HERE if self.portal is None else Hosted.ELSEWHERE


@dataclass(frozen=True, slots=True)
class Field:
    """What a message can be about; `parent` is the field above it."""

    name: str
    parent: str | None


@dataclass(slots=True)
class Registers:
    """The tables' rows so far: position first, last when it was so and when that was recorded."""

    columns: list[Raw] = field(default_factory=list)
    agencies: list[Raw] = field(default_factory=list)
    field_trees: list[Raw] = field(default_factory=list)
    calendar_days: list[Raw] = field(default_factory=list)

    def columns_ever(self) -> list[str]:
        """The columns there are or will be, whatever the cut-off; so the others."""
        return [row[1] for row in self.columns]

    def jurisdictions_ever(self) -> list[str]:
        """What columns belong to, or belonged to before they were rearranged."""
        return [row[3] for row in self.columns]

    def agencies_ever(self) -> list[str]:
        """The agencies."""
        return [row[1] for row in self.agencies]

    def fields_ever(self) -> list[str]:
        """The fields of every tree there has been."""
        return [code for row in self.field_trees for code, *_ in json.loads(row[1])]

    def columns_at(self, cutoff: Cutoff) -> dict[str, Column]:
        """The columns there are, in the order in which they were opened."""
        return {code: Column(*said) for code, *said in _each_at(self.columns, cutoff)}

    def agencies_at(self, cutoff: Cutoff) -> dict[str, str]:
        """The agencies' names, in the order in which they were registered."""
        return dict(_each_at(self.agencies, cutoff))

    def fields_at(self, cutoff: Cutoff) -> dict[str, Field]:
        """The tree of fields; those that it no longer has come last, as they were called when it had them."""
        first = _heard(self.field_trees, cutoff)[:1]
        trees = [json.loads(row[1]) for row in _before(self.field_trees, cutoff) or first]
        found: dict[str, Field] = {}
        for tree in reversed(trees):
            found |= {code: Field(name, parent) for code, name, parent in tree if code not in found}
        return found

    def calendar_at(self, cutoff: Cutoff) -> Calendar:
        """The working calendar that was in force."""
        return _amended(tuple(row[1] for row in _before(self.calendar_days, cutoff)))


def _heard(rows: Sequence[Raw], cutoff: Cutoff) -> Sequence[Raw]:
    """What stands in routing's log as far as the cut-off reaches: nothing else may change its answer."""
    if cutoff.positions is None:
        return rows
    until = dict(cutoff.positions).get("routing", 0)
    return [row for row in rows if row[0] <= until]


def _before(rows: Sequence[Raw], cutoff: Cutoff) -> list[Raw]:
    """What had happened at the cut-off, in its order."""
    as_of = to_micros(cutoff.as_of)
    known_at = None if cutoff.known_at is None else to_micros(cutoff.known_at)
    return [row for row in _heard(rows, cutoff) if row[-2] <= as_of and (known_at is None or row[-1] <= known_at)]


def _each_at(rows: Sequence[Raw], cutoff: Cutoff) -> list[Raw]:
    """The last word on each thing at the cut-off; of what came later the first: imported figures reach behind it."""
    found: dict[str, Raw] = {}
    for row in _heard(rows, cutoff):
        found.setdefault(row[1], row)
    for row in _before(rows, cutoff):
        found[row[1]] = row
    return [row[1:-2] for row in found.values()]


@lru_cache(maxsize=16)
def _amended(amendments: tuple[str, ...]) -> Calendar:
    """The announced calendar as the office amended it, one after the other."""
    days: dict[date, Day] = {}
    for amendment in amendments:
        days |= {
            date.fromisoformat(on): Day(date.fromisoformat(on), DayKind(kind)) for on, kind in json.loads(amendment)
        }
    return calendar().amended("", days, frozenset())


def worked_days(by: Calendar, first: int, last: int) -> Numbers:
    """How many days have been worked from day `first` on, up to and with each day until `last`; days since 1970."""
    begin = _EPOCH + timedelta(days=first)
    years = range(begin.year, (_EPOCH + timedelta(days=last)).year + 1)
    worked = np.concatenate([_worked_in(by, year) for year in years])
    skipped = (begin - date(begin.year, 1, 1)).days
    return np.cumsum(worked[skipped : skipped + last - first + 1], dtype=np.int64)


@lru_cache(maxsize=512)
def _worked_in(by: Calendar, year: int) -> Mask:
    """Which days of the year are worked."""
    day, worked = date(year, 1, 1), []
    while day.year == year:
        worked.append(by.day(day).kind.is_worked)
        day += timedelta(days=1)
    return np.asarray(worked, np.bool_)
