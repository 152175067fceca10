"""`huiyin account`."""

from __future__ import annotations

import io
import re
import sqlite3
import sys
from pathlib import Path

import pytest

from gateway.roles import ROLES
from tests.cli.conftest import Huiyin
from tests.support.cluster import Cluster

CLERK = ("--role", "clerk", "--column", "mayor")


def test_an_account_gets_a_one_time_password_that_is_stored_nowhere(huiyin: Huiyin, tmp_path: Path) -> None:
    said = huiyin("account", "add", "wang", "--name", "王敏", *CLERK)
    assert said.code == 0
    found = re.fullmatch(r"made wang, clerk\none-time password: (\S{23})\n", said.out)
    assert found is not None
    for file in (tmp_path / "home").iterdir():
        assert found[1].encode() not in file.read_bytes()


def test_a_given_password_is_not_shown(huiyin: Huiyin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\n"))
    said = huiyin("account", "add", "wang", *CLERK, "--ask-password")
    assert (said.code, said.out) == (0, "made wang, clerk\n")


def test_scopes_are_kept_as_they_were_given(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("account", "add", "li", "--role", "reviewer", "--column", "all", "--level", "2", "--level", "1")
    with sqlite3.connect(tmp_path / "home" / "gateway.db") as connection:
        rows = connection.execute("SELECT columns, agencies, levels FROM accounts WHERE username = 'li'").fetchall()
    assert rows == [(None, None, "[1,2]")]


def test_accounts_are_listed_without_secrets(huiyin: Huiyin) -> None:
    huiyin("account", "add", "wang", "--name", "王敏", *CLERK)
    huiyin("account", "add", "zhao", "--role", "handler", "--agency", "housing")
    assert [line.split() for line in huiyin("account", "list").out.splitlines()] == [
        ["wang", "clerk", "王敏"],
        ["zhao", "handler", "zhao"],
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["wang", "--role", "clerc"], "gateway.unknown_role"),
        (["wang", "--role", "clerk"], "gateway.scope_missing"),
        (["wang", "--role", "auditor", "--column", "mayor"], "gateway.scope_not_for_role"),
        (["W", *CLERK], "gateway.bad_username"),
        (["import", *CLERK], "gateway.name_reserved"),
    ],
)
def test_what_is_no_account_is_2_and_says_the_rule(huiyin: Huiyin, arguments: list[str], code: str) -> None:
    said = huiyin("account", "add", *arguments)
    assert said.code == 2
    assert code in said.err


def test_a_refusal_is_in_the_terminals_language(huiyin: Huiyin, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {}
    for locale in ("C.UTF-8", "zh_CN.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        said[locale] = huiyin("account", "add", "wang", "--role", "clerk").err
    assert "gateway.scope_missing" in said["C.UTF-8"]
    assert said["C.UTF-8"].isascii()
    assert "受理岗" in said["zh_CN.UTF-8"]


def test_a_user_name_is_given_once(huiyin: Huiyin) -> None:
    huiyin("account", "add", "wang", *CLERK)
    said = huiyin("account", "add", "wang", *CLERK)
    assert said.code == 2
    assert "is taken" in said.err
    assert "gateway.account_exists" in said.err


def test_a_weak_password_is_refused(huiyin: Huiyin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("12345\n"))
    said = huiyin("account", "add", "wang", *CLERK, "--ask-password")
    assert said.code == 2
    assert "gateway.weak_password" in said.err
    assert "12345" not in said.err


@pytest.mark.parametrize("level", ["first", "0", "10", "²"])
def test_a_level_is_a_number_from_1_to_9(huiyin: Huiyin, level: str) -> None:
    said = huiyin("account", "add", "li", "--role", "reviewer", "--column", "all", "--level", level)
    assert (said.code, said.err) == (2, "huiyin: --level is a number from 1 to 9, or `all`.\n")


def test_an_unknown_role_is_answered_with_the_roles(huiyin: Huiyin) -> None:
    said = huiyin("account", "add", "wang", "--role", "clerc")
    assert [role for role in ROLES if role not in said.err] == []


def test_real_accounts_do_not_get_into_a_demonstration(huiyin: Huiyin, monkeypatch: pytest.MonkeyPatch) -> None:
    huiyin("account", "add", "wang", *CLERK)
    monkeypatch.setenv("HUIYIN_DEMO", "true")
    said = huiyin("account", "add", "li", *CLERK)
    assert said.code == 2
    assert "demonstration" in said.err


def test_a_lock_is_lifted_and_somebody_is_signed_out_from_the_terminal(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("account", "add", "wang", *CLERK)
    with sqlite3.connect(tmp_path / "home" / "gateway.db") as connection:
        lock = "INSERT INTO sign_in_failures (subject, failures, since, locks, username) VALUES ('x', 5, 1, 1, 'wang')"
        connection.execute(lock)
        ends = (2**62, 2**62)  # as microseconds: long after anybody reads this
        session = (
            "INSERT INTO sessions (token_hash, id, username, way, address, device, created_at, seen_at, expires_at) "
            "VALUES ('t', 'i', 'wang', 'password', '192.0.2.1', 'Firefox, Windows', 1551924900000000, ?, ?)"
        )
        connection.execute(session, (1551924900000000, ends[1]))
    assert huiyin("account", "unlock", "wang").out == "nothing is held against wang any more\n"
    with sqlite3.connect(tmp_path / "home" / "gateway.db") as connection:
        assert connection.execute("SELECT COUNT(*) FROM sign_in_failures").fetchone() == (0,)
    # it was last used years ago, so it is none that runs; signing out ends it for good all the same
    assert huiyin("account", "sessions", "wang").out == ""
    assert huiyin("account", "sign-out", "wang").out == "ended: 1\n"
    assert huiyin("account", "sign-out", "wang").out == "ended: 0\n"


def stored(home: Path, username: str) -> tuple[str | None, ...]:
    with sqlite3.connect(home / "gateway.db") as connection:
        query = "SELECT display_name, role, email, columns, levels FROM accounts WHERE username = ?"
        found: tuple[str | None, ...] = connection.execute(query, (username,)).fetchone()
        return found


def test_an_edit_changes_what_is_named_and_leaves_the_rest(huiyin: Huiyin, tmp_path: Path) -> None:
    home = tmp_path / "home"
    huiyin("account", "add", "li", "--name", "李", "--role", "reviewer", "--column", "mayor", "--level", "1")
    assert huiyin("account", "edit", "li", "--name", "李明").out == "li is as asked\n"
    assert stored(home, "li") == ("李明", "reviewer", None, '["mayor"]', "[1]")
    huiyin("account", "edit", "li", "--column", "all", "--level", "2", "--level", "1")
    assert stored(home, "li") == ("李明", "reviewer", None, None, "[1,2]")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what changes"),
        (("--agency", "housing"), "gateway.scope_not_for_role"),
        (("--level", "first"), "--level is a number"),
    ],
)
def test_an_edit_that_is_none_is_2_and_changes_nothing(
    huiyin: Huiyin, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    huiyin("account", "add", "wang", *CLERK)
    answer = huiyin("account", "edit", "wang", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert stored(tmp_path / "home", "wang") == ("wang", "clerk", None, '["mayor"]', None)


def test_an_address_is_set_and_taken_away(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("account", "add", "wang", *CLERK)
    said = huiyin("account", "set-email", "wang", "wang@example.gov.cn")
    assert (said.code, said.out) == (0, "notices to wang go to wang@example.gov.cn\n")
    assert stored(tmp_path / "home", "wang")[2] == "wang@example.gov.cn"
    assert huiyin("account", "set-email", "wang", "--none").out == "wang has no address\n"
    assert stored(tmp_path / "home", "wang")[2] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("王敏",), "gateway.bad_email"), ((), "and not both"), (("wang@example.gov.cn", "--none"), "and not both")],
)
def test_an_address_that_is_none_is_2(huiyin: Huiyin, arguments: tuple[str, ...], said: str) -> None:
    huiyin("account", "add", "wang", *CLERK)
    answer = huiyin("account", "set-email", "wang", *arguments)
    assert answer.code == 2
    assert said in answer.err


@pytest.mark.parametrize("verb", [("edit", "--name", "某人"), ("set-email", "--none")])
def test_who_is_not_there_is_not_changed(huiyin: Huiyin, verb: tuple[str, ...]) -> None:
    said = huiyin("account", verb[0], "nobody", *verb[1:])
    assert said.code == 2
    assert "gateway.account_not_found" in said.err


@pytest.mark.parametrize("verb", ["unlock", "sessions", "sign-out"])
def test_an_account_that_is_not_there_is_2(huiyin: Huiyin, verb: str) -> None:
    said = huiyin("account", verb, "nobody")
    assert said.code == 2
    assert "gateway.account_not_found" in said.err


@pytest.mark.parametrize("columns", [("mayor",), ("mayor", "secretary"), ("all",)])
def test_levels_are_those_that_some_column_of_the_person_s_has(
    huiyin: Huiyin, home: Path, columns: tuple[str, ...]
) -> None:
    """The rule of the API: test_a_reviewer_has_levels_that_some_column_of_theirs_has."""
    scope = [word for column in columns for word in ("--column", column)]
    most = 2 if columns == ("mayor",) else 3
    reviewer = ("--role", "reviewer", *scope)
    beyond = huiyin("account", "add", "li", *reviewer, "--level", "1", "--level", str(most + 1))
    assert (beyond.code, "gateway.no_such_level" in beyond.err) == (2, True)
    assert "li" not in huiyin("account", "list").out
    assert huiyin("account", "add", "li", *reviewer, "--level", str(most)).code == 0
    assert "gateway.no_such_level" in huiyin("account", "edit", "li", "--level", str(most + 1)).err
    assert stored(home, "li")[4] == f"[{most}]"


def test_levels_are_looked_at_in_a_cluster_too(cluster: Cluster, city: str) -> None:
    assert cluster.huiyin("city", "load", city).returncode == 0
    reviewer = ("account", "add", "li", "--role", "reviewer", "--column", "mayor", "--level")
    beyond = cluster.huiyin(*reviewer, "3")
    assert (beyond.returncode, "gateway.no_such_level" in beyond.stderr) == (2, True), beyond.stderr
    for told, said in (((*reviewer, "2"), "made li, reviewer"), (("account", "edit", "li", "--level", "1"), "li is")):
        answer = cluster.huiyin(*told)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.startswith(said)
    beyond = cluster.huiyin("account", "edit", "li", "--level", "3")
    assert (beyond.returncode, "gateway.no_such_level" in beyond.stderr) == (2, True), beyond.stderr
