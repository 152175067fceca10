"""The store: work is decided against streams and committed with all that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, RowMapping

from kernel.aggregate import Aggregate
from kernel.context import Context
from kernel.decider import C, E, S
from kernel.journal import Recorded

T = TypeVar("T")


class Reading:
    """What a query is handed: the service's read models, streams and sealed texts, and who asks."""

    context: Context
    now: datetime

    def state(self, aggregate: Aggregate[C, E, S], id: str) -> S:  # noqa: A002 - the domain's word
        """The state of a stream, its initial state where nothing happened yet."""
        raise NotImplementedError

    def version(self, aggregate: Aggregate[C, E, S], id: str) -> int:  # noqa: A002 - the domain's word
        """How many events the stream has."""
        raise NotImplementedError

    def history(self, aggregate: Aggregate[C, E, S], id: str) -> list[Recorded]:  # noqa: A002 - the domain's word
        """A stream's events with their metadata, oldest first, as committed."""
        raise NotImplementedError

    def rows(self, statement: Executable | str, **params: Any) -> Sequence[RowMapping]:
        """Rows of the read models as committed: a Core select, or SQL text with `:name` parameters."""
        raise NotImplementedError

    def unseal(self, subject: str, sealed: str) -> str | None:
        """The text that was sealed under the subject's key; None once the subject is erased."""
        raise NotImplementedError


class Unit(Reading):
    """One piece of work, handed to a handler: all that it stages is committed together or not at all.

    A handler may be run more than once (a conflict), so it does nothing that the unit does not do for it: it reads
    through the unit, decides through the unit, and answers with JSON-able values.
    """

    def state(self, aggregate: Aggregate[C, E, S], id: str) -> S:  # noqa: A002 - the domain's word
        """The state of a stream with what this unit has staged on it."""
        raise NotImplementedError

    def execute(self, aggregate: Aggregate[C, E, S], id: str, command: C) -> list[E]:  # noqa: A002 - domain's word
        """Decide the command and stage its events; the answer is these events, empty where nothing was to record.

        Raises the decider's Refusal.
        """
        raise NotImplementedError

    def seal(self, subject: str, text: str) -> str:
        """Encrypt a text under the subject's key, which is made with this unit where there is none yet."""
        raise NotImplementedError

    def erase(self, subject: str) -> None:
        """Delete the subject's key with this unit: nothing sealed under it can be read again."""
        raise NotImplementedError


class Store:
    """A service's database: its journal and everything committed with it."""

    def transact(self, work: Callable[[Unit], T], context: Context) -> T:
        """Run the work and commit what it staged, once; the answer is the work's, a JSON-able value.

        A repeated request id answers the recorded outcome. Raises the work's own exceptions (a Refusal is not
        recorded: asked again, it is decided again), RequestReused, Conflict, Unavailable.
        """
        raise NotImplementedError

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; for handlers' queries see Service.ask."""
        raise NotImplementedError

    def unseal(self, subject: str, sealed: str) -> str | None:
        """The text that was sealed under the subject's key; None once the subject is erased."""
        raise NotImplementedError

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call this after every committed batch that made something public; it must return at once."""
        raise NotImplementedError

    def close(self) -> None:
        """Let the connections go."""
        raise NotImplementedError
