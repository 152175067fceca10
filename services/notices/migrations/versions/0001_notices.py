"""Notices begins: the kernel's tables, notices, their readers, deliveries, webhooks, and columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kernel.tables import Instant, create_kernel_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    create_kernel_tables(op)
    op.create_table(
        "notices",
        sa.Column("notice", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("needs_receipt", sa.Boolean, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("columns", sa.Text),
        sa.Column("accounts", sa.Text, nullable=False),
        sa.Column("drafted_by", sa.Text, nullable=False),
        sa.Column("sent_by", sa.Text),
        sa.Column("sent_at", Instant),
        sa.Column("told_at", Instant),
        sa.Column("addressed", sa.BigInteger, nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Column("confirmed", sa.BigInteger, nullable=False),
        sa.Column("read_later", sa.BigInteger, nullable=False),
        sa.Column("reminded_at", Instant),
    )
    op.create_index("notices_order", "notices", ["since", "notice"])
    op.create_index("notices_state", "notices", ["state", "since", "notice"])
    op.create_index("notices_told", "notices", ["state", "told_at", "notice"])
    op.create_table(
        "readers",
        sa.Column("notice", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("addressed", sa.Boolean, nullable=False),
        sa.Column("read_version", sa.BigInteger),
        sa.Column("read_at", Instant),
        sa.Column("confirmed_version", sa.BigInteger),
        sa.Column("confirmed_at", Instant),
    )
    op.create_index("readers_account", "readers", ["account", "notice"])
    op.create_table(
        "deliveries",
        sa.Column("delivery", sa.Text, primary_key=True),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("queued_at", Instant, nullable=False),
        sa.Column("next_at", Instant),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("told", sa.Text, nullable=False),
    )
    op.create_index("deliveries_order", "deliveries", ["queued_at", "delivery"])
    op.create_index("deliveries_state", "deliveries", ["state", "queued_at", "delivery"])
    op.create_index("deliveries_due", "deliveries", ["lane", "next_at"])
    op.create_table(
        "webhooks",
        sa.Column("webhook", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("contacts", sa.Boolean, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("registered_by", sa.Text, nullable=False),
        sa.Column("registered_at", Instant, nullable=False),
    )
    op.create_table(
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
