"""The figures there are, and which of them are asked for together (domain.md, "Statistics, exactly")."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Base(StrEnum):
    """What a cohort is made of: messages by the day of acceptance or submission, or evaluations of the accepted."""

    ACCEPTED = "accepted"
    RECEIVED = "received"
    EVALUATED = "evaluated"


@dataclass(frozen=True, slots=True)
class Rate:
    """`name` = the share that the figure `part` has in the figure `whole`, in per cent."""

    name: str
    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Report:
    """Figures that belong together, in the order in which they are read; `spans` adds how long matters took."""

    name: str
    base: Base
    figures: tuple[str, ...]
    rate: Rate
    spans: bool = False


COMPLETION = Report(
    "completion",
    Base.ACCEPTED,
    ("accepted", "handed_over", "closed", "in_hand", "overdue"),
    Rate("completion_rate", "closed", "accepted"),
)
TIMELINESS = Report(
    "timeliness",
    Base.ACCEPTED,
    ("accepted", "closed", "on_time", "in_hand", "overdue"),
    Rate("on_time_rate", "on_time", "closed"),
    spans=True,
)
SATISFACTION = Report(
    "satisfaction",
    Base.EVALUATED,
    ("evaluations", "very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied", "content"),
    Rate("satisfaction_rate", "content", "evaluations"),
)
WORKLOAD = Report(
    "workload",
    Base.RECEIVED,
    (
        *("received", "screened", "invalid", "declined", "merged", "valid", "redirected", "withdrawn", "waiting"),
        *("taken_on", "replied", "replied_publicly", "unanswered"),
    ),
    Rate("reply_rate", "replied_publicly", "valid"),
)

REPORTS = {report.name: report for report in (COMPLETION, TIMELINESS, SATISFACTION, WORKLOAD)}
FIGURES = {figure: report.base for report in REPORTS.values() for figure in report.figures}
"""The base of each figure; a figure that stands in two reports has one."""

PUBLIC = frozenset(
    ("accepted", "closed", "on_time", "received", "screened", "valid", "taken_on", "replied", "replied_publicly")
)
"""Figures whose published messages everyone may list: to be among them tells nothing that is not public already."""


class Hosted(StrEnum):
    """Who hosts a column: this city 本市平台, or another site 其他平台 for which the city's office answers."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


GROUPINGS = ("column", "jurisdiction", "agency", "kind", "field", "month")
"""What figures can be told apart by."""

FILTERS = ("column", "jurisdiction", "hosted", "agency", "kind", "field")
"""What figures can be asked for only."""
