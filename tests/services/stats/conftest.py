"""Stats on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.database import connect
from kernel.settings import Settings
from services.stats.wiring import build
from tests.services.stats.bulletin_office import HISTORY, Office
from tests.services.stats.counted import EVER, LONG_AFTER, Stats
from tests.services.stats.histories import COLUMNS, History, history
from tests.services.stats.recount import Recount, live


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def stats(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stats]:
    home: Path = tmp_path_factory.mktemp("home")
    if request.param == "sqlite":
        yield from serving(Settings(home=home))
        return
    with request.getfixturevalue("postgres_server").databases(("stats",)) as url:
        yield from serving(Settings(home=home, database_url_template=url))


def serving(settings: Settings) -> Iterator[Stats]:
    service = build(settings)
    service.migrate()
    engine = connect(settings.database_url("stats"))
    yield Stats(service, engine)
    engine.dispose()
    service.close()


@pytest.fixture
def full(stats: Stats) -> History:
    """A history with something in every column, heard."""
    one = next(
        candidate
        for candidate in (history(seed, at_most=40) for seed in range(100))
        if len({message.column for message in live(candidate.facts, LONG_AFTER, None).values()}) == len(COLUMNS)
        and len(Recount(live(candidate.facts, LONG_AFTER, None), LONG_AFTER).figure("closed", EVER)) > 8
    )
    stats.hear(one)
    return one


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        for stats in serving(Settings(home=tmp_path)):
            stats.hear(HISTORY)
            yield Office(stats)
        return
    with request.getfixturevalue("postgres_server").databases(("stats",)) as url:
        for stats in serving(Settings(home=tmp_path, database_url_template=url)):
            stats.hear(HISTORY)
            yield Office(stats)
