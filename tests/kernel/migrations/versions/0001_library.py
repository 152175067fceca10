"""The kernel's tables, and the read models of both test services."""

import sqlalchemy as sa
from alembic import op

from kernel.tables import Instant, create_kernel_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kernel_tables(op)
    op.create_table(
        "shelf",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("reader", sa.Text),
        sa.Column("lent_at", Instant),
        sa.Column("times", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "loans",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("reader", sa.Text),
        sa.Column("paid", sa.BigInteger, nullable=False),
    )
