"""The embedded broker keeps what the rest of the transport leans on, and sleeps until something happens."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue

from kernel.transport import memory

EVENTS = Exchange("library.events", type="topic", durable=True)


class Desk:
    """One virtual host of the embedded broker, with any number of connections to it."""

    def __init__(self) -> None:
        self._uri = f"{memory.EMBEDDED_URI}localhost/{secrets.token_hex(4)}"
        self._connections: list[Any] = []

    def connect(self) -> Any:
        connection = Connection(self._uri)
        self._connections.append(connection)
        return connection

    def consume(self, queue: Queue, prefetch: int = 0, *, no_ack: bool = False) -> tuple[Any, list[Any], Consumer]:
        """A connection to drain, what it received, and its consumer."""
        connection = self.connect()
        received: list[Any] = []
        consumer = Consumer(
            connection.channel(), [queue], on_message=received.append, prefetch_count=prefetch, no_ack=no_ack
        )
        consumer.consume()
        return connection, received, consumer

    def publish(self, *bodies: str, exchange: Exchange = EVENTS, routing_key: str = "Lent") -> None:
        producer = Producer(self.connect().channel(), exchange)
        for body in bodies:
            producer.publish(body, routing_key=routing_key)

    def close(self) -> None:
        for connection in self._connections:
            connection.release()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def inbox(name: str = "inbox", key: str = "#", **options: Any) -> Queue:
    return Queue(name, EVENTS, key, durable=True, **options)


def drained(connection: Any) -> None:
    """Everything that is deliverable now has been delivered."""
    while True:
        try:
            connection.drain_events(timeout=0)
        except TimeoutError:
            return


def bodies(received: list[Any]) -> list[str]:
    return [message.decode() for message in received]


def in_background(action: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def test_messages_arrive_in_order(desk: Desk) -> None:
    connection, received, _ = desk.consume(inbox())
    desk.publish("a", "b", "c")
    drained(connection)
    assert bodies(received) == ["a", "b", "c"]


def test_every_bound_queue_gets_the_message_and_others_do_not(desk: Desk) -> None:
    all_of_it, everything, _ = desk.consume(inbox("all", "#"))
    some_of_it, lendings, _ = desk.consume(inbox("lent", "Lent"))
    desk.publish("lent", routing_key="Lent")
    desk.publish("returned", routing_key="Returned")
    drained(all_of_it)
    drained(some_of_it)
    assert (bodies(everything), bodies(lendings)) == (["lent", "returned"], ["lent"])


def test_a_put_wakes_who_waits(desk: Desk) -> None:
    connection, received, _ = desk.consume(inbox())
    waiting = in_background(lambda: connection.drain_events(timeout=120))
    desk.publish("a")
    waiting.join(60)
    assert bodies(received) == ["a"]


def test_waiting_costs_no_processor_time(desk: Desk) -> None:
    connection, _, _ = desk.consume(inbox())
    before = time.thread_time()
    with pytest.raises(TimeoutError):
        connection.drain_events(timeout=0.3)
    assert time.thread_time() - before < 0.03


def test_at_most_the_prefetch_is_under_way(desk: Desk) -> None:
    connection, received, _ = desk.consume(inbox(), prefetch=2)
    desk.publish("a", "b", "c", "d")
    drained(connection)
    assert bodies(received) == ["a", "b"]
    received[0].ack()
    drained(connection)
    assert bodies(received) == ["a", "b", "c"]


def test_acknowledging_up_to_a_message_covers_those_before_it(desk: Desk) -> None:
    connection, received, _ = desk.consume(inbox(), prefetch=3)
    desk.publish("a", "b", "c", "d")
    drained(connection)
    received[1].ack(multiple=True)
    drained(connection)
    connection.release()
    second, again, _ = desk.consume(inbox())
    drained(second)
    assert bodies(again) == ["c", "d"]


def test_what_was_not_acknowledged_returns_to_the_head_of_its_queue_in_order(desk: Desk) -> None:
    connection, _, _ = desk.consume(inbox(), prefetch=2)
    desk.publish("a", "b", "c")
    drained(connection)
    connection.release()
    second, received, _ = desk.consume(inbox())
    drained(second)
    assert bodies(received) == ["a", "b", "c"]
    assert [message.delivery_info["redelivered"] for message in received] == [True, True, False]


def test_a_rejected_message_comes_again_or_not_at_all(desk: Desk) -> None:
    connection, received, _ = desk.consume(inbox(), prefetch=1)
    desk.publish("a", "b")
    drained(connection)
    received[0].requeue()
    drained(connection)
    received[1].reject()
    drained(connection)
    assert bodies(received) == ["a", "a", "b"]


def test_an_expendable_queue_goes_with_its_last_consumer_and_its_bindings_with_it(desk: Desk) -> None:
    queue = inbox("rpc", "rpc.*", auto_delete=True)
    first, _, _ = desk.consume(queue)
    second, received, _ = desk.consume(queue)
    first.release()
    desk.publish("a", routing_key="rpc.x")
    drained(second)
    assert bodies(received) == ["a"]
    second.release()
    channel, returned = desk.connect().channel(), []
    channel.events["basic_return"].add(lambda *told: returned.append(told[2]))
    channel.basic_publish(channel.prepare_message(b"b"), EVENTS.name, "rpc.x", mandatory=True)
    assert returned == ["rpc.x"]


def test_a_durable_queue_outlives_its_consumers(desk: Desk) -> None:
    connection, _, _ = desk.consume(inbox())
    connection.release()
    desk.publish("a")
    second, received, _ = desk.consume(inbox())
    drained(second)
    assert bodies(received) == ["a"]


def test_an_exclusive_queue_goes_with_its_connection(desk: Desk) -> None:
    connection, _, _ = desk.consume(inbox("reply", exclusive=True))
    connection.release()
    assert not desk.connect().channel()._has_queue("reply")


def test_a_mandatory_message_that_a_queue_takes_is_not_returned(desk: Desk) -> None:
    desk.consume(inbox())
    channel, returned = desk.connect().channel(), []
    channel.events["basic_return"].add(lambda *told: returned.append(told))
    channel.basic_publish(channel.prepare_message(b"a"), EVENTS.name, "Lent", mandatory=True)
    assert returned == []


def test_each_publish_is_confirmed_by_number(desk: Desk) -> None:
    desk.consume(inbox())
    channel, confirmed = desk.connect().channel(), []
    channel.events["basic_ack"].add(lambda tag, multiple: confirmed.append((tag, multiple)))
    channel.confirm_select()
    for _ in range(2):
        channel.basic_publish(channel.prepare_message(b"a"), EVENTS.name, "Lent")
    assert confirmed == [(1, False), (2, False)]


def test_properties_hold_the_content_type_as_over_amqp(desk: Desk) -> None:
    connection, received, _ = desk.consume(inbox())
    desk.publish("a")
    drained(connection)
    assert received[0].properties["content_type"] == "text/plain"


def test_closing_ends_who_waits(desk: Desk) -> None:
    connection, _, _ = desk.consume(inbox())
    ended: list[type[Exception]] = []

    def wait() -> None:
        try:
            connection.drain_events(timeout=120)
        except OSError as error:
            ended.append(type(error))

    waiting = in_background(wait)
    connection.transport.close_connection(connection.connection)
    waiting.join(60)
    assert ended == [ConnectionResetError]


def test_one_queue_with_much_to_do_does_not_starve_another(desk: Desk) -> None:
    connection = desk.connect()
    channel = connection.channel()
    received: list[Any] = []
    for name, key in (("busy", "Busy"), ("quiet", "Quiet")):
        Consumer(channel, [inbox(name, key)], on_message=received.append, no_ack=True).consume()
    desk.publish(*["b"] * (3 * memory.AT_ONCE), routing_key="Busy")
    desk.publish("q", routing_key="Quiet")
    connection.drain_events(timeout=1)
    assert bodies(received) == ["b"] * memory.AT_ONCE + ["q"]


def test_virtual_hosts_know_nothing_of_each_other(desk: Desk) -> None:
    other = Desk()
    connection, received, _ = desk.consume(inbox())
    other.consume(inbox())
    other.publish("a")
    drained(connection)
    other.close()
    assert received == []
