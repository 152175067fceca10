"""`huiyin bulletin draft`: have figures computed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cli.bulletin.instant import INSTANT
from cli.bulletin.period import asked as of
from cli.bulletin.period import period
from cli.bulletin.person import by, reached
from cli.bulletin.several import ATTEMPTS, EXITS, TIMEOUT, Already, Bulletin, Done, Outcome, each, wanted, which
from cli.verb import Verb
from kernel.errors import Refused

if TYPE_CHECKING:
    from cli.system import System

UNDRAFTED = ("absent", "sent_back")


@click.command("draft", cls=Verb, epilog=EXITS)
@click.argument("when", metavar="PERIOD")
@click.option("--as-of", "as_of", type=INSTANT, help="The cut-off, as 2019-04-10T00:00:00+08:00.  [now]")
@click.option("--reason", help="Correct what is published, for this reason, which everyone reads.")
@click.option("--anew", is_flag=True, help="Compute drafts anew that there are already, checked or not.")
@which
@by
def command(when: str, columns: tuple[str, ...], account: str, *, city: bool, anew: bool, **asked: Any) -> int:
    """Have the bulletins of a period computed: of every column of the city's own portal, and of the city.

    PERIOD is 2019Q1, 2019-03, 2019H1, 2019, or any days as 2019-01-01/2019-02-15, both included. The figures are as of
    now, or as of --as-of. A refusal of one stops no other; repeated, only what is not drafted yet is. A draft that was
    sent back is computed anew.

    With --reason what is published is corrected: version 2 is drafted, as of the cut-off of the one before, where the
    figures have changed.

    It is done in the name of --by, whose role and columns hold as they do on the website; whoever may run this command
    is trusted to be who they say.

    Examples:
        huiyin bulletin draft 2019Q1 --as-of 2019-04-10T00:00:00+08:00 --by office
        huiyin bulletin draft 2019-03 --column mayor --by chen
        huiyin bulletin draft 2019Q1 --column mayor --reason 补录纸质办结材料 --by office
    """
    days = period(when)
    said = {name: asked[name] for name in ("as_of", "reason") if asked[name] is not None}
    act = partial(drafted, {**of(days), **said}, anew=anew)
    with reached(account, "bulletins.draft", asked) as system:
        return each(system, wanted(system, days, columns, city=city), "computing bulletins", act)


def drafted(payload: dict[str, Any], system: System, bulletin: Bulletin, *, anew: bool) -> Outcome:
    """Compute it where it is not drafted yet, or is published and to be corrected. Raises Refused, Unavailable."""
    state, corrects = bulletin["state"], "reason" in payload
    if state == "published" and not corrects:
        return Already("published; a correction needs --reason")
    if state not in (*UNDRAFTED, "published") and not anew:
        return Already("there is a draft; --anew computes it anew")
    asked = {**payload, "column": bulletin["column"]}
    try:
        return Done(system.call("stats", "draft_bulletin", asked, ATTEMPTS, TIMEOUT))
    except Refused as refusal:
        if refusal.code != "stats.nothing_changed":
            raise
        return Already("published; the figures have not changed")
