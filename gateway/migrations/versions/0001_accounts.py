"""The gateway begins: accounts, their changes and former passwords, sessions and sign-ins, API keys, requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kernel.tables import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("username", sa.Text, primary_key=True),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("columns", sa.Text),
        sa.Column("agencies", sa.Text),
        sa.Column("levels", sa.Text),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("temporary", sa.Boolean, nullable=False),
        sa.Column("password_set_at", Instant, nullable=False),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("disabled_at", Instant),
        sa.Column("email", sa.Text),
    )
    op.create_table(
        "changes",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("on_behalf_of", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("columns", sa.Text),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_index("changes_subject", "changes", ["subject"])
    op.create_table(
        "deputies",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("principal", sa.Text, sa.ForeignKey("accounts.username"), nullable=False),
        sa.Column("deputy", sa.Text, sa.ForeignKey("accounts.username"), nullable=False),
        sa.Column("begin", sa.Date, nullable=False),
        sa.Column("end", sa.Date, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("revoked_at", Instant),
        sa.Column("revoked_by", sa.Text),
    )
    op.create_index("deputies_principal", "deputies", ["principal"])
    op.create_index("deputies_deputy", "deputies", ["deputy"])
    op.create_table(
        "notifications_off",
        sa.Column("username", sa.Text, sa.ForeignKey("accounts.username"), primary_key=True),
        sa.Column("group", sa.Text, primary_key=True),
        sa.Column("since", Instant, nullable=False),
    )
    op.create_index("notifications_off_group", "notifications_off", ["group"])
    op.create_table(
        "former_passwords",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("username", sa.Text, sa.ForeignKey("accounts.username"), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("replaced_at", Instant, nullable=False),
    )
    op.create_index("former_passwords_username", "former_passwords", ["username"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("username", sa.Text, sa.ForeignKey("accounts.username"), nullable=False),
        sa.Column("began_from", sa.Text),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("fingerprint", sa.Text),
        sa.Column("appointment", sa.Integer, sa.ForeignKey("deputies.id")),
    )
    op.create_index("sessions_username", "sessions", ["username"])
    op.create_index("sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("sessions_began_from", "sessions", ["began_from"])
    op.create_table(
        "sign_ins",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("username", sa.Text),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
    )
    op.create_index("sign_ins_username", "sign_ins", ["username", "position"])
    op.create_index("sign_ins_at", "sign_ins", ["at"])
    op.create_table(
        "sign_in_failures",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("blocked_until", Instant),
        sa.Column("locks", sa.Integer, nullable=False),
        sa.Column("username", sa.Text),
    )
    op.create_index("sign_in_failures_username", "sign_in_failures", ["username"])
    op.create_index("sign_in_failures_since", "sign_in_failures", ["since"])
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("username", sa.Text, sa.ForeignKey("accounts.username"), nullable=False),
        sa.Column("bound_at", Instant, nullable=False),
        sa.Column("bound_by", sa.Text, nullable=False),
    )
    op.create_index("identities_username", "identities", ["username", "issuer"], unique=True)
    op.create_table(
        "sign_in_codes",
        sa.Column("code_hash", sa.Text, primary_key=True),
        sa.Column("browser_hash", sa.Text, nullable=False),
        sa.Column("username", sa.Text, sa.ForeignKey("accounts.username"), nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_by", sa.Text),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("key_hash", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("revoked_at", Instant),
    )
    op.create_table(
        "requests",
        sa.Column("request_id", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
    )
    op.create_index("requests_recorded_at", "requests", ["recorded_at"])
