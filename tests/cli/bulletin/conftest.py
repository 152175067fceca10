"""A home with a little history of 2019, and people who may make bulletins of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import tables
from tests.cli.conftest import CITY, ROOT, Huiyin

PEOPLE = (
    ("office1", "office", ()),
    ("office2", "office", ()),
    ("chen", "columnadmin", ("--column", "mayor")),
    ("clerk1", "clerk", ("--column", "mayor")),
)


@pytest.fixture(scope="session")
def _home_with_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("history")
    home = folder / "home"
    past = tables.spreadsheet(folder / "past.xlsx", (tables.REPLIED, tables.OPEN, tables.DAY_ONLY, tables.SHORT))
    verbs: list[tuple[str, ...]] = [("city", "load", str(CITY)), ("import", str(past), "--column", "mayor")]
    verbs += [("account", "add", name, "--role", role, *scope) for name, role, scope in PEOPLE]
    for verb in verbs:
        command = [sys.executable, "-m", "cli", *verb, "--home", str(home)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return home


@pytest.fixture
def past(huiyin: Huiyin, tmp_path: Path, _home_with_history: Path) -> Path:
    """The test's home: the mayor's column has four messages of the second quarter or before, the secretary's none."""
    return Path(shutil.copytree(_home_with_history, tmp_path / "home"))
