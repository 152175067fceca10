"""Figures that belong together, row by row and in total."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from services.stats.counting.figures import COUNTED
from services.stats.counting.grouping import Group
from services.stats.counting.known import Known
from services.stats.counting.memory import Memory
from services.stats.counting.spans import Span, Spans, spans
from services.stats.domain.figures import COMPLETION, SATISFACTION, TIMELINESS, WORKLOAD, Report
from services.stats.domain.rates import percentage
from services.stats.queries.asked import Question, asked_for


def completion(memory: Memory) -> Query:
    """办结率, of the messages accepted in the period: see `report`."""
    return report(COMPLETION, memory)


def timeliness(memory: Memory) -> Query:
    """按期办结率 and 平均办理时间, of the messages accepted in the period: see `report`."""
    return report(TIMELINESS, memory)


def satisfaction(memory: Memory) -> Query:
    """满意率, of the evaluations of the messages accepted in the period: see `report`."""
    return report(SATISFACTION, memory)


def workload(memory: Memory) -> Query:
    """What came in and what became of it, and 答复率, of the messages received in the period: see `report`."""
    return report(WORKLOAD, memory)


def report(asked: Report, memory: Memory) -> Query:
    """{from, to, as_of, known_at, by, …} → {cohort, as_of, known_at, positions, missing, filters, by, rows, total}.

    A row is {key, name} and the figures of `total`; the rate is a decimal string, null where there is nothing to divide
    by. The figures of a row count messages, each of them in one row. Raises what `asked_for` raises, UnknownLabel,
    PositionsAhead, Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        question = asked_for(reading, payload)
        known = question.moment.known(memory)
        figures = memory.kept(known, (asked.name, question.at(known)), lambda: _counted(asked, question, known))
        return {**question.said(asked.base, known), **figures}

    return ask


def _counted(asked: Report, question: Question, known: Known) -> Answer:
    members = question.members(known, asked.base)
    groups = question.rows(members)
    masks = {figure: COUNTED[figure](members) for figure in asked.figures}
    counts = {figure: groups.counts(mask) for figure, mask in masks.items()}
    took = spans(members, masks["closed"], groups) if asked.spans else []
    rows = [
        {
            **_label(group),
            **_figures(asked, {figure: counts[figure][row] for figure in counts}),
            **(_spans(took[row]) if took else {}),
        }
        for row, group in enumerate(groups.groups)
    ]
    total = _figures(asked, {figure: sum(counts[figure]) for figure in counts})
    return {
        "rows": rows,
        "total": {**total, **(_spans(took[-1]) if took else {})},
    }


def _label(group: Group) -> dict[str, Any]:
    return {"key": group.key, "name": group.name}


def _figures(asked: Report, counts: dict[str, int]) -> dict[str, Any]:
    return {**counts, asked.rate.name: _written(percentage(counts[asked.rate.part], counts[asked.rate.whole]))}


def _spans(took: Spans) -> dict[str, Any]:
    return {"calendar_days": _span(took.calendar_days), "working_days": _span(took.working_days)}


def _span(span: Span) -> dict[str, Any]:
    return {**asdict(span), "average": _written(span.average)}


def _written(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
