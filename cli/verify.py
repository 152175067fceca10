"""`huiyin verify`: whether somebody changed a journal behind the program's back."""

from __future__ import annotations

import click

from cli import options
from cli.verb import Verb


@click.command(cls=Verb)
@options.system
def command() -> None:
    """x."""
