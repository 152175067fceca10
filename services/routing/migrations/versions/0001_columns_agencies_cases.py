"""Routing begins: the kernel's tables, agencies, columns, cases and urgings."""

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
        "agencies",
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "columns",
        sa.Column("column", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("jurisdiction", sa.Text, nullable=False),
        sa.Column("leader", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("review_levels", sa.BigInteger, nullable=False),
        sa.Column("ordinary_days", sa.BigInteger, nullable=False),
        sa.Column("complex_days", sa.BigInteger, nullable=False),
        sa.Column("max_days", sa.BigInteger, nullable=False),
        sa.Column("limit_exceptions", sa.Text, nullable=False, comment="JSON"),
        sa.Column("title_limit", sa.BigInteger, nullable=False),
        sa.Column("body_limit", sa.BigInteger, nullable=False),
        sa.Column("accepts", sa.Boolean, nullable=False),
        sa.Column("terms", sa.Text, nullable=False, comment="JSON"),
        sa.Column("place", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "city_changes",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("on_behalf_of", sa.Text),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_index("city_changes_position", "city_changes", ["position"])
    op.create_table(
        "cases",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("complexity", sa.Text, nullable=False),
        sa.Column("accepted_at", Instant, nullable=False),
        sa.Column("imported", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("round", sa.BigInteger, nullable=False),
        sa.Column("round_from", Instant, nullable=False),
        sa.Column("lead", sa.Text),
        sa.Column("co_agencies", sa.Text),
        sa.Column("helpers", sa.Text),
        sa.Column("let_go", sa.Text),
        sa.Column("rule", sa.Text),
        sa.Column("for_rules_from", Instant),
        sa.Column("due", sa.Date),
        sa.Column("provisional", sa.Boolean),
        sa.Column("calendar", sa.Text),
        sa.Column("counted_from", sa.Date),
        sa.Column("working_days", sa.BigInteger),
        sa.Column("granted_until", sa.Date),
        sa.Column("assigned_at", Instant),
        sa.Column("assigned_by", sa.Text),
        sa.Column("return_asked_at", Instant),
        sa.Column("extension_until", sa.Date),
        sa.Column("urged", sa.Text),
        sa.Column("urged_at", Instant),
        sa.Column("strength", sa.SmallInteger, nullable=False),
        sa.Column("missed_at", Instant),
        sa.Column("pressing", Instant, nullable=False),
        sa.Column("soon", sa.Date),
        sa.Column("watched_from", Instant),
        sa.Column("closed_at", Instant),
        sa.Column("on_time", sa.Boolean),
        sa.Column("satisfaction", sa.SmallInteger),
        sa.Column("handed_over_at", Instant),
        sa.Column("system", sa.Text),
    )
    op.create_index("cases_order", "cases", ["place", "accepted_at", "number"])
    op.create_index("cases_of_column", "cases", ["column", "place", "accepted_at", "number"])
    op.create_index("cases_watched", "cases", ["watched_from"])
    op.create_index("cases_of_lead", "cases", ["lead", "place", "accepted_at", "number"])
    helped = sa.text("helpers IS NOT NULL")
    op.create_index("cases_helped", "cases", ["helpers"], sqlite_where=helped, postgresql_where=helped)
    op.create_index("cases_for_rules", "cases", ["column", "for_rules_from"])
    op.create_index("cases_accepted", "cases", ["accepted_at", "number"])
    still_open = sa.text("place < 2")
    order = ["place", "pressing", "number"]
    for name, key in (
        ("cases_open", [*order, "column", "kind", "urgency", "complexity"]),  # lights are counted on the index alone
        ("cases_open_of_lead", ["lead", *order]),
    ):
        op.create_index(name, "cases", key, sqlite_where=still_open, postgresql_where=still_open)
    op.create_table(
        "urgings",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("lead", sa.Text, nullable=False),
        sa.Column("round", sa.BigInteger, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("letter", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("urged_at", Instant, nullable=False),
        sa.Column("urged_by", sa.Text, nullable=False),
        sa.Column("unread", sa.SmallInteger, nullable=False),
        sa.Column("received_at", Instant),
        sa.Column("received_by", sa.Text),
    )
    op.create_index("urgings_of_lead", "urgings", ["lead", "unread", "urged_at", "number", "n"])
