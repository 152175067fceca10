"""`huiyin verify`: whether somebody changed a journal behind the program's back."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from cli import exits, options
from cli.parts import JOURNALS, build
from cli.progress import progress
from cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kernel.settings import Settings
    from kernel.verify import Anchor, Verified


@click.command(
    cls=Verb,
    epilog="Exit codes: 0 every journal is whole, 1 something was found, 3 a database does not answer.",
)
@click.argument("service", required=False, type=click.Choice(JOURNALS))
@click.option("--anchor", "anchors", multiple=True, help="SERVICE:POSITION:DIGEST, noted elsewhere; repeat it.")
@options.home
@options.database
def command(service: str | None, anchors: tuple[str, ...], home: str | None, database: str | None) -> int:
    """Check the journal of a service, or of all, row by row.

    Each row carries a digest of its content and of the row before it, so that a row that was edited, deleted,
    inserted or moved is found. Whoever can write to the database could compute all digests anew: note the anchors
    that this prints somewhere else, and give them back later. Services may go on working meanwhile.

    Examples:
        huiyin verify
        huiyin verify intake --anchor intake:8435:0f3a...
    """
    noted = dict(map(parsed, anchors))
    settings = options.settings(home=home, database=database)
    sound = True
    for name, verified in findings(settings, noted, (service,) if service else JOURNALS):
        sound = sound and verified.sound
        for line in told(name, verified):
            click.echo(line)
    return exits.OK if sound else exits.FOUND


def findings(
    settings: Settings, anchors: Mapping[str, Anchor], names: tuple[str, ...] = JOURNALS, *, quiet: bool = False
) -> Iterator[tuple[str, Verified]]:
    """What is found in the journal of each of these services."""
    from kernel.verify import verify

    for name in names:
        service = build(name, settings)
        with ExitStack() as ending:
            ending.callback(service.close)
            service.migrate()
            if quiet:
                yield name, verify(service.database, anchor=anchors.get(name))
                continue
            last, _, _ = service.journal.head()
            advance = ending.enter_context(progress(f"verifying {name}", last))
            done = 0

            def report(checked: int, _: int) -> None:
                nonlocal done
                advance(checked - done)  # noqa: B023 - called within this turn of the loop only
                done = checked

            yield name, verify(service.database, progress=report, anchor=anchors.get(name))


def told(name: str, verified: Verified) -> list[str]:
    """The findings for a person, or the anchor to note."""
    if not verified.sound:
        return [f"{name:9} {found.log} {found.position}: {found.what}" for found in verified.findings]
    counts = f"{verified.position} events, {verified.public_position} public"
    return [f"{name:9} whole: {counts}; anchor {anchor(name, verified)}"]


def anchor(name: str, verified: Verified) -> str:
    """What to note, in the form in which it is given back."""
    return f"{name}:{verified.position}:{verified.digest}"


def parsed(text: str) -> tuple[str, Anchor]:
    """A noted anchor; raises Usage."""
    from kernel.verify import Anchor

    name, _, rest = text.partition(":")
    position, _, digest = rest.partition(":")
    if name not in JOURNALS or not position.isdecimal() or not digest:
        raise exits.Usage(f"--anchor is SERVICE:POSITION:DIGEST as `huiyin verify` prints it, not {text}.")
    return name, Anchor(int(position), digest)
