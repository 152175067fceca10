"""`huiyin city load`."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from cli.city import DEMONSTRATION
from tests.cli.conftest import CITY, Huiyin, journal


def test_a_city_is_loaded_once_and_everybody_hears_of_it(huiyin: Huiyin, tmp_path: Path) -> None:
    said = huiyin("city", "load", CITY)
    assert said.code == 0
    first, account = said.out.splitlines()
    assert first == "2 columns opened, 2 agencies registered"
    assert re.fullmatch(r"account wang, one-time password \S{23}", account)
    recorded = journal(tmp_path / "home", "routing")
    assert sum(recorded.values()) == 4
    again = huiyin("city", "load", CITY)
    assert (again.code, again.out) == (0, "4 columns and agencies unchanged\n")
    assert journal(tmp_path / "home", "routing") == recorded


def test_an_address_in_the_file_becomes_the_accounts_and_without_one_it_stays(huiyin: Huiyin, tmp_path: Path) -> None:
    told = tmp_path / "told.yaml"
    told.write_text(CITY.read_text("utf-8").replace("role: clerk", "role: clerk, email: wang@example.gov.cn"), "utf-8")
    for file in (CITY, told, CITY):
        assert huiyin("city", "load", file).code == 0
    with sqlite3.connect(tmp_path / "home" / "gateway.db") as connection:
        assert connection.execute("SELECT email FROM accounts").fetchall() == [("wang@example.gov.cn",)]


def test_a_check_loads_nothing(huiyin: Huiyin, tmp_path: Path) -> None:
    said = huiyin("city", "load", CITY, "--check")
    assert (said.code, said.out) == (0, f"{CITY} is in order: 2 columns, 2 agencies, 1 accounts\n")
    assert not (tmp_path / "home").exists()


def test_every_mistake_is_listed(huiyin: Huiyin, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        CITY.read_text("utf-8").replace("review_levels: 2", "review_levels: 0").replace("clerk", "clerc"), "utf-8"
    )
    said = huiyin("city", "load", wrong)
    assert said.code == 2
    assert [line.partition(":")[2].split(":")[0] for line in said.err.splitlines()[1:]] == [
        " line 7, columns[0].review_levels",
        " line 10, accounts[0].role",
    ]
    assert not (tmp_path / "home").exists()


def test_a_missing_file_is_2(huiyin: Huiyin, tmp_path: Path) -> None:
    said = huiyin("city", "load", tmp_path / "nowhere.yaml")
    assert (said.code, said.err) == (2, f"huiyin: {tmp_path}/nowhere.yaml cannot be read: No such file or directory.\n")


def test_the_demonstration_city_is_in_order_and_stays_in_demonstrations(huiyin: Huiyin) -> None:
    assert huiyin("city", "load", DEMONSTRATION, "--check").code == 0
    said = huiyin("city", "load", DEMONSTRATION)
    assert said.code == 2
    assert "--demo" in said.err


@pytest.fixture
def demonstration(huiyin: Huiyin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home of a demonstration, met without being told so."""
    with monkeypatch.context() as told:
        told.setenv("HUIYIN_DEMO", "true")
        assert huiyin("city", "load", DEMONSTRATION).code == 0


@pytest.mark.usefixtures("demonstration")
def test_real_people_are_refused_in_a_demonstrations_home_before_anything_is_recorded(
    huiyin: Huiyin, tmp_path: Path
) -> None:
    before = journal(tmp_path / "home", "routing")
    said = huiyin("city", "load", CITY)
    assert said.code == 2
    assert "choose another home" in said.err
    assert journal(tmp_path / "home", "routing") == before


@pytest.mark.usefixtures("demonstration")
def test_a_home_knows_that_it_is_a_demonstrations(huiyin: Huiyin, tmp_path: Path) -> None:
    before = journal(tmp_path / "home", "routing")
    assert huiyin("city", "load", DEMONSTRATION).code == 0
    assert journal(tmp_path / "home", "routing") == before
    assert huiyin("account", "add", "zhao", "--role", "handler", "--agency", "housing").code == 0
    names = [line.split()[0] for line in huiyin("account", "list").out.splitlines()]
    assert {"clerk", "handler", "zhao"} <= set(names)


def test_a_name_the_program_acts_under_is_found_before_anything_is_recorded(huiyin: Huiyin, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(CITY.read_text("utf-8").replace("username: wang", "username: system"), "utf-8")
    for options in (("--check",), ()):
        said = huiyin("city", "load", wrong, *options)
        assert said.code == 2
        assert "system" in said.err
    assert not (tmp_path / "home").exists()
