"""A service as its wiring builds it: the rules it brings, and the store, inbox and relay that keep the laws for it.

    INTAKE = Definition(
        name="intake", aggregates=(MESSAGE,), contracts=contracts, published=publish.published,
        projections=projections.OWN, foreign_projections=projections.FOREIGN,
        follows=("routing", "review"), react=reactions.react, migrations=Path(__file__).parent / "migrations",
    )

    def build(settings: Settings, *, clock: Clock = SystemClock()) -> Service:
        return Service(INTAKE, settings, clock)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.aggregate import Aggregate
from kernel.clock import Clock, SystemClock
from kernel.context import Context
from kernel.inbox import Fetch, Inbox, React, no_reaction
from kernel.projection import ForeignProjection, Projection
from kernel.publiclog import Contracts, Publish, PublicLog
from kernel.relay import Relay
from kernel.settings import Settings
from kernel.store import Reading, Store, Unit
from kernel.vault import Vault

Payload = Mapping[str, Any]
Answer = dict[str, Any]
Handler = Callable[[Unit, Payload], Answer]
Query = Callable[[Reading, Payload], Answer]


def _nothing_public(recorded: object) -> None:  # noqa: ARG001 - the shape of a Publish
    return None


@dataclass(frozen=True, slots=True)
class Definition:
    """What a service brings to the kernel."""

    name: str
    aggregates: tuple[Aggregate[Any, Any, Any], ...]
    contracts: Contracts
    migrations: Path
    published: Publish = _nothing_public
    projections: tuple[Projection, ...] = ()
    foreign_projections: tuple[ForeignProjection, ...] = ()
    follows: tuple[str, ...] = ()
    react: React = no_reaction


class Service:
    """A wired service. `store`, `public_log`, `relay`, `vault` are its parts; `inbox(fetch)` makes the fourth."""

    definition: Definition
    settings: Settings
    clock: Clock
    store: Store
    log: PublicLog
    relay: Relay
    vault: Vault

    def __init__(self, definition: Definition, settings: Settings, clock: Clock = SystemClock()) -> None:  # noqa: B008
        """Connects lazily and changes nothing: `migrate` first."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """The service's name: of its database, its exchange, its envelopes' source."""
        return self.definition.name

    def migrate(self) -> None:
        """Bring the database to the newest schema; makes it where it is a file."""
        raise NotImplementedError

    def inbox(self, fetch: Fetch) -> Inbox:
        """The inbox of the sources it follows; the same one each time, from the first `fetch` on."""
        raise NotImplementedError

    def handle(self, handler: Handler, payload: Payload, context: Context) -> Answer:
        """Run a handler as a unit (Store.transact)."""
        raise NotImplementedError

    def ask(self, query: Query, payload: Payload, context: Context) -> Answer:
        """Run a query; it can change nothing."""
        raise NotImplementedError

    def public_log(self, payload: Payload) -> Answer:
        """{after, limit} → {events, head}: the public log as a feed, at most 1,000 events at once."""
        raise NotImplementedError

    def health(self, payload: Payload) -> Answer:
        """{} → {service, database}: `ok` or what is wrong."""
        raise NotImplementedError

    def doctor(self, payload: Payload) -> Answer:
        """{} → {service, journal_head, public_head, digest, relay_lag, checkpoints, parked}."""
        raise NotImplementedError

    def retry_parked(self, payload: Payload) -> Answer:
        """{} → {applied, parked}: how many parked events were applied now, how many are left."""
        raise NotImplementedError

    def close(self) -> None:
        """Let the connections go."""
        raise NotImplementedError
