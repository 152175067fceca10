"""A script that hears of every case, with no more than kombu: `python kombu_listener.py amqp://…`."""

import sys

from kombu import Connection, Consumer, Exchange, Queue, binding

routing = Exchange("routing.events", type="topic", durable=True)
queue = Queue("case_archive", bindings=[binding(routing, name) for name in ("Assigned", "Closed")], durable=True)


def received(event, message):
    print(event["type"], event["subject"], event["position"], event["data"], flush=True)
    message.ack()  # only now may the broker forget it


with Connection(sys.argv[1]) as connection, Consumer(connection.channel(), queue, callbacks=[received]):
    while True:
        connection.drain_events()
