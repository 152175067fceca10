"""`huiyin up`: everything in one process."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import click

from cli import exits, options
from cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.home import Home
    from kernel.settings import Settings

PATIENCE = 10.0  # seconds to wait for another command that has the home
CITY = "city"  # as what is brought in at the start


@click.command(
    cls=Verb,
    epilog="It stops gracefully on Ctrl-C and SIGTERM. Exit codes: 0 stopped, 2 a setting cannot be used, "
    "3 another process runs this home, 130 Ctrl-C before its services were started.",
)
@click.option("--demo", is_flag=True, help="A demonstration city, with people whose password everybody knows.")
@click.option(
    "--without-history",
    is_flag=True,
    help="Of the demonstration only the city and its people, no messages.  [HUIYIN_DEMO_HISTORY=false]",
)
@click.option("--port", type=int, help="Port of the website and API, 0 for any free one.  [HUIYIN_PORT, 8080]")
@options.system
def command(
    *, demo: bool, without_history: bool, port: int | None, home: str | None, broker: str | None, database: str | None
) -> None:
    """Run Huiyin: all services, the website and the API, in one process.

    Without options it needs nothing else on this machine: the broker is in the process, and the data are SQLite
    files in the home folder. At the first start on a terminal the administrator's one-time
    password is shown; elsewhere make an administrator with `huiyin account add`.
    The first start of a demonstration takes up to a minute: it writes the year 2019 of an invented city.

    Examples:
        huiyin up --demo
        huiyin up --port 80 --home /var/lib/huiyin
        huiyin up --broker amqp://guest:guest@localhost --database postgresql://localhost/huiyin_{service}
    """
    from kernel.transport import patch  # noqa: F401 - before anything that opens a socket

    demo = is_demonstration(demo)
    if without_history:
        os.environ["HUIYIN_DEMO_HISTORY"] = "false"
    settings = options.settings(home=home, broker=broker, database=database, port=port)
    if settings.port == 0:
        settings = options.settings(port=free_port())
    if settings.is_cluster:
        run(settings, demo=demo, ready=lambda: click.echo(welcome(demo=demo)))
    else:
        run_home(settings, demo=demo)


def is_demonstration(asked: bool) -> bool:  # noqa: FBT001 - the option itself
    """Whether by option or by setting; the gateway reads the setting."""
    from gateway.settings import GatewaySettings

    if asked:
        os.environ["HUIYIN_DEMO"] = "true"
    demonstration = GatewaySettings.from_env().demonstration
    if demonstration:
        # passwords that everybody knows are for this machine, unless somebody wants others to use them
        os.environ.setdefault("HUIYIN_LISTEN", "127.0.0.1")
    return demonstration


def run_home(settings: Settings, *, demo: bool) -> None:
    """Run with the home's lock."""
    from cli.home import Home

    home = Home(settings.home)
    if not home.acquire("up"):
        click.echo(f"huiyin: {runs_already(home, settings)}; waiting {PATIENCE:.0f} seconds for its end", err=True)
        if not home.acquire("up", PATIENCE):
            raise exits.Away(f"{runs_already(home, settings)}.")
    try:
        run(settings, demo=demo, ready=lambda: say_ready(home, demo=demo), home=home)
    finally:
        home.release()


def runs_already(home: Home, settings: Settings) -> str:
    """Who has the home, and where."""
    other = home.runner()
    where = f" at {other['url']}" if "url" in other else ""
    return f"huiyin {other.get('verb')} (process {other.get('pid')}) runs {settings.home} already{where}"


def run(settings: Settings, *, demo: bool, ready: Callable[[], None], home: Home | None = None) -> None:
    """Run until a signal; `home` is held."""
    from cli.parts import PARTS, service_class
    from gateway.settings import GatewaySettings
    from kernel.transport import health
    from kernel.transport.memory import EMBEDDED_URI
    from kernel.transport.runner import run_embedded

    must_be_one_kind(settings)
    must_be_free(settings.port)
    if demo and GatewaySettings.from_env().history:
        from cli.demo.beginning import begin

        begin(settings, home)
    if demo:
        health.report(CITY, health.LOADING)  # before anybody is answered: an empty city is not the demonstration's

    def started() -> None:
        if demo:
            from cli.city import load_demonstration
            from cli.system import SYSTEM, calling

            with calling(settings.amqp_uri or EMBEDDED_URI, SYSTEM) as system:
                load_demonstration(system, settings)
            health.forget(CITY)
        ready()

    run_embedded([service_class(name) for name in PARTS], settings, started)


def must_be_one_kind(settings: Settings) -> None:
    """A demonstration's home and a real one are never the same; raises SettingsError."""
    from gateway.settings import GatewaySettings
    from gateway.wiring import open_accounts
    from kernel.transport.answers import is_outage

    try:
        open_accounts(settings, GatewaySettings.from_env())
    except Exception as error:
        if not is_outage(error):
            raise
        # the services wait for their databases, and the gateway looks again


def say_ready(home: Home, *, demo: bool) -> None:
    """Tell the person, and whoever asks the home."""
    home.say(verb="up", url=url())
    click.echo(welcome(demo=demo))


def welcome(*, demo: bool) -> str:
    """What a newcomer wants to know."""
    known = "\nSign in as clerk, dispatcher, handler, reviewer1, ... with the password huiyin-demo." if demo else ""
    return f"Huiyin 回音 is ready: {url()}  (Ctrl-C stops it){known}"


def url() -> str:
    """The address for a browser on this machine."""
    listen = os.environ.get("HUIYIN_LISTEN", "")
    host = "127.0.0.1" if listen in {"", "0.0.0.0", "::"} else listen  # noqa: S104 - compared, not bound
    return f"http://{host}:{os.environ.get('HUIYIN_PORT', '8080')}"


def must_be_free(port: int) -> None:
    """Nobody else listens on the port of the website; raises Usage. Told before anything starts."""
    from gateway.settings import GatewaySettings

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((GatewaySettings.from_env().listen, port))
        except OSError as error:
            remedy = "Take another one: HUIYIN_PORT=8090, or `huiyin up --port 8090`"
            raise exits.Usage(f"HUIYIN_PORT {port} cannot be used: {error.strerror}. {remedy}.") from error


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
