"""Routing on a database of its own: SQLite, and PostgreSQL as well for modules that are about the SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.settings import Settings
from services.routing import handlers
from tests.services.routing.office import CITY, OFFICE, Office
from tests.support.servers import PostgresServer


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """SQLite in a folder of the test's own."""
    return Settings(home=tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """SQLite, then PostgreSQL: a module that overrides `settings` by this runs on both."""
    if request.param == "sqlite":
        yield Settings(home=tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.databases(("routing",)) as template:
        yield Settings(home=tmp_path, database_url_template=template)


@pytest.fixture
def bare(settings: Settings) -> Iterator[Office]:
    """Routing before any city is loaded."""
    office = Office.build(settings)
    yield office
    office.service.close()


@pytest.fixture
def office(bare: Office) -> Office:
    """Routing with the demonstration city."""
    bare.act(handlers.load_city, OFFICE, **CITY.payload)
    return bare
