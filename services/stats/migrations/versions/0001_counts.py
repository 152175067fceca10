"""Stats begins: the kernel's tables, messages, closings and columns."""

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
        "matters",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("accepted_at", Instant, nullable=False),
    )
    op.create_index("matters_counted", "matters", ["column", "accepted_at", "number"])
    op.create_table(
        "closings",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("round", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("closed_at", Instant, nullable=False),
        sa.Column("reopened_at", Instant),
    )
    op.create_index("closings_standing", "closings", ["number", "closed_at", "reopened_at"])
    op.create_table(
        "handovers",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("round", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("handed_over_at", Instant, nullable=False),
        sa.Column("reopened_at", Instant),
    )
    op.create_table(
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("turn", sa.BigInteger, nullable=False),
    )
