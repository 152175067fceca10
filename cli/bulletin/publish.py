"""`huiyin bulletin publish`: let out what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cli.bulletin.period import period
from cli.bulletin.person import by, reached
from cli.bulletin.several import ATTEMPTS, EXITS, TIMEOUT, Already, Bulletin, Done, Left, Outcome, each, wanted, which
from cli.verb import Verb

if TYPE_CHECKING:
    from cli.system import System


@click.command("publish", cls=Verb, epilog=EXITS)
@click.argument("when", metavar="PERIOD")
@which
@by
def command(when: str, columns: tuple[str, ...], account: str, *, city: bool, **asked: Any) -> int:
    """Publish the bulletins of a period that are checked: all of them, or those named; and say which are not.

    Each is counted once more before it goes out, and stays as it is when the figures come out otherwise. What is
    published never changes; repeated, only what was checked since goes out.

    Examples:
        huiyin bulletin publish 2019Q3 --by office
        huiyin bulletin publish 2019Q3 --column mayor --by office
    """
    days = period(when)
    with reached(account, "bulletins.publish", asked) as system:
        return each(system, wanted(system, days, columns, city=city), "publishing bulletins", published)


def published(system: System, bulletin: Bulletin) -> Outcome:
    """Publish it where it is checked. Raises Refused, Unavailable."""
    match bulletin["state"]:
        case "checked":
            looked_at = {"bulletin": bulletin["bulletin"], "digest": bulletin["digest"]}
            return Done(system.call("stats", "publish_bulletin", looked_at, ATTEMPTS, TIMEOUT))
        case "published":
            return Already("published")
        case "drafted":
            return Left("nobody has checked it")
        case "sent_back":
            return Left("it was sent back, and waits to be computed anew")
        case _:
            return Left("it is not drafted")
