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

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery", Text, primary_key=True),
    Column("lane", Text, nullable=False, comment="email, or the name of a webhook"),
    Column("state", Text, nullable=False, comment="queued, sent, unaddressed, failed, dead"),
    Column("since", Instant, nullable=False, comment="when it came to stand so"),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False, comment="of the message, or the name of the notice"),
    Column("to", Text, nullable=False, comment="JSON: whom it is for, as a rule"),
    Column("queued_at", Instant, nullable=False),
    Column("next_at", Instant, comment="when it is due; null once it is over"),
    Column("attempts", BigInteger, nullable=False),
    Column("reason", Text, comment="what the last attempt failed for"),
    Column("told", Text, nullable=False, comment="JSON: [name of the account or citizen, masked address]"),
    Index("deliveries_order", "queued_at", "delivery"),
    Index("deliveries_state", "state", "queued_at", "delivery"),
    Index("deliveries_due", "lane", "next_at"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("webhook", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False, comment="sealed under the webhook's own key"),
    Column("kinds", Text, nullable=False, comment="JSON list"),
    Column("contacts", Boolean, nullable=False, comment="is told how to reach the citizen"),
    Column("enabled", Boolean, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("registered_at", Instant, nullable=False),
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    comment="routing: every column there is",
)
