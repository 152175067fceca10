"""Read models of stats: one row for each message, one for each time it was closed, one for each column.

Every column of `matters` is written by one source only (its comment says which), so that the three logs may arrive
interleaved in any way and give the same rows. A count as of a past cut-off reads instants, never a present state.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, Table, Text

from kernel.tables import Instant

metadata = MetaData()

matters = Table(
    "matters",
    metadata,
    Column("number", Text, primary_key=True),
    Column("column", Text, comment="intake"),
    Column("kind", Text, comment="intake: the clerk's once accepted, the citizen's before"),
    Column("field", Text, comment="intake"),
    Column("channel", Text, comment="intake"),
    Column("imported", Boolean, comment="intake"),
    Column("submitted_at", Instant, comment="intake"),
    Column("accepted_at", Instant, comment="intake"),
    Column("declined_at", Instant, comment="intake"),
    Column("redirected_at", Instant, comment="intake"),
    Column("merged_at", Instant, comment="intake"),
    Column("withdrawn_at", Instant, comment="intake"),
    Column("lead", Text, comment="routing: the agency that has or had the case last"),
    Column("due", Date, comment="routing: the deadline in force"),
    Column("assigned_at", Instant, comment="routing: the first assignment"),
    Column("replied_at", Instant, comment="review: the first published reply"),
    Column("replied_publicly_at", Instant, comment="review: the first reply that everybody can read"),
    Index("matters_accepted", "accepted_at", "column"),
    Index("matters_submitted", "submitted_at", "column"),
)

closings = Table(
    "closings",
    metadata,
    Column("number", Text, primary_key=True),
    Column("round", BigInteger, primary_key=True, autoincrement=False),
    Column("lead", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("on_time", Boolean, nullable=False),
    Column("closed_at", Instant, nullable=False),
    Column("reopened_at", Instant, comment="when the closing ceased to stand; null while it stands"),
    comment="routing: closed as of T = a round closed at T or before and not reopened at T or before",
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    comment="routing: every column there is, also those without messages",
)
