"""A home with a small city in it, and the command line in this process and in processes of its own."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import outcome
from tests.cli import tables
from tests.support.cluster import Cluster

CITY = Path(__file__).parent / "city.yaml"
ROOT = Path(__file__).resolve().parents[2]
FOR_BULLETINS = (
    ("office1", "office", ()),
    ("office2", "office", ()),
    ("chen", "columnadmin", ("--column", "mayor")),
    ("clerk1", "clerk", ("--column", "mayor")),
)


@dataclass
class Said:
    """What a run of the command line answered."""

    code: int
    out: str
    err: str


Huiyin = Callable[..., Said]


@pytest.fixture
def huiyin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Huiyin:
    """Run the command line in this process, with an empty home of the test's own."""
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        code = outcome([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def _city_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test: making databases takes longer than most tests."""
    home = tmp_path_factory.mktemp("city") / "home"
    subprocess.run(
        [sys.executable, "-m", "cli", "city", "load", str(CITY), "--home", str(home)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return home


@pytest.fixture
def home(huiyin: Huiyin, tmp_path: Path, _city_home: Path) -> Path:
    """The test's home, with the city of city.yaml."""
    return Path(shutil.copytree(_city_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def _past_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("history")
    home = folder / "home"
    past = tables.spreadsheet(folder / "past.xlsx", (tables.REPLIED, tables.OPEN, tables.DAY_ONLY, tables.SHORT))
    verbs: list[tuple[str, ...]] = [
        ("city", "load", str(CITY)),
        ("import", str(past), "--column", "mayor", "--report", str(folder / "left.csv")),
    ]
    verbs += [("account", "add", name, "--role", role, *scope) for name, role, scope in FOR_BULLETINS]
    for verb in verbs:
        command = [sys.executable, "-m", "cli", *verb, "--home", str(home)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return home


@pytest.fixture
def past(huiyin: Huiyin, tmp_path: Path, _past_home: Path) -> Path:
    """The test's home: the mayor's column has four messages of the second quarter or before, the secretary's none."""
    return Path(shutil.copytree(_past_home, tmp_path / "home"))


@pytest.fixture
def cluster(amqp_uri: str, postgres_urls: str, tmp_path: Path) -> Iterator[Cluster]:
    running = Cluster(amqp_uri, postgres_urls, tmp_path)
    running.start()
    try:
        running.wait_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture
def city(tmp_path: Path) -> str:
    """The town as a demonstration, which is what the cluster is."""
    path = tmp_path / "demonstration.yaml"
    path.write_text(f"demonstration: true\n{CITY.read_text('utf-8')}", "utf-8")
    return str(path)


def command(home: Path, *arguments: object) -> list[str]:
    """The command line as a process of its own."""
    return [sys.executable, "-m", "cli", *map(str, arguments), "--home", str(home)]


def journal(home: Path, service: str) -> dict[str, int]:
    """How many events of each type a service has recorded."""
    with sqlite3.connect(home / f"{service}.db") as connection:
        return dict(connection.execute("SELECT type, COUNT(*) FROM journal GROUP BY type"))
