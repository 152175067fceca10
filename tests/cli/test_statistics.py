"""`huiyin statistics`: the figures of the API, in three forms."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from cli import exits
from tests.cli.conftest import Huiyin

PERIOD = ("--from", "2019-01-01", "--to", "2020-01-01")


@pytest.mark.parametrize("report", ["completion", "timeliness", "satisfaction", "workload"])
def test_a_report_is_the_same_as_a_table_as_json_and_as_a_file(huiyin: Huiyin, past: Path, report: str) -> None:
    as_of = ("--as-of", "2020-01-01T00:00:00+08:00")
    answer = json.loads(huiyin("statistics", report, *PERIOD, *as_of, "--json").out)
    figures = [value for value in answer["total"].values() if not isinstance(value, dict)]
    told = ["—" if figure is None else str(figure) for figure in figures]
    table = huiyin("statistics", report, *PERIOD, *as_of)
    total = next(line.split() for line in table.out.splitlines() if line.split()[:1] == ["total"])
    assert total[1 : len(told) + 1] == told
    assert "as of 2020-01-01 00:00:00 (Beijing time)" in table.out
    file = huiyin("statistics", report, *PERIOD, *as_of, "--csv").out
    *_, last = csv.reader(StringIO(file.removeprefix("\ufeff")))
    assert last[-len(told) :] == told or set(told) <= set(last)
    assert past.is_dir()


def test_rows_are_what_is_asked_for(huiyin: Huiyin, past: Path) -> None:
    said = json.loads(huiyin("statistics", "completion", *PERIOD, "--by", "month", "--column", "mayor", "--json").out)
    assert (said["by"], said["filters"]["column"]) == ("month", ["mayor"])
    assert sum(row["accepted"] for row in said["rows"]) == said["total"]["accepted"] == 4
    assert past.is_dir()


def test_what_stands_too_long_is_listed(huiyin: Huiyin, past: Path) -> None:
    said = huiyin("statistics", "indicators")
    assert said.code == exits.OK
    assert "too long" in next(line for line in said.out.splitlines() if line.startswith("mayor"))
    only = json.loads(huiyin("statistics", "indicators", "--column", "mayor", "--hosted", "here", "--json").out)
    assert only["filters"] == {"column": ["mayor"], "hosted": ["here"]}
    assert [row["key"] for row in only["rows"]] == ["mayor"]
    assert huiyin("statistics", "indicators", "--jurisdiction", "nowhere").code == exits.FOUND
    assert past.is_dir()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("completion", "--from", "2019-01-01"), exits.USAGE),
        (("completion", *PERIOD, "--as-of", "2019-01-01"), exits.USAGE),
        (("completion", *PERIOD, "--as-of", "2190-01-01T00:00:00Z"), exits.FOUND),
        (("completion", *PERIOD, "--column", "nowhere"), exits.FOUND),
    ],
)
def test_what_cannot_be_counted_is_said(huiyin: Huiyin, past: Path, arguments: tuple[str, ...], code: int) -> None:
    assert huiyin("statistics", *arguments).code == code
    assert past.is_dir()
