"""Engines for both databases, and migrations.

A service's folder of migrations holds two kinds of files. `env.py`, always the same two lines:

    from kernel.database import run_migrations
    run_migrations()

and `versions/0001_*.py`, ...; the first of a service with a journal begins with the kernel's tables:

    revision = "0001"
    down_revision = None

    def upgrade() -> None:
        create_kernel_tables(op)                 # from kernel.tables
        op.create_table("waiting", sa.Column("number", sa.Text, primary_key=True), sa.Column("since", Instant), ...)

The gateway has a folder of its own, without the kernel's tables. Nothing else is needed (no alembic.ini).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine


def connect(url: str, *, pool: int = 10) -> Engine:
    """An engine for a database URL; SQLite: WAL, synchronous=FULL, secure_delete; PostgreSQL: psycopg2 and a pool."""
    raise NotImplementedError


def migrate(folder: Path, url: str) -> None:
    """Bring the database at `url` to the newest of the migrations in `folder`; several processes may do so at once."""
    raise NotImplementedError


def run_migrations() -> None:
    """What every `env.py` calls."""
    raise NotImplementedError
