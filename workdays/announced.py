"""The State Council's calendar as data: announced years from `chinesecalendar`, expected ones from `holidays`.

Announced holidays and make-up days come from chinesecalendar, which follows each year's notice (2020's extended Spring
Festival included). Days outside the announced span are what the regulation itself says (全国年节及纪念日放假办法): the
statutory days, lunar ones included, and their replacement when they meet a weekend, as `holidays` computes them. Which
weekends will be worked to make up cannot be known before the notice: such days are provisional.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.metadata import version

import holidays
from chinese_calendar import Holiday  # type: ignore[import-untyped] # it has no annotations
from chinese_calendar import constants as announced

from workdays.calendar import SETTLED_UNTIL, Calendar, Day, DayKind

_EXPECTED_YEARS = 10
FIRST_YEAR, LAST_YEAR = 2001, 2100  # what can be amended


@cache
def calendar() -> Calendar:
    """The calendar that this installation's libraries know, before the portal office amends it."""
    first = date(min(announced.holidays).year, 1, 1)
    last = date(max(announced.holidays).year, *SETTLED_UNTIL)
    days = _expected(range(last.year + 1, last.year + 1 + _EXPECTED_YEARS)) | _expected(range(FIRST_YEAR, first.year))
    days |= {on: Day(on, DayKind.HOLIDAY, _chinese(name)) for on, name in announced.holidays.items()}
    days |= {on: Day(on, DayKind.MAKEUP, _chinese(name)) for on, name in announced.workdays.items()}
    return Calendar(f"chinesecalendar {version('chinesecalendar')}, holidays {version('holidays')}", days, first, last)


def _expected(years: range) -> dict[date, Day]:
    """The statutory days of years without a notice that chinesecalendar knows."""
    statutory = holidays.country_holidays("CN", years=years, language="zh_CN")
    return {on: Day(on, DayKind.HOLIDAY, name) for on, name in statutory.items()}


def _chinese(name: str) -> str:
    """The name of an announced holiday as the notice has it."""
    return str(Holiday(name).chinese)
