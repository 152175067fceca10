"""The calendar against the notices of the State Council's General Office, and what it expects of other years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chinese_calendar import constants  # type: ignore[import-untyped] # it has no annotations

from services.routing.domain.calendar import count_days, explain
from workdays.announced import calendar
from workdays.calendar import DayKind

# (first, last day off), make-up days; from the yearly 国务院办公厅关于部分节假日安排的通知
NOTICES = [
    pytest.param("国庆节", "2019-10-01", "2019-10-07", ["2019-09-29", "2019-10-12"], id="国庆节 2019"),
    pytest.param("劳动节", "2019-05-01", "2019-05-04", ["2019-04-28", "2019-05-05"], id="劳动节 2019"),
    # 国办发明电〔2020〕1号: extended to 2 February, so that 1 February was not worked after all
    pytest.param("春节", "2020-01-24", "2020-02-02", ["2020-01-19"], id="春节 2020, extended"),
    pytest.param("国庆节", "2020-10-01", "2020-10-08", ["2020-09-27", "2020-10-10"], id="国庆节 and 中秋 2020"),
    pytest.param("春节", "2021-02-11", "2021-02-17", ["2021-02-07", "2021-02-20"], id="春节 2021"),
    pytest.param("劳动节", "2021-05-01", "2021-05-05", ["2021-04-25", "2021-05-08"], id="劳动节 2021"),
    pytest.param("国庆节", "2021-10-01", "2021-10-07", ["2021-09-26", "2021-10-09"], id="国庆节 2021"),
    pytest.param("春节", "2022-01-31", "2022-02-06", ["2022-01-29", "2022-01-30"], id="春节 2022"),
    pytest.param("国庆节", "2023-09-29", "2023-10-06", ["2023-10-07", "2023-10-08"], id="中秋 and 国庆节 2023"),
    pytest.param("春节", "2024-02-10", "2024-02-17", ["2024-02-04", "2024-02-18"], id="春节 2024"),
    pytest.param("春节", "2025-01-28", "2025-02-04", ["2025-01-26", "2025-02-08"], id="春节 2025"),
    pytest.param("春节", "2026-02-15", "2026-02-23", ["2026-02-14", "2026-02-28"], id="春节 2026"),
]


@pytest.mark.parametrize(("name", "first", "last", "makeups"), NOTICES)
def test_days_off_and_make_up_days_are_as_announced(name: str, first: str, last: str, makeups: list[str]) -> None:
    on = date.fromisoformat(first)
    while on <= date.fromisoformat(last):
        assert not calendar().day(on).kind.is_worked, on
        on += timedelta(days=1)
    assert calendar().day(date.fromisoformat(last) + timedelta(days=1)).kind is not DayKind.HOLIDAY
    for makeup in makeups:
        assert calendar().day(date.fromisoformat(makeup)).kind is DayKind.MAKEUP
    assert name in {calendar().day(date.fromisoformat(day)).name for day in (first, last, *makeups)}


@pytest.mark.parametrize("year", [2019, 2024])
def test_ten_days_over_national_day(year: int) -> None:
    """The two years fell on the same days of the week, and were announced alike."""
    deadline = count_days(calendar(), date(year, 9, 27), 10)
    assert (deadline.due, deadline.provisional) == (date(year, 10, 16), False)
    assert [(day.date.day, day.kind, day.count) for day in explain(deadline)] == [
        (28, DayKind.WEEKEND, None),
        (29, DayKind.MAKEUP, 1),
        (30, DayKind.WORKDAY, 2),
        *((day, DayKind.HOLIDAY, None) for day in range(1, 8)),
        (8, DayKind.WORKDAY, 3),
        (9, DayKind.WORKDAY, 4),
        (10, DayKind.WORKDAY, 5),
        (11, DayKind.WORKDAY, 6),
        (12, DayKind.MAKEUP, 7),
        (13, DayKind.WEEKEND, None),
        (14, DayKind.WORKDAY, 8),
        (15, DayKind.WORKDAY, 9),
        (16, DayKind.WORKDAY, 10),
    ]


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param("2024-02-02", 1, "2024-02-04", id="the Sunday before Spring Festival is worked"),
        pytest.param("2024-02-02", 7, "2024-02-18", id="and so is the Sunday after it"),
        pytest.param("2019-02-01", 2, "2019-02-03", id="both days of the weekend before Spring Festival 2019"),
        pytest.param("2024-02-28", 1, "2024-02-29", id="a leap day is a day"),
        pytest.param("2024-02-28", 2, "2024-03-01", id="and March follows it"),
        pytest.param("2023-02-28", 1, "2023-03-01", id="in other years at once"),
        pytest.param("2000-02-28", 1, "2000-02-29", id="also in 2000"),
        pytest.param("2024-12-30", 2, "2025-01-02", id="New Year 2025"),
        pytest.param("2023-12-29", 1, "2024-01-02", id="a weekend and New Year 2024"),
    ],
)
def test_golden_days(start: str, days: int, due: str) -> None:
    assert count_days(calendar(), date.fromisoformat(start), days).due == date.fromisoformat(due)


def test_five_days_over_the_extended_spring_festival_of_2020() -> None:
    assert count_days(calendar(), date(2020, 1, 22), 5).due == date(2020, 2, 6)


def test_the_year_after_the_last_notice_is_provisional_but_not_monday_to_friday() -> None:
    following = calendar().last.year + 1
    labour_day = count_days(calendar(), date(following, 4, 30), 1)
    assert labour_day.provisional
    assert labour_day.due > date(following, 5, 2)
    assert calendar().day(date(following, 10, 1)).name == "国庆节"


def test_spring_festival_is_expected_by_the_moon() -> None:
    assert calendar().day(date(2027, 2, 8)).name == "春节"
    assert not calendar().is_announced(date(2027, 2, 8))


def test_the_last_days_of_the_last_announced_year_wait_for_the_next_notice() -> None:
    touched = [day for day in (*constants.holidays, *constants.workdays) if day.month == 12]
    assert min(day.day for day in touched) == 29
    assert calendar().is_announced(date(calendar().last.year, 12, 28))
    assert not calendar().is_announced(date(calendar().last.year, 12, 29))


def test_every_year_since_2004_is_announced() -> None:
    assert (calendar().first, calendar().last >= date(2026, 12, 28)) == (date(2004, 1, 1), True)
    assert not count_days(calendar(), date(2010, 12, 30), 5).provisional


def test_the_version_names_both_sources() -> None:
    assert calendar().version.startswith("chinesecalendar ")
    assert ", holidays " in calendar().version
