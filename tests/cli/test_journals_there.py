"""Verbs that look at journals make none, and say so where none are, or where the database does not answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Huiyin

INSPECTING = (("verify",), ("verify", "routing"), ("doctor",), ("doctor", "--no-chain"), ("rebuild",))
OPENING = (*INSPECTING, ("migrate",), ("account", "list"))


@pytest.mark.parametrize("verb", INSPECTING)
def test_what_inspects_makes_nothing(huiyin: Huiyin, tmp_path: Path, verb: tuple[str, ...]) -> None:
    said = huiyin(*verb, "--home", tmp_path / "typo")
    assert said.code == 2
    assert said.err.startswith("huiyin: there is no journal of ")
    assert not (tmp_path / "typo").exists()


def test_a_file_without_a_journal_is_none(huiyin: Huiyin, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "intake.db").touch()
    said = huiyin("verify", "intake")
    assert (said.code, said.err) == (2, "huiyin: there is no journal of intake here.\n")


def test_verifying_takes_no_master_key_and_makes_none(huiyin: Huiyin, home: Path) -> None:
    (home / "master.key").unlink()
    assert huiyin("verify").code == 0
    assert not (home / "master.key").exists()
    for verb in ("doctor", "rebuild"):
        assert huiyin(verb).code == 2
        assert not (home / "master.key").exists()


def test_every_anchor_of_a_service_is_held_against_it(huiyin: Huiyin, home: Path) -> None:
    (right,) = (line.split()[-1] for line in huiyin("verify", "routing").out.splitlines())
    wrong = f"routing:1:{'0' * 64}"
    for anchors in ((wrong, right), (right, wrong)):
        assert huiyin("verify", *(part for one in anchors for part in ("--anchor", one))).code == 1


def test_an_anchor_of_a_service_that_is_not_verified_is_refused(huiyin: Huiyin, home: Path) -> None:
    assert huiyin("verify", "intake", "--anchor", f"routing:1:{'0' * 64}").code == 2


@pytest.fixture
def nowhere() -> Iterator[str]:
    """The address of a database server that is not there: a port that is taken and listens to nobody."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"postgresql://127.0.0.1:{taken.getsockname()[1]}/huiyin_{{service}}"


@pytest.mark.process
@pytest.mark.parametrize("verb", OPENING)
def test_a_database_that_refuses_connections_is_3(huiyin: Huiyin, nowhere: str, verb: tuple[str, ...]) -> None:
    said = huiyin(*verb, "--database", nowhere)
    assert (said.code, said.err) == (3, "huiyin: a database does not answer now.\n")
