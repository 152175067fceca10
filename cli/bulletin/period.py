"""The period of a bulletin as it is written on a command line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from cli import exits

_CALENDAR = re.compile(r"(?P<year>\d{4})(Q(?P<quarter>[1-4])|H(?P<half>[12])|-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", re.ASCII)
_NAMED_DAYS = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d{4})(\d\d)(\d\d)", re.ASCII)
_MONTHS = 12
_DAY = timedelta(days=1)


class Days(NamedTuple):
    """From the day `begin` on, before the day `end`."""

    begin: date
    end: date

    def asked(self) -> dict[str, str]:
        """As services take it."""
        return {"from": self.begin.isoformat(), "to": self.end.isoformat()}


def period(text: str) -> Days:
    """2019Q1, 2019H1, 2019-03, 2019; any days as 2019-01-01/2019-02-15, both included. Raises Usage."""
    try:
        found = _of_the_calendar(text) or _any(text)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.end <= found.begin:
        raise exits.Usage(f"{text} is no period: write it as 2019Q1, 2019-03, 2019H1, 2019 or 2019-01-01/2019-02-15.")
    return found


def _of_the_calendar(text: str) -> Days | None:
    match = _CALENDAR.fullmatch(text)
    if match is None:
        return None
    first, length = 0, _MONTHS
    for name, months in (("quarter", 3), ("half", 6), ("month", 1)):
        if match[name]:
            first, length = (int(match[name]) - 1) * months, months
    return Days(_month(int(match["year"]), first), _month(int(match["year"]), first + length))


def _month(year: int, months: int) -> date:
    """The first day of a month, counted from January of the year."""
    return date(year + months // _MONTHS, months % _MONTHS + 1, 1)


def _any(text: str) -> Days | None:
    if match := _DAYS.fullmatch(text):
        first, last = (date.fromisoformat(day) for day in match.groups())
    elif match := _NAMED_DAYS.fullmatch(text):
        numbers = [int(number) for number in match.groups()]
        first, last = date(*numbers[:3]), date(*numbers[3:])
    else:
        return None
    return Days(first, last + _DAY)
