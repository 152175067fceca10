"""The memory: what is kept of recent messages to compare new ones with, filled from the journal as it grows."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from kernel.clock import Clock
from kernel.journal import Journal, Recorded
from kernel.store import Store
from services.intake.domain import events as e
from services.intake.domain.likeness import KEPT, Reason, email_key, phone_key, read_as, text_key

if TYPE_CHECKING:
    from services.intake.suggestions.vectors import Space, Vector

AT_ONCE = 100
"""Events in one step: some ten milliseconds, and as long again for the database."""

MOST = 50_000
"""Messages kept at most, the newest: about 4 kB each."""

_FOLLOWED = ("intake.submitted.v1", "intake.accepted.v1", "intake.withdrawn.v1", "intake.erased.v1")


@dataclass(slots=True)
class Kept:
    """What is kept of one message: nothing that can be read."""

    number: str
    column: str
    at: datetime
    vector: Vector
    text: bytes
    contacts: dict[Reason, bytes]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """The memory at one moment; `complete` unless the journal has more than was read so far."""

    kept: Sequence[Kept]
    space: Space
    complete: bool


class Memory:
    """One process's memory. Whoever asks reads on in the journal first: nothing erased is ever answered with."""

    def __init__(self, journal: Journal, store: Store, derive: Callable[[str], bytes], clock: Clock) -> None:
        self._journal = journal
        self._store = store
        self._key = derive("intake.suggestions")
        self._clock = clock
        self._lock = Lock()
        self._position = 0
        self._kept: dict[str, Kept] = {}
        self._now: Remembered | None = None

    def catch_up(self) -> bool:
        """Read a step of the journal; whether there is more. Raises Unavailable."""
        with self._lock:
            return self._read_on()

    def remembered(self) -> Remembered:
        """What is kept now, after a step. Raises Unavailable."""
        with self._lock:
            more = self._read_on()
            since = self._clock.now() - KEPT
            if self._now is None or (self._now.kept and self._now.kept[0].at < since):
                self._now = self._arranged(since)
            return Remembered(self._now.kept, self._now.space, complete=not more)

    def made_of(self, number: str, column: str, at: datetime, letter: tuple[str, str, str | None, str | None]) -> Kept:
        """What would be kept of a message: its title, body, phone and e-mail address in the clear."""
        from services.intake.suggestions.vectors import counted

        title, body, phone, email = letter
        vector = counted(read_as(title, body))
        given = {Reason.SAME_PHONE: phone_key(phone), Reason.SAME_EMAIL: email_key(email)}
        contacts = {reason: self._hashed(key) for reason, key in given.items() if key is not None}
        return Kept(number, column, at, vector, self._hashed(text_key(title, body)), contacts)

    def _arranged(self, since: datetime) -> Remembered:
        from services.intake.suggestions.vectors import Space

        recent = sorted(
            (kept for kept in self._kept.values() if kept.at >= since), key=lambda kept: (kept.at, kept.number)
        )
        self._kept = {kept.number: kept for kept in recent[-MOST:]}
        kept = tuple(self._kept.values())
        return Remembered(kept, Space([one.vector for one in kept]), complete=True)

    def _read_on(self) -> bool:
        head = self._journal.head()[0]
        if self._position >= head:
            return False
        events = self._journal.read_of(_FOLLOWED, self._position, head, AT_ONCE)
        for recorded in events:
            self._follow(recorded)
        self._position = events[-1].position if len(events) == AT_ONCE else head
        return self._position < head

    def _follow(self, recorded: Recorded) -> None:
        match recorded.event:
            case e.Submitted() as submitted:
                if submitted.at < self._clock.now() - KEPT:
                    return
                sealed = (submitted.title, submitted.body, submitted.phone, submitted.email)
                title, body, phone, email = self._store.unseal_all(recorded.id, sealed)
                if title is None or body is None:
                    return  # erased since
                letter = (title, body, phone, email)
                self._kept[recorded.id] = self.made_of(recorded.id, submitted.column, submitted.at, letter)
            case e.Accepted(field=field) if recorded.id in self._kept:
                self._kept[recorded.id].field = field
            case e.Withdrawn() | e.Erased():
                self._kept.pop(recorded.id, None)
            case _:
                pass  # accepted before anybody looks so far back
        self._now = None

    def _hashed(self, key: str) -> bytes:
        return hmac.digest(self._key, key.encode(), "sha256")[:16]
