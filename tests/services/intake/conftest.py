"""An intake service on a fresh database: SQLite in every run, PostgreSQL where it is asked for (marker `db`)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.clock import FixedClock
from kernel.settings import Settings
from services.intake import wiring
from tests.services.intake.facts import MORNING
from tests.services.intake.office import Office

KEY = b"k" * 32


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with an empty database of intake."""
    home = tmp_path_factory.mktemp("intake")
    service = wiring.build(Settings(home=home, key=KEY), clock=FixedClock(MORNING))
    service.migrate()
    service.close()
    return home


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """One column is open; nobody has written yet."""
    template = None
    if request.param == "postgresql":
        template = f"{request.getfixturevalue('postgres_url')}?application_name={{service}}"
    else:
        shutil.copytree(request.getfixturevalue("migrated"), tmp_path, dirs_exist_ok=True)
    opened = Office.open(Settings(home=tmp_path, database_url_template=template, key=KEY))
    yield opened
    opened.service.close()
