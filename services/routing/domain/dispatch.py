"""Dispatch: to which agency the office's rules would send a case, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

from services.routing.domain.limits import Allowance, Limits, allowance
from services.routing.domain.matter import Matter
from services.routing.domain.words import AgencyId, ColumnId, Complexity, FieldId, Kind, Urgency

Condition = Literal["columns", "territories", "kinds", "fields", "urgency", "complexity"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Cases that meet every condition go to `lead`; a condition that names nothing is met by all.

    `territories` are jurisdictions of columns. A field stands for those under it as well. Without `working_days` the
    column's limit counts.
    """

    name: str
    lead: AgencyId
    co_agencies: tuple[AgencyId, ...] = ()
    working_days: int | None = None
    columns: tuple[ColumnId, ...] = ()
    territories: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    fields: tuple[FieldId, ...] = ()
    urgency: Urgency | None = None
    complexity: Complexity | None = None

    LISTS: ClassVar[tuple[str, ...]] = ("co_agencies", "columns", "territories", "kinds", "fields")


@dataclass(frozen=True, slots=True)
class Traits:
    """What rules know of a case; `territory` is its column's jurisdiction."""

    column: ColumnId
    territory: str
    kind: Kind
    field: FieldId | None
    urgency: Urgency
    complexity: Complexity

    @classmethod
    def of(cls, matter: Matter, territory: str) -> Self:
        """Those of a matter in a column with this jurisdiction."""
        return cls(matter.column, territory, matter.kind, matter.field, matter.urgency, matter.complexity)


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that was met: the rule names `named`, and the case has `value`, which is the same or under it."""

    condition: Condition
    named: str
    value: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule that fits a case; its co-agencies without those that were let go of it in this round."""

    rule: Rule
    co_agencies: tuple[AgencyId, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The rules that fit a case, in their order: the first one proposes."""

    fitting: tuple[Fit, ...] = ()

    @property
    def first(self) -> Fit | None:
        """The rule that proposes; None where no rule fits."""
        return self.fitting[0] if self.fitting else None

    @property
    def is_ambiguous(self) -> bool:
        """Whether two fitting rules name different leads."""
        return len({fit.rule.lead for fit in self.fitting}) > 1


def propose(
    rules: Sequence[Rule],
    traits: Traits,
    above: Mapping[FieldId, FieldId | None],
    let_go: Collection[AgencyId] = (),
) -> Proposal:
    """What the rules say of a case that these agencies were let go of in this round: they are not asked again.

    `above` gives each field the one it is under.
    """
    fitting: list[Fit] = []
    for rule in rules:
        if rule.lead in let_go:
            continue
        reasons = met(rule, traits, above)
        if reasons is not None:
            willing = tuple(agency for agency in rule.co_agencies if agency not in let_go)
            fitting.append(Fit(rule, willing, reasons))
    return Proposal(tuple(fitting))


def met(rule: Rule, traits: Traits, above: Mapping[FieldId, FieldId | None]) -> tuple[Reason, ...] | None:
    """The conditions that the case meets, where it meets all of them; otherwise None."""
    reasons: list[Reason] = []
    for condition, named, values in _conditions(rule, traits, above):
        if not named:
            continue
        hit = next((value for value in values if value in named), None)
        if hit is None:
            return None
        reasons.append(Reason(condition, hit, values[0]))
    return tuple(reasons)


def _conditions(
    rule: Rule, traits: Traits, above: Mapping[FieldId, FieldId | None]
) -> Iterator[tuple[Condition, tuple[str, ...], tuple[str, ...]]]:
    """Each condition: what the rule names, and what of the case would meet it, the case's own value first."""
    yield "columns", rule.columns, (traits.column,)
    yield "territories", rule.territories, (traits.territory,)
    yield "kinds", rule.kinds, (traits.kind,)
    yield "fields", rule.fields, tuple(upwards(traits.field, above))
    yield "urgency", _one(rule.urgency), (traits.urgency,)
    yield "complexity", _one(rule.complexity), (traits.complexity,)


def _one(named: str | None) -> tuple[str, ...]:
    return () if named is None else (named,)


def upwards(field: FieldId | None, above: Mapping[FieldId, FieldId | None]) -> Iterator[FieldId]:
    """The field and every one above it, nearest first; none for a case without a field."""
    seen: set[str] = set()
    while field is not None and field not in seen:
        yield field
        seen.add(field)
        field = above.get(field)


def allowance_by(rule: Rule, limits: Limits, traits: Traits) -> Allowance:
    """The working days that a rule gives: its own, but never more than the column allows; else the column's."""
    if rule.working_days is None:
        return allowance(limits, traits.kind, traits.urgency, traits.complexity, None)
    return Allowance(min(rule.working_days, limits.max_days), limits.max_days, "rule")


def is_within(rule: Rule, columns: Collection[ColumnId]) -> bool:
    """Whether a rule can touch cases of these columns alone: it names its columns, and they are all among these."""
    return bool(rule.columns) and set(rule.columns) <= set(columns)


def normal(rule: Rule) -> Rule:
    """The rule with nothing named twice."""
    once: dict[str, Any] = {name: tuple(dict.fromkeys(getattr(rule, name))) for name in Rule.LISTS}
    return replace(rule, **once)
