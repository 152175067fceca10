"""Notices begins: the kernel's tables, notices, their readers, and columns."""

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
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
