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

import fcntl
import threading
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy import exc as sa_exc
from sqlalchemy.pool import QueuePool

from kernel import postgres, sqlite
from kernel.driver import Session, Shape
from kernel.errors import Unavailable

T = TypeVar("T")

_CONNECT_SECONDS = 5
_BUSY_SECONDS = 10
_KERNEL_CONNECTIONS = 4  # a commit, a load, a relay's and an inbox's look at the same time
_MIGRATION_LOCK = 0x4855_4959_494E  # an arbitrary number that means "migrating" to PostgreSQL's advisory locks

_SQLITE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was answered with success is on the disk
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten; in the file itself once Session.wipe has run
)


def connect(url: str, *, pool: int = 10, options: str = "") -> Engine:
    """An engine for a database URL; SQLite: WAL, synchronous=FULL, secure_delete; PostgreSQL: psycopg2 and a pool.

    `options` are for PostgreSQL's connections, as `-c name=value`.
    """
    if url.startswith("sqlite"):
        return _connect_sqlite(url, pool)
    return create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=_BUSY_SECONDS,
        pool_use_lifo=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "huiyin", "options": options},
    )


def _connect_sqlite(url: str, pool: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=_BUSY_SECONDS,
        pool_use_lifo=True,
        # isolation_level=None: the driver begins nothing by itself, we say BEGIN
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        for pragma in _SQLITE:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def reading(engine: Engine) -> Engine:
    """The engine for single questions: on PostgreSQL without a transaction around each, which saves two round trips."""
    return engine.execution_options(isolation_level="AUTOCOMMIT") if engine.dialect.name == "postgresql" else engine


class Database:
    """A service's database: SQLAlchemy connections for queries, and driver sessions on connections of the kernel's own.

    At most `pool` connections in all, at least 2: one of each kind.
    """

    def __init__(self, name: str, url: str, pool: int = 10) -> None:
        self.name = name
        self._url = url
        own = min(_KERNEL_CONNECTIONS, (pool + 1) // 2)
        self.engine = engine = connect(url, pool=max(1, pool - own))
        self._reading = reading(engine)
        self._kernel = connect(url, pool=own, options=postgres.OPTIONS)
        self._open: Callable[[Any], Session]
        self.error: type[Exception]
        if engine.dialect.name == "postgresql":
            self._open, self.error = postgres.PostgresSession, postgres.ERROR
            self.is_outage, self.lost_race = postgres.is_outage, postgres.lost_race
        else:
            self._open, self.error = sqlite.SqliteSession, sqlite.ERROR
            self.is_outage, self.lost_race = sqlite.is_outage, sqlite.lost_race
        self._shapes: dict[tuple[Table, tuple[str, ...]], Shape] = {}

    def shape(self, table: Table, raw: Collection[str] = ()) -> Shape:
        """The table's shape, worked out once."""
        asked = table, tuple(raw)
        shape = self._shapes.get(asked)
        if shape is None:
            shape = self._shapes[asked] = Shape(table, self.engine.dialect, raw)
        return shape

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A driver session, rolled back if it is left by an exception; raises Unavailable where none can be had."""
        try:
            pooled = self._kernel.raw_connection()
        except (sa_exc.OperationalError, sa_exc.TimeoutError, self.error) as error:
            raise Unavailable(self.name) from error
        session: Session | None = pooled.info.get("session")
        if session is None:
            session = pooled.info["session"] = self._open(pooled.driver_connection)
        try:
            yield session
        except BaseException:
            # the error that brought us here is the one to tell; a connection that cannot undo is thrown away below
            with suppress(self.error):
                session.rollback()
            raise
        finally:
            if session.idle:
                pooled.close()
            else:
                pooled.invalidate()
                self._kernel.dispose()  # the pool's other connections went the same way, most likely

    def look(self, do: Callable[[Session], T]) -> T:
        """Read through a session, once more where the pooled connection had died unnoticed. Raises Unavailable."""
        for attempt in (1, 2):
            try:
                with self.session() as session:
                    return do(session)
            except self.error as error:
                if not self.is_outage(error):
                    raise
                if attempt == 2:  # noqa: PLR2004 - the second is the last
                    raise Unavailable(self.name) from error
        raise AssertionError

    def query(self, do: Callable[[Connection], T]) -> T:
        """The same with a SQLAlchemy connection."""
        for attempt in (1, 2):
            try:
                with self._reading.connect() as connection:
                    return do(connection)
            except sa_exc.TimeoutError as error:
                raise Unavailable(self.name) from error
            except sa_exc.DBAPIError as error:
                if error.orig is None or not self.is_outage(error.orig):
                    raise
                if attempt == 2:  # noqa: PLR2004 - the second is the last
                    raise Unavailable(self.name) from error
        raise AssertionError

    @contextmanager
    def alone(self, what: str) -> Iterator[bool]:
        """Whether nobody else does `what` on this database, in any process, until the end of the block.

        On PostgreSQL an advisory lock on a connection of its own, else a locked file beside the database.
        """
        if self.engine.dialect.name == "postgresql":
            engine = connect(self._url, pool=1, options=" ".join(f"-c {each}" for each in postgres.KEEPALIVES))
            try:
                with reading(engine).connect() as connection:
                    key = {"key": zlib.crc32(what.encode())}
                    alone = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one())
                    try:
                        yield alone
                    finally:  # the server would notice a moment later that the connection is closed
                        if alone:
                            with suppress(sa_exc.DBAPIError):
                                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
            finally:
                engine.dispose()
            return
        with Path(f"{self.engine.url.database}.{what}").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()
        self._kernel.dispose()


# Alembic keeps what it is doing in globals of its modules
_one_at_a_time = threading.Lock()


def migrate(folder: Path, url: str) -> None:
    """Bring the database at `url` to the newest of the migrations in `folder`; several processes may do so at once."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    engine = connect(url, pool=1)
    try:
        with _one_at_a_time, engine.connect().execution_options(immediate=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def run_migrations() -> None:
    """What every `env.py` calls."""
    from alembic import context

    connection = context.config.attributes["connection"]
    context.configure(connection=connection, transactional_ddl=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
