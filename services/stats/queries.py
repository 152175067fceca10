"""What stats is asked. Counting is done by the database; what a count means is in `domain`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Select, and_, case, exists, func, or_, select

from kernel.clock import instant
from kernel.decider import Refusal
from kernel.store import Reading
from services.stats.domain.completion import Cohort, Completion, Count
from services.stats.tables import closings, columns, matters


@dataclass(eq=False)
class PeriodReversed(Refusal):
    """A period ends before it begins."""

    code: ClassVar[str] = "stats.period_reversed"
    begin: str
    end: str


@dataclass(eq=False)
class UnknownGrouping(Refusal):
    """Figures are not kept by this."""

    code: ClassVar[str] = "stats.unknown_grouping"
    by: str
    known: tuple[str, ...] = ("column",)


def completion(reading: Reading, payload: Mapping[str, Any]) -> dict[str, Any]:
    """{from, to, as_of, by} → {cohort: {from, to}, as_of, rows: [{column, accepted, closed, completion_rate}], total}.

    `from` and `to` are days in Asia/Shanghai, `to` not included; `as_of` is an instant, now where it is not given.
    Rates are decimal strings, null where nothing was accepted. Raises PeriodReversed, UnknownGrouping.
    """
    cohort = Cohort(date.fromisoformat(payload["from"]), date.fromisoformat(payload["to"]))
    as_of = instant(payload["as_of"]) if payload.get("as_of") else reading.now
    if cohort.end < cohort.begin:
        raise PeriodReversed(payload["from"], payload["to"])
    if payload.get("by", "column") != "column":
        raise UnknownGrouping(payload["by"])
    known = {row["column"]: Count(0, 0) for row in reading.rows(select(columns.c.column))}
    counted = {
        row["column"]: Count(accepted=row["accepted"], closed=row["closed"])
        for row in reading.rows(completion_by_column(cohort, as_of))
    }
    return written(Completion(cohort, as_of, sorted((known | counted).items())))


def completion_by_column(cohort: Cohort, as_of: datetime) -> Select[Any]:
    """The columns in which messages of the cohort were accepted by the cut-off, with both counts."""
    begin, end = cohort.instants()
    closed = exists().where(
        and_(
            closings.c.number == matters.c.number,
            closings.c.closed_at <= as_of,
            or_(closings.c.reopened_at.is_(None), closings.c.reopened_at > as_of),
        )
    )
    return (
        select(
            matters.c.column,
            func.count().label("accepted"),
            func.sum(case((closed, 1), else_=0)).label("closed"),
        )
        .where(matters.c.accepted_at >= begin, matters.c.accepted_at < end, matters.c.accepted_at <= as_of)
        .group_by(matters.c.column)
    )


def written(completion: Completion) -> dict[str, Any]:
    """The answer as JSON-able values, the cohort and the cut-off beside the figures."""
    return {
        "cohort": {"from": completion.cohort.begin.isoformat(), "to": completion.cohort.end.isoformat()},
        "as_of": completion.as_of.isoformat(),
        "rows": [{"column": column, **figures(count)} for column, count in completion.columns],
        "total": figures(completion.total),
    }


def figures(count: Count) -> dict[str, Any]:
    """Counts and rate of one row."""
    rate = count.completion_rate
    return {
        "accepted": count.accepted,
        "closed": count.closed,
        "completion_rate": None if rate is None else str(rate),
    }
