"""Files beside the journals: each sealed under a key of its own, in a folder or in a bucket.

The store holds sealed blobs and nothing that opens them: the key of a file, and its name, are sealed in the journal of
the service that owns it, so that an erasure makes it unreadable at once; the blob goes after it. A blob is stored
before the event that speaks of it: what was interrupted in between is a blob that nobody knows, and is swept.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar
from urllib.parse import urlsplit

import orjson

from kernel import logs
from kernel.errors import Unavailable
from kernel.files.bucket import Bucket
from kernel.files.cipher import KEY_BYTES, opened, pieces_of, sealed, sealed_lengths
from kernel.files.folder import Folder
from kernel.files.turns import Offload, Turns, directly
from kernel.settings import Settings

T = TypeVar("T")

NAME: Final = "files"
"""What the store is called where it does not answer."""

AT_ONCE: Final = 8
"""How many of a folder's reads and writes are under way at a time; a folder that hangs holds up no more threads."""

PATIENCE: Final = 5.0
"""Seconds that one waits for its turn."""

ID: Final = re.compile(r"[0-9a-f]{32}")
_PLACE: Final = re.compile(r"([a-z]+)/(\d{4}-\d{2}-\d{2})/(\d{8}-\d{6})\.([0-9a-f]{32})")

log = logs.get(__name__)


class Blobs(Protocol):
    """Where blobs are; all that fails is an OSError."""

    waits: bool

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """Keep a blob, whole or not at all."""

    def read(self, place: str, lengths: Iterable[int]) -> Iterator[bytes]:
        """A blob in pieces."""

    def drop(self, place: str) -> None:
        """Delete a blob, if it is there."""

    def under(self, place: str) -> list[str]:
        """The names in a place."""

    def tidy(self, place: str) -> None:
        """Take an empty place away."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a blob is: of which service, kept on which day (in UTC), about which message, and its id."""

    service: str
    day: date
    number: str
    id: str

    def __str__(self) -> str:
        return f"{self.service}/{self.day.isoformat()}/{self.number}.{self.id}"

    @classmethod
    def of(cls, text: str) -> Place | None:
        """The place that a text names; None for any other text."""
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        service, day, number, id_ = found.groups()
        try:
            return cls(service, date.fromisoformat(day), number, id_)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store, and the key that opens it."""

    place: Place
    key: bytes = field(repr=False)


class Files:
    """The store of one process. `offload` runs what waits for a disk beside the event loop, and gives up on it."""

    def __init__(self, blobs: Blobs, offload: Offload = directly) -> None:
        self._blobs = blobs
        self._turns = Turns(AT_ONCE, PATIENCE, offload)

    @classmethod
    def of(cls, settings: Settings, offload: Offload = directly) -> Files:
        """The store that the settings name; nothing is looked at yet. Raises SettingsError."""
        address = settings.files_address
        parts = urlsplit(address)
        if parts.scheme == "s3":
            return cls(Bucket(parts.netloc, parts.path, orjson.loads(settings.files_options or "{}")), offload)
        return cls(Folder(Path(address)), offload)

    def keep(self, service: str, number: str, content: bytes, now: datetime) -> Kept:
        """Store a file sealed under a fresh key. Raises Unavailable."""
        place = Place(service, now.astimezone(UTC).date(), number, secrets.token_hex(16))
        kept = Kept(place, os.urandom(KEY_BYTES))
        self._do(lambda: self._blobs.put(str(place), sealed(kept.key, str(place), content)))
        return kept

    def read(self, place: str, key: bytes, size: int) -> Iterator[bytes]:
        """The file of this size, piece by piece; the first is read and verified before this returns.

        Raises Unavailable, SealBroken.
        """
        pieces = self._do(lambda: self._blobs.read(place, sealed_lengths(size)))
        count = pieces_of(size)

        def piece(number: int) -> bytes:
            return opened(key, place, number, count, next(pieces, b""))

        first = self._do(lambda: piece(0))

        def every() -> Iterator[bytes]:
            yield first
            for number in range(1, count):
                yield self._do(partial(piece, number))

        return every()

    def drop(self, place: str) -> None:
        """Delete a blob; one that is gone already is no error. Raises Unavailable."""
        self._do(lambda: self._blobs.drop(place))

    def days(self, service: str) -> list[date]:
        """The days on which the service's blobs were kept, the first one first. Raises Unavailable."""
        names = self._do(lambda: self._blobs.under(service))
        return [day for name in names if (day := _day(name)) is not None]

    def of_day(self, service: str, day: date) -> list[str]:
        """Everything of the service's that was kept on a day, finished or not. Raises Unavailable."""
        folder = f"{service}/{day.isoformat()}"
        return [f"{folder}/{name}" for name in self._do(lambda: self._blobs.under(folder))]

    def tidy(self, service: str, day: date) -> None:
        """A day of which nothing is left goes. Raises Unavailable."""
        self._do(lambda: self._blobs.tidy(f"{service}/{day.isoformat()}"))

    def _do(self, call: Callable[[], T]) -> T:
        """What the store answers; raises Unavailable where it does not, in time or at all."""
        try:
            return self._in_turn(call) if self._blobs.waits else call()
        except (OSError, TimeoutError) as error:
            log.warning("the file store does not answer", error=type(error).__qualname__, why=_reason(error))
            raise Unavailable(NAME) from None

    def _in_turn(self, call: Callable[[], T]) -> T:
        """Beside the event loop."""
        with self._turns.taken() as aside:
            answer: T = aside(call)
            return answer


def swept_before(now: datetime) -> date:
    """Whatever was kept before this day has been in the store for a whole day."""
    return now.astimezone(UTC).date() - timedelta(days=1)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _reason(error: BaseException) -> str:
    """What went wrong, without an address."""
    return (error.strerror or "") if isinstance(error, OSError) else ""
