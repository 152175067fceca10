"""Reports as CSV: one line for each row and one for the total, each with its cohort and its cut-off."""

from __future__ import annotations

import csv as csv_format
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, Final

from gateway.documents.figures_words import (
    COHORTS,
    FIGURES,
    GROUPINGS,
    RATES,
    SPAN,
    SPANS,
    TOTAL,
    WITHHELD,
    called,
    filters,
    moments,
    positions,
)
from gateway.documents.formulas import reads_like_a_formula

CONTENT_TYPE: Final = "text/csv; charset=utf-8"

_MARK: Final = "\ufeff"  # by which a spreadsheet knows that Chinese follows


def csv(answer: Mapping[str, Any]) -> bytes:
    """The report as a file that spreadsheets open; figures as they are in the answer, "—" where there is none."""
    written = StringIO()
    lines = csv_format.writer(written, lineterminator="\r\n")
    lines.writerow([*_head(answer), *_titles(answer["total"])])
    for row in answer["rows"]:
        lines.writerow([*_cohort(answer), *_label(row, answer["by"]), *_values(row)])
    lines.writerow([*_cohort(answer), "", TOTAL, *_values(answer["total"])])
    return (_MARK + written.getvalue()).encode()


def _head(answer: Mapping[str, Any]) -> list[str]:
    by = GROUPINGS[answer["by"]]
    return ["统计口径", "起始日", "结束日（不含）", "截止时间", "已知截至", "数据位置", "筛选条件", f"{by}代码", by]


def _cohort(answer: Mapping[str, Any]) -> list[str]:
    cohort = answer["cohort"]
    return [
        COHORTS[cohort["of"]],
        cohort["from"],
        cohort["to"],
        *moments(answer),
        positions(answer),
        _text(filters(answer)),
    ]


def _label(row: Mapping[str, Any], by: str) -> list[str]:
    return [_text(row["key"] or ""), _text(called(row, by))]


def _titles(figures: Mapping[str, Any]) -> Iterator[str]:
    for name in figures:
        if name == "withheld":
            continue
        if name in SPANS:
            yield from (f"{SPANS[name]}·{SPAN[part]}" for part in SPAN)
        else:
            yield (FIGURES | RATES)[name]


def _values(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, value in figures.items():
        if name in SPANS:
            yield from (_figure(value[part]) for part in SPAN)
        elif name not in ("key", "name", "withheld"):
            yield WITHHELD if value is None and figures.get("withheld") else _figure(value)


def _figure(value: Any) -> str:
    return "—" if value is None else str(value)


def _text(value: str) -> str:
    """A text that stays one in a spreadsheet."""
    return f"'{value}" if reads_like_a_formula(value) else value
