"""`huiyin doctor` and `huiyin verify`."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from contracts import SERVICES
from tests.cli import tables
from tests.cli.conftest import Huiyin


@pytest.fixture
def imported(huiyin: Huiyin, home: Path, tmp_path: Path) -> Path:
    """The home with a closed and an open case."""
    path = tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED, tables.OPEN])
    assert huiyin("import", path, "--column", "mayor").code == 0
    return home


def park(home: Path) -> None:
    """Make stats remember that it could not apply intake's first event."""
    with sqlite3.connect(home / "intake.db") as connection:
        ((subject, body),) = connection.execute("SELECT subject, body FROM public_log WHERE position = 1").fetchall()
    with sqlite3.connect(home / "stats.db") as connection:
        connection.execute(
            "INSERT INTO parked (source, position, turn, subject, envelope, error, parked_at)"
            " VALUES ('intake', 1, 1, ?, ?, 'KeyError: x', 0)",
            (subject, body),
        )


def edit(home: Path) -> None:
    """Change a recorded event behind the program's back."""
    with sqlite3.connect(home / "routing.db") as connection:
        connection.execute("UPDATE journal SET data = data || ' ' WHERE position = 5")


def test_a_healthy_system_is_0(huiyin: Huiyin, imported: Path) -> None:
    said = huiyin("doctor")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("running   nobody")
    assert [line.split()[0] for line in lines[1:6]] == list(SERVICES)
    assert all("up to date, 0 parked" in line for line in lines[1:6])
    assert lines[6] == "          notifications: 0 queued, 0 put off, 0 given up"
    assert [line.split()[:3] for line in lines[7:]] == [["chain", f"{name}:", "whole;"] for name in SERVICES]


def test_the_same_as_json_for_programs(huiyin: Huiyin, imported: Path) -> None:
    said = huiyin("doctor", "--json", "--no-chain")
    assert said.code == 0
    found = json.loads(said.out)
    assert (found["running"], found["chain"]) == ({}, None)
    assert found["services"]["stats"]["behind"] == {"intake": 0, "routing": 0, "review": 0}
    assert found["services"]["intake"]["parked"] == []


def test_a_parked_event_is_1_and_says_why_and_is_tried_again_on_command(huiyin: Huiyin, imported: Path) -> None:
    park(imported)
    said = huiyin("doctor", "--no-chain")
    assert said.code == 1
    assert "1 parked" in said.out
    assert "KeyError: x" in said.out
    mended = huiyin("doctor", "--no-chain", "--retry-parked")
    assert mended.code == 0
    assert "retried   stats: 1 applied, 0 left" in mended.out.splitlines()


def test_whole_journals_are_0_and_show_an_anchor(huiyin: Huiyin, imported: Path) -> None:
    said = huiyin("verify")
    assert said.code == 0
    anchors = re.findall(r"anchor (\S+)", said.out)
    assert [anchor.split(":")[0] for anchor in anchors] == list(SERVICES)
    again = huiyin("verify", *(part for anchor in anchors for part in ("--anchor", anchor)))
    assert again.code == 0


def test_an_edited_journal_is_1_and_says_where(huiyin: Huiyin, imported: Path) -> None:
    edit(imported)
    said = huiyin("verify", "routing")
    assert (said.code, said.out) == (1, "routing   journal 5: is not what was recorded here\n")
    assert huiyin("verify", "intake").code == 0
    doctor = huiyin("doctor")
    assert doctor.code == 1
    assert "chain     routing: 1 findings, see huiyin verify routing" in doctor.out.splitlines()


def test_a_journal_that_is_not_the_noted_one_is_1(huiyin: Huiyin, imported: Path) -> None:
    said = huiyin("verify", "routing", "--anchor", f"routing:3:{'0' * 64}")
    assert said.code == 1
    assert "anchor" in said.out


@pytest.mark.parametrize("anchor", ["routing", "routing:3", "mars:3:0", "routing:x:0"])
def test_an_anchor_has_a_form(huiyin: Huiyin, anchor: str) -> None:
    assert huiyin("verify", "--anchor", anchor).code == 2


@pytest.mark.parametrize("digest", ["", "a8b3...", "0" * 63, "g" * 64])
def test_the_digest_of_an_anchor_is_whole(huiyin: Huiyin, digest: str) -> None:
    said = huiyin("verify", "--anchor", f"intake:2:{digest}")
    assert said.code == 2
    assert "64 hexadecimal digits" in said.err


def test_other_services_are_no_journals(huiyin: Huiyin) -> None:
    assert huiyin("verify", "gateway").code == 2
