"""`huiyin rebuild` and `huiyin migrate`."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table

from kernel.database import Database
from services.intake import tables as intake
from services.notices import tables as notices
from services.review import tables as review
from services.routing import tables as routing
from services.stats import tables as stats
from tests.cli import tables
from tests.cli.conftest import Huiyin

READ_MODELS: dict[str, MetaData] = {
    "intake": intake.metadata,
    "routing": routing.metadata,
    "review": review.metadata,
    "stats": stats.metadata,
    "notices": notices.metadata,
}


def rows(home: Path, service: str) -> dict[str, list[Any]]:
    """Every row of a service's read models."""

    def all_of(table: Table) -> list[Any]:
        with sqlite3.connect(home / f"{service}.db") as connection:
            return sorted(connection.execute(f'SELECT * FROM "{table.name}"'), key=str)  # noqa: S608 - our own names

    return {table.name: all_of(table) for table in READ_MODELS[service].sorted_tables}


def test_what_is_rebuilt_is_what_was_there(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    past = [tables.REPLIED, tables.OPEN, tables.DAY_ONLY, tables.SHORT]
    assert huiyin("import", tables.spreadsheet(tmp_path / "past.xlsx", past), "--column", "mayor").code == 0
    before = {service: rows(home, service) for service in READ_MODELS}
    said = huiyin("rebuild")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == list(READ_MODELS)
    assert {service: rows(home, service) for service in READ_MODELS} == before


def test_a_damaged_read_model_is_mended(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    huiyin("import", tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED]), "--column", "mayor")
    before = rows(home, "stats")
    with sqlite3.connect(home / "stats.db") as connection:
        connection.execute("DELETE FROM case_facts")
        connection.execute("UPDATE message_facts SET at = 0")
    differences = ["message_facts: 2 changed; 1, 2", "case_facts: 2 only in the new table; 5, 6"]
    damaged = rows(home, "stats")
    said = huiyin("rebuild", "stats", "--compare")
    assert (said.code, [line.strip() for line in said.out.splitlines()[1:]]) == (1, differences)
    assert rows(home, "stats") == damaged
    said = huiyin("rebuild", "stats")
    assert (said.code, said.out.split()[0]) == (0, "stats")
    assert [line.strip() for line in said.out.splitlines()[1:]] == differences
    assert "rebuilding stats: goes on where the rebuild before was stopped" in said.err.splitlines()
    assert rows(home, "stats") == before
    assert huiyin("rebuild", "stats", "--compare").code == 0
    said = huiyin("rebuild", "stats", "--compare", "--anew")
    assert (said.code, said.err.splitlines()[0]) == (0, "rebuilding stats: begins anew, as asked for")


def test_another_rebuild_that_runs_is_no_difference_but_a_reason_to_come_again(huiyin: Huiyin, home: Path) -> None:
    database = Database("stats", f"sqlite:///{home / 'stats.db'}")
    with database.alone("rebuild") as alone:
        assert alone
        for more in ([], ["--compare"]):
            said = huiyin("rebuild", "stats", *more)
            assert (said.code, said.out) == (3, "")
            assert said.err == "huiyin: another rebuild of stats is running.\n"
    database.close()
    assert huiyin("rebuild", "stats", "--compare").code == 0
    assert "3 another rebuild is running" in " ".join(huiyin("rebuild", "--help").out.split())


def test_databases_are_made_and_made_again(huiyin: Huiyin, tmp_path: Path) -> None:
    for _ in range(2):
        said = huiyin("migrate")
        assert said.code == 0
        assert said.out.splitlines() == [
            f"{name}: at the newest schema" for name in ("intake", "routing", "review", "stats", "notices", "gateway")
        ]
    assert {path.name for path in (tmp_path / "home").glob("*.db")} >= {"intake.db", "gateway.db"}
