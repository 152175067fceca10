"""`huiyin bulletin`: a quarter drafted, checked by somebody else and published, each with one command."""

from __future__ import annotations

import json
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from cli import exits
from tests.cli.conftest import Huiyin, Said

OFFICE, OTHER = ("--by", "office1"), ("--by", "office2")


def rows(said: Said) -> dict[str, list[str]]:
    """The cells of a table, by bulletin."""
    lines = [line.split() for line in said.out.splitlines() if line.startswith("2019")]
    return {cells[0]: cells[1:] for cells in lines}


def recorded(home: Path) -> list[tuple[str, str]]:
    """What stats has recorded, and who did it."""
    with sqlite3.connect(home / "stats.db") as connection:
        found = connection.execute("SELECT type, json_extract(metadata, '$.actor') FROM journal")
        return [(str(type_), str(account)) for type_, account in found]


def test_a_quarter_is_drafted_checked_and_published_for_all_columns_and_the_city(huiyin: Huiyin, past: Path) -> None:
    drafted = huiyin("bulletin", "draft", "2019Q2", *OFFICE)
    assert (drafted.code, set(rows(drafted))) == (exits.OK, {"2019Q2-mayor", "2019Q2-secretary", "2019Q2"})
    assert "3 done, 0 were so already, 0 not done" in drafted.out
    assert huiyin("bulletin", "check", "2019Q2", *OTHER).code == exits.OK
    published = huiyin("bulletin", "publish", "2019Q2", *OFFICE)
    assert published.code == exits.OK
    assert {cells[0] if len(cells) < 5 else cells[1] for cells in rows(published).values()} == {"published"}
    assert [account for _, account in recorded(past)] == ["office1"] * 3 + ["office2"] * 3 + ["office1"] * 3
    listed = huiyin("bulletin", "list")
    assert "bulletins: 3" in listed.out


def test_doing_it_again_does_nothing(huiyin: Huiyin, past: Path) -> None:
    steps = (("draft", OFFICE), ("check", OTHER), ("publish", OFFICE))
    for act, person in steps:
        assert huiyin("bulletin", act, "2019Q2", *person).code == exits.OK
    before = recorded(past)
    for act, person in steps:
        again = huiyin("bulletin", act, "2019Q2", *person)
        assert (again.code, again.out.splitlines()[-1]) == (exits.OK, "0 done, 3 were so already, 0 not done")
    assert recorded(past) == before


def test_nobody_checks_their_own_draft_and_the_others_go_on(huiyin: Huiyin, past: Path) -> None:
    assert huiyin("bulletin", "draft", "2019Q2", "--column", "mayor", *OTHER).code == exits.OK
    assert huiyin("bulletin", "draft", "2019Q2", *OFFICE).code == exits.OK
    checked = huiyin("bulletin", "check", "2019Q2", *OFFICE)
    assert checked.code == exits.FOUND
    assert "1 done, 0 were so already, 2 not done" in checked.out
    assert "stats.drafted_by_the_same" in checked.out
    published = huiyin("bulletin", "publish", "2019Q2", *OFFICE)
    assert (published.code, published.out.splitlines()[-1]) == (exits.FOUND, "1 done, 0 were so already, 2 not done")
    assert published.out.count("nobody has checked it") == 2
    assert past.is_dir()


def test_what_is_sent_back_is_computed_anew(huiyin: Huiyin, past: Path) -> None:
    mayor = ("2019Q2", "--column", "mayor")
    huiyin("bulletin", "draft", *mayor, *OFFICE)
    assert huiyin("bulletin", "return", *mayor, "--reason", "与台账不符", *OTHER).code == exits.OK
    assert huiyin("bulletin", "check", *mayor, *OTHER).code == exits.FOUND
    assert "1 done" in huiyin("bulletin", "draft", *mayor, *OFFICE).out
    assert [type_ for type_, _ in recorded(past)] == [
        "stats.bulletin_drafted.v1",
        "stats.bulletin_sent_back.v1",
        "stats.bulletin_drafted.v1",
    ]


def test_a_digest_that_was_not_looked_at_is_not_agreed_to(huiyin: Huiyin, past: Path) -> None:
    huiyin("bulletin", "draft", "2019Q2", "--city", *OFFICE)
    said = huiyin("bulletin", "check", "2019Q2", "--city", "--digest", "0" * 64, *OTHER)
    assert (said.code, "stats.bulletin_moved_on" in said.out) == (exits.FOUND, True)
    assert huiyin("bulletin", "check", "2019Q2", "--digest", "0" * 64, *OTHER).code == exits.USAGE
    assert past.is_dir()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("draft", "2019Q2", "--by", "nobody"), "nobody"),
        (("draft", "2019Q2", "--by", "clerk1"), "clerk1 is clerk"),
        (("draft", "2019Q5", *OFFICE), "2019Q5 is no period"),
        (("draft", "2019-13", *OFFICE), "2019-13 is no period"),
        (("draft", "2019-02-01/2019-01-01", *OFFICE), "is no period"),
        (("return", "2019Q2", "--reason", "错", *OFFICE), "say which"),
        (("export", "2019Q2-mayor"), "say what to write"),
    ],
)
def test_what_cannot_be_done_as_asked_is_said(huiyin: Huiyin, past: Path, arguments: tuple[str, ...], why: str) -> None:
    said = huiyin("bulletin", *arguments)
    assert (said.code, why in said.err) == (exits.USAGE, True), said.err
    assert recorded(past) == []


def test_a_disabled_account_makes_nothing(huiyin: Huiyin, past: Path) -> None:
    with sqlite3.connect(past / "gateway.db") as connection:
        connection.execute("UPDATE accounts SET disabled_at = created_at WHERE username = 'office1'")
    assert "disabled" in huiyin("bulletin", "draft", "2019Q2", *OFFICE).err


def test_a_column_administrator_makes_those_of_the_own_columns(huiyin: Huiyin, past: Path) -> None:
    mine = huiyin("bulletin", "draft", "2019Q2", "--by", "chen")
    assert (mine.code, set(rows(mine))) == (exits.OK, {"2019Q2-mayor"})
    theirs = huiyin("bulletin", "draft", "2019Q2", "--column", "secretary", "--by", "chen")
    assert (theirs.code, "stats.out_of_scope" in theirs.out) == (exits.FOUND, True)
    assert len(recorded(past)) == 1


def test_a_period_that_is_not_over_is_refused(huiyin: Huiyin, past: Path) -> None:
    said = huiyin("bulletin", "draft", "2019Q2", "--as-of", "2019-05-01T00:00:00+08:00", "--city", *OFFICE)
    assert (said.code, "stats.period_not_over" in said.out) == (exits.FOUND, True)
    assert past.is_dir()


def published(huiyin: Huiyin, period: str = "2019Q2") -> None:
    for act, person in (("draft", OFFICE), ("check", OTHER), ("publish", OFFICE)):
        assert huiyin("bulletin", act, period, *person).code == exits.OK


def test_the_digest_is_that_of_what_is_shown(huiyin: Huiyin, past: Path) -> None:
    published(huiyin)
    shown = huiyin("bulletin", "show", "2019Q2-mayor", "--json").out
    assert f"digest {sha256(shown.encode()).hexdigest()}" in huiyin("bulletin", "show", "2019Q2-mayor").out
    assert json.loads(shown)["completion"]["accepted"] == 3
    assert past.is_dir()


def test_what_is_not_published_is_shown_to_an_account_only(huiyin: Huiyin, past: Path) -> None:
    huiyin("bulletin", "draft", "2019Q2", "--city", *OFFICE)
    assert huiyin("bulletin", "show", "2019Q2").code == exits.FOUND
    assert "drafted" in huiyin("bulletin", "show", "2019Q2", *OTHER).out
    assert "bulletins: 0" in huiyin("bulletin", "list").out
    assert "bulletins: 1" in huiyin("bulletin", "list", "--state", "drafted", *OTHER).out
    assert past.is_dir()
