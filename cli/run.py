"""`huiyin run`: one service as a process of its own."""

from __future__ import annotations

import click

from cli import options
from cli.parts import PARTS, service_class
from cli.verb import Verb


@click.command(
    cls=Verb,
    epilog="It needs HUIYIN_AMQP_URI, HUIYIN_DATABASE_URL and HUIYIN_MASTER_KEY, the gateway, intake and review "
    "HUIYIN_FILES too: docs/settings.md.",
)
@click.argument("service", type=click.Choice(tuple(PARTS)))
@options.broker
@options.database
@click.option("--port", type=int, help="Port of the website and API (gateway only).  [HUIYIN_PORT, 8080]")
def command(service: str, broker: str | None, database: str | None, port: int | None) -> None:
    """Run one service over RabbitMQ, until it is told to stop.

    Any number of processes may run the same service; they share the work. A process waits for a broker or a
    database that is away, and says so. It stops gracefully on SIGTERM and Ctrl-C.

    Example:
        huiyin run intake --broker amqp://guest:guest@localhost --database postgresql://localhost/huiyin_{service}
    """
    from kernel.transport import patch  # noqa: F401 - before anything that opens a socket
    from kernel.transport.runner import run_service

    run_service(service_class(service), options.settings(broker=broker, database=database, port=port))
