"""`huiyin migrate`: databases at the newest schema, before the processes that need it start."""

from __future__ import annotations

import click

from cli import options
from cli.verb import Verb


@click.command(cls=Verb)
@options.home
@options.database
def command(home: str | None, database: str | None) -> None:
    """Bring every database to the newest schema.

    Services do so themselves when they start; this is for upgrades where it should happen before, once, and under
    somebody's eyes. It can be repeated.
    """
    from cli.parts import build
    from contracts import SERVICES
    from gateway.wiring import open_database

    settings = options.settings(home=home, database=database)
    for name in SERVICES:
        service = build(name, settings)
        try:
            service.migrate()
        finally:
            service.close()
        click.echo(f"{name}: at the newest schema")
    open_database(settings).dispose()
    click.echo("gateway: at the newest schema")
