"""One transaction in the making: what several units have staged becomes rows of every table it concerns.

1. Begin, take the head row, and learn what happened since the units were decided (`Session.begin`).
2. Each job adds its unit, decided again where a stream it relied on has moved: within the batch by what an earlier
   job staged, across processes by what was committed meanwhile. From here on the lock keeps everybody else out.
3. Give out positions, make the public events, chain the rows, fold the read models.
4. Write it all, the new head, and commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import orjson

from kernel.aggregate import Aggregate
from kernel.context import Context
from kernel.database import Database
from kernel.driver import Opening, Session, StreamRow
from kernel.errors import RequestReused
from kernel.journal import Recorded, Row, chained
from kernel.projection import Folder, Tables, changes
from kernel.publiclog import Publisher, written
from kernel.states import Known, States, advance
from kernel.tables import from_micros, journal, public_log, requests, to_micros, vault_keys
from kernel.unit import Staged, Unit
from kernel.vault import Vault

_ERASE = """
INSERT INTO vault_keys (subject, wrapped, created_at, erased_at) VALUES (%s, NULL, %s, %s)
ON CONFLICT (subject) DO UPDATE SET wrapped = NULL, erased_at = COALESCE(vault_keys.erased_at, excluded.erased_at)
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a service brings that a commit needs."""

    database: Database
    states: States
    publisher: Publisher
    folder: Folder


class Batch:
    """A transaction that holds the head; also the Source of units decided within it."""

    def __init__(
        self, rules: Rules, session: Session, opening: Opening, asked: Mapping[str, int], now: datetime
    ) -> None:
        self.session = session
        self.now = now
        self.tables = Tables(rules.database)
        self.public = 0
        self._rules = rules
        self._states = rules.states
        self._opening = opening
        self._asked = asked
        self._outcomes = dict(opening.requests)
        self._newer: dict[str, list[StreamRow]] = {}
        for row in opening.newer:
            self._newer.setdefault(row[0], []).append(row)
        self._versions: dict[str, int] = {stream: rows[-1][1] for stream, rows in self._newer.items()}
        self._known: dict[str, Known] = {}
        self._staged: list[tuple[Staged, str, Mapping[str, Any]]] = []
        self._requests: list[dict[str, Any]] = []
        self._keys: dict[str, str] = {}
        self._erased: set[str] = set()
        self._writes = 0

    # What jobs ask

    def outcome(self, context: Context) -> str | None:
        """The recorded outcome of the context's request, as JSON. Raises RequestReused."""
        if context.request_id is None or context.request_id not in self._outcomes:
            return None
        wish, outcome = self._outcomes[context.request_id]
        if wish != context.wish:
            raise RequestReused(context.request_id)
        return outcome

    def stale(self, unit: Unit) -> bool:
        """Whether a stream has moved, or a key was made, since the unit was decided."""
        versions = self._versions
        for stream, seen in unit.seen.items():
            if versions.get(stream, seen.base) != seen.base:
                return True
        return bool(unit.keys) and not unit.keys.keys().isdisjoint(self._keys.keys() | self._erased)

    def load(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """Source: as committed, with what this batch has staged."""
        known = self._known.get(stream)
        if known is None:
            self.preload({stream: aggregate})
            known = self._known[stream]
        return known

    def preload(self, streams: Mapping[str, Aggregate[Any, Any, Any]]) -> None:
        """Source: several at once."""
        bases = {
            stream: self._states.get(stream) or (0, aggregate.decider.initial)
            for stream, aggregate in streams.items()
            if stream not in self._known
        }
        news: dict[str, list[StreamRow]] = {stream: [] for stream in bases}
        unasked: dict[str, int] = {}
        for stream, (version, _) in bases.items():
            if version >= self._asked.get(stream, version + 1):
                news[stream] = [row for row in self._newer.get(stream, ()) if row[1] > version]
            else:
                unasked[stream] = version
        if unasked:
            for row in self.session.load(unasked):
                news[row[0]].append(row)
        for stream, base in bases.items():
            known = advance(streams[stream], base, news[stream])
            self._states.put(stream, known)
            self._known[stream] = known
            self._versions[stream] = known[0]

    def key(self, subject: str) -> tuple[bool, str | None]:
        """Source: as committed, with what this batch has staged."""
        if subject in self._erased:
            return True, None
        staged = self._keys.get(subject)
        return (True, staged) if staged is not None else Vault.lookup(self.session, subject)

    # What jobs add

    @property
    def additions(self) -> int:
        """Grows with whatever is added."""
        return len(self._staged) + len(self._requests) + len(self._keys) + len(self._erased) + self._writes

    def add(self, unit: Unit, outcome: str | None = None) -> None:
        """What a unit staged, and the outcome to record for its request."""
        context = unit.context
        if unit.events:
            metadata = _metadata(context)
            text = orjson.dumps(metadata).decode()
            self._staged += [(staged, text, metadata) for staged in unit.events]
            for stream, seen in unit.seen.items():
                if seen.version != seen.base:
                    self._known[stream] = (seen.version, seen.state)
                    self._versions[stream] = seen.version
        if outcome is not None and context.request_id is not None:
            self._outcomes[context.request_id] = (context.wish, outcome)
            self._requests.append(
                {
                    "request_id": context.request_id,
                    "fingerprint": context.wish,
                    "outcome": outcome,
                    "recorded_at": to_micros(self.now),
                }
            )
        self._keys.update(unit.keys)
        self._erased |= unit.erased

    @property
    def outcomes(self) -> int:
        """How many requests' outcomes are recorded."""
        return len(self._requests)

    @property
    def erases(self) -> bool:
        """Whether a key is deleted."""
        return bool(self._erased)

    def wrote(self) -> None:
        """Something was given to the session directly."""
        self._writes += 1

    # The end

    def write(self) -> bool:
        """Everything that was added, as rows; whether there was anything."""
        if not self.additions:
            return False
        session, shape = self.session, self._rules.database.shape
        now = to_micros(self.now)
        if self._staged:
            self._record(now)
        session.insert(shape(requests), self._requests)
        session.insert(
            shape(vault_keys),
            [
                {"subject": subject, "wrapped": wrapped, "created_at": now, "erased_at": None}
                for subject, wrapped in self._keys.items()
            ],
        )
        for subject in sorted(self._erased):
            session.execute(_ERASE, (subject, now, now))
        self.tables.write(session)
        return True

    def settle(self) -> None:
        """After the commit: remember what the streams have come to."""
        for stream, known in self._known.items():
            self._states.put(stream, known)

    def _record(self, now: int) -> None:
        opening, envelope = self._opening, self._rules.publisher.envelope
        recorded_at = from_micros(now)
        position, public, digest = opening.position, opening.public_position, opening.digest
        rows, envelopes, news = [], [], []
        for staged, text, metadata in self._staged:
            position += 1
            recorded = Recorded(
                position,
                staged.stream,
                staged.version,
                staged.type,
                staged.event,
                metadata,
                from_micros(staged.occurred_at),
                recorded_at,
            )
            news.append(recorded)
            published = None
            wire = envelope(recorded, public + 1)
            if wire is not None:
                public += 1
                body = written(wire)
                published = sha256(body).hexdigest()
                envelopes.append(
                    {
                        "position": public,
                        "event_id": wire.id,
                        "name": wire.type,
                        "subject": wire.subject,
                        "occurred_at": staged.occurred_at,
                        "journal_position": position,
                        "body": body.decode(),
                    }
                )
            row = Row(
                position,
                staged.stream,
                staged.version,
                staged.type,
                staged.data,
                text,
                staged.occurred_at,
                now,
                published,
            )
            digest = chained(digest, row)
            rows.append(msgspec.structs.asdict(row) | {"digest": digest})
        self._fold(news)
        shape = self._rules.database.shape
        self.session.insert(shape(journal, ("data", "metadata")), rows)
        self.session.insert(shape(public_log, ("body",)), envelopes)
        self.session.move_head(position, public, digest)
        self.public = len(envelopes)

    def _fold(self, news: list[Recorded]) -> None:
        folder = self._rules.folder
        touched = [(recorded, folder.touches(self.tables, recorded)) for recorded in news]
        self.tables.fetch(self.session)
        for recorded, touches in touched:
            for rows, key, row in changes(recorded, touches):
                rows.now[key] = row


def _metadata(context: Context) -> dict[str, Any]:
    metadata = {
        "actor": context.actor.account,
        "role": context.actor.role,
        "correlation": context.correlation_id,
    }
    if context.actor.on_behalf_of is not None:
        metadata["on_behalf_of"] = context.actor.on_behalf_of
    if context.causation_id is not None:
        metadata["causation"] = context.causation_id
    if context.request_id is not None:
        metadata["request"] = context.request_id
    return metadata
