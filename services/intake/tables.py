"""Read models of intake: one row for each message, as the clerks' lists need it, and the directory of columns."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, Table, Text, literal_column

from kernel.tables import Instant

metadata = MetaData()

TO_ERASE = literal_column("erasure_asked_at").is_not(None)

messages = Table(
    "messages",
    metadata,
    Column("number", Text, primary_key=True),
    Column("column", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="the clerk's once accepted, the citizen's before"),
    Column("field", Text),
    Column("urgency", Text),
    Column("complexity", Text),
    Column("title", Text, nullable=False, comment="sealed"),
    Column("state", Text, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("channel", Text, nullable=False),
    Column("external_reference", Text),
    Column("screened_at", Instant),
    Column("screened_by", Text),
    Column("lead", Text, comment="the lead agency"),
    Column("agencies", Text, comment="the lead and the co-agencies, each between bars: |housing|water|"),
    Column("due", Date),
    Column("round", BigInteger, comment="of the handling; null: it was not taken on"),
    Column("answered_at", Instant, comment="the last published reply"),
    Column("public", Boolean, nullable=False, comment="whether everybody can read a reply of some round"),
    Column("closed_at", Instant),
    Column("satisfaction", BigInteger, comment="of the last closing, 1 to 5"),
    Column("follow_up_asked_at", Instant),
    Column("follow_up_answered_at", Instant),
    Column("erasure_asked_at", Instant, comment="what the citizen asked for and the office has yet to decide"),
    Column("erased", Boolean, nullable=False),
    Column("duplicates", BigInteger, nullable=False, comment="how many messages were merged into this one itself"),
    Column("attachments", BigInteger, nullable=False, comment="how many files there are with it"),
    Index("messages_state", "state", "submitted_at", "number"),
    Index("messages_column", "column", "state", "submitted_at", "number"),
    Index("messages_submitted", "submitted_at", "number"),
    Index("messages_screened", "screened_at"),
    Index("messages_reference", "column", "external_reference"),
    Index("messages_to_erase", "submitted_at", "number", sqlite_where=TO_ERASE, postgresql_where=TO_ERASE),
)

public_texts = Table(
    "public_texts",
    metadata,
    Column("number", Text, primary_key=True),
    Column("version", BigInteger, nullable=False, comment="0: an imported title that was withdrawn"),
    Column("title", Text, comment="sealed, as clerks confirmed it for everyone; null in version 0, as all of it is"),
    Column("body", Text, comment="sealed"),
    Column("text_hash", Text),
    Column("passed_over", Text, comment="the kinds that may stand, with commas"),
    Column("reason", Text, comment="sealed"),
    Column("confirmed_by", Text),
    Column("confirmed_at", Instant),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", Instant, comment="since when nobody but staff reads it; null: it is public"),
    Column("withdrawn_why", Text, comment="sealed"),
    comment="the newest public text of each message, gone once the message is erased",
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("accepts", Boolean, nullable=False),
    Column("title_limit", BigInteger, nullable=False),
    Column("body_limit", BigInteger, nullable=False),
    Column("terms", Text, nullable=False, comment="JSON"),
    comment="routing's columns, as far as intake needs to know them",
)

fields = Table(
    "fields",
    metadata,
    Column("id", Text, primary_key=True, comment="there is one tree, the portal office's"),
    Column("tree", Text, nullable=False, comment="JSON: by code {name, parent, former}, former ones no longer chosen"),
    comment="routing's fields, as far as intake needs to know them",
)

attachments_gone = Table(
    "attachments_gone",
    metadata,
    Column("number", Text, primary_key=True),
    Column("attachment", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("since", Instant, nullable=False),
    comment="files that were removed or erased, until their blobs are deleted too",
)
