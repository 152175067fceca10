"""An intake service on a fresh database: SQLite in every run, PostgreSQL where it is asked for (marker `db`)."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.clock import FixedClock
from kernel.settings import Settings
from services.intake import wiring
from tests.services.intake.facts import MORNING
from tests.services.intake.office import Office
from tests.support.servers import PostgresServer

KEY = b"k" * 32


def migrate(settings: Settings) -> None:
    service = wiring.build(settings, clock=FixedClock(MORNING))
    service.migrate()
    service.close()


@pytest.fixture(scope="session")
def sqlite_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with an empty database of intake, to be copied."""
    home = tmp_path_factory.mktemp("intake")
    migrate(Settings(home=home, key=KEY))
    return home


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of an empty database of intake, to be copied."""
    name = f"huiyin_template_{secrets.token_hex(6)}"
    with postgres_server.database(name) as url:
        migrate(Settings(database_url_template=f"{url}?application_name={{service}}", key=KEY))
        yield name


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh, migrated database."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_home"), tmp_path, dirs_exist_ok=True)
        yield Settings(home=tmp_path, key=KEY)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    name = f"huiyin_test_{secrets.token_hex(6)}"
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield Settings(database_url_template=f"{server.database_url(name)}?application_name={{service}}", key=KEY)
    finally:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """One column is open; nobody has written yet."""
    opened = Office.open(settings)
    yield opened
    opened.service.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test with a store runs on both kinds of database."""
    if "settings" in metafunc.fixturenames:
        kinds = ["sqlite", pytest.param("postgresql", marks=pytest.mark.db)]
        metafunc.parametrize("settings", kinds, indirect=True)
