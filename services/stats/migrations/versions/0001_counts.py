"""Stats begins: the kernel's tables, what happened to messages, what things are called, and bulletins."""

from __future__ import annotations

from typing import Any

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
    _facts(
        "message_facts",
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("field", sa.Text),
        sa.Column("round", sa.SmallInteger),
        sa.Column("satisfaction", sa.SmallInteger),
    )
    _facts(
        "case_facts",
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("agency", sa.Text),
        sa.Column("until", Instant),
        sa.Column("on_time", sa.SmallInteger),
        sa.Column("helpers", sa.Text),
    )
    _facts(
        "reply_facts",
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("public", sa.SmallInteger, nullable=False),
    )
    _register(
        "columns",
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("jurisdiction", sa.Text, nullable=False),
        sa.Column("portal", sa.Text),
    )
    _register("agencies", sa.Column("agency", sa.Text, nullable=False), sa.Column("name", sa.Text, nullable=False))
    _register("field_trees", sa.Column("fields", sa.Text, nullable=False))
    _register("calendar_days", sa.Column("days", sa.Text, nullable=False))
    _bulletins()


def _bulletins() -> None:
    op.create_table(
        "bulletins",
        sa.Column("bulletin", sa.Text, primary_key=True),
        sa.Column("column", sa.Text),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("begins", sa.Date, nullable=False),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.SmallInteger, nullable=False),
        sa.Column("out", sa.SmallInteger),
        sa.Column("out_at", Instant),
        sa.Column("comment", sa.Text),
        sa.Column("turn", sa.BigInteger, nullable=False),
    )
    op.create_index("bulletins_by_period", "bulletins", ["ends", "turn"])
    op.create_table(
        "bulletin_versions",
        sa.Column("bulletin", sa.Text, primary_key=True),
        sa.Column("version", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("as_of", Instant, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("drafted_by", sa.Text, nullable=False),
        sa.Column("drafted_at", Instant, nullable=False),
        sa.Column("checked_by", sa.Text),
        sa.Column("checked_at", Instant),
        sa.Column("published_by", sa.Text),
        sa.Column("published_at", Instant),
    )


def _facts(name: str, *others: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("fact", sa.SmallInteger, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        *others,
    )


def _register(name: str, *others: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        *others,
        sa.Column("at", Instant, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
    )
