"""Notices begins: the kernel's tables and columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kernel.tables import create_kernel_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    create_kernel_tables(op)
    op.create_table(
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
