"""`huiyin account deputise`, `deputies`, `revoke-deputy`: who acts for whom, from which day to which."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from cli import exits, options, refused
from cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from gateway.appointments import Appointments
    from kernel.settings import Settings

DAY = click.DateTime(formats=["%Y-%m-%d"])
PAGE = 200


@click.command(cls=Verb)
@click.argument("username")
@click.argument("principal")
@click.option("--from", "begin", required=True, type=DAY, metavar="DATE", help="The first day, today or later.")
@click.option("--to", "end", required=True, type=DAY, metavar="DATE", help="The last day, at most a year after it.")
@options.home
@options.database
def deputise(  # noqa: PLR0917 - what an appointment is made of
    username: str, principal: str, begin: datetime, end: datetime, home: str | None, database: str | None
) -> None:
    """Let somebody act for another from a day to a day, both included, in Asia/Shanghai.

    The first name is the deputy, the second the person acted for. Who may stand in for whom: docs/people.md.

    Examples:
        huiyin account deputise li wang --from 2026-07-01 --to 2026-07-14
    """
    from cli.account import BY
    from gateway.appointment import Period

    with opened(options.settings(home=home, database=database)) as appointments:
        made = appointments.appoint(principal, username, Period(begin.date(), end.date()), by=BY)
    click.echo(f"appointment {made['id']}: {username} acts for {principal} from {made['begin']} to {made['end']}")


@click.command(cls=Verb)
@options.home
@options.database
def deputies(home: str | None, database: str | None) -> None:
    """List who was appointed to act for whom, the newest first: number, days, names, and when it was revoked."""
    from gateway.roll import EVERYONE

    with opened(options.settings(home=home, database=database)) as appointments:
        after = None
        while True:
            page = appointments.page(EVERYONE, after, PAGE)
            for one in page["items"]:
                state = f" (revoked {one['revoked_at']} by {one['revoked_by']})" if one["revoked_at"] else ""
                days = f"{one['begin']}..{one['end']}"
                click.echo(f"{one['id']:>6}  {days}  {one['deputy']} for {one['principal']}{state}")
            if page["next"] is None:
                return
            after = int(page["next"])


@click.command("revoke-deputy", cls=Verb)
@click.argument("appointment", type=click.IntRange(1, 999_999_999))
@options.home
@options.database
def revoke_deputy(appointment: int, home: str | None, database: str | None) -> None:
    """Take an appointment back; the deputy's sessions end at once. Its number is in `huiyin account deputies`."""
    from cli.account import BY

    with opened(options.settings(home=home, database=database)) as appointments:
        told = appointments.revoke(appointment, by=BY)
    click.echo(f"appointment {appointment} revoked: {told['deputy']} for {told['principal']}")


@contextmanager
def opened(settings: Settings) -> Iterator[Appointments]:
    """The appointments of the installation; what they refuse is how it was asked."""
    from gateway.settings import GatewaySettings
    from gateway.wiring import open_appointments_there
    from kernel.decider import Refusal

    try:
        yield open_appointments_there(settings, GatewaySettings.from_env())
    except Refusal as refusal:
        raise exits.Usage(refused.told(refusal)) from refusal
