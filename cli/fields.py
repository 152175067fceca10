"""`huiyin fields`: what messages are about, from a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.verb import Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cli.fieldtable import Node
    from cli.system import System
    from kernel.settings import Settings

DATABASE = "routing.db"  # of an embedded home: where the rules are
PATIENCE = 30.0  # seconds for the other services to hear of the new fields


@click.group(cls=Noun)
def command() -> None:
    """What messages are about: the office's tree of fields."""


@command.command(
    cls=Verb,
    epilog="Exit codes: 0 loaded, 1 refused, 2 the table is no tree of fields (every mistake is listed), "
    "3 a service cannot be reached. The table: docs/cli.md.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only check the table and show the codes, load nothing.")
@options.system
def load(file: Path, *, check: bool, **asked: Any) -> None:
    """Load a table (.xlsx or .csv) with the columns 一级分类, 二级分类, 三级分类.

    These are the fields from now on. Each gets a code, shown here, that is made of its names: the same names have the
    same code wherever and whenever they are loaded. What the table leaves out is no longer chosen, and still names
    what was accepted before; dispatch rules that name it are listed. Loading the same table again changes nothing.

    Examples:
        huiyin fields load categories.xlsx --check
        huiyin fields load categories.xlsx
    """
    nodes = read(file)
    for node in nodes:
        click.echo(f"{node.code}\t{' / '.join(node.path)}")
    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    codes = [node.code for node in nodes]
    if check:
        warn(stranded_there(settings, codes))
        click.echo(f"{file} is in order: {len(nodes)} fields")
        return
    from cli.system import SYSTEM, follow, reach

    said = [{"field": node.code, "name": node.path[-1], "parent": node.parent} for node in nodes]
    with reach(settings, SYSTEM, "fields load") as system:
        done = system.call("routing", "arrange_fields", {"fields": said})
        left = stranded(system, codes)
        follow(system, PATIENCE, lambda _: None)
    warn(left)
    click.echo(f"{done['total']} fields {done['fields']}")


def stranded(system: System, codes: Collection[str]) -> dict[str, list[str]]:
    """Dispatch rules, in force or drafted, that name fields which are not among these: rule → those fields."""
    book = system.call("routing", "dispatch_rules", {})
    rules = [*book["on"]["rules"], *(book["draft"] or {"rules": []})["rules"]]
    gone = {rule["name"]: [field for field in rule["fields"] if field not in codes] for rule in rules}
    return {name: fields for name, fields in gone.items() if fields}


def stranded_there(settings: Settings, codes: Collection[str]) -> dict[str, list[str]]:
    """The same for a check, which makes nothing: where nothing was ever loaded, there are no rules."""
    from cli.system import SYSTEM, reach

    if settings.amqp_uri is None and settings.database_url_template is None and not (settings.home / DATABASE).exists():
        return {}
    with reach(settings, SYSTEM, "fields load", make=False) as system:
        return stranded(system, codes)


def warn(left: Mapping[str, Sequence[str]]) -> None:
    """Say which rules fit less than they say, on standard error."""
    for name, gone in left.items():
        named = ", ".join(gone)
        click.echo(f"huiyin: the dispatch rule “{name}” names fields that can no longer be chosen: {named}", err=True)


def read(file: Path) -> list[Node]:
    """The fields of a table; raises Usage with every mistake in it."""
    from cli.fieldtable import FieldTableError
    from cli.fieldtable import read as read_table
    from cli.importing.table import TableError

    try:
        return read_table(file)
    except (FieldTableError, TableError) as error:
        raise exits.Usage(f"{file} cannot be loaded:\n{error}") from error
