"""`huiyin bulletin`: the figures of a period, drafted, checked, published and proved."""

from __future__ import annotations

import click

from cli.bulletin import check, draft, export, list_, publish, return_, show, verify
from cli.verb import Noun


@click.group(cls=Noun)
def command() -> None:
    """Bulletins 办理情况通报: the figures of each column and of the city for a period.

    Drafted, checked by somebody else, published; then they never change, and a correction is a version of its own
    (docs/bulletins.md).
    """


for each in (draft, check, return_, publish, list_, show, export, verify):
    command.add_command(each.command)
