"""`huiyin calendar`: shown, amended, and applied to the deadlines that are open."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli.system import SYSTEM, reach
from kernel.clock import SystemClock, rfc3339
from kernel.settings import Settings
from services.routing.domain.calendar import count_days
from tests.cli.conftest import Huiyin, journal
from workdays import announced
from workdays.calendar import shanghai_date

LIBRARY = announced.calendar().version


def test_a_year_is_shown_with_what_differs_from_monday_to_friday(huiyin: Huiyin, home: Path) -> None:
    assert home.is_dir()
    said = huiyin("calendar", "show", 2024)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[:2] == [f"in force: {LIBRARY}", "2024: announced"]
    assert "2024-10-01 Tue  holiday  国庆节" in lines
    assert "2024-10-12 Sat  makeup   国庆节" in lines


def test_a_year_that_is_not_announced_says_so_until_the_office_does(huiyin: Huiyin, home: Path) -> None:
    following = announced.calendar().last.year + 1
    before = huiyin("calendar", "show", following).out.splitlines()
    assert before[1] == f"{following}: provisional: not announced yet"
    assert all(line.endswith("(expected)") for line in before[2:])
    days = f"{following}-10-01..{following}-10-03=holiday:国庆节"
    said = huiyin("calendar", "amend", "--day", days, "--announced", following, "--reason", "国办发明电")
    assert (said.code, said.out) == (0, f"in force: {LIBRARY}, amendment 1\n")
    after = huiyin("calendar", "show", following).out.splitlines()
    assert after[1] == f"{following}: announced, as the office declared"
    assert sum(line.endswith("国庆节  (amended)") for line in after) == 3
    assert re.fullmatch(r"amendment 1, \d{4}-\d\d-\d\d, system: 国办发明电", after[-1])
    assert journal(home, "routing")["routing.calendar_amended.v1"] == 1


@pytest.mark.parametrize(
    "day",
    ["2027-02-06", "2027-02-06=sunday", "2027-02-30=holiday", "2027-02-06..2027-02-01=holiday", "x=holiday"],
)
def test_a_day_that_cannot_be_read_is_2(huiyin: Huiyin, home: Path, day: str) -> None:
    said = huiyin("calendar", "amend", "--day", day, "--reason", "通知")
    assert (said.code, said.err.startswith(f"huiyin: --day {day}: ")) == (2, True)
    assert "routing.calendar_amended.v1" not in journal(home, "routing")


def test_what_the_service_refuses_is_1(huiyin: Huiyin, home: Path) -> None:
    assert home.is_dir()
    assert huiyin("calendar", "amend", "--reason", "通知").code == 1
    assert huiyin("calendar", "show", 1900).code == 1


def test_a_home_without_a_journal_is_2(huiyin: Huiyin) -> None:
    assert huiyin("calendar", "show").code == 2


def test_the_difference_is_listed_applied_once_and_interrupted_without_harm(huiyin: Huiyin, home: Path) -> None:
    now = SystemClock().now()
    calendar = announced.calendar()
    tomorrow = calendar.next_worked(shanghai_date(now) + timedelta(days=1))
    due = count_days(calendar, shanghai_date(now), 5).due
    later = calendar.next_worked(due + timedelta(days=1))
    _open(home, now, 3)
    assert huiyin("calendar", "diff").out == "would move: none\n"
    assert huiyin("calendar", "amend", "--day", f"{tomorrow}=holiday:抗洪", "--reason", "市政府通知").code == 0
    lines = [f"20240301-{n:06d}  {due} → {later}  later        housing" for n in range(1, 4)]
    assert huiyin("calendar", "diff").out.splitlines() == [*lines, "would move: 3 later"]
    assert "routing.deadline_recounted.v1" not in journal(home, "routing")
    said = huiyin("calendar", "diff", "--apply")
    assert (said.code, said.out.splitlines()) == (0, [*lines, "moved: 3 later"])
    assert huiyin("calendar", "diff", "--apply").out == "moved: none\n"
    assert journal(home, "routing")["routing.deadline_recounted.v1"] == 3


def _open(home: Path, at: datetime, many: int) -> None:
    """Cases that were assigned just now."""
    times = dict.fromkeys(("accepted_at", "assigned_at"), rfc3339(at))
    numbers = [f"20240301-{n:06d}" for n in range(1, many + 1)]
    known = {"column": "mayor", "kind": "request", "lead": "housing", **times}
    with reach(Settings(home=home), SYSTEM, "test") as system:
        taken = system.call("routing", "import_handling", {"rows": [{"number": number, **known} for number in numbers]})
    assert [result["state"] for result in taken["results"]] == ["assigned"] * many
