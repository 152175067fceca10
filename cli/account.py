"""`huiyin account`: people who work here."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cli import deputising, exits, options, refused
from cli.verb import Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.accounts import Accounts
    from kernel.settings import Settings

# who an account was made by, where no person was signed in
BY = "system"
MOST_LEVELS = 9  # of a column: docs/city-file.md
PATIENCE = 5.0  # seconds for the columns; without them an account is made all the same


@click.group(cls=Noun)
def command() -> None:
    """Accounts of staff: roles, scopes and passwords."""


@command.command(cls=Verb)
@click.argument("username")
@click.option(
    "--role", required=True, help="clerk, dispatcher, handler, reviewer, supervisor, columnadmin, office, ..."
)
@click.option("--name", help="The person's name.  [the user name]")
@click.option("--column", "columns", multiple=True, help="A column the person acts in; repeat it, or `all`.")
@click.option("--agency", "agencies", multiple=True, help="An agency the person acts for; repeat it, or `all`.")
@click.option("--level", "levels", multiple=True, help="A review level of the person's; repeat it, or `all`.")
@click.option("--ask-password", is_flag=True, help="Ask for a password instead of making one up.")
@options.home
@options.database
def add(username: str, role: str, name: str | None, *, ask_password: bool, **asked: Any) -> None:
    """Make an account.

    Without --ask-password a password is made up, shown once and good for the first sign-in, where the person chooses
    another. Columns and agencies are ids of the city file; they are taken as they are, also before it is loaded. A
    level that none of the person's columns has is refused, once the columns are there.

    Examples:
        huiyin account add wang --name 王敏 --role clerk --column mayor --column governor
        huiyin account add li --role reviewer --column all --level 1 --ask-password
        huiyin account add zhao --role handler --agency housing
    """
    from gateway.account import NewAccount
    from gateway.levels import must_be_levels_there

    new = NewAccount(
        username=username,
        display_name=name or username,
        role=role,
        columns=scope(asked["columns"]),
        agencies=scope(asked["agencies"]),
        levels=levels(asked["levels"]),
        password=asked_password() if ask_password else None,
    )
    settings = options.settings(home=asked["home"], database=asked["database"])
    there = columns_there(settings) if new.levels else []
    with opened(settings) as accounts:
        must_be_levels_there({"columns": new.columns, "levels": new.levels}, lambda: there)
        made = accounts.add(new, by=BY)
    click.echo(f"made {made.account.username}, {made.account.role}")
    if made.password is not None:
        click.echo(f"one-time password: {made.password}")


@command.command("list", cls=Verb)
@options.home
@options.database
def list_(home: str | None, database: str | None) -> None:
    """List the accounts, without secrets."""
    with opened(options.settings(home=home, database=database)) as accounts:
        after = None
        while True:
            page = accounts.page(after, 200)
            for one in page["items"]:
                state = " (disabled)" if one["disabled_at"] else ""
                click.echo(f"{one['username']:20} {one['role']:12} {one['display_name']}{state}")
            after = page["next"]
            if after is None:
                return


@command.command(cls=Verb)
@click.argument("username")
@click.option("--name", help="The person's name.")
@click.option("--column", "columns", multiple=True, help="A column the person acts in; repeat it, or `all`.")
@click.option("--agency", "agencies", multiple=True, help="An agency the person acts for; repeat it, or `all`.")
@click.option("--level", "levels", multiple=True, help="A review level of the person's; repeat it, or `all`.")
@options.home
@options.database
def edit(username: str, name: str | None, **asked: Any) -> None:
    """Give an account another name or scope; what is not named stays, and so does the role.

    A scope is named whole: the columns given are those the person acts in from now on. Where the scope is another, the
    person signs in anew.

    Examples:
        huiyin account edit wang --name 王敏
        huiyin account edit wang --column mayor --column governor
        huiyin account edit li --level all
    """
    said: dict[str, Any] = {} if name is None else {"display_name": name}
    said |= {one: scope(asked[one]) for one in ("columns", "agencies") if asked[one]}
    said |= {"levels": levels(asked["levels"])} if asked["levels"] else {}
    if not said:
        raise exits.Usage("say what changes: --name, --column, --agency or --level.")
    from gateway.levels import must_be_levels_there

    settings = options.settings(home=asked["home"], database=asked["database"])
    there = columns_there(settings) if {"columns", "levels"} & said.keys() else []  # a name says nothing of levels
    with opened(settings) as accounts:
        must_be_levels_there({**accounts.get(username).to_dict(), **said}, lambda: there)
        accounts.amend(username, said, by=BY)
    click.echo(f"{username} is as asked")


@command.command("set-email", cls=Verb)
@click.argument("username")
@click.argument("address", required=False)
@click.option("--none", is_flag=True, help="The account has no address any more.")
@options.home
@options.database
def set_email(username: str, address: str | None, *, none: bool, **asked: Any) -> None:
    """Set where an account's notices go.

    Examples:
        huiyin account set-email wang wang@example.gov.cn
        huiyin account set-email wang --none
    """
    if none == (address is not None):
        raise exits.Usage("name an address, or say --none, and not both.")
    with opened(options.settings(home=asked["home"], database=asked["database"])) as accounts:
        accounts.amend(username, {"email": address}, by=BY)
    click.echo(f"{username} has no address" if none else f"notices to {username} go to {address}")


@command.command(cls=Verb)
@click.argument("username")
@options.home
@options.database
def unlock(username: str, home: str | None, database: str | None) -> None:
    """Let somebody sign in again before the lock after failed sign-ins is over."""
    with opened(options.settings(home=home, database=database)) as accounts:
        accounts.unlock(username, by=BY)
    click.echo(f"nothing is held against {username} any more")


@command.command(cls=Verb)
@click.argument("username")
@options.home
@options.database
def sessions(username: str, home: str | None, database: str | None) -> None:
    """List where somebody is signed in: since when, last used when, with what, from which address."""
    from gateway.settings import GatewaySettings

    with opened(options.settings(home=home, database=database)) as accounts:
        idle = GatewaySettings.from_env().session_idle
        after = None
        while True:
            page = accounts.sessions(username, idle, after, 200)
            for one in page["items"]:
                click.echo(f"{one['since']}  {one['last_used']}  {one['device'] or '-':20}  {one['address']}")
            after = page["next"]
            if after is None:
                return


@command.command("sign-out", cls=Verb)
@click.argument("username")
@options.home
@options.database
def sign_out(username: str, home: str | None, database: str | None) -> None:
    """Sign somebody out everywhere."""
    with opened(options.settings(home=home, database=database)) as accounts:
        ended = accounts.sign_out(username, by=BY)
    click.echo(f"ended: {ended}")


for each in (deputising.deputise, deputising.deputies, deputising.revoke_deputy):
    command.add_command(each)


@contextmanager
def opened(settings: Settings) -> Iterator[Accounts]:
    """The accounts of the installation, a demonstration's where it is one; what they refuse is how it was asked."""
    from gateway.settings import GatewaySettings
    from gateway.wiring import open_accounts_there
    from kernel.decider import Refusal

    try:
        yield open_accounts_there(settings, GatewaySettings.from_env())
    except Refusal as refusal:
        raise exits.Usage(refused.told(refusal)) from refusal


def columns_there(settings: Settings) -> list[dict[str, Any]]:
    """The columns that there are; none before a city is loaded, or where nobody can be asked.

    To be asked for before the accounts are opened: a database that was opened before stays blocking, see
    `kernel.transport.patch`.
    """
    from cli.system import SYSTEM, reach
    from kernel.errors import Unavailable

    try:
        with reach(settings, SYSTEM, "account", make=False) as system:
            listed: list[dict[str, Any]] = system.call("routing", "columns", {}, timeout=PATIENCE)["items"]
            return listed
    except exits.Usage:
        return []  # there is no journal here yet, and so no city
    except Unavailable:
        return []  # an account is made and changed all the same


def asked_password() -> str:
    """A password from the terminal, typed twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed: str = click.prompt("password", hide_input=True, confirmation_prompt="the same again")
    return typed


def scope(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """A scope as accounts know it: None for all."""
    return None if "all" in given else given


def levels(given: tuple[str, ...]) -> tuple[int, ...] | None:
    """Review levels; raises Usage."""
    if "all" in given:
        return None
    if not all(level.isascii() and level.isdecimal() and 1 <= int(level) <= MOST_LEVELS for level in given):
        raise exits.Usage(f"--level is a number from 1 to {MOST_LEVELS}, or `all`.")
    return tuple(sorted({int(level) for level in given}))
