"""Answers of stats as tables that a page prints: which words and figures stand where; nothing is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from gateway.documents import figures_words
from gateway.documents.bulletin_phrases import FIGURES_OF
from gateway.portal import words

SPANS: Final = ("calendar_days", "working_days")
SPAN: Final = ("average", "median", "p90")


@dataclass(frozen=True, slots=True)
class Over:
    """A head over several columns, each with a head of its own, or over one that has no other."""

    text: str
    columns: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is of, in Chinese or not, and its figures."""

    label: str
    cells: tuple[str, ...]
    is_chinese: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`told`: cohort and cut-off, in the caption; `over`: heads over heads, where there are any."""

    name: str
    title: str
    told: str
    label: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    over: tuple[Over, ...] = ()

    @property
    def under(self) -> tuple[str, ...]:
        """The heads that stand under another one."""
        kept, heads = [], iter(self.heads)
        for over in self.over:
            of_this = [next(heads) for _ in range(over.columns)]
            kept += of_this if over.columns > 1 else []
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its name."""

    name: str
    text: str
    told: str = ""


def report(name: str, answer: Mapping[str, Any]) -> Table:
    """A report of stats, a line for each row and one for the total."""
    by, figures = answer["by"], FIGURES_OF[name]
    cohort = answer["cohort"]
    return Table(
        name,
        words.part(name),
        words.told(cohort, cohort["of"], answer["as_of"]),
        words.grouping(by),
        heads_of(figures),
        tuple(Line(words.called(row, by), cells_of(row, figures), _is_chinese(row)) for row in answer["rows"]),
        Line(words.total(), cells_of(answer["total"], figures)),
        _over(figures),
    )


def rows(content: Mapping[str, Any], part: str) -> Table | None:
    """A part of a bulletin that is made of rows; None where there are none."""
    listed: Sequence[Mapping[str, Any]] = content[part]
    if not listed:
        return None
    figures = FIGURES_OF[part]
    return Table(
        part,
        words.part(part),
        words.told(content["period"], "accepted", content["as_of"]),
        words.rows_of(part),
        heads_of(figures, part),
        tuple(Line(words.called(row, part), cells_of(row, figures), _is_chinese(row)) for row in listed),
    )


def overdue(content: Mapping[str, Any]) -> Table | None:
    """The overdue matters by number, the longest first; None where there are none."""
    if not content["overdue"]:
        return None
    named = ("column_name", "agency_name", "due", "days")
    return Table(
        "overdue",
        words.part("overdue"),
        words.told(content["period"], "accepted", content["as_of"]),
        words.rows_of("overdue"),
        tuple(words.figure(name, "overdue") for name in named),
        tuple(
            Line(
                item["number"],
                (
                    str(item["column_name"] or item["column"]),
                    words.called({"key": item["agency"], "name": item["agency_name"]}, "agencies"),
                    item["due"],
                    words.shown(item["days"]),
                ),
            )
            for item in content["overdue"]
        ),
    )


def trend(content: Mapping[str, Any], names: Sequence[str]) -> Table:
    """The periods before, and this one last, each as of as long after its end."""
    figures = FIGURES_OF["trend"]
    lines = (
        Line(name, (*cells_of(row, figures), words.cut_off(row["as_of"])))
        for name, row in zip(names, content["trend"], strict=True)
    )
    told = words.told(content["period"], "accepted", content["as_of"])
    return Table(
        "trend",
        words.part("trend"),
        told,
        words.rows_of("trend"),
        (*heads_of(figures), gettext("Cut-off")),
        tuple(lines),
    )


def figures(content: Mapping[str, Any], part: str) -> tuple[Figure, ...]:
    """The figures of a part without rows; how long matters took is a table of its own."""
    return tuple(
        Figure(words.figure(name), words.shown(content[part][name])) for name in FIGURES_OF[part] if name not in SPANS
    )


def spans(content: Mapping[str, Any]) -> Table:
    """How long matters took, by the calendar and in working days."""
    timeliness = content["timeliness"]
    return Table(
        "days",
        gettext("How long matters took"),
        words.told(content["period"], "accepted", content["as_of"]),
        gettext("Days counted"),
        tuple(words.figure(part) for part in SPAN),
        tuple(Line(words.figure(name), tuple(words.shown(timeliness[name][part]) for part in SPAN)) for name in SPANS),
    )


def heads_of(figures: Sequence[str], part: str = "") -> tuple[str, ...]:
    """What the figures are called; a span is three of them."""
    return tuple(_each(figures, lambda name: words.figure(name, part), lambda _, of: words.figure(of)))


def cells_of(row: Mapping[str, Any], figures: Sequence[str]) -> tuple[str, ...]:
    """A row's figures as they are printed, in the same order."""
    return tuple(_each(figures, lambda name: cell(row, name), lambda name, of: words.shown(row[name][of])))


def cell(row: Mapping[str, Any], name: str) -> str:
    """A figure as it is printed, or that it is withheld."""
    if row[name] is None and row.get("withheld"):
        return "withheld" if words.english() else figures_words.WITHHELD
    return words.shown(row[name])


def _each(figures: Sequence[str], one: Any, of_span: Any) -> Iterable[str]:
    for name in figures:
        if name in SPANS:
            yield from (of_span(name, of) for of in SPAN)
        else:
            yield one(name)


def _over(figures: Sequence[str]) -> tuple[Over, ...]:
    if not set(SPANS) & set(figures):
        return ()
    return tuple(
        Over(words.figure(name), len(SPAN)) if name in SPANS else Over(words.figure(name), 1) for name in figures
    )


def _is_chinese(row: Mapping[str, Any]) -> bool:
    return bool(row.get("name"))
