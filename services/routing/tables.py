"""Read models of routing: columns and agencies as they are run, and one row for each case as it stands."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, SmallInteger, Table, Text

from kernel.tables import Instant

metadata = MetaData()

agencies = Table(
    "agencies",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Text),
    Column("place", BigInteger, nullable=False, comment="order of registration"),
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("leader", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("review_levels", BigInteger, nullable=False),
    Column("ordinary_days", BigInteger, nullable=False),
    Column("complex_days", BigInteger, nullable=False),
    Column("max_days", BigInteger, nullable=False),
    Column("title_limit", BigInteger, nullable=False),
    Column("body_limit", BigInteger, nullable=False),
    Column("accepts", Boolean, nullable=False),
    Column("terms", Text, nullable=False, comment="JSON"),
    Column("place", BigInteger, nullable=False, comment="order of opening"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Text, primary_key=True),
    Column("column", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("field", Text),
    Column("urgency", Text, nullable=False),
    Column("complexity", Text, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("state", Text, nullable=False, comment="waiting, assigned, closed"),
    Column("place", SmallInteger, nullable=False, comment="0 waiting, 1 assigned, 2 closed: the unassigned first"),
    Column("round", BigInteger, nullable=False),
    Column("lead", Text, comment="who has the case, or had it when it was closed; null while it waits"),
    Column("co_agencies", Text, comment="|a|b|"),
    Column("agencies", Text, comment="lead and co-agencies, to be searched: |a|b|"),
    Column("due", Date),
    Column("provisional", Boolean),
    Column("assigned_at", Instant),
    Column("assigned_by", Text),
    Column("return_asked_at", Instant, comment="a return waits to be decided"),
    Column("extension_until", Date, comment="an extension to this day waits to be decided"),
    Column("urged", Text, comment="by what means the lead was pressed last: reminder, letter, criticism"),
    Column("missed_at", Instant, comment="when the deadline in force was missed"),
    Column("watched_from", Instant, comment="when the deadline is to be looked at; null where there is none to miss"),
    Column("closed_at", Instant),
    Column("on_time", Boolean),
    Index("cases_order", "place", "accepted_at", "number"),
    Index("cases_of_column", "column", "place", "accepted_at", "number"),
    Index("cases_watched", "watched_from"),
)
