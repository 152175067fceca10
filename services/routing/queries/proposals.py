"""What the rules in force say of the cases that wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import RowMapping, select

from kernel.service import Answer
from kernel.store import Reading
from services.routing.dispatching import fields_above
from services.routing.domain.dispatch import Fit, Proposal, Rule, Traits, allowance_by, propose
from services.routing.domain.limits import Limits
from services.routing.domain.rulebook import BOOK
from services.routing.domain.words import ColumnId, FieldId
from services.routing.projections import unlisted
from services.routing.queries.city import limits_in
from services.routing.schema import RULES
from services.routing.tables import columns


@dataclass(frozen=True, slots=True)
class Run:
    """What rules need to know of a column."""

    territory: str
    limits: Limits


def proposals(reading: Reading, rows: Sequence[RowMapping]) -> dict[str, Answer | None]:
    """By number, what is proposed for these waiting cases: {rule, lead, co_agencies, working_days, ambiguous}."""
    if not rows:
        return {}
    rules, above = reading.state(RULES, BOOK).on.rules, fields_above(reading)
    runs = columns_run(reading, {row["column"] for row in rows})
    return {row["number"]: _proposed(row, proposed(rules, above, runs, row), runs) for row in rows}


def explained_proposal(reading: Reading, row: RowMapping) -> Answer:
    """What is proposed for a waiting case, with every rule that fits it and why."""
    on, runs = reading.state(RULES, BOOK).on, columns_run(reading, [row["column"]])
    found = proposed(on.rules, fields_above(reading), runs, row)
    fitting = [{**_fit(row, fit, runs), "reasons": [asdict(reason) for reason in fit.reasons]} for fit in found.fitting]
    return {
        "version": on.version,
        "proposed": None if found.first is None else _fit(row, found.first, runs),
        "ambiguous": found.is_ambiguous,
        "fitting": fitting,
    }


def columns_run(reading: Reading, ids: Iterable[ColumnId] | None) -> dict[ColumnId, Run]:
    """How these columns are run; None asks for all."""
    wanted = select(columns) if ids is None else select(columns).where(columns.c.column.in_(tuple(ids)))
    return {row["column"]: Run(row["jurisdiction"], limits_in(row)) for row in reading.rows(wanted)}


def traits(row: RowMapping, runs: Mapping[ColumnId, Run]) -> Traits:
    """What rules know of a case, from its row."""
    territory = runs[row["column"]].territory
    return Traits(row["column"], territory, row["kind"], row["field"], row["urgency"], row["complexity"])


def proposed(
    rules: Sequence[Rule], above: Mapping[FieldId, FieldId | None], runs: Mapping[ColumnId, Run], row: RowMapping
) -> Proposal:
    """What the rules say of a waiting case."""
    return propose(rules, traits(row, runs), above, unlisted(row["let_go"]))


def _proposed(row: RowMapping, found: Proposal, runs: Mapping[ColumnId, Run]) -> Answer | None:
    return None if found.first is None else {**_fit(row, found.first, runs), "ambiguous": found.is_ambiguous}


def _fit(row: RowMapping, fit: Fit, runs: Mapping[ColumnId, Run]) -> Answer:
    return {
        "rule": fit.rule.name,
        "lead": fit.rule.lead,
        "co_agencies": list(fit.co_agencies),
        "working_days": allowance_by(fit.rule, runs[row["column"]].limits, traits(row, runs)).days,
    }
