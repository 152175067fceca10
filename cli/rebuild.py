"""`huiyin rebuild`: read models anew from the journals, beside those that serve."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from cli import exits, options
from cli.parts import must_exist, must_have_key, opened
from cli.progress import reading
from cli.system import SYSTEM, calling
from cli.verb import Verb
from contracts import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.system import System
    from kernel.inbox import Fetch
    from kernel.publiclog import Envelope
    from kernel.rebuild import Difference, Rebuilt, Start
    from kernel.service import Service
    from kernel.settings import Settings

ATTEMPTS = 5  # at a page of a source's log over the broker

STARTS = {
    "resumed": "goes on where the rebuild before was stopped",
    "asked": "begins anew, as asked for",
    "changed": "begins anew: what the rebuild before had made was made by another version",
    "moved": "begins anew: the database is at an earlier point than what the rebuild before had made",
}


@click.command(
    cls=Verb,
    epilog="Exit codes: 0 rebuilt, or nothing is different; 1 with --compare: something is; 2 there is no journal "
    "here; 3 another rebuild is running, or a database, the broker or a source does not answer: the present tables "
    "stay then, and the same command may work later.",
)
@click.argument("service", required=False, type=click.Choice(SERVICES))
@click.option("--compare", "only_compare", is_flag=True, help="Only tell what is different; the present tables stay.")
@click.option("--anew", is_flag=True, help="Do not go on where a rebuild was stopped.")
@options.system
def command(
    service: str | None, *, only_compare: bool, anew: bool, home: str | None, broker: str | None, database: str | None
) -> int:
    """Make the read models of a service, or of all, from zero: worklists, counts, directories.

    They are folded from the service's own journal and from what the other services made public, into copies beside the
    present tables. Then both are compared, what is different is told, table by table, and the copies take the tables'
    place in one moment. Services go on working meanwhile, and nobody waits. It can be stopped at any time: run again,
    it goes on from there. An upgrade says when it is needed.

    Over RabbitMQ the other services are asked for what they made public; only the service's own database is opened.

    Examples:
        huiyin rebuild stats
        huiyin rebuild stats --compare
        huiyin rebuild
    """
    settings = options.settings(home=home, broker=broker, database=database)
    names = (service,) if service else SERVICES
    different = False
    with ExitStack() as ending:
        if settings.amqp_uri is None:
            fetch = from_databases(settings, ending)
        else:
            fetch = from_services(ending.enter_context(calling(settings.amqp_uri, SYSTEM)))
        must_exist(settings, names)
        must_have_key(settings)
        for name in names:
            with opened(name, settings) as built:
                made = rebuilt(built, fetch, only_compare=only_compare, anew=anew)
            different = different or bool(made.differences)
            for line in told(name, made):
                click.echo(line)
    return exits.FOUND if only_compare and different else exits.OK


def from_databases(settings: Settings, ending: ExitStack) -> Fetch:
    """The sources' public logs as their databases hold them. Raises Usage."""
    must_exist(settings)
    must_have_key(settings)
    services: dict[str, Service] = {}

    def fetch(source: str, after: int, limit: int) -> list[str]:
        if source not in services:
            services[source] = ending.enter_context(opened(source, settings))
        return [entry.body for entry in services[source].log.entries(after, limit)]

    return fetch


def from_services(system: System) -> Fetch:
    """The sources' public logs as the running services tell them."""

    def fetch(source: str, after: int, limit: int) -> Sequence[Envelope]:
        wanted = {"after": after, "limit": limit}
        events: Sequence[Envelope] = system.call(source, "public_log", wanted, attempts=ATTEMPTS)["events"]
        return events

    return fetch


def rebuilt(service: Service, fetch: Fetch, *, only_compare: bool, anew: bool) -> Rebuilt:
    """One service's, showing which log is read, how far and how fast."""
    from kernel.rebuild import compare, rebuild

    def began(start: Start) -> None:
        if start in STARTS:
            click.echo(f"rebuilding {service.name}: {STARTS[start]}", err=True)

    with reading(f"rebuilding {service.name}") as report:
        return (compare if only_compare else rebuild)(service, fetch, report, began, anew=anew)


def told(name: str, made: Rebuilt) -> Iterator[str]:
    """What was read and written, and what is different."""
    yield f"{name:9} {len(made.tables)} tables, {made.rows} rows from {made.events} events"
    for each in made.differences:
        yield f"{'':9} {each.table}: {counted(each)}; {keys(each)}"


def counted(difference: Difference) -> str:
    """How many rows are different, and how."""
    counts = (
        (difference.only_old, "only in the old table"),
        (difference.only_new, "only in the new table"),
        (difference.changed, "changed"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def keys(difference: Difference) -> str:
    """The first few keys."""
    more = difference.only_old + difference.only_new + difference.changed > len(difference.keys)
    return ", ".join("/".join(key) for key in difference.keys) + (", ..." if more else "")
