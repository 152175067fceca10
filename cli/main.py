"""`huiyin`: the command line. Each verb is a file of its own, loaded when it is asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from cli import exits
from cli.verb import laid_out

# verb → module; the command in it is called `command`. Kept in the order in which a newcomer meets them.
VERBS = {
    "up": "cli.up",
    "city": "cli.city",
    "fields": "cli.fields",
    "words": "cli.wordlists",
    "account": "cli.account",
    "import": "cli.import_",
    "calendar": "cli.calendar",
    "statistics": "cli.statistics",
    "bulletin": "cli.bulletin",
    "doctor": "cli.doctor",
    "verify": "cli.verify",
    "rebuild": "cli.rebuild",
    "migrate": "cli.migrate",
    "run": "cli.run",
    "version": "cli.version",
}


class Verbs(click.Group):
    """The verbs, each imported when it is needed: `huiyin --help` loads no broker and no database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = laid_out(self.help or "")

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In our order rather than the alphabet's."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """The verb, or None."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name]).command
        return command


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings come from the environment (HUIYIN_HOME, HUIYIN_PORT, ...): docs/settings.md. "
    "Exit codes: 0 done, 1 done but something needs a person, 2 not possible as asked, 3 not reachable now, "
    "130 interrupted: docs/cli.md.",
)
def huiyin() -> None:
    """Huiyin 回音: citizens' messages to their leaders, answered, closed and counted.

    Try it on this machine, with nothing else installed:
        huiyin up --demo
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(outcome(arguments))


def outcome(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a run; what went wrong is one sentence on standard error, never a traceback of ours."""
    try:
        code = huiyin.main(args=arguments, prog_name="huiyin", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("huiyin: interrupted", err=True)
        return exits.INTERRUPTED
    except Exception as error:
        known = sentence(error)
        if known is None:
            raise
        known.show()
        return known.exit_code
    return code if isinstance(code, int) else exits.OK


def sentence(error: Exception) -> exits.Stop | None:
    """The sentence for an error that is no bug; None for one that is."""
    from cli import refused
    from kernel.errors import KernelError, RebuildRunning, Unavailable
    from kernel.settings import SettingsError
    from kernel.transport.answers import is_outage

    match error:
        case SettingsError():
            return exits.Usage(str(error))
        case Unavailable(service=service):
            return exits.Away(f"{service} does not answer.")
        case RebuildRunning(service=service):
            return exits.Away(f"another rebuild of {service} is running.")
        case KernelError():
            return exits.Found(refused.told(error))
        case _ if is_outage(error):
            return exits.Away("a database does not answer now.")
        case _:
            return None
