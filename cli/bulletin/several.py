"""One act on several bulletins: each by itself, with a bar meanwhile and a table of what was done at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options, refused
from cli.bulletin.period import asked
from cli.progress import progress
from kernel.errors import Refused, Unavailable
from services.stats.domain.periods import Period, bulletin_of

if TYPE_CHECKING:
    from cli.system import System

Bulletin = Mapping[str, Any]
Answer = dict[str, Any]
ATTEMPTS = 5
TIMEOUT = 300.0  # seconds to count one bulletin
EXITS = "Exit codes: 0 all is done, 1 something was refused (the table says what), 2 not possible as asked, "
EXITS += "3 a service cannot be reached: what is left can be asked again."


@dataclass(frozen=True, slots=True)
class Done:
    """The service has recorded it."""

    answer: Bulletin


@dataclass(frozen=True, slots=True)
class Already:
    """There is nothing to do: `what` says why."""

    what: str


@dataclass(frozen=True, slots=True)
class Left:
    """It is not done: `why` says why."""

    why: str


Outcome = Done | Already | Left
Act = Callable[["System", Bulletin], Outcome]


def which(command: Any) -> Any:
    """`--column` and `--city`."""
    columns = click.option("--column", "columns", multiple=True, metavar="COLUMN", help="Of this column; repeat it.")
    city = click.option("--city", is_flag=True, help="Of the whole city.")
    return columns(city(options.system(command)))


def wanted(system: System, days: Period, columns: Sequence[str], *, city: bool) -> list[Bulletin]:
    """The bulletins that are named, as they stand; all that the period should have where none is."""
    due = system.call("stats", "bulletins_due", asked(days), ATTEMPTS)
    if not columns and not city:
        return list(due["items"])
    known = {item["column"]: item for item in due["items"]}
    names = [*dict.fromkeys(columns), *([None] if city else [])]
    return [known.get(name) or _elsewhere(system, days, name) for name in names]


def _elsewhere(system: System, days: Period, column: str | None) -> Bulletin:
    """A bulletin that the period need not have: of a column that another portal hosts, or that there is not."""
    bulletin = bulletin_of(days, column)
    try:
        there = system.call("stats", "desk_bulletin", {"bulletin": bulletin})
    except Refused as refusal:
        if refusal.code != "stats.bulletin_unknown":
            raise
        there = {"state": "absent", "version": None, "digest": None}
    standing = {name: there[name] for name in ("state", "version", "digest")}
    return {"bulletin": bulletin, "column": column, "name": None, **standing}


def each(system: System, bulletins: Sequence[Bulletin], label: str, act: Act) -> int:
    """Do it to each of them, and say what came of it; the exit code."""
    outcomes: list[tuple[Bulletin, Outcome]] = []
    away: str | None = None
    with progress(label, len(bulletins)) as advance:
        for bulletin in bulletins:
            outcome: Outcome = Left(f"{away} does not answer")
            if away is None:
                try:
                    outcome = act(system, bulletin)
                except Refused as refusal:
                    outcome = Left(refused.told(refusal, refused.known_to(system)))
                except Unavailable as error:
                    away = str(error.service)
                    outcome = Left(f"{away} does not answer")
            outcomes.append((bulletin, outcome))
            advance(1)
    _tell(outcomes)
    if away is not None:
        return exits.UNAVAILABLE
    return exits.FOUND if any(isinstance(outcome, Left) for _, outcome in outcomes) else exits.OK


def _tell(outcomes: Sequence[tuple[Bulletin, Outcome]]) -> None:
    from cli.shown import table
    from gateway.documents.bulletin_words import CITY

    rows = [
        (one["bulletin"], (one["name"] or "") if one["column"] else CITY, *_said(one, outcome))
        for one, outcome in outcomes
    ]
    table(("bulletin", "name", "state", "version", "digest", ""), rows)
    done = sum(isinstance(outcome, Done) for _, outcome in outcomes)
    left = sum(isinstance(outcome, Left) for _, outcome in outcomes)
    click.echo(f"{done} done, {len(outcomes) - done - left} were so already, {left} not done")


def _said(before: Bulletin, outcome: Outcome) -> tuple[str, str, str, str]:
    match outcome:
        case Done(answer=now):
            return now["state"], str(now["version"]), now["digest"][:12], "done"
        case Already(what=what):
            return before["state"], str(before["version"] or ""), (before["digest"] or "")[:12], what
        case Left(why=why):
            return before["state"], str(before["version"] or ""), (before["digest"] or "")[:12], f"not done: {why}"
