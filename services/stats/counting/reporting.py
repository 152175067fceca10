"""Figures that belong together, of some members: row by row, and in total."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from services.stats.counting.figures import COUNTED
from services.stats.counting.grouping import Grouped
from services.stats.counting.population import Population
from services.stats.counting.spans import Span, Spans, spans
from services.stats.domain.figures import Report
from services.stats.domain.rates import percentage

Figures = dict[str, Any]


def reported(asked: Report, members: Population, groups: Grouped) -> dict[str, Any]:
    """{rows, total}: the report's figures; a row is {key, name} and the same figures of the members in it."""
    masks = {figure: COUNTED[figure](members) for figure in asked.figures}
    counts = groups.counted(masks)
    took = spans(members, masks["closed"], groups) if asked.spans else []
    rows = [
        {
            "key": group.key,
            "name": group.name,
            **_figures(asked, {figure: counts[figure][row] for figure in counts}),
            **(_spans(took[row]) if took else {}),
        }
        for row, group in enumerate(groups.groups)
    ]
    total = _figures(asked, {figure: sum(counts[figure]) for figure in counts})
    return {"rows": rows, "total": {**total, **(_spans(took[-1]) if took else {})}}


def rate(part: int, whole: int) -> str | None:
    """A rate as it is told: a decimal string in per cent, None where there is nothing to divide by."""
    return _written(percentage(part, whole))


def _figures(asked: Report, counts: dict[str, int]) -> Figures:
    return {**counts, asked.rate.name: rate(counts[asked.rate.part], counts[asked.rate.whole])}


def _spans(took: Spans) -> Figures:
    return {"calendar_days": _span(took.calendar_days), "working_days": _span(took.working_days)}


def _span(span: Span) -> Figures:
    return {"average": _written(span.average), "median": span.median, "p90": span.p90}


def _written(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
