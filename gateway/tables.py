"""The gateway's own tables: accounts, sessions, API keys. Nothing of the domain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Engine, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects import postgresql, sqlite

from kernel.tables import Instant

metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("username", Text, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("columns", Text, comment="JSON list; null: all"),
    Column("agencies", Text, comment="JSON list; null: all"),
    Column("levels", Text, comment="JSON list; null: all"),
    Column("password_hash", Text, nullable=False, comment="argon2id"),
    Column("temporary", Boolean, nullable=False, comment="the password was given, and is good for one sign-in"),
    Column("password_set_at", Instant, nullable=False),
    Column("demonstration", Boolean, nullable=False, comment="exists in a demonstration only"),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("email", Text, comment="where notices go; null: none"),
)

changes = Table(
    "changes",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("on_behalf_of", Text, comment="whom the person deputised"),
    Column("kind", Text, nullable=False, comment="account, deputy, key"),
    Column("subject", Text, nullable=False, comment="user name, or the name of the key"),
    Column("change", Text, nullable=False),
    Column("role", Text, comment="of the account; null: it was a key"),
    Column("columns", Text, comment="JSON list: of the account, before and after; null: all, or the role has none"),
    Column("details", Text, nullable=False, comment="JSON: what it is from then on, without personal data"),
    Index("changes_subject", "subject"),
    comment="who changed which account, deputy or key; only ever added to",
)

deputies = Table(
    "deputies",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("principal", Text, ForeignKey("accounts.username"), nullable=False),
    Column("deputy", Text, ForeignKey("accounts.username"), nullable=False),
    Column("begin", Date, nullable=False, comment="the first day, in Asia/Shanghai"),
    Column("end", Date, nullable=False, comment="the last day"),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", Text),
    Index("deputies_principal", "principal"),
    Index("deputies_deputy", "deputy"),
)

notifications_off = Table(
    "notifications_off",
    metadata,
    Column("username", Text, ForeignKey("accounts.username"), primary_key=True),
    Column("group", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Index("notifications_off_group", "group"),
    comment="what somebody does not want to be told of by e-mail; without a row: is told",
)

former_passwords = Table(
    "former_passwords",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("username", Text, ForeignKey("accounts.username"), nullable=False),
    Column("password_hash", Text, nullable=False, comment="argon2id"),
    Column("replaced_at", Instant, nullable=False),
    Index("former_passwords_username", "username"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True, comment="sha256 of the bearer token"),
    Column("id", Text, nullable=False, unique=True, comment="names the session to people, and opens nothing"),
    Column("username", Text, ForeignKey("accounts.username"), nullable=False),
    Column("began_from", Text, comment="token_hash of the session that this one ends with"),
    Column("way", Text, nullable=False, comment="password or oidc"),
    Column("address", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("fingerprint", Text, comment="of the sign-in, where it carried an Idempotency-Key"),
    Column("appointment", Integer, ForeignKey("deputies.id"), comment="by which the account deputises; null: none"),
    Index("sessions_username", "username"),
    Index("sessions_expires_at", "expires_at"),
    Index("sessions_began_from", "began_from"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("username", Text, comment="of an account; null where none has the name that was typed"),
    Column("way", Text, nullable=False, comment="password or oidc"),
    Column("outcome", Text, nullable=False, comment="ok, failed or locked"),
    Column("why", Text, comment="what an attempt failed for"),
    Column("address", Text, nullable=False),
    Column("network", Text, nullable=False, comment="what counts as one address"),
    Column("device", Text, nullable=False),
    Index("sign_ins_username", "username", "position"),
    Index("sign_ins_at", "at"),
    comment="who signed in or tried to; kept for HUIYIN_SIGN_INS_DAYS",
)

failures = Table(
    "sign_in_failures",
    metadata,
    Column("subject", Text, primary_key=True, comment="keyed digest of what guesses are counted for"),
    Column("failures", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("blocked_until", Instant),
    Column("locks", Integer, nullable=False, comment="how many locks followed each other"),
    Column("username", Text, comment="the account that is guessed at, where there is one; for unlocking"),
    Index("sign_in_failures_username", "username"),
    Index("sign_in_failures_since", "since"),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True, comment="who somebody is to the identity provider"),
    Column("username", Text, ForeignKey("accounts.username"), nullable=False),
    Column("bound_at", Instant, nullable=False),
    Column("bound_by", Text, nullable=False),
    Index("identities_username", "username", "issuer", unique=True),
)

sign_in_codes = Table(
    "sign_in_codes",
    metadata,
    Column("code_hash", Text, primary_key=True, comment="sha256 of the one-time code"),
    Column("browser_hash", Text, nullable=False, comment="sha256 of the cookie of the browser that it is good in"),
    Column("username", Text, ForeignKey("accounts.username"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", Text, comment="token_hash of the session that it became"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("key_hash", Text, nullable=False, unique=True, comment="sha256 of the key"),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", Instant),
)

requests = Table(
    "requests",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("fingerprint", Text),
    Column("outcome", Text, nullable=False, comment="JSON, without secrets; empty while it is being worked on"),
    Column("recorded_at", Instant, nullable=False),
    Index("requests_recorded_at", "recorded_at"),
)


def for_writing(engine: Engine) -> Engine:
    """The engine for transactions that write: SQLite takes its one write lock at the start, and never halfway.

    Nothing may wait for anything else inside such a transaction: in one process, all others stand still behind it.
    """
    return engine.execution_options(immediate=True)


def unless_there(connection: Connection, table: Table) -> Any:
    """An insert that does nothing where the key is taken; it waits for whoever is just taking it."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()
