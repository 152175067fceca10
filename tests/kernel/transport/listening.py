"""Any AMQP client's view of what services publish: plain kombu, none of our code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import Connection, Exchange, Queue

from tests.support.waiting import until


class Listener:
    """A durable queue bound to the library's events."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._channel = connection.channel()
        self._events = Exchange("library.events", type="topic", durable=True)
        self._queue = Queue("listener", self._events, "#", durable=True)(self._channel)
        self._queue.declare()

    def take(self, number: int) -> list[Any]:
        """The next messages, acknowledged, waiting for them."""
        taken: list[Any] = []

        def enough() -> bool:
            while len(taken) < number and (message := self._queue.get()) is not None:
                message.ack()
                taken.append(message)
            return len(taken) == number

        until(enough, f"{number} events at a listener")
        return taken

    def empty(self) -> bool:
        """Whether nothing waits."""
        return self._queue.get() is None

    def publish(self, body: str, queue: str | None = None) -> None:
        """Send something as if the library had, or straight to a queue."""
        message = self._channel.prepare_message(body.encode(), content_type="application/json", properties={})
        if queue is None:
            self._channel.basic_publish(message, self._events.name, "BookLent")
        else:
            self._channel.basic_publish(message, "", queue)

    def waiting(self, queue: str) -> int:
        """How many messages of a queue are ready for a consumer."""
        found: int = self._channel.queue_declare(queue, passive=True).message_count
        return found

    def delete(self, queue: str) -> None:
        """Delete a queue with its messages."""
        self._channel.queue_delete(queue)

    def purge(self, queue: str) -> None:
        """Delete a queue's messages."""
        self._channel.queue_purge(queue)


@contextmanager
def listener(amqp_uri: str) -> Iterator[Listener]:
    """A listener on a connection of its own."""
    with Connection(amqp_uri, connect_timeout=10) as connection:
        yield Listener(connection)


def numbers(messages: list[Any]) -> list[int]:
    """The positions of what was taken."""
    return [json.loads(message.body)["position"] for message in messages]


def envelope(position: int, book: str) -> str:
    """What the library would publish about a lending."""
    return json.dumps(
        {
            "specversion": "1.0",
            "id": f"library-{position}",
            "source": "library",
            "type": "BookLent",
            "subject": book,
            "time": "2026-03-02T04:00:00Z",
            "recordedtime": "2026-03-02T04:00:00Z",
            "dataschema": "urn:test:BookLentV1",
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "wish-1",
            "data": {"book": book, "reader": "ann", "at": "2026-03-02T04:00:00Z"},
        }
    )
