"""Options that several verbs share: where the broker, the databases and the embedded home are."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kernel.settings import Settings

Command = Callable[..., Any]

# option → the setting it stands for; an option wins over the environment
SETTINGS = {
    "home": "HUIYIN_HOME",
    "broker": "HUIYIN_AMQP_URI",
    "database": "HUIYIN_DATABASE_URL",
    "port": "HUIYIN_PORT",
}


def home(command: Command) -> Command:
    """`--home`."""
    return click.option("--home", metavar="FOLDER", help="Data of the embedded mode.  [HUIYIN_HOME, ./var]")(command)


def broker(command: Command) -> Command:
    """`--broker`."""
    text = "RabbitMQ, as amqp://user:password@host/vhost; without it there is none.  [HUIYIN_AMQP_URI]"
    return click.option("--broker", metavar="URI", help=text)(command)


def database(command: Command) -> Command:
    """`--database`."""
    text = "PostgreSQL, with {service} in it; without it SQLite files in the home folder.  [HUIYIN_DATABASE_URL]"
    return click.option("--database", metavar="URL", help=text)(command)


def system(command: Command) -> Command:
    """All of them: for verbs that talk to the system, wherever it runs."""
    return home(broker(database(command)))


def settings(**given: str | int | None) -> Settings:
    """The settings with what was given on the command line; raises SettingsError.

    They go through the environment, so that there is one place where settings are read and checked.
    """
    from kernel.settings import Settings

    for name, value in given.items():
        if value is not None:
            os.environ[SETTINGS[name]] = str(value)
    return Settings.from_env()
