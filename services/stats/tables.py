"""Read models of stats: one row for each accepted message, one for each time it was closed, one for each column.

They hold what a figure reads and nothing else: who needs another column adds it and rebuilds the table from the logs.
Each table is written by one source only, so that the logs may arrive interleaved in any way and give the same rows. A
count as of a past cut-off reads instants, never a present state.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text

from kernel.tables import Instant

metadata = MetaData()

matters = Table(
    "matters",
    metadata,
    Column("number", Text, primary_key=True),
    Column("column", Text, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Index("matters_counted", "column", "accepted_at", "number"),
    comment="intake: every accepted message",
)

closings = Table(
    "closings",
    metadata,
    Column("number", Text, primary_key=True),
    Column("round", BigInteger, primary_key=True, autoincrement=False),
    Column("closed_at", Instant, nullable=False),
    Column("reopened_at", Instant, comment="when the closing ceased to stand; null while it stands"),
    Index("closings_standing", "number", "closed_at", "reopened_at"),
    comment="routing: closed as of T = a round closed at T or before and not reopened at T or before",
)

handovers = Table(
    "handovers",
    metadata,
    Column("number", Text, primary_key=True),
    Column("round", BigInteger, primary_key=True, autoincrement=False),
    Column("handed_over_at", Instant, nullable=False),
    Column("reopened_at", Instant, comment="when the matter was taken back; null while it is elsewhere"),
    comment="routing: accepted matters that went to another system, round by round, read like closings",
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("turn", BigInteger, nullable=False, comment="routing's position when it was opened: the order of the rows"),
    comment="routing: every column there is, also those without messages",
)
