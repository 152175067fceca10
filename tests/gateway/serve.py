"""`python -m tests.gateway.serve HOME`: the gateway's real server over services of our own; prints its port."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import kernel.transport.patch  # noqa: F401 - before anything that opens sockets

import eventlet  # isort: skip
from eventlet import tpool  # isort: skip
from eventlet.event import Event  # isort: skip


from dataclasses import dataclass
from typing import Any

from gateway import wiring
from gateway.app import create_app
from gateway.server import WebServer
from gateway.settings import GatewaySettings
from kernel import logs
from kernel.context import Context
from kernel.settings import Settings
from tests.gateway.fake_services import FakeServices, Payload


@dataclass
class SlowServices(FakeServices):
    """Like the others, but statistics take a second."""

    def call(self, service: str, method: str, payload: Payload, context: Context, timeout: float) -> dict[str, Any]:
        """The answer, after a while."""
        if service == "stats" and method == "completion":
            Event().wait(1)
        return super().call(service, method, payload, context, timeout)


def main(home: str) -> None:
    """Serve until SIGTERM."""
    logs.configure(json=True, level="WARNING")
    door = GatewaySettings.from_env()
    parts = wiring.build(Settings(home=Path(home)), door, SlowServices(), offload=tpool.execute)
    server = WebServer(create_app(parts), door, 0)
    server.start()
    asked_to_stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn(asked_to_stop.send))
    print(server.port, flush=True)  # noqa: T201 - whoever started this waits for it
    while not asked_to_stop.ready():
        asked_to_stop.wait(0.2)  # a signal's handler is heard of when the hub wakes for something else
    server.stop()


if __name__ == "__main__":
    main(sys.argv[1])
