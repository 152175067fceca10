"""`huiyin city`: columns, agencies, fields, dispatch rules and people of a city, from a file."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options, refused
from cli.fields import stranded, stranded_there, warn
from cli.verb import Noun, Verb

if TYPE_CHECKING:
    from cli.cityfile import City
    from cli.system import System
    from gateway.account import NewAccount
    from kernel.settings import Settings

DEMONSTRATION = Path(__file__).parent / "demo" / "city.yaml"
PATIENCE = 30.0  # seconds for the other services to hear of new columns


@click.group(cls=Noun)
def command() -> None:
    """Columns, agencies, fields, dispatch rules and people of a city, from a file."""


@command.command(
    cls=Verb,
    epilog="Exit codes: 0 loaded, 1 refused, 2 the file is not a city file (every mistake is listed), "
    "3 a service cannot be reached. The format: docs/city-file.md.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only check the file, load nothing.")
@options.system
def load(file: Path, *, check: bool, **asked: Any) -> None:
    """Load a city file: what it says of columns, agencies, fields, rules and accounts holds from now on.

    What the file does not mention stays as it is, of a column's terms and limits too. Loading the same file again
    changes nothing. Accounts that are made now get one-time passwords, which are shown once. Dispatch rules that name a
    field which the file no longer has are listed.

    Examples:
        huiyin city load city.yaml --check
        huiyin city load city.yaml
    """
    city = read(file)
    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    codes = None if city.fields is None or city.rules is not None else [field["field"] for field in city.fields]
    if check:
        if codes is not None:
            warn(stranded_there(settings, codes))
        click.echo(f"{file} is in order: {size(city)}")
        return
    from cli.system import SYSTEM, follow, reach

    must_be_at_home(settings, city)
    with reach(settings, SYSTEM, "city load") as system:
        done = system.call("routing", "load_city", city.payload)
        left = {} if codes is None else stranded(system, codes)
        follow(system, PATIENCE, lambda _: None)
    warn(left)
    fields, rules = done.pop("fields", None), done.pop("rules", None)
    click.echo(", ".join(f"{len(ids)} {what(outcome, len(ids))}" for outcome, ids in done.items() if ids))
    if fields is not None:
        click.echo(f"{len(city.fields or ())} fields {fields}")
    if rules is not None:
        click.echo(f"{len(city.rules or ())} rules {rules.replace('_', ' ')}")
    for made in load_accounts(settings, city):
        click.echo(f"account {made.account.username}, one-time password {made.password}")


_OUTCOMES = {
    "opened": ("column opened", "columns opened"),
    "rearranged": ("column run otherwise", "columns run otherwise"),
    "registered": ("agency registered", "agencies registered"),
    "amended": ("agency amended", "agencies amended"),
    "unchanged": ("column or agency unchanged", "columns and agencies unchanged"),
}


def what(outcome: str, count: int) -> str:
    """What became of so many of the file's columns or agencies."""
    one, many = _OUTCOMES[outcome]
    return one if count == 1 else many


def read(file: Path) -> City:
    """The city of a file; raises Usage with every mistake in it."""
    from cli.cityfile import CityFileError
    from cli.cityfile import read as read_city

    try:
        city = read_city(file)
        must_be_possible(city, file)
    except CityFileError as error:
        raise exits.Usage(f"{file} cannot be loaded:\n{error}") from error
    except OSError as error:
        raise exits.Usage(f"{file} cannot be read: {error.strerror}.") from error
    return city


def must_be_possible(city: City, file: Path) -> None:
    """Raises Usage for an account that the gateway would refuse, before anything is recorded."""
    from gateway.account import checked
    from kernel.decider import Refusal

    for person in people(city):
        try:
            checked(person)
        except Refusal as refusal:
            raise exits.Usage(
                f"{file} cannot be loaded: account {person.username}: {refused.told(refusal)}"
            ) from refusal


def size(city: City) -> str:
    """How much there is in it."""
    parts: dict[str, Sized | None] = {"columns": city.columns, "agencies": city.agencies, "accounts": city.accounts}
    parts |= {"fields": city.fields, "rules": city.rules}
    return ", ".join(f"{len(part)} {name}" for name, part in parts.items() if part is not None)


def must_be_at_home(settings: Settings, city: City) -> None:
    """A demonstration's people and real ones are not loaded into each other's homes; raises Usage, SettingsError.

    Asked before anything is recorded: a city is loaded whole or not at all.
    """
    from cli.account import opened

    if not (city.accounts or city.demonstration):
        return
    with opened(settings) as accounts:
        if city.demonstration and not accounts.demonstration:
            raise exits.Usage(
                "this is the file of a demonstration: run it with `huiyin up --demo`, or set HUIYIN_DEMO=true."
            )
        if accounts.demonstration and not city.demonstration:
            raise exits.Usage(
                "this is the home of a demonstration, and the file has accounts that are not: choose another home "
                "with --home or HUIYIN_HOME, or leave `accounts` out, or write `demonstration: true` in the file. "
                "Nothing was loaded."
            )


def load_accounts(settings: Settings, city: City) -> list[Any]:
    """The accounts that were made now, with their one-time passwords; a demonstration's have the known one."""
    from cli.account import BY, opened

    if not city.accounts:
        return []
    with opened(settings) as accounts:
        if accounts.demonstration:
            accounts.load_demonstration(people(city))
            return []
        return [made for made in accounts.load(people(city), by=BY) if made.password is not None]


def people(city: City) -> list[NewAccount]:
    """The file's accounts as the gateway takes them; a file has no passwords but a demonstration's, which it knows."""
    from gateway.account import NewAccount

    return [
        NewAccount(one.username, one.name, one.role, one.columns, one.agencies, one.levels, email=one.email)
        for one in city.accounts
    ]


def load_demonstration(system: System, settings: Settings) -> None:
    """The demonstration city, where there is no column yet: what somebody changed since the first start stays."""
    from cli.wordlists import load_builtin

    if system.call("routing", "columns", {})["items"]:
        return
    city = read(DEMONSTRATION)
    load_accounts(settings, city)
    for _ in load_builtin(system):
        pass  # nobody is told about the demonstration's words
    system.call("routing", "load_city", city.payload)
