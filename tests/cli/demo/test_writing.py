"""Steps are taken once, by the services' own use cases, on whichever database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.city import DEMONSTRATION, load_demonstration, read
from cli.demo import past
from cli.demo.beginning import everything, people_of, writer_of
from cli.demo.journey import Step
from cli.demo.writing import WRITERS, Writer
from kernel.settings import Settings

START = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(params=["embedded", pytest.param("postgres", marks=pytest.mark.db)])
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A demonstration's home with nothing in it."""
    monkeypatch.setenv("HUIYIN_DEMO", "true")
    url = request.getfixturevalue("postgres_urls") if request.param == "postgres" else None
    return Settings(home=tmp_path / "home", database_url_template=url)


def heads(writer: Writer) -> dict[str, int]:
    """How much each service has recorded."""
    return {name: writer.services[name].journal.head()[0] for name in WRITERS}


def test_what_an_interrupted_start_had_done_counts_as_done(settings: Settings) -> None:
    city = read(DEMONSTRATION)
    steps = list(everything(city, START))
    later = next(step for step in steps if step.service == "intake" and step.method == "submit" and step.at.month == 3)
    taken = [step for step in steps if step.method == "write_template"] + [later]
    told: list[int] = []
    with writer_of(settings, people_of(city), None) as writer:
        load_demonstration(writer.at(past.SET_UP), settings)
        writer.write(taken, told.append)
        assert sum(told) == len(taken)
        told.clear()
        writer.write(taken, told.append)
        assert told == [len(taken) - 1, 1]


def test_steps_that_were_interrupted_go_on_and_nothing_is_done_twice(settings: Settings) -> None:
    city = read(DEMONSTRATION)
    steps: list[Step] = list(everything(city, START))[:150]
    with writer_of(settings, people_of(city), None) as writer:
        assert writer.began() is None
        load_demonstration(writer.at(past.SET_UP), settings)
        writer.write(steps[:60], lambda _: None)
        before = heads(writer)
        writer.write(steps[:60], lambda _: None)
        assert heads(writer) == before
    with writer_of(settings, people_of(city), None) as writer:
        assert heads(writer) == before
        writer.write(steps, lambda _: None)
        recorded = writer.services["intake"].journal.read(0, 1000)
        written = [step for step in steps if step.method == "submit" and step.service == "intake"]
        submitted = [each for each in recorded if each.type == "intake.submitted.v1"]
        assert [(each.occurred_at, each.stream) for each in submitted] == [
            (step.at, f"message-{step.number}") for step in written
        ]
        assert all(each.recorded_at.year < 2020 for each in recorded)
