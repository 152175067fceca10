"""The relay publishes everything, in order, and moves its cursor only after the broker has confirmed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kernel.service import Service
from kernel.settings import Settings
from tests.kernel import library
from tests.kernel.transport.conftest import MASTER_KEY, Hosts
from tests.kernel.transport.listening import listener, numbers
from tests.support.servers import PostgresServer, PrivateRabbitMQ
from tests.support.toy.hosts import Host
from tests.support.waiting import until


@contextmanager
def beside(database_url: str) -> Iterator[Callable[..., None]]:
    """Lends books as another process of the library would: on its database, with no broker."""
    settings = Settings(database_url_template=database_url, key=base64.b64decode(MASTER_KEY))
    service = Service(library.LIBRARY, settings)
    service.migrate()

    def lend(*books: str) -> None:
        for book in books:
            service.handle(library.acquire, {"book": book}, library.context())
            service.handle(library.lend, {"book": book, "reader": "ann"}, library.context())

    yield lend
    service.close()


def relays(host: Host) -> str:
    state: str = host.ask("health")["library.relay"]
    return state


def test_events_are_published_in_order_as_cloudevents(cluster: Hosts, amqp_uri: str) -> None:
    with listener(amqp_uri) as desk:
        caller = cluster.run("library")
        caller.ask("lend_many", first=0, last=120)
        messages = desk.take(120)
    assert numbers(messages) == list(range(1, 121))
    first, properties = json.loads(messages[0].body), messages[0].properties
    assert (first["id"], first["type"], first["source"], first["specversion"]) == (
        "library-1", "BookLent", "library", "1.0",
    )  # fmt: skip
    assert messages[0].content_type == "application/json"
    assert (properties["delivery_mode"], properties["message_id"]) == (2, "library-1")
    assert messages[0].delivery_info["routing_key"] == "BookLent"
    assert messages[0].delivery_info["exchange"] == "library.events"


def test_commits_of_another_process_are_published_too(cluster: Hosts, amqp_uri: str) -> None:
    with listener(amqp_uri) as desk, beside(cluster.database_url) as lend:
        cluster.host("library").started()
        lend("emma")
        assert numbers(desk.take(1)) == [1]


def test_what_was_committed_is_published_after_a_crash(cluster: Hosts, amqp_uri: str) -> None:
    with listener(amqp_uri) as desk, beside(cluster.database_url) as lend:
        lend("emma", "ulysses")
        cluster.host("library").started().kill()
        lend("persuasion")
        cluster.host("library").started()
        assert sorted(set(numbers(desk.take(3)))) == [1, 2, 3]


def test_the_last_command_before_a_stop_is_published(cluster: Hosts, amqp_uri: str) -> None:
    with listener(amqp_uri) as desk:
        service = cluster.host("library").started()
        caller = cluster.driver()
        caller.call("library", "acquire", {"book": "emma"})
        caller.call("library", "lend", {"book": "emma", "reader": "ann"})
        assert service.stop() == 0
        assert numbers(desk.take(1)) == [1]


@pytest.mark.fault
def test_a_broker_that_is_down_delays_events_and_refuses_no_command(
    rabbitmq_server: PrivateRabbitMQ, private: Callable[[str], Hosts]
) -> None:
    hosts = private(rabbitmq_server.uri)
    with listener(rabbitmq_server.uri) as desk:
        desk.purge("listener")
        service = hosts.host("library").started()
    rabbitmq_server.stop()
    with beside(hosts.database_url) as lend:
        lend("emma", "ulysses")
        until(lambda: relays(service) == "away", "the relay to notice")
    rabbitmq_server.start()
    with listener(rabbitmq_server.uri) as desk:
        assert numbers(desk.take(2)) == [1, 2]
    assert service.process.poll() is None


@pytest.mark.fault
def test_what_the_broker_never_confirmed_is_published_again(
    rabbitmq_server: PrivateRabbitMQ, private: Callable[[str], Hosts]
) -> None:
    """The broker is frozen when the event is written to it, and killed before it could read it."""
    hosts = private(rabbitmq_server.uri)
    with listener(rabbitmq_server.uri) as desk:
        desk.purge("listener")
        service = hosts.host("library").started()
        until(lambda: relays(service) == "leading", "the relay")
    with beside(hosts.database_url) as lend:
        lend("emma")
        with listener(rabbitmq_server.uri) as desk:
            desk.take(1)
        rabbitmq_server.pause()
        lend("ulysses")
        until(lambda: service.ask("unconfirmed") == 1, "the relay to have written the event")
        rabbitmq_server.kill()
        rabbitmq_server.start()
        with listener(rabbitmq_server.uri) as desk:  # a killed broker may also forget what was acknowledged
            until(lambda: 2 in numbers(desk.take(1)), "the second event")


@pytest.fixture
def postgres_cluster(tmp_path: Path, amqp_uri: str, postgres_server: PostgresServer) -> Iterator[Hosts]:
    """The library over RabbitMQ and on PostgreSQL."""
    with postgres_server.databases(("library",)) as url:
        hosts = Hosts(tmp_path, amqp_uri, url)
        yield hosts
        hosts.close()


def test_one_process_leads_and_another_takes_over(postgres_cluster: Hosts, amqp_uri: str) -> None:
    with listener(amqp_uri) as desk:
        first = postgres_cluster.host("library").started()
        until(lambda: relays(first) == "leading", "the first to lead")
        second = postgres_cluster.host("library").started()
        until(lambda: relays(second) == "standing by", "the second to stand by")
        caller = postgres_cluster.driver()
        caller.ask("lend_many", first=0, last=50)
        assert numbers(desk.take(50)) == list(range(1, 51))
        first.kill()
        until(lambda: relays(second) == "leading", "the second to lead")
        caller.ask("lend_many", first=50, last=60)
        assert numbers(desk.take(10)) == list(range(51, 61))


def test_a_leader_whose_database_connection_is_cut_leads_again(
    postgres_cluster: Hosts, amqp_uri: str, postgres_server: PostgresServer
) -> None:
    with listener(amqp_uri) as desk:
        service = postgres_cluster.host("library").started()
        until(lambda: relays(service) == "leading", "the relay")
        caller = postgres_cluster.driver()
        caller.ask("lend_many", first=0, last=5)
        postgres_server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'huiyin relay'"
        )
        caller.ask("lend_many", first=5, last=10)
        assert sorted(set(numbers(desk.take(10)))) == list(range(1, 11))
        until(lambda: relays(service) == "leading", "the relay to lead again")
        assert service.process.poll() is None
