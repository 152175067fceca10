"""`huiyin verify`: whether somebody changed a journal behind the program's back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from cli import exits, options
from cli.parts import keyless, opened
from cli.progress import progress
from cli.verb import Verb
from contracts import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kernel.service import Service
    from kernel.settings import Settings
    from kernel.verify import Anchor, Verified

DIGEST = re.compile("[0-9a-f]{64}")


@click.command(
    cls=Verb,
    epilog="Exit codes: 0 every journal is whole, 1 something was found, 2 there is no journal here, "
    "3 a database does not answer.",
)
@click.argument("service", required=False, type=click.Choice(SERVICES))
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
    names = (service,) if service else SERVICES
    noted = gathered(anchors, names)
    settings = options.settings(home=home, database=database)
    sound = True
    for name, verified in findings(settings, noted, names):
        sound = sound and verified.sound
        for line in told(name, verified):
            click.echo(line)
    return exits.OK if sound else exits.FOUND


def gathered(anchors: tuple[str, ...], names: tuple[str, ...]) -> dict[str, list[Anchor]]:
    """The noted anchors of each service that is verified; raises Usage for one of another service."""
    noted: dict[str, list[Anchor]] = {}
    for text in anchors:
        name, anchor = parsed(text)
        if name not in names:
            raise exits.Usage(f"--anchor {text} is of {name}, which is not verified here.")
        noted.setdefault(name, []).append(anchor)
    return noted


def findings(
    settings: Settings,
    anchors: Mapping[str, Sequence[Anchor]],
    names: tuple[str, ...] = SERVICES,
    *,
    quiet: bool = False,
) -> Iterator[tuple[str, Verified]]:
    """What is found in the journal of each of these services, held against every anchor of it. Raises Usage."""
    for name in names:
        with opened(name, keyless(settings)) as service:
            # each anchor takes a reading of its own: the kernel holds a journal against one at a time
            readings = [held(service, one, quiet=quiet) for one in anchors.get(name, ()) or (None,)]
            yield name, together(readings)


def held(service: Service, noted: Anchor | None, *, quiet: bool) -> Verified:
    """A journal, read from its beginning and held against an anchor."""
    from kernel.verify import verify

    if quiet:
        return verify(service.database, anchor=noted)
    last, _, _ = service.journal.head()
    with progress(f"verifying {service.name}", last) as advance:
        done = 0

        def report(checked: int, _: int) -> None:
            nonlocal done
            advance(checked - done)
            done = checked

        return verify(service.database, progress=report, anchor=noted)


def together(readings: list[Verified]) -> Verified:
    """Readings of one journal as one: the last one's position, and what any of them found, once."""
    last = readings[-1]
    last.findings = list(dict.fromkeys(found for reading in readings for found in reading.findings))
    return last


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
    if name not in SERVICES or not position.isdecimal():
        raise exits.Usage(f"--anchor is SERVICE:POSITION:DIGEST as `huiyin verify` prints it, not {text}.")
    if not DIGEST.fullmatch(digest):
        raise exits.Usage(f"--anchor {text}: the digest is 64 hexadecimal digits, as `huiyin verify` prints it.")
    return name, Anchor(int(position), digest)
