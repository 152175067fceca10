"""The test servers themselves: fresh, separate, breakable, and gone when the run is gone."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import kombu
import psycopg2
import pytest

from tests.support.servers import KEEPER_SOCKET, PostgresServer, PrivateRabbitMQ
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[1]

# A run of its own: starts a keeper and a PostgreSQL, says where, and waits to be ended.
RUN = f"""
import os, signal
from tests.support.servers import PrivatePostgres
PrivatePostgres()
print(os.environ[{KEEPER_SOCKET!r}], flush=True)
signal.pause()
"""


def test_every_test_gets_a_database_of_its_own(postgres_server: PostgresServer, postgres_url: str) -> None:
    with closing(psycopg2.connect(_plain(postgres_url))) as here, here.cursor() as cursor:
        cursor.execute("CREATE TABLE only_here (a int)")
        here.commit()
    with postgres_server.database() as url, closing(psycopg2.connect(_plain(url))) as other, other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'")
        assert cursor.fetchone() == (0,)


def test_each_service_gets_a_database_of_one_template(postgres_urls: str) -> None:
    for service in ("intake", "gateway"):
        with closing(psycopg2.connect(_plain(postgres_urls.format(service=service)))) as connection:
            assert str(connection.info.dbname).endswith(service)


def test_every_test_gets_a_virtual_host_of_its_own(amqp_uri: str) -> None:
    with kombu.Connection(amqp_uri) as connection, connection.SimpleQueue("echo") as queue:
        queue.put("heard")
        assert queue.get(timeout=60).payload == "heard"


def test_a_private_broker_keeps_its_durable_queues_when_it_is_killed(rabbitmq_server: PrivateRabbitMQ) -> None:
    confirming = kombu.Connection(rabbitmq_server.uri, transport_options={"confirm_publish": True})
    with confirming as connection, connection.SimpleQueue("echo") as queue:
        queue.put("heard")
    rabbitmq_server.kill()
    with pytest.raises(OSError, match="refused"), kombu.Connection(rabbitmq_server.uri) as connection:
        connection.connect()
    rabbitmq_server.start()
    with kombu.Connection(rabbitmq_server.uri) as connection, connection.SimpleQueue("echo") as queue:
        assert queue.get(timeout=60).payload == "heard"


@pytest.fixture
def run() -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if name != KEEPER_SOCKET}
    with subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@pytest.mark.fault
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_that_is_ended_leaves_neither_server_nor_folder(run: subprocess.Popen[str], how: signal.Signals) -> None:
    folder = _folder_of(run)
    assert _processes_with(folder)
    run.send_signal(how)
    until(lambda: not folder.exists() and not _processes_with(folder), "the keeper to tidy up")


@pytest.mark.fault
def test_a_keeper_that_is_killed_takes_its_servers_with_it(run: subprocess.Popen[str]) -> None:
    folder = _folder_of(run)
    (keeper,) = _children_of(run.pid)
    os.kill(keeper, signal.SIGKILL)
    until(lambda: not _processes_with(folder), "the kernel to end the servers")
    _clear_away(folder)


def _plain(url: str) -> str:
    """The address as libpq reads it, without SQLAlchemy's driver name."""
    return url.replace("+psycopg2", "")


def _folder_of(run: subprocess.Popen[str]) -> Path:
    assert run.stdout is not None
    socket = run.stdout.readline().strip()
    assert socket, "the run ended before it had a server"
    return Path(socket).parent


def _processes_with(folder: Path) -> list[int]:
    """The processes that have the folder in their command line."""
    return [pid for pid in _pids() if str(folder).encode() in _read(pid, "cmdline")]


def _children_of(parent: int) -> list[int]:
    return [pid for pid in _pids() if f"PPid:\t{parent}\n".encode() in _read(pid, "status")]


def _clear_away(folder: Path) -> None:
    """What a killed keeper could not: its folder, and the shared memory that a killed PostgreSQL leaves."""
    for pid_file in folder.glob("*/data/postmaster.pid"):
        shared_memory = pid_file.read_text().splitlines()[6].split()[1]
        subprocess.run(["ipcrm", "--shmem-id", shared_memory], check=True)
    shutil.rmtree(folder)


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _read(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
        return b""
