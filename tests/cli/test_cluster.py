"""The same verbs over RabbitMQ and PostgreSQL, with each service a process of its own."""

from __future__ import annotations

from pathlib import Path

from tests.cli import tables
from tests.cli.test_import import many
from tests.support.cluster import Cluster


def test_a_city_is_loaded_and_history_imported_over_the_broker(cluster: Cluster, tmp_path: Path, city: str) -> None:
    loaded = cluster.huiyin("city", "load", city)
    assert loaded.returncode == 0, loaded.stderr
    path = tables.separated(tmp_path / "past.csv", [*many(250), tables.UNREADABLE])
    report = str(tmp_path / "left.csv")
    for _ in range(2):
        answer = cluster.huiyin("import", str(path), "--column", "mayor", "--report", report)
        assert answer.returncode == 1, answer.stderr
        assert "left out  1 rows" in answer.stdout.splitlines()
        assert "counted   mayor: 250 accepted, 166 closed, completion rate 66.4%" in answer.stdout.splitlines()
    doctor = cluster.huiyin("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    assert "running" not in doctor.stdout
    assert doctor.stdout.count("up to date, 0 parked") == 5


def test_a_service_that_is_away_is_said_to_be(cluster: Cluster, tmp_path: Path, city: str) -> None:
    assert cluster.huiyin("city", "load", city).returncode == 0
    cluster.kill("review")
    doctor = cluster.huiyin("doctor", "--no-chain")
    assert doctor.returncode == 3
    assert "review    does not answer" in doctor.stdout.splitlines()
    path = tables.separated(tmp_path / "past.csv", many(5))
    answer = cluster.huiyin("import", str(path), "--column", "mayor", "--wait", "1")
    assert (answer.returncode, answer.stderr.splitlines()[-1]) == (3, "huiyin: review does not answer.")
    cluster.start("review")
    cluster.wait_ready()
    again = cluster.huiyin("import", str(path), "--column", "mayor")
    assert again.returncode == 0, again.stderr
    assert "counted   mayor: 5 accepted, 3 closed, completion rate 60%" in again.stdout.splitlines()
