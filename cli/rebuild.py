"""`huiyin rebuild`: read models anew from the journals."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from cli import options
from cli.parts import must_exist, must_have_key, opened
from cli.progress import progress
from cli.verb import Verb
from contracts import SERVICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.inbox import Fetch
    from kernel.publiclog import Envelope
    from kernel.rebuild import Rebuilt
    from kernel.service import Service


@click.command(
    cls=Verb,
    epilog="Exit codes: 0 rebuilt, 2 there is no journal here, 3 a database does not answer; the present tables "
    "stay then.",
)
@click.argument("service", required=False, type=click.Choice(SERVICES))
@options.home
@options.database
def command(service: str | None, home: str | None, database: str | None) -> None:
    """Make the read models of a service, or of all, from zero: worklists, counts, directories.

    They are folded from the service's own journal and from what the other services made public, into copies that
    take the place of the present tables in one moment. Services may go on working meanwhile. It can be interrupted
    at any time, and run again. An upgrade says when it is needed.

    Examples:
        huiyin rebuild stats
        huiyin rebuild
    """
    settings = options.settings(home=home, database=database)
    with ExitStack() as ending:
        must_exist(settings)
        must_have_key(settings)
        services = {name: ending.enter_context(opened(name, settings)) for name in SERVICES}

        def fetch(source: str, after: int, limit: int) -> Sequence[Envelope]:
            return services[source].log.read(after, limit)

        for name in (service,) if service else SERVICES:
            made = rebuilt(services[name], fetch)
            click.echo(f"{name:9} {len(made.tables)} tables, {made.rows} rows from {made.events} events")


def rebuilt(service: Service, fetch: Fetch) -> Rebuilt:
    """One service's, showing how many events have been read."""
    from kernel.rebuild import rebuild

    with progress(f"rebuilding {service.name}", None) as advance:
        done: dict[str, int] = {}

        def report(log: str, read: int, _: int) -> None:
            advance(read - done.get(log, 0))
            done[log] = read

        return rebuild(service, fetch, report)
