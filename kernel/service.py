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
from kernel.application import Means
from kernel.batch import Rules
from kernel.clock import Clock, SystemClock
from kernel.context import Context
from kernel.database import Database, migrate
from kernel.driver import Session
from kernel.errors import Unavailable
from kernel.inbox import Fetch, Inbox
from kernel.incoming import React, Reader, no_reaction
from kernel.journal import Journal
from kernel.projection import Folder, ForeignProjection, Projection
from kernel.publiclog import Contracts, Envelope, PublicLog, Publish, Publisher
from kernel.relay import Relay
from kernel.settings import Settings, SettingsError
from kernel.states import Loader, States
from kernel.store import Reading, Store, Unit
from kernel.tables import CHECKPOINTS, from_micros, master_key_seal
from kernel.unit import View
from kernel.vault import Vault

MOST_EVENTS = 1000
"""Public events in one answer."""

_PARKED = "SELECT source, position, subject, error, parked_at FROM parked ORDER BY turn LIMIT 100"
_PARKED_COUNT = "SELECT COUNT(*) FROM parked"
_SOME_KEY = "SELECT subject, wrapped FROM vault_keys WHERE wrapped IS NOT NULL LIMIT 1"
_LEAVE_MARK = "INSERT INTO master_key_seal (one, sealed) VALUES (1, %s) ON CONFLICT (one) DO NOTHING"

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
    """A wired service: its store, its public log, its relay, its vault; `inbox(fetch)` makes its inbox."""

    def __init__(self, definition: Definition, settings: Settings, clock: Clock = SystemClock()) -> None:  # noqa: B008
        """Connects lazily and changes nothing: `migrate` first."""
        self.definition = definition
        self.settings = settings
        self.clock = clock
        self._url = settings.database_url(definition.name)
        self.database = Database(definition.name, self._url, settings.database_pool)
        self.vault = Vault(settings.master_key)
        self.journal = Journal(self.database, definition.aggregates)
        self.log = PublicLog(self.database)
        self.relay = Relay(self.database)
        states = States(settings.cache)
        view = View(self.database, Loader(self.database, states), self.journal, self.vault)
        self.publisher = Publisher(definition.name, definition.contracts, definition.published)
        rules = Rules(self.database, states, self.publisher, Folder(definition.projections))
        self.store = Store(view, rules, clock)
        self.means = Means(view, Folder(definition.foreign_projections), Reader(definition.contracts), definition.react)
        self._inbox: Inbox | None = None

    @property
    def name(self) -> str:
        """The service's name: of its database, its exchange, its envelopes' source."""
        return self.definition.name

    def migrate(self) -> None:
        """Bring the database to the newest schema; makes it where it is a file.

        Raises SettingsError where the database was begun under another master key.
        """
        migrate(self.definition.migrations, self._url)
        self._know_the_key()

    def _know_the_key(self) -> None:
        """The first start leaves a mark of its master key in the database; every later one must know it again."""
        with self.database.engine.begin() as connection:
            master_key_seal.create(connection, checkfirst=True)  # a database from before there were marks
        ((made,),) = self.database.look(lambda session: session.query("SELECT COUNT(*) FROM master_key_seal"))
        if not made:
            sample = self.database.look(lambda session: session.query(_SOME_KEY))
            if all(self.vault.opens(subject, wrapped) for subject, wrapped in sample):
                mark = self.vault.mark()

                def leave(session: Session) -> None:
                    session.execute(_LEAVE_MARK, (mark,))
                    session.flush()

                self.database.look(leave)
        marks = self.database.look(lambda session: session.query("SELECT sealed FROM master_key_seal"))
        if not marks or not self.vault.marked(marks[0][0]):
            raise SettingsError(
                f"HUIYIN_MASTER_KEY is not the key of this database ({self.name}): start with the key it was begun "
                "with, since what is sealed in it opens with no other."
            )

    def inbox(self, fetch: Fetch) -> Inbox:
        """The inbox of the sources it follows; the same one each time, from the first `fetch` on."""
        if self._inbox is None:
            self._inbox = Inbox(self.store, self.means, self.definition.follows, fetch)
        return self._inbox

    def handle(self, handler: Handler, payload: Payload, context: Context) -> Answer:
        """Run a handler as a unit (Store.transact)."""
        return self.store.transact(lambda unit: handler(unit, payload), context)

    def ask(self, query: Query, payload: Payload, context: Context) -> Answer:
        """Run a query; it can change nothing. Raises what the query raises, Unavailable."""
        return query(self.store.reading(context), payload)

    def public_log(self, payload: Payload) -> Answer:
        """{after, limit} → {events, head}: the public log as a feed, at most 1,000 events at once."""
        limit = max(0, min(int(payload.get("limit", MOST_EVENTS)), MOST_EVENTS))
        head = self.log.head()
        return {"events": self.log.read(int(payload.get("after", 0)), limit), "head": head}

    def health(self, payload: Payload) -> Answer:  # noqa: ARG002 - the shape of a method
        """{} → {service, database}: `ok`, or what is wrong."""
        try:
            self.journal.head()
        except Unavailable:
            return {"service": self.name, "database": "unavailable"}
        return {"service": self.name, "database": "ok"}

    def doctor(self, payload: Payload) -> Answer:  # noqa: ARG002 - the shape of a method
        """{} → {service, journal_head, public_head, digest, relay_lag, checkpoints, parked}.

        `checkpoints`: source to position; `parked`: at most 100 of {source, position, subject, error, parked_at}, in
        the order of a retry; `parked_count`: all of them.
        """
        position, public_position, digest = self.journal.head()
        stuck = self.database.look(lambda session: session.query(_PARKED))
        checkpoints = self.database.look(lambda session: session.query(CHECKPOINTS))
        ((count,),) = self.database.look(lambda session: session.query(_PARKED_COUNT))
        return {
            "service": self.name,
            "journal_head": position,
            "public_head": public_position,
            "digest": digest,
            "relay_lag": self.relay.lag(),
            "checkpoints": dict.fromkeys(self.definition.follows, 0) | dict(checkpoints),
            "parked_count": count,
            "parked": [
                {
                    "source": source,
                    "position": place,
                    "subject": subject,
                    "error": error,
                    "parked_at": from_micros(parked_at).isoformat(),
                }
                for source, place, subject, error, parked_at in stuck
            ],
        }

    def retry_parked(self, payload: Payload) -> Answer:  # noqa: ARG002 - the shape of a method
        """{} → {applied, parked}: how many parked events were applied now, how many are left."""
        inbox = self._inbox or Inbox(self.store, self.means, self.definition.follows, _fetch_nothing)
        return {"applied": inbox.retry_parked(), "parked": inbox.parked()}

    def close(self) -> None:
        """Let the connections go."""
        self.store.close()


def _fetch_nothing(source: str, after: int, limit: int) -> list[Envelope]:  # noqa: ARG001 - the shape of a Fetch
    return []
