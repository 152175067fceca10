"""`huiyin doctor`: what is connected, what lags, what is parked, and whether the journals are whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.verb import Verb

if TYPE_CHECKING:
    from cli.system import System
    from kernel.settings import Settings

NOBODY = "nobody: what waits below is applied and published by the next `huiyin up`"


@click.command(
    cls=Verb,
    epilog="Exit codes: 0 all is well, 1 an event is parked or a journal is broken, 2 there is no journal here, "
    "3 a service or a database does not answer.",
)
@options.system
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option("--retry-parked", is_flag=True, help="Apply parked events again first, once their cause is mended.")
@click.option("--chain/--no-chain", default=True, help="Check the journals' digests; long for large ones.")
def command(*, home: str | None, broker: str | None, database: str | None, **asked: bool) -> int:
    """Say what is connected, what lags behind, what is parked and whether the journals are whole.

    A parked event could not be applied; it and the later events of its message wait, all others flow on. It says
    why. Mend the cause, then run `huiyin doctor --retry-parked`.

    Examples:
        huiyin doctor
        huiyin doctor --json --no-chain
    """
    from cli.system import SYSTEM, reach

    settings = options.settings(home=home, broker=broker, database=database)
    with reach(settings, SYSTEM, "doctor", make=False) as system:
        retried = retry(system) if asked["retry_parked"] else {}
        found = examine(system, settings, chain=asked["chain"]) | ({"retried": retried} if retried else {})
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if asked["as_json"] else "\n".join(told(found)))
    return verdict(found)


def retry(system: System) -> dict[str, Any]:
    """What each service says of another attempt at its parked events."""
    from contracts import SERVICES

    return {service: system.call(service, "retry_parked", {}) for service in SERVICES}


def examine(system: System, settings: Settings, *, chain: bool) -> dict[str, Any]:
    """Every finding, JSON-able: {running, services: {name: {…, behind}}, chain: {name: …}}."""
    from cli.home import Home
    from cli.system import positions
    from contracts import SERVICES
    from kernel.errors import Unavailable

    services: dict[str, Any] = {}
    for service in SERVICES:
        try:
            services[service] = system.call(service, "doctor", {})
        except Unavailable:
            services[service] = None
    for finding in services.values():
        if finding is not None:
            finding["behind"] = {
                source: max(0, services[source]["public_head"] - position)
                for source, position in positions(finding).items()
                if services.get(source) is not None
            }
    return {
        "running": None if settings.is_cluster else Home(settings.home).runner(),
        "services": services,
        "chain": chains(settings) if chain else None,
    }


def chains(settings: Settings) -> dict[str, Any]:
    """Each journal's findings, and the anchor to note."""
    from cli.verify import anchor, findings

    return {
        name: {"findings": [found._asdict() for found in verified.findings], "anchor": anchor(name, verified)}
        for name, verified in findings(settings, {}, quiet=True)
    }


def told(found: dict[str, Any]) -> list[str]:
    """The findings for a person."""
    lines = []
    if found["running"] is not None:
        running = found["running"]
        who = f"huiyin {running.get('verb')}, process {running.get('pid')}, {running.get('url', 'no address yet')}"
        lines.append(f"running   {who if running else NOBODY}")
    for name, finding in found["services"].items():
        if finding is None:
            lines.append(f"{name:9} does not answer")
            continue
        behind = ", ".join(f"{lag} behind {source}" for source, lag in finding["behind"].items() if lag)
        lines.append(
            f"{name:9} {finding['journal_head']} events, {finding['public_head']} public, "
            f"{finding['relay_lag']} to be published, {behind or 'up to date'}, {finding['parked_count']} parked"
        )
        lines += [f"          parked: {json.dumps(one, ensure_ascii=False, default=str)}" for one in finding["parked"]]
        if sending := finding.get("sending"):
            lines.append(
                f"          notifications: {sending['queued']} queued, {sending['failed']} put off, "
                f"{sending['dead']} given up"
                + (f"; the oldest waits since {sending['oldest']}" if sending["oldest"] else "")
            )
        lines += [f"          {part}: {state}" for part, state in finding.get("connections", {}).items()]
    for name, answer in found.get("retried", {}).items():
        lines.append(f"retried   {name}: {answer['applied']} applied, {answer['parked']} left")
    for name, chain in (found["chain"] or {}).items():
        wrong = len(chain["findings"])
        state = f"{wrong} findings, see huiyin verify {name}" if wrong else f"whole; anchor {chain['anchor']}"
        lines.append(f"chain     {name}: {state}")
    return lines


def verdict(found: dict[str, Any]) -> int:
    """The exit code."""
    if any(finding is None for finding in found["services"].values()):
        return exits.UNAVAILABLE
    parked = any(finding["parked"] for finding in found["services"].values())
    broken = any(chain["findings"] for chain in (found["chain"] or {}).values())
    return exits.FOUND if parked or broken else exits.OK
