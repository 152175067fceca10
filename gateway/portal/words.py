"""What pages call figures, parts and periods: in Chinese as documents do, in English here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import get_locale, gettext

from gateway.documents import bulletin_words, figures_words
from gateway.documents.words import local
from gateway.language import ENGLISH
from gateway.sentences.names import KINDS

_FIGURES: Final = {
    "accepted": "Accepted",
    "handed_over": "Handed over",
    "closed": "Closed",
    "in_hand": "In hand",
    "overdue": "Overdue",
    "on_time": "On time",
    "received": "Received",
    "screened": "Screened",
    "invalid": "Invalid",
    "declined": "Declined",
    "merged": "Merged",
    "valid": "Valid",
    "redirected": "Redirected",
    "withdrawn": "Withdrawn",
    "waiting": "Waiting",
    "taken_on": "Of these, accepted",
    "replied": "Replied",
    "replied_publicly": "Replied publicly",
    "unanswered": "Unanswered",
    "evaluations": "Evaluations",
    "very_satisfied": "Very satisfied",
    "satisfied": "Satisfied",
    "fairly_satisfied": "Fairly satisfied",
    "dissatisfied": "Dissatisfied",
    "very_dissatisfied": "Very dissatisfied",
    "content": "Content in all",
    "completion_rate": "Completion rate (%)",
    "on_time_rate": "On-time rate (%)",
    "satisfaction_rate": "Satisfaction rate (%)",
    "reply_rate": "Reply rate (%)",
    "share": "Share (%)",
    "calendar_days": "Calendar days",
    "working_days": "Working days",
    "average": "Mean",
    "median": "Median",
    "p90": "90th percentile",
    "number": "Number",
    "column_name": "Column",
    "agency_name": "Agency",
    "due": "Deadline",
    "days": "Days overdue",
    "name": "Name",
    "jurisdiction": "Jurisdiction",
    "column": "Code of the column",
    "agency": "Code of the agency",
    "from": "First day",
    "to": "Day after the last",
    "as_of": "Cut-off",
}
_PARTS: Final = {
    "workload": "Received and screened",
    "completion": "Accepted and closed",
    "timeliness": "Timeliness",
    "satisfaction": "Satisfaction",
    "kinds": "By kind",
    "fields": "By field",
    "agencies": "Agencies",
    "overdue": "Overdue matters",
    "columns": "Columns",
    "trend": "Compared with the four periods before",
    "correction": "Correction",
}
_GROUPINGS: Final = {
    "column": "Column",
    "jurisdiction": "Jurisdiction",
    "agency": "Agency",
    "kind": "Kind",
    "field": "Field",
    "month": "Month",
}
_ROWS: Final = {
    "kinds": "Kind",
    "fields": "Field",
    "agencies": "Agency",
    "overdue": "Number",
    "columns": "Column",
    "trend": "Period",
}
_HOSTED: Final = {"here": "This city's", "elsewhere": "Other sites'"}
_COHORTS: Final = {"accepted": "by the day of acceptance", "received": "by the day of submission"}
_QUARTERS: Final = ("First", "Second", "Third", "Fourth")


def english() -> bool:
    """Whether the reader has chosen English."""
    return str(get_locale()) == ENGLISH


def figure(name: str, part: str = "") -> str:
    """What a figure is called."""
    if not english():
        return bulletin_words.figure(name, part)
    return "Number" if (name, part) == ("number", "overdue") else _FIGURES.get(name, name)


def part(name: str) -> str:
    """What a part of a bulletin, or a report, is called."""
    return _PARTS[name] if english() else bulletin_words.PARTS[name]


def grouping(by: str) -> str:
    """What rows are told apart by."""
    return _GROUPINGS[by] if english() else figures_words.GROUPINGS[by]


def hosted(key: str) -> str:
    """Which columns by who hosts them."""
    return _HOSTED[key] if english() else figures_words.HOSTED[key]


def rows_of(name: str) -> str:
    """What the rows of a part are."""
    return _ROWS[name] if english() else bulletin_words.ROWS[name]


def total() -> str:
    """What the last row is called."""
    return "Total" if english() else figures_words.TOTAL


def shown(value: Any) -> str:
    """A figure as it is printed."""
    return bulletin_words.shown(value)


def cohort(of: Mapping[str, Any], base: str) -> str:
    """Which messages are counted."""
    if english():
        return f"{_COHORTS[base]}, from {of['from']} to before {of['to']}"
    return bulletin_words.cohort(of, base)


def cut_off(instant: str) -> str:
    """As of when they are counted; the clock on the wall in Beijing."""
    return f"{local(instant):%Y-%m-%d %H:%M:%S} (Beijing time)" if english() else bulletin_words.cut_off(instant)


def day_of(instant: str) -> str:
    """The day of an instant, in Beijing."""
    return f"{local(instant):%Y-%m-%d}"


def as_of(instant: str) -> str:
    """A cut-off, where there is no cohort."""
    return f"As of {cut_off(instant)}" if english() else f"截止{cut_off(instant)}"


def counted_by(base: str) -> str:
    """By which day messages belong to a cohort."""
    return _COHORTS[base] if english() else figures_words.COHORTS[base]


def told(of: Mapping[str, Any], base: str, instant: str) -> str:
    """What is printed beside every figure: cohort and cut-off."""
    if english():
        return f"Counted {cohort(of, base)}; as of {cut_off(instant)}"
    return f"{cohort(of, base)}；截止{cut_off(instant)}"


def scope(of: Mapping[str, Any]) -> str:
    """Whose figures a bulletin tells."""
    return "The whole city" if english() and of["column"] is None else bulletin_words.scope(of)


def period(of: Mapping[str, Any]) -> str:
    """A period by name."""
    if not english():
        return bulletin_words.period(of)
    begin = date.fromisoformat(of["from"])
    match of["kind"]:
        case "month":
            return f"{begin:%Y-%m}"
        case "quarter":
            return f"{_QUARTERS[(begin.month - 1) // 3]} quarter of {begin.year}"
        case "half":
            return f"{'First' if begin.month == 1 else 'Second'} half of {begin.year}"
        case "year":
            return f"{begin.year}"
        case _:
            return f"{begin} to {date.fromisoformat(of['to']) - timedelta(days=1)}"


def title(content: Mapping[str, Any]) -> str:
    """What a bulletin is called."""
    if english():
        return f"{scope(content['scope'])}, {period(content['period'])}: bulletin"
    return bulletin_words.title(content)


def called(row: Mapping[str, Any], by: str) -> str:
    """The name of a row of a report, told apart by `by`, or of a bulletin's part."""
    if not english():
        return bulletin_words.called(row, by) if by in bulletin_words.PARTS else figures_words.called(row, by)
    if row["key"] is None:
        return "(not assigned yet)" if by in {"agencies", "agency"} else "(none)"
    word = KINDS.get(row["key"]) if by in {"kinds", "kind"} else None
    return str(row["name"] or (word and gettext(word)) or row["key"])


def place(path: Sequence[str], content: Mapping[str, Any]) -> str:
    """Where a correction changed something."""
    if not english():
        return bulletin_words.place(path, content)
    name, *inner = path
    told = [_PARTS.get(name, name.capitalize())]
    if isinstance(content.get(name), list) and inner:
        key, *inner = inner
        told.append(_row(content[name], key, name))
    return " · ".join([*told, *(_FIGURES.get(figure, figure) for figure in inner)])


def _row(rows: Sequence[Mapping[str, Any]], key: str, part: str) -> str:
    """What the row of this key is called, also where only the version before has it; the empty key is that of none."""
    if part in {"overdue", "trend"}:
        return key
    found = next((row for row in rows if (row["key"] or "") == key), {"key": key or None, "name": None})
    return called(found, part)
