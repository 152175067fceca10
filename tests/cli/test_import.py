"""`huiyin import`, embedded: history once, whatever happens in between."""

from __future__ import annotations

import csv
import json
import signal
import sqlite3
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.cli import tables
from tests.cli.conftest import ROOT, Huiyin, command, journal
from tests.support.waiting import until

GOOD = [tables.REPLIED, tables.OPEN, tables.DAY_ONLY, tables.SHORT]
BAD = [tables.BEFORE, tables.UNREADABLE]

TOLD = """
SELECT subject, name, json_extract(body, '$.data') FROM public_log
WHERE json_extract(body, '$.data.column') = 'mayor' AND subject NOT LIKE 'column%' ORDER BY position
"""


def many(count: int) -> list[tuple[object, ...]]:
    """Rows of many messages; every third has no reply."""
    return [
        (
            1000 + index,
            f"UU{index}",
            f"第{index}号路灯不亮",
            f"2019/4/{1 + index % 28} 16:03:{index % 60}",
            f"第{index}号路灯已经三天不亮，请安排检修。" * 5,
            None if index % 3 == 0 else f"您好！第{index}号路灯已经修复，感谢您的监督与支持。" * 5,
            None if index % 3 == 0 else "2019/5/9 9:49:10",
        )
        for index in range(count)
    ]


def everything(home: Path) -> dict[str, dict[str, int]]:
    return {service: journal(home, service) for service in ("intake", "routing", "review")}


def matters(home: Path) -> list[tuple[Any, ...]]:
    """What the world was told of each message of the mayor's column, in the order of submission."""
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for service in ("intake", "routing", "review"):
        with sqlite3.connect(home / f"{service}.db") as connection:
            for number, name, data in connection.execute(TOLD):
                told[number][name] = json.loads(data)
    return sorted((matter(events) for events in told.values()), key=lambda row: row[0])


def matter(events: dict[str, Any]) -> tuple[Any, ...]:
    named = ("MessageSubmitted", "MessageAccepted", "Assigned", "ReplyPublished", "Closed")
    submitted, accepted, assigned, published, closed = (events.get(name, {}) for name in named)
    return (
        submitted["submitted_at"],
        accepted.get("accepted_at"),
        assigned.get("assigned_at"),
        published.get("published_at"),
        closed.get("closed_at"),
        closed.get("on_time"),
        submitted["imported"],
        assigned.get("lead"),
    )


def told_at(text: str) -> str:
    from cli.importing.cleaning import moment
    from kernel.clock import rfc3339

    found = moment(text)
    assert found is not None
    return rfc3339(found.at)


def test_each_row_becomes_the_history_it_was(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    said = huiyin("import", tables.spreadsheet(tmp_path / "past.xlsx", GOOD), "--column", "mayor")
    assert said.code == 0
    assert said.out.splitlines()[:3] == [
        "taken     4 rows: 3 with reply, 1 open; 2 to look at again",
        "left out  0 rows",
        "report    past-导入报告.csv",
    ]
    assert said.out.splitlines()[3] == "counted   mayor: 4 accepted, 3 closed, completion rate 75%"
    assert said.out.splitlines()[4].startswith("          accepted from 2019-03-01 to before 2019-06-02, as of ")

    def row(submitted: str, replied: str | None, *, on_time: bool | None) -> tuple[Any, ...]:
        at = told_at(submitted)
        done = None if replied is None else told_at(replied)
        return (at, at, at, done, done, on_time, True, "office")

    assert matters(home) == [
        row("2019/3/1 10:05:04", "2019/4/2 23:59:59", on_time=False),
        row("2019/4/24 16:03:40", "2019/5/9 9:49:10", on_time=False),
        row("2019/5/2 8:00:05", None, on_time=None),
        row("2019/6/1 12:00:00", "2019/6/3 9:00:00", on_time=True),
    ]


def test_a_second_run_records_nothing_and_says_the_same(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.spreadsheet(tmp_path / "past.xlsx", GOOD)
    first = huiyin("import", path, "--column", "mayor")
    recorded = everything(home)
    second = huiyin("import", path, "--column", "mayor")
    assert second.code == 0
    assert second.out.splitlines()[:4] == first.out.splitlines()[:4]
    assert everything(home) == recorded


def test_a_later_export_adds_the_replies_that_have_come_since(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    huiyin("import", tables.spreadsheet(tmp_path / "may.xlsx", [tables.REPLIED, tables.OPEN]), "--column", "mayor")
    answered = (*tables.OPEN[:5], "您好！公交站已列入今年的建设计划，预计九月开通。", "2019/6/30 10:00:00")
    later = tables.spreadsheet(tmp_path / "june.xlsx", [tables.REPLIED, answered, tables.SHORT])
    said = huiyin("import", later, "--column", "mayor")
    assert "counted   mayor: 3 accepted, 3 closed, completion rate 100%" in said.out.splitlines()
    assert len(matters(home)) == 3


def test_rows_that_cannot_be_taken_are_reported_and_the_others_are_taken(
    huiyin: Huiyin, home: Path, tmp_path: Path
) -> None:
    path = tables.separated(tmp_path / "past.csv", [*GOOD, *BAD], encoding="gb18030")
    said = huiyin("import", path, "--column", "mayor", "--report", tmp_path / "left.csv")
    assert said.code == 1
    assert "left out  2 rows" in said.out.splitlines()
    with (tmp_path / "left.csv").open(encoding="utf-8-sig", newline="") as file:
        report = list(csv.reader(file))
    assert [line[:3] for line in report] == [
        ["行号", "留言编号", "结果"],
        ["4", "103", "已导入，请核对"],
        ["5", "104", "已导入，请核对"],
        ["6", "105", "未导入"],
        ["7", "106", "未导入"],
    ]
    assert report[3][3] == "答复时间（2019/6/9 12:00:00）早于留言或转办时间，请核对。"
    assert len(matters(home)) == 4


def test_the_report_can_be_a_spreadsheet(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tables.spreadsheet(tmp_path / "past.xlsx", BAD)
    huiyin("import", path, "--column", "mayor", "--report", tmp_path / "left.xlsx")
    sheet = load_workbook(tmp_path / "left.xlsx").worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["行号", 2, 3]


def test_without_anything_to_say_no_report_is_written(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED])
    said = huiyin("import", path, "--column", "mayor", "--report", tmp_path / "left.csv")
    assert said.code == 0
    assert not (tmp_path / "left.csv").exists()


def test_agencies_of_the_table_are_told_apart_and_unknown_ones_left_out(
    huiyin: Huiyin, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "map.yaml").write_text("agencies: {住建局: housing}\n", "utf-8")
    rows = [(*tables.REPLIED, "住建局"), (*tables.OPEN, "气象局"), (*tables.SHORT, None)]
    path = tables.spreadsheet(tmp_path / "past.xlsx", rows, (*tables.HEADER, "承办单位"))
    said = huiyin("import", path, "--column", "mayor", "--mapping", tmp_path / "map.yaml", "--report", "left.csv")
    assert said.code == 1
    assert "系统中没有这个承办单位" in (tmp_path / "left.csv").read_text("utf-8-sig")
    assert [row[-1] for row in matters(home)] == ["housing", "office"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "king"], "there is no column king. Columns: mayor, secretary."),
        (["--column", "mayor", "--agency", "nasa"], "there is no agency nasa. Agencies: housing, office."),
        (["--column", "mayor", "--mapping", "nowhere.yaml"], "无法读取映射文件"),
    ],
)
def test_what_cannot_be_used_is_2_and_nothing_is_recorded(
    huiyin: Huiyin, home: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    answer = huiyin("import", tables.spreadsheet(tmp_path / "past.xlsx", GOOD), *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert journal(home, "intake") == {}


def test_a_file_that_is_no_table_is_2(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    assert huiyin("import", tmp_path / "nowhere.xlsx", "--column", "mayor").code == 2


def test_the_same_numbers_in_two_columns_are_two_messages(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.spreadsheet(tmp_path / "past.xlsx", GOOD)
    huiyin("import", path, "--column", "mayor")
    said = huiyin("import", path, "--column", "secretary")
    assert "counted   secretary: 4 accepted, 3 closed, completion rate 75%" in said.out.splitlines()
    assert len(matters(home)) == 4


def test_no_text_and_no_name_is_readable_in_what_other_services_may_know(
    huiyin: Huiyin, home: Path, tmp_path: Path
) -> None:
    huiyin("import", tables.spreadsheet(tmp_path / "past.xlsx", GOOD), "--column", "mayor")
    for service in ("intake", "routing", "review"):
        with sqlite3.connect(home / f"{service}.db") as connection:
            public = "\n".join(body for (body,) in connection.execute("SELECT body FROM public_log"))
            stored = "\n".join(data for (data,) in connection.execute("SELECT data FROM journal"))
        for row in GOOD:
            assert str(row[1]) not in public + stored
            assert str(row[2]) not in public


@pytest.mark.fault
def test_an_import_that_was_killed_is_finished_by_the_next(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.separated(tmp_path / "past.csv", many(400))
    process = subprocess.Popen(
        command(home, "import", path, "--column", "mayor"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until(lambda: sum(journal(home, "review").values()) > 0, "the first batch")
    process.kill()
    process.wait(60)
    assert sum(row[4] is not None for row in matters(home)) < 266
    said = huiyin("import", path, "--column", "mayor")
    assert said.code == 0
    assert "counted   mayor: 400 accepted, 266 closed, completion rate 66.5%" in said.out.splitlines()
    recorded = everything(home)
    assert recorded["intake"]["intake.submitted.v1"] == 400
    assert set(recorded["routing"].values()) <= {2, 266, 400}
    rows = matters(home)
    assert len(rows) == 400
    assert sum(row[4] is not None for row in rows) == 266


@pytest.mark.fault
def test_an_import_that_is_interrupted_says_so_with_130(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.separated(tmp_path / "past.csv", [tables.UNREADABLE, *many(3000)])
    process = subprocess.Popen(
        command(home, "import", path, "--column", "mayor", "--report", tmp_path / "left.csv"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: sum(journal(home, "review").values()) > 0, "the first batch")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "huiyin: interrupted"
    assert "106" in (tmp_path / "left.csv").read_text("utf-8-sig")


@pytest.mark.process
def test_two_imports_at_once_record_each_row_once(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.separated(tmp_path / "past.csv", many(200))
    both = [
        subprocess.Popen(
            command(home, "import", path, "--column", "mayor"), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=240)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    for answer in answers:
        assert "counted   mayor: 200 accepted, 133 closed, completion rate 66.5%" in answer.splitlines()
    assert journal(home, "intake")["intake.submitted.v1"] == 200
    assert len(matters(home)) == 200


@pytest.mark.parametrize("report", ["nowhere/r.csv", "r.txt", ".", "past.csv"])
def test_a_report_that_cannot_be_written_is_said_before_anything_is_recorded(
    huiyin: Huiyin, home: Path, tmp_path: Path, report: str
) -> None:
    path = tables.spreadsheet(tmp_path / "past.xlsx", GOOD)
    (tmp_path / "past.csv").mkdir()
    before = everything(home)
    said = huiyin("import", path, "--column", "mayor", "--report", report)
    assert said.code == 2
    assert "report" in said.err
    assert everything(home) == before


def test_an_import_that_cannot_be_done_leaves_no_report(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.spreadsheet(tmp_path / "past.xlsx", BAD)
    assert huiyin("import", path, "--column", "nobody", "--report", "r.csv").code == 2
    assert not (tmp_path / "r.csv").exists()


def test_a_report_never_takes_the_place_of_the_table(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    path = tables.spreadsheet(tmp_path / "past.xlsx", BAD)
    table = path.read_bytes()
    assert huiyin("import", path, "--column", "mayor", "--report", path).code == 2
    assert path.read_bytes() == table
