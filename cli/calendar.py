"""`huiyin calendar`: the working calendar, what the portal office amends of it, and the deadlines that this moves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.progress import progress
from cli.verb import Noun, Verb

if TYPE_CHECKING:
    from cli.system import System

KINDS = ("holiday", "makeup", "weekend", "workday")
PATIENCE = 30.0  # seconds for the other services to hear of deadlines that have moved
BATCH = 200
ATTEMPTS = 5
_DAY = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)(\.\.(?P<last>\d{4}-\d\d-\d\d))?=(?P<kind>[a-z]+)(:(?P<name>.+))?")
_LONGEST_SPAN = 60  # days


@click.group(cls=Noun)
def command() -> None:
    """The working calendar: announced days, the office's amendments, and the deadlines that these move."""


@command.command(cls=Verb, epilog="Exit codes: 0 shown, 1 refused, 2 there is no journal here, 3 not reachable.")
@click.argument("year", required=False, type=int)
@options.system
def show(year: int | None, **asked: Any) -> None:
    """Show the days of a year that differ from Monday to Friday, and whether the year is announced.

    A year that is not announced is provisional: its days are what the regulation lets expect.

    Examples:
        huiyin calendar show
        huiyin calendar show 2027
    """
    with _reached(asked) as system:
        found = system.call("routing", "calendar", {} if year is None else {"year": year})
    click.echo("\n".join(_shown(found)))


@command.command(
    cls=Verb,
    epilog="Exit codes: 0 amended, 1 refused, 2 not possible as asked, 3 not reachable. "
    "Deadlines stay until `huiyin calendar diff --apply`.",
)
@click.option("--day", "days", multiple=True, metavar="DATE[..DATE]=KIND[:NAME]", help="What days are; repeat it.")
@click.option("--announced", multiple=True, type=int, metavar="YEAR", help="The year is announced; repeat it.")
@click.option("--retracted", multiple=True, type=int, metavar="YEAR", help="The year is not announced after all.")
@click.option("--reason", required=True, help="Why, for example the number of the notice.")
@options.system
def amend(*, days: tuple[str, ...], announced: tuple[int, ...], retracted: tuple[int, ...], **asked: Any) -> None:
    """Amend the calendar: KIND is holiday, makeup (worked to make up for one), weekend or workday.

    Everything is counted by it from now on. Open deadlines move only when `huiyin calendar diff --apply` says so.

    Examples:
        huiyin calendar amend --day 2027-02-05..2027-02-11=holiday:春节 --day 2027-01-31=makeup:春节
                              --announced 2027 --reason "国办发明电〔2026〕7号"
        huiyin calendar amend --day 2026-07-21=holiday:抗洪 --reason "市政府第12号通知"
    """
    said = [day for text in days for day in _days(text)]
    reason = asked.pop("reason")
    with _reached(asked) as system:
        payload = {"days": said, "announced": announced, "retracted": retracted, "reason": reason}
        made = system.call("routing", "amend_calendar", payload)
        _follow(system)
    click.echo(f"in force: {made['calendar']}")


@command.command(cls=Verb, epilog="Exit codes: 0 done, 1 refused, 2 there is no journal here, 3 not reachable.")
@click.option("--apply", "applies", is_flag=True, help="Move them.")
@options.system
def diff(*, applies: bool, **asked: Any) -> None:
    """List the open deadlines that the calendar in force would move, from which day to which; or move them.

    Closed cases keep what they have. It can be interrupted at any time, and run again: what is done is not done twice.

    Examples:
        huiyin calendar diff
        huiyin calendar diff --apply
    """
    moved: Counter[str] = Counter()
    with _reached(asked) as system:
        for item in _moves(system, applies=applies):
            click.echo(f"{item['number']}  {item['previous']} → {item['due']}  {item['direction']:11}  {item['lead']}")
            moved[item["direction"]] += 1
        if applies:
            _follow(system)
    count = ", ".join(f"{many} {direction}" for direction, many in sorted(moved.items())) or "none"
    click.echo(f"{'moved' if applies else 'would move'}: {count}")


def _moves(system: System, *, applies: bool) -> Iterator[dict[str, Any]]:
    """Every move, a page at a time."""
    asked: dict[str, Any] = {"limit": BATCH}
    if applies:
        asked["calendar"] = system.call("routing", "calendar", {})["calendar"]
    verb = "recount_deadlines" if applies else "calendar_difference"
    page = system.call("routing", verb, asked, ATTEMPTS)
    with progress("open deadlines looked at", page["total"]) as advance:
        while True:
            advance(page["looked_at"])
            yield from page["items"]
            if page["next"] is None:
                return
            page = system.call("routing", verb, {**asked, "after": page["next"]}, ATTEMPTS)


def _shown(found: dict[str, Any]) -> Iterator[str]:
    """The year for a person."""
    yield f"in force: {found['calendar']}"
    standing = "announced" if found["announced"] else "provisional: not announced yet"
    yield f"{found['year']}: {standing}{', as the office declared' if found['declared'] else ''}"
    for day in found["days"]:
        notes = [note for note, is_so in (("amended", day["amended"]), ("expected", not day["announced"])) if is_so]
        weekday = f"{date.fromisoformat(day['date']):%a}"
        said = f"{day['date']} {weekday}  {day['kind']:8} {day['name']}".rstrip()
        yield f"{said}  ({', '.join(notes)})" if notes else said
    for made in found["amendments"]:
        yield f"amendment {made['number']}, {made['at'][:10]}, {made['by']}: {made['reason']}"


def _days(text: str) -> Iterator[dict[str, str]]:
    """The days of one `--day`; raises Usage."""
    match = _DAY.fullmatch(text)
    if match is None or match["kind"] not in KINDS:
        raise exits.Usage(f"--day {text}: write it as 2027-02-06=holiday:春节; the kinds are {', '.join(KINDS)}.")
    try:
        first, last = (date.fromisoformat(day) for day in (match["first"], match["last"] or match["first"]))
    except ValueError as error:
        raise exits.Usage(f"--day {text}: {error}.") from error
    if not timedelta(0) <= last - first < timedelta(days=_LONGEST_SPAN):
        raise exits.Usage(f"--day {text}: from the earlier day to the later one, at most {_LONGEST_SPAN} days.")
    for n in range((last - first).days + 1):
        yield {"date": f"{first + timedelta(days=n)}", "kind": match["kind"], "name": match["name"] or ""}


def _reached(asked: dict[str, Any]) -> Any:
    from cli.system import SYSTEM, reach

    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    return reach(settings, SYSTEM, "calendar", make=False)


def _follow(system: System) -> None:
    from cli.system import follow

    follow(system, PATIENCE, lambda _: None)
