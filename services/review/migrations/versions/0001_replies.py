"""Review begins: the kernel's tables, replies and their files, what went out, who wrote or passed it, word lists."""

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
        "replies",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("lead", sa.Text),
        sa.Column("round", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("draft", sa.BigInteger),
        sa.Column("text_hash", sa.Text),
        sa.Column("words_hash", sa.Text),
        sa.Column("level", sa.BigInteger),
        sa.Column("levels", sa.BigInteger),
        sa.Column("submitted_at", Instant),
        sa.Column("published_at", Instant),
        sa.Column("public", sa.Boolean),
        sa.Column("version", sa.BigInteger),
        sa.Column("correction", sa.Text),
        sa.Column("back_from", sa.BigInteger),
    )
    op.create_index("replies_order", "replies", ["since", "number", "part"])
    for first in ("state", "lead", "column"):
        op.create_index(f"replies_{first}", "replies", [first, "since", "number", "part"])
    op.create_table(
        "published",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("round", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("turn", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("lead", sa.Text, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("text_hash", sa.Text, nullable=False),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("imported", sa.Boolean, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("corrected_at", Instant),
        sa.Column("correction_reason", sa.Text),
    )
    newest = ["public", "published_at", "number", "part", "round", "turn"]
    op.create_index("published_newest", "published", newest)
    op.create_index("published_column", "published", ["column", *newest])
    op.create_table(
        "hands",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("text_hash", sa.Text, primary_key=True),
        sa.Column("level", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("review_levels", sa.BigInteger, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
    )
    op.create_table(
        "agencies",
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "reply_templates",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("salutation", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("closing", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "word_lists",
        sa.Column("list", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("columns", sa.Text),
        sa.Column("newest", sa.BigInteger, nullable=False),
        sa.Column("words", sa.BigInteger, nullable=False),
        sa.Column("on", sa.BigInteger),
        sa.Column("on_words", sa.BigInteger),
        sa.Column("on_digest", sa.Text),
        sa.Column("since", Instant),
    )
    op.create_table(
        "files_sent_out",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("turn", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("attachment", sa.Text, primary_key=True),
        sa.Column("stream_version", sa.BigInteger, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "attachments_gone",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("attachment", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
    )
