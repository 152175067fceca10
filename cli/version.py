"""`huiyin version`."""

from __future__ import annotations

import click

from cli.verb import Verb


@click.command(cls=Verb)
def command() -> None:
    """Print the version of Huiyin, and of what runs it."""
    import platform
    from importlib.metadata import version

    click.echo(f"huiyin {version('huiyin')}, Python {platform.python_version()}, {platform.system()}")
