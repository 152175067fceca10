"""`huiyin fields`: what messages are about, from a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.verb import Verb

if TYPE_CHECKING:
    from cli.fieldtable import Node

PATIENCE = 30.0  # seconds for the other services to hear of the new fields


@click.group()
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
    what was accepted before. Loading the same table again changes nothing.

    Examples:
        huiyin fields load categories.xlsx --check
        huiyin fields load categories.xlsx
    """
    nodes = read(file)
    for node in nodes:
        click.echo(f"{node.code}\t{' / '.join(node.path)}")
    if check:
        click.echo(f"{file} is in order: {len(nodes)} fields")
        return
    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    from cli.system import SYSTEM, follow, reach

    said = [{"field": node.code, "name": node.path[-1], "parent": node.parent} for node in nodes]
    with reach(settings, SYSTEM, "fields load") as system:
        done = system.call("routing", "arrange_fields", {"fields": said})
        follow(system, PATIENCE, lambda _: None)
    click.echo(f"{done['total']} fields {done['fields']}")


def read(file: Path) -> list[Node]:
    """The fields of a table; raises Usage with every mistake in it."""
    from cli.fieldtable import FieldTableError
    from cli.fieldtable import read as read_table
    from cli.importing.table import TableError

    try:
        return read_table(file)
    except (FieldTableError, TableError) as error:
        raise exits.Usage(f"{file} cannot be loaded:\n{error}") from error
