"""What handlers and queries are handed: a view of the service, and for a handler what it stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Executable, RowMapping, text

from kernel.aggregate import Aggregate
from kernel.context import Context
from kernel.database import Database
from kernel.decider import C, E, S
from kernel.journal import Journal, Link, Recorded
from kernel.states import Known, Loader, Source
from kernel.tables import to_micros
from kernel.vault import Vault


class Staged(NamedTuple):
    """One event decided and encoded, not yet recorded."""

    stream: str
    version: int
    type: str
    data: str
    event: Any
    occurred_at: int


class Seen:
    """A stream as a unit found it, and as the unit leaves it."""

    __slots__ = ("base", "state", "version")

    def __init__(self, known: Known) -> None:
        self.base, self.state = known
        self.version = self.base


class View:
    """The parts of a service that units and queries read."""

    def __init__(self, database: Database, loader: Loader, journal: Journal, vault: Vault) -> None:
        self.database = database
        self.loader = loader
        self.journal = journal
        self.vault = vault

    def load(self, aggregate: Aggregate[Any, Any, Any], stream: str) -> Known:
        """Source: from memory or as if new, which an append verifies."""
        return self.loader.recent(aggregate, stream)

    def key(self, subject: str) -> tuple[bool, str | None]:
        """Source: as committed."""
        return self.database.look(lambda session: self.vault.lookup(session, subject))

    def keys(self, subjects: Sequence[str]) -> dict[str, str | None]:
        """The wrapped keys of many subjects in one look, as committed."""
        return self.database.look(lambda session: self.vault.lookup_all(session, subjects))


class Current:
    """A Source for who decides nothing: as committed now, whoever appended it."""

    def __init__(self, view: View) -> None:
        self.load: Callable[[Aggregate[Any, Any, Any], str], Known] = view.loader.current
        self.key: Callable[[str], tuple[bool, str | None]] = view.key


class Reading:
    """What a query is handed: the service's read models, streams and sealed texts, and who asks."""

    __slots__ = ("_opened", "_seen", "_source", "_view", "context", "now")

    def __init__(self, view: View, source: Source, context: Context, now: datetime) -> None:
        self._view = view
        self._source = source
        self._seen: dict[str, Seen] = {}
        self._opened: dict[str, str | None] = {}
        self.context = context
        self.now = now

    def state(self, aggregate: Aggregate[C, E, S], id: str) -> S:  # noqa: A002 - the domain's word
        """The state of a stream, its initial state where nothing happened yet. Raises Unavailable."""
        state: S = self._look(aggregate, id)[1].state
        return state

    def version(self, aggregate: Aggregate[C, E, S], id: str) -> int:  # noqa: A002 - the domain's word
        """How many events the stream has. Raises Unavailable."""
        return self._look(aggregate, id)[1].version

    def history(self, aggregate: Aggregate[C, E, S], id: str) -> list[Recorded]:  # noqa: A002 - the domain's word
        """A stream's events with their metadata, oldest first, as committed. Raises Unavailable."""
        return self._view.journal.history(aggregate.stream(id))

    def links(self, aggregate: Aggregate[C, E, S], id: str) -> list[Link]:  # noqa: A002 - the domain's word
        """A stream's rows as links of the journal's chain, oldest first, as committed. Raises Unavailable."""
        return self._view.journal.links(aggregate.stream(id))

    def rows(self, statement: Executable | str, **params: Any) -> Sequence[RowMapping]:
        """Rows of the read models as committed: a Core select, or SQL text with `:name` parameters.

        Raises Unavailable.
        """
        wanted = text(statement) if isinstance(statement, str) else statement
        return self._view.database.query(lambda connection: connection.execute(wanted, params).mappings().all())

    def unseal(self, subject: str, sealed: str) -> str | None:
        """The text that was sealed under the subject's key; None once the subject is erased. Raises Unavailable."""
        if subject not in self._opened:
            self._opened[subject] = self._source.key(subject)[1]
        return self._view.vault.unseal(self._opened[subject], subject, sealed)

    def will_unseal(self, subjects: Iterable[str]) -> None:
        """Fetch the keys of a whole list in one look, so that unsealing its texts asks the database no more."""
        wanted = [subject for subject in subjects if subject not in self._opened]
        if wanted:
            found = self._view.keys(wanted)
            self._opened.update((subject, found.get(subject)) for subject in wanted)

    def _look(self, aggregate: Aggregate[Any, Any, Any], id: str) -> tuple[str, Seen]:  # noqa: A002 - domain's word
        stream = f"{aggregate.category}-{id}"
        seen = self._seen.get(stream)
        if seen is None:
            seen = self._seen[stream] = Seen(self._source.load(aggregate, stream))
        return stream, seen


class Unit(Reading):
    """One piece of work, handed to a handler: all that it stages is committed together or not at all.

    A handler may be run more than once and by another thread, the first time on a state that is not the last word (see
    Loader.recent): what it answers or raises counts only once it was verified. So it does nothing that the unit does
    not do for it: it reads through the unit, decides through the unit, and answers with JSON-able values.
    """

    __slots__ = ("erased", "events", "keys")

    def __init__(self, view: View, source: Source, context: Context, now: datetime) -> None:
        super().__init__(view, source, context, now)
        self.events: list[Staged] = []
        self.keys: dict[str, str] = {}
        self.erased: set[str] = set()

    @property
    def seen(self) -> dict[str, Seen]:
        """Every stream that the work has looked at: the append relies on none having moved."""
        return self._seen

    def execute(self, aggregate: Aggregate[C, E, S], id: str, command: C) -> list[E]:  # noqa: A002 - domain's word
        """Decide the command and stage its events; the answer is these events, empty where nothing was to record.

        Raises the decider's Refusal, Unavailable.
        """
        stream, seen = self._look(aggregate, id)
        events = aggregate.decider.decide(command, seen.state)
        if events:
            version, state, staged = seen.version, seen.state, []
            for event in events:
                version += 1
                type_, data = aggregate.types.encode(event)
                if "\\u0000" in data and _holds_nul(orjson.loads(data)):
                    raise ValueError(f"{type_} holds a NUL character, which PostgreSQL cannot keep")
                staged.append(Staged(stream, version, type_, data, event, to_micros(event.at)))  # type: ignore[attr-defined]
                state = aggregate.decider.evolve(state, event)
            self.events += staged
            seen.version, seen.state = version, state
        return events

    def seal(self, subject: str, text: str) -> str:
        """Encrypt a text under the subject's key, which is made with this unit where there is none yet.

        Raises Erased where the subject has been erased, Unavailable.
        """
        vault = self._view.vault
        known, wrapped = self._key(subject)
        if not known:
            wrapped = self.keys[subject] = vault.new_key(subject)
        return vault.seal(wrapped, subject, text)

    def unseal(self, subject: str, sealed: str) -> str | None:
        """The text that was sealed under the subject's key, in this unit too; None once the subject is erased."""
        return self._view.vault.unseal(self._key(subject)[1], subject, sealed)

    def erase(self, subject: str) -> None:
        """Delete the subject's key with this unit: nothing sealed under it can be read again, nothing new sealed."""
        self.erased.add(subject)

    def _key(self, subject: str) -> tuple[bool, str | None]:
        if subject in self.erased:
            return True, None
        staged = self.keys.get(subject)
        return (True, staged) if staged is not None else self._source.key(subject)


def _holds_nul(value: Any) -> bool:
    match value:
        case str():
            return "\x00" in value
        case dict():
            return any(_holds_nul(each) for pair in value.items() for each in pair)
        case list():
            return any(map(_holds_nul, value))
        case _:
            return False
