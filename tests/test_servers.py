"""The test servers themselves: fresh, separate, breakable, and gone when the run is gone."""

from contextlib import closing

import kombu
import psycopg2
import pytest

from tests.support.servers import PostgresServer, PrivateRabbitMQ


def _plain(url: str) -> str:
    return url.replace("+psycopg2", "")


def test_every_test_gets_a_database_of_its_own(postgres_server: PostgresServer, postgres_url: str) -> None:
    with postgres_server.database() as other, closing(psycopg2.connect(_plain(other))) as elsewhere:
        with closing(psycopg2.connect(_plain(postgres_url))) as here, here.cursor() as cursor:
            cursor.execute("CREATE TABLE only_here (a int)")
            here.commit()
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'")
            assert cursor.fetchone() == (0,)


def test_every_test_gets_a_virtual_host_of_its_own(amqp_uri: str) -> None:
    with kombu.Connection(amqp_uri) as connection, connection.SimpleQueue("echo") as queue:
        queue.put("heard")
        assert queue.get(timeout=5).payload == "heard"


def test_a_private_broker_keeps_its_durable_queues_when_it_is_killed(rabbitmq_server: PrivateRabbitMQ) -> None:
    confirmed = kombu.Connection(rabbitmq_server.uri, transport_options={"confirm_publish": True})
    with confirmed as connection, connection.SimpleQueue("echo") as queue:
        queue.put("heard")
    rabbitmq_server.kill()
    with pytest.raises(OSError), kombu.Connection(rabbitmq_server.uri) as connection:
        connection.connect()
    rabbitmq_server.start()
    with kombu.Connection(rabbitmq_server.uri) as connection, connection.SimpleQueue("echo") as queue:
        assert queue.get(timeout=5).payload == "heard"
