"""What a bulletin says: all its figures, counted anew from the facts whenever they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import numpy as np

from kernel.clock import rfc3339
from kernel.tables import from_micros
from services.stats.counting.arrays import NOTHING
from services.stats.counting.figures import COUNTED, population
from services.stats.counting.filtering import Only
from services.stats.counting.known import Known
from services.stats.counting.population import Population
from services.stats.counting.reporting import Figures, rate, reported
from services.stats.domain.bulletin import About
from services.stats.domain.cohort import FIRST_DAY, Cohort, Cutoff
from services.stats.domain.figures import COMPLETION, SATISFACTION, TIMELINESS, WORKLOAD, Base, Hosted, Report
from services.stats.domain.periods import Period
from workdays.calendar import midnight, shanghai_date

MOST_NAMED = 500
"""So many overdue matters are named in a bulletin: it is read by people, and kept for ever."""

_EARLIER_PERIODS = 4
_INSTANT = timedelta(microseconds=1)

Positions = tuple[tuple[str, int], ...]


class Source(Protocol):
    """Where facts are that stay as they are: those of a memory once they are settled, or a replay of the logs."""

    def known(self, cutoff: Cutoff) -> Known:
        """What is so at the cut-off. Raises Unavailable."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The parts of a bulletin's content that are counted, and the positions of the logs that they rest on."""

    scope: Figures
    parts: Figures
    positions: dict[str, int]


def counted(source: Source, about: About, positions: Positions) -> Counted:
    """Count it, as far as these positions. Raises Unavailable."""
    known = source.known(Cutoff(about.as_of, positions=positions))
    view = _View(known, about.column, Cohort(about.begin, about.end))
    parts = {
        "workload": view.total(WORKLOAD),
        "completion": view.total(COMPLETION),
        "timeliness": view.total(TIMELINESS),
        "satisfaction": view.total(SATISFACTION),
        "kinds": view.shares("kind"),
        "fields": view.shares("field"),
        "agencies": view.agencies(),
        "overdue": list(view.overdue()),
        "columns": [] if about.column else view.columns(),
    }
    earlier = [_trend(source.known(Cutoff(each.as_of, positions=positions)), each) for each in _periods_before(about)]
    trend = _from_the_first([*earlier, _trend(known, about)])
    return Counted(view.scope(), {**parts, "trend": trend}, dict(positions))


@dataclass(frozen=True, slots=True)
class _View:
    """The messages of a column, or of the city's own portal, in a cohort."""

    known: Known
    column: str | None
    cohort: Cohort

    @property
    def only(self) -> Only:
        return Only((("hosted", (Hosted.HERE,)) if self.column is None else ("column", (self.column,)),))

    def members(self, base: Base) -> Population:
        return self.only.members(population(self.known, self.cohort, base))

    def scope(self) -> Figures:
        named = self.known.registers.columns_at(self.known.cutoff).get(self.column or "")
        return {
            "column": self.column,
            "name": None if named is None else named.name,
            "jurisdiction": None if named is None else named.jurisdiction,
        }

    def rows(self, report: Report, by: str) -> list[Figures]:
        members = self.members(report.base)
        rows: list[Figures] = reported(report, members, self.only.rows(members, by))["rows"]
        return rows

    def total(self, report: Report) -> Figures:
        members = self.members(report.base)
        total: Figures = reported(report, members, self.only.rows(members, "column"))["total"]
        return total

    def shares(self, by: str) -> list[Figures]:
        """What the accepted messages are of, and which share of them each is; what none is of is left out."""
        rows = self.rows(COMPLETION, by)
        accepted = sum(row["accepted"] for row in rows)
        return [
            {
                **_picked(row, "key", "name", "accepted"),
                "share": rate(row["accepted"], accepted),
                **_picked(row, "closed", "completion_rate"),
            }
            for row in rows
            if row["accepted"]
        ]

    def agencies(self) -> list[Figures]:
        """承办, 办结, 在办, 超时未办 of each agency; the busiest first."""
        wanted = ("key", "name", "accepted", "closed", "in_hand", "overdue", "completion_rate")
        rows = [_picked(row, *wanted) for row in self.rows(COMPLETION, "agency") if row["accepted"]]
        return sorted(rows, key=lambda row: (row["key"] is None, -row["accepted"], row["key"]))

    def columns(self) -> list[Figures]:
        """Each column, also without messages."""
        by_report = [self.rows(report, "column") for report in (WORKLOAD, COMPLETION, TIMELINESS, SATISFACTION)]
        keys = list(dict.fromkeys(row["key"] for rows in by_report for row in rows))
        wanted = ("received", "valid", "accepted", "closed", "in_hand", "overdue")
        rates = ("completion_rate", "on_time_rate", "satisfaction_rate")
        # a column that routing has not told of yet has a row only where there are messages to count
        nothing = {**dict.fromkeys(wanted, 0), **dict.fromkeys(rates)}
        merged: dict[str, Figures] = {key: dict(nothing) for key in keys}
        for rows in by_report:
            for row in rows:
                merged[row["key"]] |= row
        named = self.known.registers.columns_at(self.known.cutoff)
        return [
            {
                **_picked(merged[key], "key", "name"),
                "jurisdiction": named[key].jurisdiction if key in named else None,
                **_picked(merged[key], *wanted, *rates),
            }
            for key in keys
        ]

    def overdue(self) -> Iterator[Figures]:
        """超时未办, one by one, what is overdue longest first; the others are in the count only."""
        members = self.members(Base.ACCEPTED)
        late = members.where(COUNTED["overdue"](members))
        known, facts = late.known, late.known.facts
        until = facts.cases.until[known.case[late.subjects]]
        columns, agencies = known.registers.columns_at(known.cutoff), known.registers.agencies_at(known.cutoff)
        for place in np.lexsort((late.turn, until))[:MOST_NAMED].tolist():
            due = shanghai_date(from_micros(int(until[place])) - _INSTANT)
            column = facts.columns.words[int(late.column[place])]
            code = int(late.agency[place])
            agency = None if code == NOTHING else facts.agencies.words[code]
            yield {
                "number": facts.numbers.words[int(late.subjects[place])],
                "column": column,
                "column_name": columns[column].name if column in columns else None,
                "agency": agency,
                "agency_name": None if agency is None else agencies.get(agency),
                "due": due.isoformat(),
                "days": (shanghai_date(known.cutoff.as_of) - due).days,
            }


def _picked(row: Figures, *names: str) -> Figures:
    return {name: row[name] for name in names}


def _periods_before(about: About) -> list[About]:
    """The periods before, as far back as there can be messages; each as long after its end."""
    delay = about.as_of - midnight(about.end)
    period, found = Period(about.begin, about.end), list[Period]()
    while len(found) < _EARLIER_PERIODS and (period := period.before()).begin >= FIRST_DAY:
        found.append(period)
    return [replace(about, begin=each.begin, end=each.end, as_of=midnight(each.end) + delay) for each in found[::-1]]


def _from_the_first(trend: list[Figures]) -> list[Figures]:
    """From the first period on that has messages: nothing is compared with a time before there were any."""
    begins = next((place for place, row in enumerate(trend) if row["received"] or row["accepted"]), len(trend) - 1)
    return trend[begins:]


def _trend(known: Known, about: About) -> Figures:
    view = _View(known, about.column, Cohort(about.begin, about.end))
    figures: Figures = {}
    for report in (WORKLOAD, COMPLETION, TIMELINESS, SATISFACTION):
        figures |= view.total(report)
    wanted = ("received", "valid", "accepted", "closed", "completion_rate", "on_time_rate", "satisfaction_rate")
    return {
        "name": Period(about.begin, about.end).name,
        "from": about.begin.isoformat(),
        "to": about.end.isoformat(),
        "as_of": rfc3339(about.as_of),
        **_picked(figures, *wanted),
    }
