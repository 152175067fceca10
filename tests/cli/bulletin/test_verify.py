"""`huiyin bulletin verify`: published bulletins against the public logs, after somebody had the databases."""

from __future__ import annotations

import json
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli import exits
from tests.cli.conftest import Huiyin, Said

STEPS = (("draft", "office1"), ("check", "office2"), ("publish", "office1"))


@pytest.fixture
def out(huiyin: Huiyin, past: Path) -> Path:
    """The database in which the bulletins of a quarter are."""
    for act, account in STEPS:
        assert huiyin("bulletin", act, "2019Q2", "--by", account).code == exits.OK
    return past / "stats.db"


def executed(database: Path, *statements: str) -> None:
    with sqlite3.connect(database) as connection:
        for statement in statements:
            connection.execute(statement)


def forged(database: Path, *, with_digest: bool, **parts: Any) -> None:
    """The mayor's says something else."""
    with sqlite3.connect(database) as connection:
        (text,) = connection.execute("SELECT content FROM bulletin_versions WHERE bulletin = '2019Q2-mayor'").fetchone()
        content = {**json.loads(text), **parts}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        connection.execute("UPDATE bulletin_versions SET content = ? WHERE bulletin = '2019Q2-mayor'", (text,))
        if with_digest:
            digest = sha256(text.encode()).hexdigest()
            connection.execute("UPDATE bulletin_versions SET digest = ? WHERE bulletin = '2019Q2-mayor'", (digest,))


def found(said: Said) -> list[str]:
    """What is said of the mayor's; of the others nothing is wrong."""
    assert said.code == exits.FOUND, said
    lines = said.out.splitlines()
    assert ("2019Q2 version 1: right" in lines, "2019Q2-secretary version 1: right" in lines) == (True, True)
    assert lines[-1] == "bulletins: 3, versions: 3, wrong: 1"
    prefix = "2019Q2-mayor version 1: "
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


def test_published_bulletins_are_counted_once_more_from_the_logs_alone(huiyin: Huiyin, out: Path) -> None:
    said = huiyin("bulletin", "verify")
    assert (said.code, said.out.splitlines()[-1]) == (exits.OK, "bulletins: 3, versions: 3, wrong: 0")
    one = huiyin("bulletin", "verify", "2019Q2")
    assert one.out.splitlines() == ["2019Q2 version 1: right", "bulletins: 1, versions: 1, wrong: 0"]
    assert out.is_file()


def test_a_figure_that_was_altered_is_found(huiyin: Huiyin, out: Path) -> None:
    figures = json.loads(huiyin("bulletin", "show", "2019Q2-mayor", "--json").out)["completion"]
    forged(out, with_digest=False, completion={**figures, "closed": figures["closed"] + 1})
    digest, figure = found(huiyin("bulletin", "verify"))
    assert digest.startswith("it does not say what was published: its digest is ")
    assert figure == f"completion.closed says {figures['closed'] + 1}, the logs say {figures['closed']}"


def test_a_new_digest_beside_an_altered_period_helps_nobody(huiyin: Huiyin, out: Path) -> None:
    period = {"from": "2019-04-01", "to": "2019-07-01", "kind": "quarter", "name": "2031Q4"}
    forged(out, with_digest=True, period=period, agencies=[])
    said = found(huiyin("bulletin", "verify"))
    assert said[0].startswith("it does not say what was published")
    assert said[1].startswith("digest says ")
    assert "period.name says 2031Q4, the logs say 2019Q2" in said


def test_a_bulletin_beyond_the_logs_is_named_and_the_others_are_counted(huiyin: Huiyin, out: Path) -> None:
    positions = json.loads(huiyin("bulletin", "show", "2019Q2-mayor", "--json").out)["positions"]
    forged(out, with_digest=False, positions={**positions, "routing": 10**9})
    assert any("it rests on position 1000000000 of routing" in line for line in found(huiyin("bulletin", "verify")))


def test_a_bulletin_that_is_not_in_the_tables_any_more_is_missed(huiyin: Huiyin, out: Path) -> None:
    executed(out, "DELETE FROM bulletins WHERE bulletin = '2019Q2-mayor'")
    assert found(huiyin("bulletin", "verify")) == ["it was published, and it is not in the list of bulletins"]
    executed(out, "DELETE FROM bulletin_versions WHERE bulletin = '2019Q2-mayor'")
    assert found(huiyin("bulletin", "verify"))[0] == "it was published, and it is not there any more"


def test_a_bulletin_that_nobody_published_is_told_as_such(huiyin: Huiyin, out: Path) -> None:
    executed(
        out,
        "CREATE TABLE one AS SELECT * FROM bulletins WHERE bulletin = '2019Q2-mayor'",
        "CREATE TABLE version AS SELECT * FROM bulletin_versions WHERE bulletin = '2019Q2-mayor'",
        "UPDATE one SET bulletin = '2031Q4-mayor'",
        "UPDATE version SET bulletin = '2031Q4-mayor'",
        "INSERT INTO bulletins SELECT * FROM one",
        "INSERT INTO bulletin_versions SELECT * FROM version",
    )
    said = huiyin("bulletin", "verify")
    assert (said.code, said.out.splitlines()[-1]) == (exits.FOUND, "bulletins: 4, versions: 4, wrong: 1")
    assert (
        "2031Q4-mayor version 1: it is shown as published, and the public log of stats does not know of it" in said.out
    )


def test_a_gap_in_the_log_of_what_was_published_is_not_passed_over(huiyin: Huiyin, out: Path) -> None:
    executed(out, "DELETE FROM public_log WHERE position = 2")
    said = huiyin("bulletin", "verify")
    assert (said.code, "cannot be read after position 1" in said.err) == (exits.FOUND, True)


def test_a_bulletin_that_there_is_not_is_no_wrong_bulletin(huiyin: Huiyin, out: Path) -> None:
    said = huiyin("bulletin", "verify", "2019Q2", "2019Q3")
    assert (said.code, said.out) == (exits.USAGE, "")
    assert "there is no published bulletin 2019Q3" in said.err
    assert out.is_file()
