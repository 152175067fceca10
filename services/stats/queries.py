"""What stats is asked. Counting is done by the database; what a count means is in `domain`."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, func, or_, select

from kernel.clock import instant, rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.stats.domain.completion import FIRST_DAY, LAST_DAY, Cohort, ColumnCount, Completion, Count
from services.stats.domain.refusals import PeriodOutOfRange, PeriodReversed, UnknownWord
from services.stats.tables import closings, columns, handovers, matters

GROUPINGS = ("column",)


def completion(reading: Reading, payload: Payload) -> Answer:
    """{from, to, as_of, by} → {cohort: {from, to}, as_of, rows, total}; rows: {column, name} and the figures of total.

    The figures are {accepted, closed, handed_over, completion_rate}, the rate a decimal string, null where nothing was
    accepted.
    `from` and `to` are days in Asia/Shanghai, `to` not included; `as_of` is an instant, now where it is not given. Rows
    come in the order in which the columns were opened; a column not heard of yet comes last, its name null.
    Raises PeriodReversed, PeriodOutOfRange, UnknownWord.
    """
    cohort = asked_for(payload)
    as_of = instant(payload["as_of"]) if payload.get("as_of") else reading.now
    if payload.get("by", "column") not in GROUPINGS:
        raise UnknownWord("by", GROUPINGS)
    names = {row["column"]: row["name"] for row in reading.rows(select(columns).order_by(columns.c.turn))}
    counted = counted_by_column(reading, cohort, as_of)
    listed = [*names, *sorted(set(counted) - set(names))]
    rows = [ColumnCount(column, names.get(column), counted.get(column, Count(0, 0))) for column in listed]
    return written(Completion(cohort, as_of, rows))


def asked_for(payload: Payload) -> Cohort:
    """The cohort of `from` and `to`; raises PeriodReversed, PeriodOutOfRange."""
    cohort = Cohort(date.fromisoformat(payload["from"]), date.fromisoformat(payload["to"]))
    if cohort.end < cohort.begin:
        raise PeriodReversed(payload["from"], payload["to"])
    if cohort.begin < FIRST_DAY or cohort.end > LAST_DAY:
        raise PeriodOutOfRange(payload["from"], payload["to"], FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    return cohort


def counted_by_column(reading: Reading, cohort: Cohort, as_of: datetime) -> dict[str, Count]:
    """The columns in which messages of the cohort were accepted by the cut-off, with both counts."""
    begin, end = cohort.instants()
    accepted = (
        select(matters.c.column, func.count().label("many"))
        .where(matters.c.accepted_at >= begin, matters.c.accepted_at < end, matters.c.accepted_at <= as_of)
        .group_by(matters.c.column)
    )
    # a condition of the whole, not a figure of each row: so the database joins two sets instead of asking row by row
    closed = accepted.where(
        exists().where(
            closings.c.number == matters.c.number,
            closings.c.closed_at <= as_of,
            or_(closings.c.reopened_at.is_(None), closings.c.reopened_at > as_of),
        )
    )
    elsewhere = accepted.where(
        exists().where(
            handovers.c.number == matters.c.number,
            handovers.c.handed_over_at <= as_of,
            or_(handovers.c.reopened_at.is_(None), handovers.c.reopened_at > as_of),
        )
    )
    done, gone = ({row["column"]: row["many"] for row in reading.rows(each)} for each in (closed, elsewhere))
    return {
        row["column"]: Count(
            accepted=row["many"] - gone.get(row["column"], 0),
            closed=done.get(row["column"], 0),
            handed_over=gone.get(row["column"], 0),
        )
        for row in reading.rows(accepted)
    }


def written(completion: Completion) -> Answer:
    """The answer as JSON-able values, the cohort and the cut-off beside the figures."""
    return {
        "cohort": {"from": completion.cohort.begin.isoformat(), "to": completion.cohort.end.isoformat()},
        "as_of": rfc3339(completion.as_of),
        "rows": [{"column": row.column, "name": row.name, **figures(row.count)} for row in completion.columns],
        "total": figures(completion.total),
    }


def figures(count: Count) -> Answer:
    """Counts and rate of one row."""
    rate = count.completion_rate
    return {
        "accepted": count.accepted,
        "closed": count.closed,
        "handed_over": count.handed_over,
        "completion_rate": None if rate is None else str(rate),
    }
