"""Limits: how many working days handling may take, by kind, urgency and complexity (domain.md, rule 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from services.routing.domain.refusals import PastLimit
from services.routing.domain.words import COMPLEXITIES, KINDS, URGENCIES, Complexity, Kind, Urgency


@dataclass(frozen=True, slots=True)
class LimitException:
    """Matters of this kind, urgency and complexity get so many days; what is None may be anything."""

    days: int
    kind: Kind | None = None
    urgency: Urgency | None = None
    complexity: Complexity | None = None

    @property
    def weight(self) -> int:
        """How much it is specific about: of two that fit, the weightier goes before."""
        return sum(named is not None for named in (self.kind, self.urgency, self.complexity))

    def fits(self, kind: str, urgency: str, complexity: str) -> bool:
        """Whether it is about such a matter."""
        pairs = ((self.kind, kind), (self.urgency, urgency), (self.complexity, complexity))
        return all(named in (None, so) for named, so in pairs)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long handling may take, in working days; only a granted extension passes `max_days`.

    A matter gets `ordinary_days` or `complex_days`, unless an exception is about it. Urgency alone shortens nothing:
    a column for which it does says so by an exception.
    """

    ordinary_days: int = 5
    complex_days: int = 10
    max_days: int = 15
    exceptions: tuple[LimitException, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many working days a matter was given, and by what: limit, exception, dispatcher or dispatch rule.

    Where an exception gave them, what it is about stands beside it.
    """

    days: int
    max_days: int
    source: Literal["ordinary", "complex", "exception", "dispatcher", "rule"]
    kind: Kind | None = None
    urgency: Urgency | None = None
    complexity: Complexity | None = None


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A matter that several exceptions are about, none of them more specific than the others: the days they give."""

    kind: str
    urgency: str
    complexity: str
    days: tuple[int, ...]


def limits_of(said: Mapping[str, Any]) -> Limits:
    """Limits as a city file has them."""
    exceptions = tuple(LimitException(**exception) for exception in said.get("exceptions", ()))
    return Limits(**{**said, "exceptions": exceptions})


def are_in_order(limits: Limits) -> bool:
    """At least one day each, and nothing longer than the most."""
    given = (limits.ordinary_days, limits.complex_days, *(exception.days for exception in limits.exceptions))
    return min(given) >= 1 and limits.max_days >= max(given)


def find_empty(limits: Limits) -> int | None:
    """The place, from 0, of the first exception that is about nothing in particular; None where there is none."""
    return next((place for place, exception in enumerate(limits.exceptions) if not exception.weight), None)


def find_ambiguity(limits: Limits) -> Ambiguity | None:
    """The first matter for which no single exception is the most specific; None where there is none."""
    for kind, urgency, complexity in product(KINDS, URGENCIES, COMPLEXITIES):
        found = tuple(_weightiest(limits, kind, urgency, complexity))
        if len(found) > 1:
            return Ambiguity(kind, urgency, complexity, tuple(exception.days for exception in found))
    return None


def _weightiest(limits: Limits, kind: str, urgency: str, complexity: str) -> Iterator[LimitException]:
    fitting = [exception for exception in limits.exceptions if exception.fits(kind, urgency, complexity)]
    most = max((exception.weight for exception in fitting), default=0)
    return (exception for exception in fitting if exception.weight == most)


def allowance(limits: Limits, kind: Kind, urgency: Urgency, complexity: Complexity, asked: int | None) -> Allowance:
    """The working days a matter gets: what the dispatcher asked for, otherwise what the column's limits say of it.

    The most specific exception goes before the limit for its complexity. Raises PastLimit.
    """
    if asked is not None:
        if not 1 <= asked <= limits.max_days:
            raise PastLimit(asked, limits.max_days)
        return Allowance(asked, limits.max_days, "dispatcher")
    for exception in _weightiest(limits, kind, urgency, complexity):
        about = (exception.kind, exception.urgency, exception.complexity)
        return Allowance(exception.days, limits.max_days, "exception", *about)
    days = limits.complex_days if complexity == "complex" else limits.ordinary_days
    return Allowance(days, limits.max_days, complexity)
