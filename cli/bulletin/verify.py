"""`huiyin bulletin verify`: count published bulletins once more, from nothing but the public logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.bulletin.person import reached
from cli.bulletin.reading import pages
from cli.progress import progress
from cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.progress import Advance
    from cli.system import System
    from kernel.inbox import Fetch
    from services.stats.verification import Verified

ATTEMPTS = 5


@click.command(
    "verify",
    cls=Verb,
    epilog="Exit codes: 0 every version is right, 1 one is not, 2 there is no journal here, 3 not reachable.",
)
@click.argument("bulletins", metavar="[ID]...", nargs=-1)
@options.system
def command(bulletins: tuple[str, ...], **asked: Any) -> int:
    """Count published bulletins once more, each version of these or of all, and compare.

    The digest is that of the frozen content, and each figure of it comes out the same from what the services had made
    public up to the positions that the bulletin rests on. Nothing that stats keeps is used but the bulletins.

    Examples:
        huiyin bulletin verify
        huiyin bulletin verify 2019Q1-mayor 2019Q1
    """
    with reached(None, "bulletins.read", asked) as system:
        names = bulletins or tuple(item["bulletin"] for item in pages(system, "bulletins", {}))
        versions = [version for name in names for version in published(system, name)]
        outcomes = list(counted_anew(versions, fetching(system)))
    for outcome in outcomes:
        for line in told(outcome):
            click.echo(line)
    wrong = sum(not outcome.is_right for outcome in outcomes)
    click.echo(f"bulletins: {len(names)}, versions: {len(outcomes)}, wrong: {wrong}")
    return exits.FOUND if wrong else exits.OK


def published(system: System, bulletin: str) -> Iterator[dict[str, Any]]:
    """Every published version of a bulletin, the first one first. Raises Refused, Unavailable."""
    last = system.call("stats", "bulletin", {"bulletin": bulletin})
    for version in sorted(one["version"] for one in last["versions"]):
        yield (
            last
            if version == last["version"]
            else system.call("stats", "bulletin", {"bulletin": bulletin, "version": version})
        )


def fetching(system: System) -> Fetch:
    """Reads the services' public logs, wherever they are."""

    def fetch(source: str, after: int, limit: int) -> Sequence[dict[str, Any]]:
        events: list[dict[str, Any]] = system.call(source, "public_log", {"after": after, "limit": limit}, ATTEMPTS)[
            "events"
        ]
        return events

    return fetch


def counted_anew(versions: Sequence[dict[str, Any]], fetch: Fetch) -> Iterator[Verified]:
    """What is found out about each version, with a bar for each log and one for the counting."""
    from services.stats.verification import replayed, verified

    with ExitStack() as shown:
        bars: dict[str, tuple[Advance, int]] = {}

        def report(source: str, read: int, all_: int) -> None:
            if source not in bars:
                bars[source] = shown.enter_context(progress(f"reading {source}", all_)), 0
            advance, before = bars[source]
            advance(read - before)
            bars[source] = advance, read

        replay = replayed([version["content"] for version in versions], fetch, report)
    with progress("counting", len(versions)) as advance:
        for version in versions:
            yield verified(replay, version)
            advance(1)


def told(outcome: Verified) -> Iterable[str]:
    """What was found out about one version, for a person."""
    name = f"{outcome.bulletin} version {outcome.version}"
    if outcome.is_right:
        return [f"{name}: right"]
    lines = [] if outcome.has_its_digest else [f"{name}: the digest is not that of the content"]
    for change in outcome.differs:
        figure = ".".join(change["path"])
        lines.append(f"{name}: {figure} says {_shown(change['before'])}, the logs say {_shown(change['after'])}")
    return lines


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)
