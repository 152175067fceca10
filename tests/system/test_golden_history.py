"""The demonstration's year 2019 and the work of now, through the HTTP door.

One demonstration for all of it, whose first start was killed in the middle and went on at the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from cli.city import DEMONSTRATION, read
from tests.support.embedded import Embedded
from tests.support.waiting import until
from tests.support.walk import Door

pytestmark = pytest.mark.process

PEOPLE = read(DEMONSTRATION).accounts
AGENCIES = [one.username for one in PEOPLE if one.role == "handler" and one.username != "handler"]
AS_OF = quote("2019-11-13T00:00:00+08:00")
OPEN = {
    "secretary": 4, "mayor": 0, "linqi-secretary": 3, "linqi-head": 4, "wangchuan-secretary": 2, "wangchuan-head": 3,
    "yunlu-secretary": 2, "yunlu-head": 3, "luxi-secretary": 2, "luxi-head": 2, "muquan-secretary": 2, "muquan-head": 2,
}  # fmt: skip
ACCEPTED = {
    "secretary": 171, "mayor": 265, "linqi-secretary": 96, "linqi-head": 138, "wangchuan-secretary": 58,
    "wangchuan-head": 84, "yunlu-secretary": 74, "yunlu-head": 112, "luxi-secretary": 49, "luxi-head": 77,
    "muquan-secretary": 55, "muquan-head": 95,
}  # fmt: skip
WRITTEN = re.compile(r"writing the demonstration's past: (\d+)/")
A_WHILE = 600.0  # seconds; it takes one tenth of that where nothing else runs


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A demonstration whose first start was killed when something was written, and started again."""
    system = Embedded(tmp_path_factory.mktemp("golden") / "home", history=True)
    system.begin()
    until(lambda: written(system) > 0, "the beginning of a past", seconds=A_WHILE)
    system.kill()
    system.start(A_WHILE)
    yield system
    system.stop()


@pytest.fixture(scope="module")
def golden(history: Embedded) -> Door:
    """Its door, everybody signed in."""
    door = Door(history.url, "huiyin-demo")
    door.sign_in(*(one.username for one in PEOPLE))
    return door


def written(system: Embedded) -> int:
    """How many steps the first start has taken, as it says now and then."""
    assert system.process is not None
    assert system.process.poll() is None, system.log.read_text(errors="replace")[-2000:]
    return max((int(n) for n in WRITTEN.findall(system.log.read_text(errors="replace"))), default=0)


def figures(door: Door, report: str, asked: str) -> dict[str, Any]:
    """A report as of 13 November 2019."""
    found: dict[str, Any] = door.call("GET", f"/statistics/{report}?as_of={AS_OF}&{asked}", account="office")
    return found


def by_column(door: Door, report: str, asked: str) -> dict[str, dict[str, Any]]:
    """Its rows by column."""
    return {row["key"]: row for row in figures(door, report, f"by=column&{asked}")["rows"]}


NINE_MONTHS, TEN_MONTHS = "from=2019-01-01&to=2019-10-01", "from=2019-01-01&to=2019-11-01"


def test_of_the_city_s_own_twelve_columns_1245_of_1274_were_closed(golden: Door) -> None:
    total = figures(golden, "completion", f"{NINE_MONTHS}&hosted=here")["total"]
    assert (total["accepted"], total["closed"], total["completion_rate"]) == (1274, 1245, "97.72")
    rows = by_column(golden, "completion", f"{NINE_MONTHS}&hosted=here")
    assert {column: row["accepted"] for column, row in rows.items()} == ACCEPTED
    assert {column: row["accepted"] - row["closed"] for column, row in rows.items()} == OPEN


def test_what_was_valid_in_the_twelve_columns_was_accepted_whichever_way_one_counts(golden: Door) -> None:
    total = figures(golden, "workload", f"{NINE_MONTHS}&hosted=here")["total"]
    assert total["received"] - total["invalid"] == total["valid"] == total["taken_on"] == 1274
    rows = by_column(golden, "workload", f"{NINE_MONTHS}&hosted=here")
    assert {column: row["valid"] for column, row in rows.items()} == ACCEPTED


@pytest.mark.parametrize(
    ("column", "period", "expected"),
    [
        ("mayor", TEN_MONTHS, (297, 291, "97.98")),
        ("mayor", NINE_MONTHS, (265, 265, "100")),
        ("governor", TEN_MONTHS, (104, 104, "100")),
        ("mayor&column=governor", TEN_MONTHS, (401, 395, "98.5")),
    ],
)
def test_the_office_s_own_columns(golden: Door, column: str, period: str, expected: tuple[int, int, str]) -> None:
    total = figures(golden, "completion", f"{period}&column={column}")["total"]
    assert (total["accepted"], total["closed"], total["completion_rate"]) == expected


def test_the_office_received_and_screened_more_than_eight_hundred(golden: Door) -> None:
    total = figures(golden, "workload", f"{TEN_MONTHS}&column=mayor&column=governor")["total"]
    assert (total["received"], total["screened"], total["taken_on"]) == (824, 815, 401)
    assert min(total[part] for part in ("declined", "merged", "redirected", "withdrawn")) > 0


def test_the_months_of_the_mayor_s_column_make_up_the_year(golden: Door) -> None:
    rows = figures(golden, "completion", f"{TEN_MONTHS}&column=mayor&by=month")["rows"]
    accepted = [row["accepted"] for row in rows]
    assert accepted == [26, 18, 33, 30, 29, 30, 32, 33, 34, 32]
    assert [row["accepted"] - row["closed"] for row in rows] == [0] * 9 + [6]


def test_most_answers_came_in_time_and_pleased(golden: Door) -> None:
    timely = figures(golden, "timeliness", NINE_MONTHS)["total"]
    assert 93 < float(timely["on_time_rate"]) < 98
    assert 2 <= timely["working_days"]["median"] <= 5
    assert 75 < float(figures(golden, "satisfaction", NINE_MONTHS)["total"]["satisfaction_rate"]) < 95


def test_nothing_of_2019_is_open_today(golden: Door) -> None:
    total = golden.call("GET", "/statistics/completion?from=2019-01-01&to=2020-01-01", account="office")["total"]
    assert total["accepted"] == total["closed"] == 1516


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("clerk", "/desk/messages?state=waiting"),
        ("clerk", "/desk/queues"),
        ("dispatcher", "/desk/cases?state=waiting"),
        ("handler", "/desk/cases?state=assigned"),
        ("handler", "/desk/replies"),
        ("handler", "/desk/urgings"),
        ("reviewer1", "/desk/replies?state=in_review"),
        ("reviewer2", "/desk/replies?state=in_review"),
        ("reviewer3", "/desk/replies?state=in_review"),
        ("supervisor", "/desk/ledger"),
        ("supervisor", "/desk/urging-proposals"),
        ("columnadmin", "/desk/messages?state=waiting"),
        ("columnadmin", "/desk/ledger"),
        ("columnadmin", "/desk/notices"),
        ("supervisor", "/desk/bulletins?state=drafted"),
        ("office", "/desk/bulletins?state=checked"),
        ("columnadmin", "/desk/bulletins?state=checked"),
        ("columnadmin", "/desk/bulletins?state=sent_back"),
        ("office", "/desk/ledger?column=mayor"),
        ("office", "/admin/notices"),
        ("auditor", "/desk/messages"),
        ("admin", "/admin/accounts"),
        *((agency, path) for agency in AGENCIES for path in ("/desk/cases?state=assigned", "/desk/ledger")),
    ],
)
def test_every_desk_has_work_on_it(golden: Door, account: str, path: str) -> None:
    assert golden.call("GET", path, account=account)["items"]


def test_what_was_published_can_be_read_with_the_citizen_s_words(golden: Door) -> None:
    listed = golden.call("GET", "/published?column=mayor&limit=100")
    assert listed["total"] > 200
    assert all(one["text"].startswith("尊敬的网民：") for one in listed["items"])
    told = [one for one in listed["items"] if one["title"]]
    assert len(told) > len(listed["items"]) / 2
    assert all(one["body"] for one in told)


def test_three_quarters_of_twelve_columns_are_thirty_six_bulletins(golden: Door) -> None:
    found = golden.call("GET", "/bulletins?limit=100")["items"]
    quarters = [(one["scope"]["column"], one["period"]["name"]) for one in found]
    assert sorted(quarters) == sorted((column, f"2019Q{n}") for column in ACCEPTED for n in (1, 2, 3))
    assert (sum(one["accepted"] for one in found), sum(one["closed"] for one in found)) == (1274, 1245)
    made = golden.call("GET", "/desk/bulletins?limit=100", account="office")["items"]
    assert all(one["drafted_by"] != one["checked_by"] for one in made)


def test_its_chains_are_whole_and_a_second_start_adds_nothing(history: Embedded, golden: Door) -> None:
    before = golden.call("GET", f"/statistics/workload?{TEN_MONTHS}", account="office")["total"]
    history.stop()
    verified = history.huiyin("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    counted = history.huiyin("bulletin", "verify")
    assert "bulletins: 36, versions: 36, wrong: 0" in counted.stdout, counted.stdout + counted.stderr
    found = history.huiyin("doctor").stdout
    assert found.count("up to date, 0 parked") == 5
    history.log.write_text("")
    history.start(A_WHILE)
    assert not WRITTEN.search(history.log.read_text(errors="replace"))
    assert golden.call("GET", f"/statistics/workload?{TEN_MONTHS}", account="office")["total"] == before
    history.stop()
    assert chains(history.huiyin("doctor").stdout) == chains(found)


def chains(findings: str) -> list[str]:
    """The heads of the journals that the demonstration writes; notices tells people of its work later on."""
    return [line for line in findings.splitlines() if line.startswith("chain") and "notices" not in line]
