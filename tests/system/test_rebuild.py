"""Read models are rebuilt while everybody works: no request fails, nothing is lost, no figure goes back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from subprocess import CompletedProcess
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from cli.parts import build
from tests.support import laws
from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.waiting import until
from tests.support.walk import Door, submit
from tests.system.conftest import TEAM

pytestmark = pytest.mark.process

FIGURES = "/statistics/completion?from=2020-01-01&to=2100-01-01&by=column"
ORDINARY = {"urgency": "ordinary", "complexity": "ordinary"}


def accepted(door: Door) -> int:
    counted: int = door.call("GET", FIGURES)["total"]["accepted"]
    return counted


def write(door: Door) -> None:
    number = submit(door, TEAM.column)["number"]
    door.call("POST", f"/desk/messages/{number}/acceptance", ORDINARY, account=TEAM.clerk, named="accept")


class Office:
    """People who write and read without a pause, until they are told to stop."""

    def __init__(self, door: Door) -> None:
        self._over = Event()
        self._doors = [door.sibling() for _ in range(3)]
        self.written = 0
        self.figures: list[int] = []

    def writes(self) -> None:
        while not self._over.is_set():
            write(self._doors[0])
            self.written += 1

    def counts(self) -> None:
        while not self._over.is_set():
            self.figures.append(accepted(self._doors[1]))

    def lists(self) -> None:
        while not self._over.is_set():
            self._doors[2].call("GET", "/desk/messages", account=TEAM.clerk)

    def while_it_works(self, do: Callable[[], CompletedProcess[str]]) -> CompletedProcess[str]:
        with ThreadPoolExecutor(3) as people:
            at_work = [people.submit(each) for each in (self.writes, self.counts, self.lists)]
            try:
                done = do()
            finally:
                self._over.set()
            for each in at_work:
                each.result()
        return done

    @property
    def repeated(self) -> list[Any]:
        """The calls that were not answered at the first attempt."""
        return [timing for door in self._doors for timing in door.timings if timing.attempts > 1]


def damage(system: Embedded | Cluster) -> None:
    """Stats' rows are not what they should be, and those in memory are."""
    with closing(build("stats", system.settings)) as stats, stats.database.engine.begin() as connection:
        connection.execute(text("UPDATE message_facts SET kind = 'thanks'"))
        connection.execute(text("DELETE FROM columns"))


def test_nobody_notices_a_rebuild_but_for_the_mended_rows(system: Embedded | Cluster, door: Door) -> None:
    for _ in range(4):
        write(door)
    until(lambda: accepted(door) == 4, "what was accepted to be counted")
    damage(system)
    office = Office(door)
    done = office.while_it_works(lambda: system.huiyin("rebuild"))
    assert done.returncode == 0, done.stderr
    assert "message_facts" in done.stdout
    assert "columns: " in done.stdout
    assert office.repeated == []
    assert office.figures == sorted(office.figures)
    until(lambda: accepted(door) == 4 + office.written, "everything to be counted")
    with laws.beside(system.settings) as services:
        laws.public_positions_have_no_gaps(services)
        laws.read_models_are_what_the_journals_say(services)
    assert system.huiyin("rebuild", "stats", "--compare").returncode == 0


@pytest.mark.broker
@pytest.mark.db
def test_over_the_broker_only_the_services_own_database_is_opened(cluster: Cluster, tmp_path: Any) -> None:
    own = cluster.database_url.replace("{service}", "stats") + "?application_name={service}"
    done = cluster.huiyin("rebuild", "stats", "--compare", "--database", own)
    assert done.returncode == 0, done.stderr
    assert "rebuilding stats: routing " in done.stderr
    cluster.kill("routing")
    away = cluster.huiyin("rebuild", "stats", "--anew", "--database", own)
    assert (away.returncode, away.stderr.splitlines()[-1]) == (3, "huiyin: routing does not answer.")
    cluster.start("routing")
    cluster.wait_ready()
    assert cluster.huiyin("rebuild", "stats", "--database", own).returncode == 0
