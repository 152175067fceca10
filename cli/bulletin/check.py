"""`huiyin bulletin check`: agree to figures that somebody else has had computed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cli.bulletin.period import period
from cli.bulletin.person import by, reached
from cli.bulletin.several import ATTEMPTS, EXITS, Already, Bulletin, Done, Left, Outcome, each, wanted, which
from cli.verb import Verb

if TYPE_CHECKING:
    from cli.system import System


@click.command("check", cls=Verb, epilog=EXITS)
@click.argument("when", metavar="PERIOD")
@click.option("--digest", metavar="DIGEST", help="Of what was looked at, of one bulletin: only that is agreed to.")
@which
@by
def command(when: str, columns: tuple[str, ...], account: str, *, city: bool, digest: str | None, **asked: Any) -> int:
    """Agree to the drafts of a period: all of them, or those named.

    Look at them first (`list`, `show`, `export`). Nobody checks what they drafted themselves. A refusal of one stops no
    other; what is checked already stays so.

    Examples:
        huiyin bulletin check 2019Q1 --by li
        huiyin bulletin check 2019Q1 --column mayor --digest 5bf0a9c7... --by li
    """
    days = period(when)
    with reached(account, "bulletins.check", asked) as system:
        named = wanted(system, days, columns, city=city)
        one = digest is not None and len(named) > 1
        if one:
            raise click.UsageError("--digest is of one bulletin: name it with --column or --city.")
        return each(system, named, "checking bulletins", partial(checked, digest))


def checked(digest: str | None, system: System, bulletin: Bulletin) -> Outcome:
    """Agree to it where it is drafted. Raises Refused, Unavailable."""
    match bulletin["state"]:
        case "drafted":
            looked_at = {"bulletin": bulletin["bulletin"], "digest": digest or bulletin["digest"]}
            return Done(system.call("stats", "check_bulletin", looked_at, ATTEMPTS))
        case "checked" | "published" as state:
            return Already(state)
        case "sent_back":
            return Left("it was sent back, and waits to be computed anew")
        case _:
            return Left("it is not drafted")
