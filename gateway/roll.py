"""The roll of accounts: who there is, as far as somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, select

from gateway import failures, tables
from gateway.account import Account, AccountNotFound, loaded
from gateway.delegation import Authority
from gateway.roles import ADMIN, ROLES
from gateway.signing import running
from kernel.clock import Clock
from kernel.database import reading
from kernel.settings import SettingsError

EVERYONE: Final = Authority("system", ROLES)


class DemonstrationOnly(SettingsError):
    """Demonstration accounts were asked for outside a demonstration."""


class Roll:
    """The accounts of one installation; those of a demonstration do not exist unless `demonstration`."""

    def __init__(self, engine: Engine, clock: Clock, *, demonstration: bool = False) -> None:
        self._reading = reading(engine)
        self._clock = clock
        self.demonstration = demonstration

    def get(self, username: str, seen: Authority = EVERYONE) -> Account:
        """The account, where it may be seen; raises AccountNotFound."""
        with self._reading.connect() as connection:
            return self._get(connection, username, seen)

    def locked_until(self, username: str) -> datetime | None:
        """Until when signing in with this account is blocked, from wherever it is blocked longest; None: it is not."""
        with self._reading.connect() as connection:
            return failures.locked_until(connection, username, self._clock.now())

    def of(self, connection: Connection, username: str) -> Account:
        """The account, as this transaction sees it; raises AccountNotFound."""
        return self._get(connection, username)

    def page(self, after: str | None, limit: int, seen: Authority = EVERYONE) -> dict[str, Any]:
        """Accounts that may be seen, by user name: items, the cursor of the next page, and how many there are."""
        table = tables.accounts
        wanted = (*self._exists(), seen.found(table.c.role, table.c.columns))
        query = select(table).where(*wanted).order_by(table.c.username).limit(limit + 1)
        if after is not None:
            query = query.where(table.c.username > after)
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
            total = connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one()
        items = [loaded(row).to_dict() for row in rows[:limit]]
        return {"items": items, "next": items[-1]["username"] if len(rows) > limit else None, "total": total}

    def present(self) -> list[Account]:
        """Everyone who can sign in, by user name."""
        table = tables.accounts
        query = select(table).where(*self._exists(), table.c.disabled_at.is_(None)).order_by(table.c.username)
        with self._reading.connect() as connection:
            return [loaded(row) for row in connection.execute(query)]

    def disabled(self) -> list[str]:
        """The user names of those who cannot sign in any more."""
        table = tables.accounts
        query = select(table.c.username).where(*self._exists(), table.c.disabled_at.is_not(None))
        with self._reading.connect() as connection:
            return list(connection.execute(query.order_by(table.c.username)).scalars())

    def known(self, usernames: Iterable[str]) -> dict[str, Account]:
        """Those of these accounts that there are, also where they are disabled by now."""
        query = select(tables.accounts).where(tables.accounts.c.username.in_(list(usernames)))
        with self._reading.connect() as connection:
            return {row.username: loaded(row) for row in connection.execute(query)}

    def has_administrator(self) -> bool:
        """Whether somebody can make accounts."""
        table = tables.accounts
        query = select(func.count()).select_from(table).where(table.c.role == ADMIN, *self._exists())
        with self._reading.connect() as connection:
            return bool(connection.execute(query).scalar_one())

    def refuse_mixture(self) -> None:
        """A demonstration's accounts, whose password everybody knows, and real ones never share a database.

        Raises DemonstrationOnly.
        """
        other = tables.accounts.c.demonstration.is_(not self.demonstration)
        with self._reading.connect() as connection:
            found = connection.execute(select(tables.accounts.c.username).where(other).limit(1)).one_or_none()
        if found is None:
            return
        if self.demonstration:
            raise DemonstrationOnly("Real accounts exist here: a demonstration needs a home of its own.")
        raise DemonstrationOnly(
            "This is the home of a demonstration: start it as one, with `huiyin up --demo` or HUIYIN_DEMO=true, "
            "or choose another HUIYIN_HOME."
        )

    def are_a_demonstrations(self) -> bool:
        """Whether the accounts that are there are those of a demonstration."""
        query = select(tables.accounts.c.username).where(tables.accounts.c.demonstration.is_(True)).limit(1)
        with self._reading.connect() as connection:
            return connection.execute(query).one_or_none() is not None

    def sessions(
        self, username: str, idle: timedelta, after: str | None, limit: int, seen: Authority = EVERYONE
    ) -> dict[str, Any]:
        """Where the account is signed in, the newest first; a session that nobody used for so long has ended."""
        with self._reading.connect() as connection:
            self._get(connection, username, seen)
            return running.page(connection, running.of(username, self._clock.now(), idle), after, limit)

    def _exists(self) -> list[Any]:
        return [] if self.demonstration else [tables.accounts.c.demonstration.is_(False)]

    def _get(self, connection: Connection, username: str, seen: Authority = EVERYONE) -> Account:
        query = select(tables.accounts).where(tables.accounts.c.username == username, *self._exists())
        row = connection.execute(query).one_or_none()
        account = None if row is None else loaded(row)
        if account is None or not seen.covers(account.role, account.columns):
            raise AccountNotFound(username)
        return account
