"""Routing on SQLite, and on PostgreSQL for who asks with the marker `db`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.settings import Settings
from services.routing import handlers
from tests.services.routing.office import CITY, OFFICE, Office


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Routing before any city is loaded."""
    template = None if request.param == "sqlite" else request.getfixturevalue("postgres_urls")
    office = Office.build(Settings(home=tmp_path, database_url_template=template))
    yield office
    office.service.close()


@pytest.fixture
def office(bare: Office) -> Office:
    """Routing with the demonstration city."""
    bare.act(handlers.load_city, OFFICE, **CITY.payload)
    return bare
