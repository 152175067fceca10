"""What a process depends on may be away at its start or go at any time: it says so, waits, and goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from kernel.settings import Settings, SettingsError
from kernel.transport.runner import run_service
from tests.kernel.transport.conftest import MASTER_KEY, Hosts
from tests.support.cluster import free_port
from tests.support.servers import PostgresServer, PrivateRabbitMQ
from tests.support.toy.hosts import Host, HostError
from tests.support.waiting import until

Private = Callable[[str], Hosts]


def answers(driver: Host, service: str = "library") -> bool:
    try:
        driver.call(service, "health", timeout=2.0)
    except HostError as error:
        assert error.code == "kernel.unavailable"  # noqa: PT017 - the only error there may be
        return False
    return True


@pytest.mark.fault
def test_services_that_start_before_their_broker_wait_for_it(
    rabbitmq_server: PrivateRabbitMQ, private: Private
) -> None:
    hosts = private(rabbitmq_server.uri)
    rabbitmq_server.stop()
    library, treasury, driver = hosts.host("library"), hosts.host("treasury"), hosts.host()
    for host in (library, treasury, driver):
        host.started()
    until(lambda: "waiting for the broker" in library.log, "a line about the broker")
    quick = driver.ask("timed", service="library", method="health")
    assert quick["code"] == "kernel.unavailable"
    assert quick["seconds"] < 2.0
    assert rabbitmq_server.uri.split(":")[2].split("@")[0] not in library.log  # the password
    rabbitmq_server.start()
    for service in ("library", "treasury"):
        until(lambda service=service: answers(driver, service), f"the {service} to answer")  # type: ignore[misc]
    driver.ask("lend_many", first=0, last=5)
    until(lambda: driver.call("treasury", "slips", {"books": ["b4"]})["slips"]["b4"] == 1, "a slip")


@pytest.mark.fault
def test_a_broker_that_restarts_costs_the_calls_under_way_and_no_more(
    rabbitmq_server: PrivateRabbitMQ, private: Private
) -> None:
    hosts = private(rabbitmq_server.uri)
    library, treasury = hosts.host("library").started(), hosts.host("treasury").started()
    driver = hosts.driver()
    until(lambda: answers(driver), "the library to answer")
    library.process.send_signal(19)  # SIGSTOP: the call below is under way when the broker dies
    under_way = driver.send("timed", service="library", method="health", timeout=60)
    until(lambda: driver.ask("waiting") == 1, "the call to be under way")
    rabbitmq_server.kill()
    failed = driver.answer(under_way)
    library.process.send_signal(18)
    assert failed["code"] == "kernel.unavailable"
    assert failed["seconds"] < 30
    rabbitmq_server.start()
    for service in ("library", "treasury"):
        until(lambda service=service: answers(driver, service), f"the {service} to answer again")  # type: ignore[misc]
    driver.ask("lend_many", first=0, last=20)
    until(lambda: driver.call("treasury", "slips", {"books": ["b19"]})["slips"]["b19"] == 1, "a slip")
    assert (library.stop(), treasury.stop()) == (0, 0)


@pytest.mark.fault
def test_a_broker_that_hangs_is_noticed_by_its_silence(rabbitmq_server: PrivateRabbitMQ, private: Private) -> None:
    """Two missed heartbeats of ten seconds; calls meanwhile end by their own time."""
    hosts = private(rabbitmq_server.uri)
    library, driver = hosts.host("library").started(), hosts.driver()
    until(lambda: answers(driver), "the library to answer")
    rabbitmq_server.pause()
    late = driver.ask("timed", service="library", method="health", timeout=0.5)
    assert late["code"] == "kernel.unavailable"
    assert late["seconds"] < 5
    until(lambda: library.ask("health")["library.rpc"] == "away", "the library to notice")
    rabbitmq_server.resume()
    until(lambda: answers(driver), "the library to answer again")


@pytest.mark.db
def test_a_service_that_starts_before_its_database_waits_for_it(tmp_path: Path, amqp_uri: str) -> None:
    port = free_port()
    hosts = Hosts(tmp_path, amqp_uri, f"postgresql://nobody:secret@127.0.0.1:{port}/{{service}}")
    try:
        library = hosts.host("library")
        until(lambda: "waiting for the database" in library.log, "a line about the database")
        assert "secret" not in library.log
        assert library.process.poll() is None
        assert not answers(hosts.driver())
        assert library.stop() == 0
    finally:
        hosts.close()


@pytest.mark.process
def test_the_probe_tells_what_is_away(cluster: Hosts) -> None:
    port = free_port()
    cluster.host("library", HUIYIN_METRICS_PORT=str(port)).started()
    driver = cluster.driver()
    driver.call("library", "count", {"counter": "c"})

    def ready() -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return bool(json.load(answer)["ready"])
        except HTTPError as error:
            assert error.code == 503  # noqa: PT017
            return False

    until(ready, "the process to be ready")
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    assert 'huiyin_commands_total{method="count",outcome="answered",service="library"} 1.0' in text
    assert 'huiyin_relay_leader{service="library"} 1.0' in text


def test_a_process_of_its_own_needs_a_broker_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="HUIYIN_AMQP_URI"):
        run_service(object, Settings(home=tmp_path, key=MASTER_KEY.encode()[:32]))


@pytest.mark.process
def test_what_fails_by_the_clock_is_logged_without_what_it_says(embedded: Hosts) -> None:
    host = embedded.host("punctual").started()
    until(lambda: host.log.count("a worker failed over a bug") == 2, "a line about each timer")
    assert "on_the_hour" in host.log
    assert "by_a_clock_of_its_own" in host.log
    assert "Zhang San" not in host.log
    assert host.stop() == 0


@pytest.mark.db
def test_what_is_done_by_the_clock_says_once_that_the_database_is_away_and_once_that_it_is_back(
    tmp_path: Path, amqp_uri: str, postgres_server: PostgresServer
) -> None:
    with postgres_server.databases(("library",)) as template:
        name = urlsplit(template.format(service="library")).path[1:]
        hosts = Hosts(tmp_path, amqp_uri, template)
        try:
            library, driver = hosts.host("ticking").started(), hosts.driver()
            ticks: Callable[[], int] = lambda: driver.call("library", "ticks")["ticks"]  # noqa: E731
            until(lambda: ticks() > 2, "the clock to strike")
            for outage in (1, 2):
                postgres_server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
                postgres_server.execute(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - a name of ours
                )
                until(lambda: library.log.count("a dependency is away") == outage, "a line about the database")  # noqa: B023
                struck = ticks()
                until(lambda: ticks() > struck + 20, "the clock to strike on")  # noqa: B023
                postgres_server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
                until(lambda: library.log.count("a dependency is back") == outage, "it to go on")  # noqa: B023
            assert library.log.count("a dependency is away") == 2
            assert "frames" not in library.log
            assert "Traceback" not in library.log
            assert library.stop() == 0
        finally:
            hosts.close()


@pytest.mark.process
def test_two_signals_end_a_process_at_once(embedded: Hosts) -> None:
    host = embedded.host("library", "treasury").started()
    host.process.terminate()
    host.process.terminate()
    assert host.process.wait(10) == 0
