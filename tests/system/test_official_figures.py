"""A bulletin rests on all that is public: what its sources' logs hold when it is asked for, or there is none."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from cli import exits
from cli.parts import build
from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.walk import Door, submit
from tests.system.conftest import TEAM

pytestmark = pytest.mark.process

DRAFT = ("bulletin", "draft", "2019Q1", "--column", TEAM.column, "--anew", "--by", "office")


def said(system: Embedded | Cluster, *arguments: str) -> str:
    """What a command line that is done prints."""
    done = system.huiyin(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_became_public_a_moment_ago_is_in_a_draft(system: Embedded | Cluster, door: Door) -> None:
    for _ in range(3):
        submit(door, TEAM.column)
        with closing(build("intake", system.settings)) as intake:
            head = intake.log.head()
        said(system, *DRAFT)
        told = json.loads(said(system, "bulletin", "show", f"2019Q1-{TEAM.column}", "--json", "--by", "office"))
        assert told["positions"]["intake"] == head


@pytest.mark.broker
@pytest.mark.db
def test_nothing_is_drafted_while_a_source_does_not_answer(cluster: Cluster) -> None:
    cluster.kill("routing")
    away = cluster.huiyin(*DRAFT)
    assert away.returncode == exits.UNAVAILABLE, away.stdout + away.stderr
    cluster.start("routing")
    cluster.wait_ready()
    assert "1 done" in said(cluster, *DRAFT)
