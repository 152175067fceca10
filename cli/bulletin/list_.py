"""`huiyin bulletin list`: which bulletins there are."""

from __future__ import annotations

from typing import Any

import click

from cli import options
from cli.bulletin.person import maybe_by, reached
from cli.bulletin.reading import pages
from cli.verb import Verb

STATES = ("drafted", "sent_back", "checked", "published")
FIGURES = ("version", "accepted", "closed", "completion_rate")
TITLES = ("bulletin", "name", "as of", "version", "accepted", "closed", "rate %", "digest")


@click.command(
    "list", cls=Verb, epilog="Exit codes: 0 shown, 1 refused, 2 not possible as asked, 3 a service cannot be reached."
)
@click.option("--period", metavar="PERIOD", help="Only of this period, as it stands in the id, or of this year.")
@click.option("--column", metavar="COLUMN", help="Only of this column.")
@click.option("--state", type=click.Choice(STATES), help="Only in this state; with --by.")
@maybe_by
@options.system
def command(account: str | None, **asked: Any) -> None:
    """List the published bulletins, the newest period first; with --by those on their way, too.

    Examples:
        huiyin bulletin list --period 2019
        huiyin bulletin list --by li --state drafted
    """
    from cli.shown import table

    filters = {name: asked[name] for name in ("period", "column", "state") if asked[name] is not None}
    if account is None and filters.pop("state", "published") != "published":
        raise click.UsageError("what is not published is shown to an account: --by ACCOUNT.")
    method = "bulletins" if account is None else "desk_bulletins"
    with reached(account, "bulletins.read", asked) as system:
        items = list(pages(system, method, filters))
    hands = () if account is None else ("state", "drafted by", "checked by", "published by")
    table((*TITLES, *hands), (_row(item, staff=account is not None) for item in items), right=(3, 4, 5, 6))
    click.echo(f"bulletins: {len(items)}")


def _row(item: dict[str, Any], *, staff: bool) -> list[str]:
    from gateway.documents import bulletin_words as words
    from gateway.documents.words import local

    as_of = f"{local(item['as_of']):%Y-%m-%d %H:%M}"
    row = [
        item["bulletin"],
        words.scope(item["scope"]),
        as_of,
        *(_shown(item[name]) for name in FIGURES),
        item["digest"][:12],
    ]
    hands = (item["state"], item["drafted_by"], item["checked_by"], item["published_by"]) if staff else ()
    return [*row, *(each or "" for each in hands)]


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)
