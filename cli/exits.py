"""What the command line answers to scripts, and the sentences it stops with (docs/cli.md)."""

from __future__ import annotations

from typing import ClassVar

import click

OK = 0
FOUND = 1  # done, and something needs a person: rows left out, a broken chain, parked events, a refusal
USAGE = 2  # it cannot be done as asked: options, files, settings
UNAVAILABLE = 3  # something that it needs does not answer now, or is taken; the same command may work later
INTERRUPTED = 130  # Ctrl-C


class Stop(click.ClickException):
    """Ends the command with a sentence on standard error."""

    exit_code: ClassVar[int]

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        """Print the sentence."""
        click.echo(f"huiyin: {self.format_message()}", err=True)


class Found(Stop):
    """It was done or looked at, and a person has to act."""

    exit_code = FOUND


class Usage(Stop):
    """It cannot be done as asked."""

    exit_code = USAGE


class Away(Stop):
    """Something that is needed does not answer, or another process has it for now."""

    exit_code = UNAVAILABLE
