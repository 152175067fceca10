"""Intake begins: the kernel's tables, messages and the directory of columns."""

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
        "messages",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("urgency", sa.Text),
        sa.Column("complexity", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("submitted_at", Instant, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("external_reference", sa.Text),
        sa.Column("screened_at", Instant),
        sa.Column("screened_by", sa.Text),
        sa.Column("lead", sa.Text),
        sa.Column("agencies", sa.Text),
        sa.Column("due", sa.Date),
        sa.Column("round", sa.BigInteger),
        sa.Column("answered_at", Instant),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("closed_at", Instant),
        sa.Column("satisfaction", sa.BigInteger),
        sa.Column("follow_up_asked_at", Instant),
        sa.Column("follow_up_answered_at", Instant),
        sa.Column("erasure_asked_at", Instant),
        sa.Column("erased", sa.Boolean, nullable=False),
        sa.Column("duplicates", sa.BigInteger, nullable=False),
        sa.Column("attachments", sa.BigInteger, nullable=False),
    )
    op.create_index("messages_state", "messages", ["state", "submitted_at", "number"])
    op.create_index("messages_column", "messages", ["column", "state", "submitted_at", "number"])
    op.create_index("messages_submitted", "messages", ["submitted_at", "number"])
    op.create_index("messages_screened", "messages", ["screened_at"])
    op.create_index("messages_reference", "messages", ["column", "external_reference"])
    to_erase = sa.text("erasure_asked_at IS NOT NULL")
    key = ["submitted_at", "number"]
    op.create_index("messages_to_erase", "messages", key, sqlite_where=to_erase, postgresql_where=to_erase)
    op.create_table(
        "public_texts",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("body", sa.Text),
        sa.Column("text_hash", sa.Text),
        sa.Column("passed_over", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("confirmed_at", Instant),
        sa.Column("withdrawn_by", sa.Text),
        sa.Column("withdrawn_at", Instant),
        sa.Column("withdrawn_why", sa.Text),
    )
    op.create_table(
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("accepts", sa.Boolean, nullable=False),
        sa.Column("title_limit", sa.BigInteger, nullable=False),
        sa.Column("body_limit", sa.BigInteger, nullable=False),
        sa.Column("terms", sa.Text, nullable=False, comment="JSON"),
    )
    op.create_table(
        "fields",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("tree", sa.Text, nullable=False, comment="JSON"),
    )
    op.create_table(
        "attachments_gone",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("attachment", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
    )
