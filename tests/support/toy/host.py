"""A process that runs toy services as `huiyin` runs real ones, and does what it is told on standard input.

Each line in is `{"id", "do", …}`, each line out `{"id", "answer"}` or `{"id", "error", "code", "values"}`. With no
services it is a bare client.
"""

from kernel.transport import patch  # noqa: F401, I001 - before anything that imports sockets or threads

import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import eventlet
import orjson
from eventlet.hubs import trampoline

from kernel import logs
from kernel.actor import Actor
from kernel.context import Context
from kernel.errors import KernelError
from kernel.publiclog import Entry
from kernel.settings import Settings
from kernel.transport import health, metrics
from kernel.transport.client import Client
from kernel.transport.memory import EMBEDDED_URI
from kernel.transport.relay import Confirms, Publisher
from kernel.transport.runner import run_embedded, run_service
from tests.support.toy.services import SERVICES

DATABASES = os.environ.pop("HUIYIN_DATABASE_URL", None)  # SQLite over RabbitMQ will do where nothing has two replicas
if DATABASES is not None:
    os.environ["HUIYIN_DATABASE_URL"] = "postgresql://nowhere/{service}"
SETTINGS = replace(Settings.from_env(), database_url_template=DATABASES)
OUTPUT = eventlet.Semaphore()
CLIENT = Client(SETTINGS.amqp_uri or EMBEDDED_URI, "driver")


def call(service: str, method: str, payload: dict[str, Any] | None = None, **options: Any) -> Any:
    """One call; the answer tells how long it took."""
    context = Context(
        Actor("mary", "librarian", columns=("a", "b"), on_behalf_of=options.get("on_behalf_of")),
        options.get("correlation_id", "wish-1"),
        request_id=options.get("request_id"),
        fingerprint=options.get("fingerprint", "asked" if "request_id" in options else None),
    )
    return CLIENT.call(service, method, payload or {}, context, options.get("timeout", 10.0))


def timed(**request: Any) -> Any:
    """A call's seconds, and its error's code if it had one."""
    began = time.perf_counter()
    code = None
    try:
        call(**request)
    except KernelError as error:
        code = error.code
    return {"seconds": time.perf_counter() - began, "code": code}


def many(number: int, callers: int, service: str, method: str, payload: dict[str, Any]) -> Any:
    """Calls per second, of the wall and of this process's processor time."""

    def repeat() -> None:
        for _ in range(number // callers):
            call(service, method, payload)

    wall, cpu = time.perf_counter(), time.process_time()
    threads = [eventlet.spawn(repeat) for _ in range(callers)]
    for thread in threads:
        thread.wait()
    return {
        "per_second": number / (time.perf_counter() - wall),
        "per_cpu_second": number / (time.process_time() - cpu),
    }


def lend_many(first: int, last: int) -> Any:
    """Acquire and lend books first..last-1, several at a time."""

    def one(number: int) -> None:
        call("library", "acquire", {"book": f"b{number}"})
        call("library", "lend", {"book": f"b{number}", "reader": "ann"})

    pool = eventlet.GreenPool(16)
    for _ in pool.imap(one, range(first, last)):
        pass
    return last - first


def publish(service: str, entries: list[list[Any]]) -> int:
    """Publish entries (position, name, body) as a service's relay does."""
    publisher = Publisher(SETTINGS.amqp_uri or EMBEDDED_URI, service)
    publisher.link.start()
    assert publisher.link.wait_up(20)
    publisher.publish([Entry(*entry) for entry in entries])
    publisher.link.stop()
    return len(entries)


def unconfirmed() -> int:
    """How many messages this process has published and no broker has confirmed."""
    gc.unfreeze()  # what was there at start is hidden from the collector, and from us
    return sum(len(each._open) for each in gc.get_objects() if isinstance(each, Confirms))


DO: dict[str, Callable[..., Any]] = {
    "call": call,
    "timed": timed,
    "many": many,
    "lend_many": lend_many,
    "health": health.view,
    "ready": health.ready,
    "metrics": lambda: metrics.exposition().decode(),
    "cpu": lambda: {"cpu": time.process_time(), "wall": time.monotonic()},
    "publish": publish,
    "unconfirmed": unconfirmed,
    "waiting": lambda: len(CLIENT._waiting),
    "connected": lambda: CLIENT.link.wait_up(20.0),
}


def obey(line: bytes) -> None:
    """Do one thing and say how it went."""
    request = orjson.loads(line)
    number, do = request.pop("id"), request.pop("do")
    answer: dict[str, Any]
    try:
        answer = {"answer": DO[do](**request)}
    except KernelError as error:
        answer = {"error": type(error).__name__, "code": error.code, "values": error.values()}
    except Exception as error:  # noqa: BLE001 - the test is told
        answer = {"error": type(error).__name__, "code": None, "values": {"text": str(error)}}
    say({"id": number, **answer})


def say(answer: dict[str, Any]) -> None:
    """One line out; a green write of a full pipe waits, and only one may."""
    with OUTPUT:
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.buffer.flush()


def listen() -> None:
    """Obey each line, several at a time; when the input ends, the test has gone."""
    os.set_blocking(0, False)
    say({"id": 0, "answer": "started"})
    rest = b""
    while True:
        trampoline(0, read=True)
        data = os.read(0, 65536)
        if not data:
            os._exit(3)
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            eventlet.spawn(obey, line)


def main() -> None:
    """Run the services named as arguments."""
    classes = [SERVICES[name] for name in sys.argv[1:]]
    CLIENT.start()
    if not classes:
        logs.configure(json=False, level="INFO")
        listen()
    elif SETTINGS.is_cluster:
        run_service(classes[0], SETTINGS, lambda: eventlet.spawn(listen))
    else:
        run_embedded(classes, SETTINGS, lambda: eventlet.spawn(listen))


if __name__ == "__main__":
    main()
