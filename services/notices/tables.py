"""Read models of notices. No text is kept in the clear, and no address at all."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, Table, Text

from kernel.tables import Instant

metadata = MetaData()

notices = Table(
    "notices",
    metadata,
    Column("notice", Text, primary_key=True),
    Column("state", Text, nullable=False, comment="draft, sent, withdrawn"),
    Column("since", Instant, nullable=False, comment="when it came to stand so: the office's order"),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False, comment="sealed under the notice's own key"),
    Column("version", BigInteger, nullable=False, comment="0 while it is a draft"),
    Column("needs_receipt", Boolean, nullable=False),
    Column("valid_until", Date, comment="the last day on which it holds; null: for good"),
    Column("roles", Text, nullable=False, comment="codes between bars, as |clerk|office|; blank: by accounts"),
    Column("columns", Text, comment="likewise; null: all"),
    Column("accounts", Text, nullable=False, comment="likewise; blank: by roles"),
    Column("drafted_by", Text, nullable=False),
    Column("sent_by", Text),
    Column("sent_at", Instant),
    Column("told_at", Instant, comment="when this version went out: the readers' order"),
    Column("addressed", BigInteger, nullable=False, comment="accounts that the audience met at sending"),
    Column("read", BigInteger, nullable=False, comment="of these, how many have read this version"),
    Column("confirmed", BigInteger, nullable=False, comment="of these, how many gave the receipt for it"),
    Column("read_later", BigInteger, nullable=False, comment="who has read it and joined after the sending"),
    Column("reminded_at", Instant),
    Index("notices_order", "since", "notice"),
    Index("notices_state", "state", "since", "notice"),
    Index("notices_told", "state", "told_at", "notice"),
)

readers = Table(
    "readers",
    metadata,
    Column("notice", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("addressed", Boolean, nullable=False, comment="false: joined after the sending"),
    Column("read_version", BigInteger, comment="the newest that the person has read; null: none"),
    Column("read_at", Instant),
    Column("confirmed_version", BigInteger, comment="the newest that the person gave the receipt for"),
    Column("confirmed_at", Instant),
    Index("readers_account", "account", "notice"),
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    comment="routing: every column there is",
)
