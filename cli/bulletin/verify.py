"""`huiyin bulletin verify`: count published bulletins once more, from nothing but the public logs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.bulletin.finding import told
from cli.bulletin.person import reached
from cli.bulletin.reading import pages
from cli.progress import progress
from cli.verb import Verb
from kernel.errors import Refused

if TYPE_CHECKING:
    from cli.progress import Advance
    from cli.system import System
    from services.stats.verification import Claimed, Logs, Progress, Shown, Verified

ATTEMPTS = 5
EXITS = "Exit codes: 0 every version is right, 1 one is not, or a log has a gap, 2 there is no such bulletin, or no "
EXITS += "journal here, 3 not reachable."


@click.command("verify", cls=Verb, epilog=EXITS)
@click.argument("bulletins", metavar="[ID]...", nargs=-1)
@options.system
def command(bulletins: tuple[str, ...], **asked: Any) -> int:
    """Count published bulletins once more, each version of these or of all, and compare.

    Which versions there are, of which digest, is what the public log of stats says. What is shown has that digest, and
    all of it comes out the same from what the services had made public up to the positions that the bulletin rests on.

    Whoever can write to a database could write its log anew, too: `huiyin verify` holds logs against their journals,
    and journals against anchors that were noted elsewhere.

    Examples:
        huiyin bulletin verify
        huiyin bulletin verify 2019Q1-mayor 2019Q1
    """
    with reached(None, "bulletins.read", asked) as system:
        there = claimed(system, bulletins)
        outcomes = list(counted_anew(there, logs_of(system)))
    for outcome in outcomes:
        for line in told(outcome):
            click.echo(line)
    wrong = sum(not outcome.is_right for outcome in outcomes)
    names = {outcome.bulletin for outcome in outcomes}
    click.echo(f"bulletins: {len(names)}, versions: {len(outcomes)}, wrong: {wrong}")
    return exits.FOUND if wrong else exits.OK


def claimed(system: System, names: Sequence[str]) -> Claimed:
    """What the public log of stats says was published, and what is shown: of these bulletins, or of all.

    Raises Found where the log has a gap, Usage for a bulletin that there is not, Unavailable.
    """
    from services.stats.verification import Claimed, LogBroken, published

    try:
        with reading() as report:
            announced = published(logs_of(system), report)
    except LogBroken as gap:
        raise exits.Found(
            f"the public log of {gap.source} has {gap.head} events and cannot be read after position {gap.position}: "
            f"what was published cannot be told. See `huiyin verify {gap.source}`."
        ) from gap
    listed = {item["bulletin"]: item["version"] for item in pages(system, "bulletins", {})}
    mine = dict.fromkeys(names or (*(each.bulletin for each in announced), *listed))
    shown: dict[tuple[str, int], Shown] = {}
    for name in mine:
        versions = {each.version for each in announced if each.bulletin == name}
        found = readable(system, name, versions)
        if not found and not versions:
            raise exits.Usage(f"there is no published bulletin {name}: `huiyin bulletin list` tells which there are.")
        shown |= {(name, version): each for version, each in found.items()}
    return Claimed(tuple(each for each in announced if each.bulletin in mine), shown, listed)


def readable(system: System, bulletin: str, versions: set[int]) -> dict[int, Shown]:
    """Every version of a bulletin that is shown as published, these among them where they are. Raises Unavailable."""
    from services.stats.verification import shown

    def read(**which: int) -> dict[str, Any] | None:
        try:
            return system.call("stats", "bulletin", {"bulletin": bulletin, **which}, ATTEMPTS)
        except Refused as refusal:
            if refusal.code != "stats.bulletin_unknown":
                raise
            return None

    last = read()
    if last is None:
        return {}
    answers = {last["version"]: last}
    for version in sorted({*versions, *(each["version"] for each in last["versions"])} - answers.keys()):
        if (answer := read(version=version)) is not None:
            answers[version] = answer
    return {version: shown(answers[version]) for version in sorted(answers)}


def logs_of(system: System) -> Logs:
    """The services' public logs, wherever they are."""
    from services.stats.verification import Logs

    def asked(source: str, after: int, limit: int) -> dict[str, Any]:
        return system.call(source, "public_log", {"after": after, "limit": limit}, ATTEMPTS)

    return Logs(lambda *page: asked(*page)["events"], lambda source: int(asked(source, 0, 0)["head"]))


def counted_anew(there: Claimed, logs: Logs) -> Iterator[Verified]:
    """What is found out about each version, with a bar for each log and one for the counting."""
    from services.stats.verification import replayed, verified

    with reading() as report:
        replay = replayed(there, logs, report)
    with progress("counting", len({*there.shown, *((each.bulletin, each.version) for each in there.published)})) as on:
        for outcome in verified(replay, there):
            yield outcome
            on(1)


@contextmanager
def reading() -> Iterator[Progress]:
    """A bar for each log that is read."""
    with ExitStack() as shown:
        bars: dict[str, tuple[Advance, int]] = {}

        def report(source: str, read: int, all_: int) -> None:
            if source not in bars:
                bars[source] = shown.enter_context(progress(f"reading {source}", all_)), 0
            advance, before = bars[source]
            advance(read - before)
            bars[source] = advance, read

        yield report
