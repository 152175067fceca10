"""The journal: what happened, in the order it was recorded, each row chained to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import orjson

from kernel.aggregate import Aggregate
from kernel.codec import UnknownEventType
from kernel.database import Database
from kernel.driver import Session
from kernel.tables import GENESIS, from_micros


class Recorded(msgspec.Struct, frozen=True):
    """One event with its place in the journal and who caused it.

    `metadata`: actor, role, correlation, and where there is one whom the actor deputised (on_behalf_of), causation
    and request. Positions count from 1 without gaps over the whole service, versions from 1 within the stream.
    """

    position: int
    stream: str
    version: int
    type: str
    event: Any
    metadata: Mapping[str, Any]
    occurred_at: datetime
    recorded_at: datetime

    @property
    def category(self) -> str:
        """The stream's kind: what stands before the first hyphen."""
        return self.stream.partition("-")[0]

    @property
    def id(self) -> str:
        """The stream's id: what stands after the first hyphen."""
        return self.stream.partition("-")[2]


class Row(msgspec.Struct, array_like=True, frozen=True):
    """A journal row as it is chained; the order of the fields is part of the format and never changes."""

    position: int
    stream: str
    version: int
    type: str
    data: str
    metadata: str
    occurred_at: int
    recorded_at: int
    published: str | None


class Link(msgspec.Struct, frozen=True):
    """A journal row as a link of the chain: `content` is the row as `chained` writes it, between the two digests."""

    position: int
    previous: str
    content: str
    digest: str


_encode = msgspec.json.Encoder().encode


def chained(previous: str, row: Row) -> str:
    """The digest of a row: SHA-256, in hex, of the previous row's digest (hex) and the row as a JSON array.

    The array holds position, stream, version, type, data, metadata, occurred_at, recorded_at, published, written as
    RFC 8785 writes it, so no two different rows give the same bytes, and anyone can compute it without our code.
    `published` is the SHA-256 of the public envelope made of the event (or null): so the one chain covers both logs.
    """
    return sha256(previous.encode() + _encode(row)).hexdigest()


_COLUMNS = "position, stream, version, type, data, metadata, occurred_at, recorded_at"
_HISTORY = f"SELECT {_COLUMNS} FROM journal WHERE stream = %s ORDER BY version"  # noqa: S608 - constant
_AFTER = f"SELECT {_COLUMNS} FROM journal WHERE position > %s ORDER BY position LIMIT %s"  # noqa: S608 - constant
_OF_TYPES = (
    f"SELECT {_COLUMNS} FROM journal WHERE position > %s AND position <= %s AND type IN ({{}}) "  # noqa: S608 - constant
    "ORDER BY position LIMIT %s"
)


_LINKS = (
    f"SELECT {', '.join('j.' + name for name in _COLUMNS.split(', '))}, j.published, j.digest, b.digest "  # noqa: S608
    "FROM journal j LEFT JOIN journal b ON b.position = j.position - 1 WHERE j.stream = %s ORDER BY j.version"
)


class Journal:
    """Reads a service's journal."""

    def __init__(self, database: Database, aggregates: Iterable[Aggregate[Any, Any, Any]]) -> None:
        self._database = database
        self._types = {name: aggregate.types for aggregate in aggregates for name in aggregate.types.names}

    def read(self, after: int, limit: int) -> list[Recorded]:
        """Events after a position, oldest first. Raises UnknownEventType, Unavailable."""
        return [self.recorded(row) for row in self.rows(after, limit)]

    def read_of(self, types: Sequence[str], after: int, until: int, limit: int) -> list[Recorded]:
        """Events of these types after a position and up to another, oldest first. Raises Unavailable."""
        sql = _OF_TYPES.format(", ".join(["%s"] * len(types)))
        rows = self._database.look(lambda session: session.query(sql, (after, until, *types, limit)))
        return [self.recorded(row) for row in rows]

    def rows(self, after: int, limit: int, session: Session | None = None) -> list[tuple[Any, ...]]:
        """The same as stored, without published and digest; `recorded` reads one. Raises Unavailable.

        Through the session where one is given.
        """
        if session is not None:
            return session.query(_AFTER, (after, limit))
        return self._database.look(lambda session: session.query(_AFTER, (after, limit)))

    def history(self, stream: str) -> list[Recorded]:
        """A stream's events, oldest first. Raises UnknownEventType, Unavailable."""
        return [self.recorded(row) for row in self._database.look(lambda session: session.query(_HISTORY, (stream,)))]

    def links(self, stream: str) -> list[Link]:
        """A stream's rows as links of the chain, oldest first: whoever has one can compute it. Raises Unavailable."""
        rows = self._database.look(lambda session: session.query(_LINKS, (stream,)))
        return [
            Link(columns[0], before or GENESIS, _encode(Row(*columns)).decode(), digest)
            for *columns, digest, before in rows
        ]

    def head(self) -> tuple[int, int, str]:
        """The last position, the last public position, and the last digest. Raises Unavailable."""
        sql = "SELECT position, public_position, digest FROM journal_head"
        ((position, public_position, digest),) = self._database.look(lambda session: session.query(sql))
        return position, public_position, digest

    def recorded(self, row: tuple[Any, ...]) -> Recorded:
        """The event of a stored row. Raises UnknownEventType."""
        position, stream, version, type_, data, metadata, occurred_at, recorded_at = row
        try:
            types = self._types[type_]
        except KeyError:
            raise UnknownEventType(type_) from None
        return Recorded(
            position,
            stream,
            version,
            type_,
            types.decode(type_, data),
            orjson.loads(metadata),
            from_micros(occurred_at),
            from_micros(recorded_at),
        )
