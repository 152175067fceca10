"""Alembic's entry point."""

from kernel.database import run_migrations

run_migrations()
