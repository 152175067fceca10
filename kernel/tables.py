"""The kernel's tables: one journal, one public log, and what keeps an effect from happening twice.

The schema is the same on SQLite and on PostgreSQL: instants are BIGINT microseconds since the epoch in UTC (`Instant`),
dates are `Date`, structured values are JSON in TEXT, digests are lower-case hex.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    Index,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since the epoch of an aware instant; raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {at.isoformat()}")
    return (at - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC instant of microseconds since the epoch, exactly."""
    return EPOCH + timedelta(microseconds=micros)


class Instant(TypeDecorator[datetime]):
    """An aware instant in a column, stored as BIGINT microseconds since the epoch; comes back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To microseconds."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From microseconds."""
        return None if value is None else from_micros(value)


metadata = MetaData()

journal = Table(
    "journal",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("published", Text, comment="sha256 of the public envelope made of this event; null where it is private"),
    Column("digest", Text, nullable=False, comment="sha256 of the previous digest and this row's content"),
    UniqueConstraint("stream", "version", name="journal_stream_version"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("one", SmallInteger, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("public_position", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    comment="one row, locked by every writer: it makes positions gapless and their order the order of commits",
)

rebuilds = Table(
    "rebuilds",
    metadata,
    Column("one", SmallInteger, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("definition", Text, comment="of what makes the copies beside the read models; null: there are none"),
    comment="one row: how often the read models were put in place anew, for who keeps in memory what was in them",
)

rebuild_reached = Table(
    "rebuild_reached",
    metadata,
    Column("log", Text, primary_key=True, comment="journal, or a source"),
    Column("position", BigInteger, nullable=False),
    comment="how far the copies beside the read models have come",
)

rebuild_aside = Table(
    "rebuild_aside",
    metadata,
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("envelope", Text, nullable=False),
    comment="what lay parked when it was read for the copies, and is not in them",
)

public_log = Table(
    "public_log",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("journal_position", BigInteger, nullable=False),
    Column("body", Text, nullable=False, comment="the CloudEvents 1.0 JSON, byte for byte as it is sent"),
)

requests = Table(
    "requests",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("fingerprint", Text, comment="sha256 of who asked and the digest of what was asked"),
    Column("outcome", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False, index=True),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

CHECKPOINTS = "SELECT source, position FROM checkpoints"

parked = Table(
    "parked",
    metadata,
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("turn", BigInteger, nullable=False, comment="order of arrival across sources, the order of a retry"),
    Column("subject", Text, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("error", Text, comment="why it could not be applied; null: it waits behind one that could not"),
    Column("parked_at", Instant, nullable=False),
    Index("parked_subject", "subject", "turn"),
)

relay_cursor = Table(
    "relay_cursor",
    metadata,
    Column("one", SmallInteger, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
)

vault_keys = Table(
    "vault_keys",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("wrapped", Text, comment="the subject's key under the master key; null once erased"),
    Column("created_at", Instant, nullable=False),
    Column("erased_at", Instant),
)

master_key_seal = Table(
    "master_key_seal",
    metadata,
    Column("one", SmallInteger, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False, comment="a constant under the master key: only the right one opens it"),
)

GENESIS = "0" * 64
"""The digest before the first event."""


def create_kernel_tables(op: Any) -> None:
    """Alembic: the kernel's tables as of a service's first migration, with their one-row tables filled."""
    metadata.create_all(op.get_bind())
    op.bulk_insert(journal_head, [{"one": 1, "position": 0, "public_position": 0, "digest": GENESIS}])
    op.bulk_insert(rebuilds, [{"one": 1, "number": 0}])
    op.bulk_insert(relay_cursor, [{"one": 1, "position": 0}])
