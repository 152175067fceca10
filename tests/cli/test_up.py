"""`huiyin up`: everything in one process, and other commands beside it."""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.cli import tables
from tests.cli.conftest import CITY, ROOT, command
from tests.support.waiting import until

pytestmark = pytest.mark.process

READY = re.compile(r"Huiyin 回音 is ready: (http://127\.0\.0\.1:\d+) ")


class Up:
    """A running `huiyin up`; what it prints goes to a file."""

    def __init__(self, process: subprocess.Popen[bytes], out: Path) -> None:
        self.process = process
        self._out = out
        self.url = until(self._ready, "huiyin up")

    @property
    def printed(self) -> str:
        return self._out.read_text("utf-8")

    def _ready(self) -> str | None:
        assert self.process.poll() is None, self.printed
        found = READY.search(self.printed)
        return found[1] if found else None

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", timeout=60)


@contextmanager
def up(home: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Up]:
    out = home.parent / "up.out"
    with out.open("wb") as file, (home.parent / "up.log").open("ab") as log:
        process = subprocess.Popen(
            command(home, "up", "--port", "0", *options),
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield Up(process, out)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert process.returncode == 0


def huiyin(
    home: Path, *arguments: object, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(home, *arguments),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_without_a_terminal_no_password_is_shown_and_the_log_says_how_to_get_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with up(home) as first:
        assert first.get("/livez").ok
        assert "password" not in first.printed
    assert "huiyin account add" in (tmp_path / "up.log").read_text("utf-8") + first.printed
    assert not huiyin(home, "account", "list").stdout


def test_beside_a_running_system_everything_flows_on_there(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with up(home) as running:
        assert huiyin(home, "city", "load", CITY).returncode == 0
        path = tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED, tables.OPEN])
        answer = huiyin(home, "import", path, "--column", "mayor")
        assert answer.returncode == 0, answer.stderr
        assert "counted   mayor: 2 accepted, 1 closed, completion rate 50%" in answer.stdout.splitlines()
        asked = (
            "/api/v1/statistics/completion?from=2019-01-01&to=2020-01-01&as_of=2020-01-01T00:00:00%2B08:00&by=column"
        )
        counted = running.get(asked).json()
        counts = {"accepted": 2, "handed_over": 0, "closed": 1, "in_hand": 0, "overdue": 1}
        assert counted["total"] == {**counts, "completion_rate": "50"}
        doctor = huiyin(home, "doctor")
        assert doctor.returncode == 0
        assert f"huiyin up, process {running.process.pid}, {running.url}" in doctor.stdout
        assert doctor.stdout.count("0 to be published, up to date, 0 parked") == 5


def test_what_was_imported_while_nobody_ran_is_there_at_the_start(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert huiyin(home, "city", "load", CITY).returncode == 0
    path = tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED, tables.OPEN])
    assert huiyin(home, "import", path, "--column", "mayor").returncode == 0
    before = huiyin(home, "doctor").stdout
    assert "nobody" in before
    with up(home) as running:
        assert [one["column"] for one in running.get("/api/v1/columns").json()["items"]] == ["mayor", "secretary"]
        published = running.get("/api/v1/published?column=mayor").json()
        assert len(published["items"]) == 1


def test_a_second_one_of_the_same_home_is_3_and_says_who_runs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with up(home) as running:
        second = huiyin(home, "up", "--port", "0")
        assert second.returncode == 3
        assert "waiting" in second.stderr.splitlines()[0]
        assert f"process {running.process.pid}" in second.stderr
        assert str(running.url) in second.stderr


def test_the_demonstration_has_a_city_and_its_people(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with up(home, "--demo", "--without-history") as running:
        assert running.get("/api/v1/columns").json()["items"]
        answer = requests.post(
            f"{running.url}/api/v1/session",
            json={"username": "clerk", "password": "huiyin-demo"},
            headers={"Idempotency-Key": "the-first-sign-in-of-all"},
            timeout=60,
        )
        assert answer.ok, answer.text
    real = huiyin(home, "up", "--port", "0")
    assert real.returncode == 2
    assert "demonstration" in real.stderr


def test_it_is_ready_when_the_demonstration_s_city_is_there_and_not_before(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"

    def ready() -> list[Any]:
        with suppress(requests.ConnectionError):
            if requests.get(f"{address}/readyz/gateway", timeout=10).ok:
                return [requests.get(f"{address}/api/v1/columns", timeout=10).json()["items"]]
        return []

    with (tmp_path / "up.out").open("wb") as out:
        process = subprocess.Popen(
            [*command(tmp_path / "home", "up", "--demo", "--without-history"), "--port", str(port)],
            cwd=ROOT, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
        try:
            (first_seen,) = until(ready, "the gateway that is ready", seconds=60)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    assert [one["column"] for one in first_seen] != []


@pytest.mark.parametrize("broker", ["in the process", pytest.param("RabbitMQ", marks=pytest.mark.broker)])
def test_one_process_over_real_servers(
    tmp_path: Path, postgres_urls: str, broker: str, request: pytest.FixtureRequest
) -> None:
    home = tmp_path / "home"
    environment = {**os.environ, "HUIYIN_DATABASE_URL": postgres_urls}
    if broker == "RabbitMQ":
        environment["HUIYIN_AMQP_URI"] = request.getfixturevalue("amqp_uri")
        environment["HUIYIN_MASTER_KEY"] = base64.b64encode(bytes(32)).decode()
        environment["HUIYIN_FILES"] = str(tmp_path / "files")
    path = tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED, tables.OPEN])
    with up(home, environment=environment):
        loaded = huiyin(home, "city", "load", CITY, environment=environment)
        assert loaded.returncode == 0, loaded.stderr
        answer = huiyin(home, "import", path, "--column", "mayor", environment=environment)
        assert answer.returncode == 0, answer.stderr
        assert "counted   mayor: 2 accepted, 1 closed, completion rate 50%" in answer.stdout.splitlines()
    assert huiyin(home, "verify", environment=environment).returncode == 0
    assert not list(home.glob("*.db"))


def test_a_port_that_somebody_listens_on_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [*command(tmp_path / "home", "up", "--demo", "--without-history"), "--port", str(port)],
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    remedy = "Take another one: HUIYIN_PORT=8090, or `huiyin up --port 8090`"
    assert (done.returncode, done.stderr.strip()) == (
        2,
        f"huiyin: HUIYIN_PORT {port} cannot be used: Address already in use. {remedy}.",
    )
