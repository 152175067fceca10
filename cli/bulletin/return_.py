"""`huiyin bulletin return`: say what is wrong with a draft."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cli import exits
from cli.bulletin.period import period
from cli.bulletin.person import by, reached
from cli.bulletin.several import ATTEMPTS, EXITS, Already, Bulletin, Done, Left, Outcome, each, wanted, which
from cli.verb import Verb

if TYPE_CHECKING:
    from cli.system import System


@click.command("return", cls=Verb, epilog=EXITS)
@click.argument("when", metavar="PERIOD")
@click.option("--reason", required=True, help="What is wrong; staff read it.")
@which
@by
def command(when: str, columns: tuple[str, ...], account: str, *, city: bool, reason: str, **asked: Any) -> int:
    """Send drafts of a period back, with a reason: they do not go out, and `draft` computes them anew.

    Examples:
        huiyin bulletin return 2019Q1 --column mayor --reason 与台账不符 --by li
    """
    days = period(when)
    if not columns and not city:
        raise exits.Usage("say which: --column or --city.")
    with reached(account, "bulletins.check", asked) as system:
        named = wanted(system, days, columns, city=city)
        return each(system, named, "sending bulletins back", partial(sent_back, reason))


def sent_back(reason: str, system: System, bulletin: Bulletin) -> Outcome:
    """Send it back where it is drafted or checked. Raises Refused, Unavailable."""
    match bulletin["state"]:
        case "drafted" | "checked":
            said = {"bulletin": bulletin["bulletin"], "digest": bulletin["digest"], "reason": reason}
            return Done(system.call("stats", "send_bulletin_back", said, ATTEMPTS))
        case "sent_back":
            return Already("sent back")
        case "published":
            return Left("it is published; what is wrong with it is corrected: draft --reason")
        case _:
            return Left("it is not drafted")
