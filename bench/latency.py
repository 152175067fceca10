"""From a commit in one service to counted in stats, through relay and RabbitMQ, against one raw confirmed hop.

Twice, each time while messages are written on schedule: until stats has the event in its committed tables, and until a
question to the gateway counts it, while such questions are asked one after the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import requests
from kombu import Connection, Consumer, Exchange, Queue

from bench.lifecycles import CITY, SERVICES
from bench.table import Row, quantile
from kernel.actor import CITIZEN
from kernel.context import Context
from kernel.settings import Settings
from services.intake import handlers, wiring
from tests.support.cluster import Cluster
from tests.support.servers import PostgresServer, RabbitMQServer

PER_SECOND = 200
P50_MS, P99_MS = 10.0, 50.0
MESSAGE = {
    "column": "mayor",
    "kind": "request",
    "title": "路灯不亮",
    "body": "清泉路口的路灯已经三天不亮，晚上出行不便，请安排检修。",
    "consent_public": True,
}


def paced(times: int, act: Callable[[int], None]) -> None:
    """Act `PER_SECOND` times a second, on schedule whatever one act takes."""
    started = time.perf_counter()
    for n in range(times):
        wait = started + n / PER_SECOND - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        act(n)


def raw_hop_ms(uri: str, times: int) -> list[float]:
    """Milliseconds from a publish that waits for its confirm until a consumer has the message."""
    exchange = Exchange("bench.raw", type="topic", durable=True)
    queue = Queue("bench.raw", exchange, "#", durable=True, queue_arguments={"x-queue-type": "quorum"})
    sent: dict[str, float] = {}
    took: list[float] = []
    ready, done = threading.Event(), threading.Event()

    def consume() -> None:
        def received(message: object) -> None:
            took.append((time.perf_counter() - sent[str(message.properties["message_id"])]) * 1000)  # type: ignore[attr-defined]
            message.ack()  # type: ignore[attr-defined]
            if len(took) == times:
                done.set()

        with (
            Connection(uri) as connection,
            connection.channel() as channel,
            Consumer(channel, [queue], on_message=received),
        ):
            ready.set()
            while not done.is_set():
                connection.drain_events(timeout=10)

    reader = threading.Thread(target=consume)
    reader.start()
    ready.wait(10)
    with Connection(uri, transport_options={"confirm_publish": True}) as connection:
        producer = connection.Producer(exchange=exchange)

        def publish(n: int) -> None:
            sent[str(n)] = time.perf_counter()
            producer.publish(b"x" * 600, routing_key="Raw", message_id=str(n), delivery_mode=2)

        paced(times, publish)
    reader.join(30)
    return took


Look = Callable[[], int]
"""How far stats has come, in events of intake since the bench began."""


@contextmanager
def in_tables(cluster: Cluster) -> Iterator[Look]:
    """As the committed tables have it."""
    address = cluster.database_url.replace("{service}", "stats").replace("+psycopg2", "")
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        connection.autocommit = True

        def look() -> int:
            time.sleep(0.0005)
            cursor.execute("SELECT COALESCE(MAX(position), 0) FROM checkpoints WHERE source = 'intake'")
            return int(cursor.fetchone()[0])  # type: ignore[index]

        yield look


@contextmanager
def in_answers(cluster: Cluster) -> Iterator[Look]:
    """As the gateway answers; every event of this bench is a message that was submitted."""
    with requests.Session() as session:
        asked = {"from": "2020-01-01", "to": "2200-01-01"}

        def look() -> int:
            answer = session.get(f"{cluster.url}/api/v1/statistics/workload", params=asked, timeout=30)
            answer.raise_for_status()
            return int(answer.json()["total"]["received"])

        yield look


def counted_ms(cluster: Cluster, times: int, by: Callable[[Cluster], AbstractContextManager[Look]]) -> list[float]:
    """Milliseconds from the return of a commit in intake until stats has counted the event."""
    settings = Settings(
        home=cluster.folder,
        amqp_uri=cluster.amqp_uri,
        database_url_template=cluster.database_url,
        key=bytes(32),
    )
    intake = wiring.build(settings)
    committed: list[float] = []
    seen: list[tuple[int, float]] = []
    with by(cluster) as look:
        first = look()

        def watch() -> None:
            reached = first
            deadline = time.perf_counter() + times / PER_SECOND + 30
            while reached < first + times and time.perf_counter() < deadline:
                position = look()
                if position > reached:
                    seen.append((position, time.perf_counter()))
                    reached = position

        watcher = threading.Thread(target=watch)
        watcher.start()

        def submit(n: int) -> None:
            wish = f"bench-{first}-{n}"
            intake.handle(
                handlers.submit(wiring.desk_of(intake)),
                MESSAGE,
                Context(CITIZEN, wish, request_id=wish, fingerprint="f"),
            )
            committed.append(time.perf_counter())

        paced(times, submit)
        watcher.join()
    intake.close()
    took, moments = [], iter(seen)
    position, at = next(moments)
    for n, since in enumerate(committed, start=first + 1):
        while position < n:
            position, at = next(moments)
        took.append((at - since) * 1000)
    return took


def run(postgres: PostgresServer, rabbitmq: RabbitMQServer, times: int = 2000) -> list[Row]:
    """The whole system as processes; only intake, the relay, RabbitMQ and stats work."""
    with postgres.databases(SERVICES) as databases, rabbitmq.vhost() as amqp, TemporaryDirectory() as folder:
        hop = raw_hop_ms(amqp, times)
        cluster = Cluster(amqp, databases, Path(folder))
        try:
            cluster.start()
            cluster.wait_ready()
            loaded = cluster.huiyin("city", "load", str(CITY))
            if loaded.returncode:
                raise RuntimeError(loaded.stderr)
            counted_ms(cluster, 100, in_tables)
            took = {
                f"return of a commit to counted in stats at {PER_SECOND}/s": counted_ms(cluster, times, in_tables),
                "the same to an answer that counts it, while answers are asked for": counted_ms(
                    cluster, times, in_answers
                ),
            }
        finally:
            cluster.stop()
    return [row for what, found in took.items() for row in rows_of(what, found, hop)]


def rows_of(what: str, took: list[float], hop: list[float]) -> list[Row]:
    """The middle and the slowest of a hundred, against the raw hop's."""
    rows = []
    for share, name, aim in ((0.5, "p50", P50_MS), (0.99, "p99", P99_MS)):
        ours, raw = quantile(took, share), quantile(hop, share)
        rows.append(
            Row(
                f"{what}, {name}", f"{ours:.1f} ms", f"one raw confirmed hop {raw:.1f} ms", f"{ours / raw:.1f}x",
                f"{aim:g} ms", ours <= aim,
            )
        )  # fmt: skip
    return rows
