"""Who makes a bulletin: an account of the gateway's, in whose name the command acts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.system import System
    from kernel.actor import Actor
    from kernel.settings import Settings


def by(command: Any) -> Any:
    """`--by`."""
    text = "The account in whose name it is done; nobody asks for its password here."
    return click.option("--by", "account", required=True, metavar="ACCOUNT", help=text)(command)


def maybe_by(command: Any) -> Any:
    """`--by` where it shows more than everyone reads."""
    text = "An account: what it may see is shown, published or not."
    return click.option("--by", "account", metavar="ACCOUNT", help=text)(command)


@contextmanager
def reached(account: str | None, permission: str, asked: dict[str, Any]) -> Iterator[System]:
    """The system as this account reaches it, as everyone does without one. Raises Usage, Unavailable, Found."""
    from cli.parts import must_exist
    from cli.system import SYSTEM, reach

    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    if settings.amqp_uri is None:
        must_exist(settings)
    actor = SYSTEM if account is None else acting(settings, account, permission)
    with reach(settings, actor, "bulletin", make=False) as system:
        system.drive()
        yield system


def acting(settings: Settings, username: str, permission: str) -> Actor:
    """The account's role and scope. Raises Usage: there is none, it is disabled, or its role may not do this."""
    if settings.amqp_uri is not None:
        from kernel.transport import patch  # noqa: F401 - before anything that opens a socket
    from cli.account import opened
    from gateway.roles import PERMISSIONS, may

    with opened(settings) as accounts:
        account = accounts.get(username)
    if account.disabled_at is not None:
        raise exits.Usage(f"the account {username} is disabled.")
    if not may(account.role, permission):
        allowed = ", ".join(PERMISSIONS[permission])
        raise exits.Usage(f"{username} is {account.role}, and {permission} is for: {allowed}.")
    return account.actor
