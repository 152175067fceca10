"""Accounts: made, listed, disabled and enabled; every change leaves its trace. Used by the API and by `huiyin`."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from gateway import failures, tables
from gateway.account import (
    Account,
    AccountExists,
    AccountNotFound,
    LastAdministrator,
    NewAccount,
    PasswordReused,
    WrongPassword,
    check_password,
    checked,
    dumped,
    loaded,
)
from gateway.passwords import DEMONSTRATION, Passwords
from gateway.roles import ADMIN
from gateway.signing import former, running
from gateway.signing.settings import PasswordRules
from gateway.wish import Wish, once
from kernel.clock import Clock
from kernel.database import reading
from kernel.settings import SettingsError

ADMINISTRATOR: Final = "admin"
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class DemonstrationOnly(SettingsError):
    """Demonstration accounts were asked for outside a demonstration."""


@dataclass(frozen=True, slots=True)
class Made:
    """An account, and the password that was made up for it (shown once, stored hashed only)."""

    account: Account
    password: str | None


class Accounts:
    """The accounts of one installation; those of a demonstration do not exist unless `demonstration`."""

    def __init__(
        self,
        engine: Engine,
        passwords: Passwords,
        clock: Clock,
        rules: PasswordRules = PasswordRules(),  # noqa: B008 - it has no state
        *,
        demonstration: bool = False,
    ) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._passwords = passwords
        self._clock = clock
        self._rules = rules
        self.demonstration = demonstration

    def get(self, username: str) -> Account:
        """The account; raises AccountNotFound."""
        with self._reading.connect() as connection:
            return self._get(connection, username)

    def page(self, after: str | None, limit: int) -> dict[str, Any]:
        """Accounts by user name: items, the cursor of the next page, and how many there are in all."""
        table = tables.accounts
        query = select(table).where(*self._exists()).order_by(table.c.username).limit(limit + 1)
        if after is not None:
            query = query.where(table.c.username > after)
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
            total = connection.execute(select(func.count()).select_from(table).where(*self._exists())).scalar_one()
        items = [loaded(row).to_dict() for row in rows[:limit]]
        return {"items": items, "next": items[-1]["username"] if len(rows) > limit else None, "total": total}

    def present(self) -> list[Account]:
        """Everyone who can sign in, by user name."""
        table = tables.accounts
        query = select(table).where(*self._exists(), table.c.disabled_at.is_(None)).order_by(table.c.username)
        with self._reading.connect() as connection:
            return [loaded(row) for row in connection.execute(query)]

    def known(self, usernames: Iterable[str]) -> dict[str, Account]:
        """Those of these accounts that there are, also where they are disabled by now."""
        query = select(tables.accounts).where(tables.accounts.c.username.in_(list(usernames)))
        with self._reading.connect() as connection:
            return {row.username: loaded(row) for row in connection.execute(query)}

    def add(self, new: NewAccount, *, by: str, wish: Wish | None = None) -> Made:
        """Make an account; without a password one is made up, good for one sign-in.

        Repeated with the same wish it answers the same, also with the made-up password, which no one stores.
        """
        new = checked(new)
        if new.password is not None:
            check_password(self._rules, new.password, new.username, new.display_name)
        password = new.password or made_up(wish.secret if wish else secrets.token_hex(32))
        hashed = self._passwords.hash(password)

        def work() -> dict[str, Any]:
            self._insert(connection, new, hashed, by=by, temporary=new.password is None)
            return {"username": new.username}

        with self._writing.begin() as connection:
            if wish is None:
                work()
            else:
                once(connection, wish, self._clock.now(), work)
            account = self._get(connection, new.username)
        return Made(account, None if new.password else password)

    def load(self, people: Iterable[NewAccount], *, by: str) -> list[Made]:
        """Bring accounts to what a city file says: made where missing, amended where different, passwords kept."""
        made = []
        for person in people:
            new = checked(person)
            with self._writing.begin() as connection:
                there = connection.execute(
                    select(tables.accounts).where(tables.accounts.c.username == new.username)
                ).one_or_none()
                if there is not None and there.demonstration != self.demonstration:
                    raise DemonstrationOnly("Demonstration accounts and real ones do not mix.")
                if there is not None:
                    self._amend(connection, loaded(there), new, by=by)
            made.append(Made(self.get(new.username), None) if there is not None else self.add(person, by=by))
        return made

    def disable(self, username: str, *, by: str, wish: Wish | None = None) -> dict[str, Any]:
        """Nobody signs in with it from now on, and its sessions end; the last administrator cannot be disabled.

        The account as it is then. Repeated with the same wish it answers the same, and does not undo an enabling since.
        """

        def work() -> dict[str, Any]:
            account = self._get(connection, username)
            if account.disabled_at is None:
                if account.role == ADMIN and self._administrators(connection) <= 1:
                    raise LastAdministrator(username)
                self._set(connection, username, disabled_at=self._clock.now())
                self._end_sessions(connection, username)
                self.trace(connection, by, "disabled", username, {})
            return self._get(connection, username).to_dict()

        with self._writing.begin() as connection:
            return once(connection, wish, self._clock.now(), work) if wish else work()

    def enable(self, username: str, *, by: str, wish: Wish | None = None) -> dict[str, Any]:
        """The account, which can be signed in with again; repeated as in `disable`."""

        def work() -> dict[str, Any]:
            if self._get(connection, username).disabled_at is not None:
                self._set(connection, username, disabled_at=None)
                self.trace(connection, by, "enabled", username, {})
            return self._get(connection, username).to_dict()

        with self._writing.begin() as connection:
            return once(connection, wish, self._clock.now(), work) if wish else work()

    def unlock(self, username: str, *, by: str, wish: Wish | None = None) -> dict[str, Any]:
        """The account, with nothing held against it that was guessed wrong; repeated as in `disable`."""

        def work() -> dict[str, Any]:
            account = self._get(connection, username)
            if failures.unlock(connection, username):
                self.trace(connection, by, "unlocked", username, {})
            return account.to_dict()

        with self._writing.begin() as connection:
            return once(connection, wish, self._clock.now(), work) if wish else work()

    def sessions(self, username: str, idle: timedelta, after: str | None, limit: int) -> dict[str, Any]:
        """Where the account is signed in, the newest first; a session that nobody used for so long has ended."""
        with self._reading.connect() as connection:
            self._get(connection, username)
            return running.page(connection, running.of(username, self._clock.now(), idle), after, limit)

    def sign_out(self, username: str, *, by: str) -> int:
        """End every session of the account; how many that were, with those begun from them."""
        with self._writing.begin() as connection:
            self._get(connection, username)
            ended = running.end_all_of(connection, self._clock.now(), username)
            if ended:
                self.trace(connection, by, "signed out", username, {"sessions": ended})
            return ended

    def change_password(self, username: str, present: str, new: str) -> None:
        """A person's own new password; every session of the account ends.

        Raises WrongPassword, WeakPassword, PasswordReused.
        """
        with self._reading.connect() as connection:
            stored = connection.execute(
                select(tables.accounts).where(tables.accounts.c.username == username)
            ).one_or_none()
            earlier = former.last(connection, username, self._rules.history - 1)
        if not self._passwords.verify(None if stored is None else stored.password_hash, present):
            raise WrongPassword
        assert stored is not None
        check_password(self._rules, new, username, stored.display_name)
        if any(self._passwords.verify(hashed, new) for hashed in (stored.password_hash, *earlier)):
            raise PasswordReused(max(1, self._rules.history))
        hashed = self._passwords.hash(new)
        with self._writing.begin() as connection:
            self._give(connection, username, hashed, by=username, temporary=False)

    def reset_password(self, username: str, *, by: str, wish: Wish | None = None) -> Made:
        """A made-up password, to be changed at the next sign-in; every session of the account ends.

        Repeated with the same wish it answers the same, and does not undo what the person has chosen since.
        """
        self.get(username)
        password = made_up(wish.secret if wish else secrets.token_hex(32))
        hashed = self._passwords.hash(password)

        def work() -> dict[str, Any]:
            self._give(connection, username, hashed, by=by, temporary=True)
            return {"username": username}

        with self._writing.begin() as connection:
            if wish is None:
                work()
            else:
                once(connection, wish, self._clock.now(), work)
            account = self._get(connection, username)
        return Made(account, password)

    def first_administrator(self) -> Made | None:
        """Where there is no administrator yet: one, with a password to be shown once; afterwards nothing."""
        if self.has_administrator():
            return None
        try:
            return self.add(NewAccount(ADMINISTRATOR, "系统管理员", ADMIN), by="system")
        except AccountExists:
            return None  # another replica was first, and has shown it

    def has_administrator(self) -> bool:
        """Whether somebody can make accounts."""
        table = tables.accounts
        query = select(func.count()).select_from(table).where(table.c.role == ADMIN, *self._exists())
        with self._reading.connect() as connection:
            return bool(connection.execute(query).scalar_one())

    def load_demonstration(self, people: Iterable[NewAccount]) -> None:
        """The people of the demonstration city, with the password everybody knows; never outside one."""
        if not self.demonstration:
            raise DemonstrationOnly("Demonstration accounts exist in a demonstration only.")
        self.refuse_mixture()
        hashed = self._passwords.hash(DEMONSTRATION)
        for person in people:
            new = checked(person)
            with self._writing.begin() as connection:
                query = select(tables.accounts.c.username).where(tables.accounts.c.username == new.username)
                if connection.execute(query).one_or_none() is None:
                    self._insert(connection, new, hashed, by="system", temporary=False)

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

    def _exists(self) -> list[Any]:
        return [] if self.demonstration else [tables.accounts.c.demonstration.is_(False)]

    def _get(self, connection: Connection, username: str) -> Account:
        query = select(tables.accounts).where(tables.accounts.c.username == username, *self._exists())
        row = connection.execute(query).one_or_none()
        if row is None:
            raise AccountNotFound(username)
        return loaded(row)

    def _administrators(self, connection: Connection) -> int:
        table = tables.accounts
        query = select(table.c.username).where(table.c.role == ADMIN, table.c.disabled_at.is_(None), *self._exists())
        # locked in one order, so that two administrators cannot disable each other at once
        return len(connection.execute(query.order_by(table.c.username).with_for_update()).all())

    def _insert(self, connection: Connection, new: NewAccount, hashed: str, *, by: str, temporary: bool) -> None:
        row = {
            "username": new.username,
            "display_name": new.display_name,
            "password_hash": hashed,
            "temporary": temporary,
            "password_set_at": self._clock.now(),
            "demonstration": self.demonstration,
            "created_at": self._clock.now(),
            **_reach(new),
        }
        try:
            connection.execute(insert(tables.accounts).values(**row))
        except IntegrityError:
            raise AccountExists(new.username) from None
        self.trace(connection, by, "made", new.username, _reach(new))

    def _amend(self, connection: Connection, there: Account, new: NewAccount, *, by: str) -> None:
        wanted = {"display_name": new.display_name, **_reach(new)}
        if wanted != {"display_name": there.display_name, **_reach(there)}:
            self._set(connection, new.username, **wanted)
            if _reach(new) != _reach(there):
                self._end_sessions(connection, new.username)
            self.trace(connection, by, "amended", new.username, _reach(new))

    def _give(self, connection: Connection, username: str, hashed: str, *, by: str, temporary: bool) -> None:
        table = tables.accounts
        there = connection.execute(select(table).where(table.c.username == username).with_for_update()).one()
        if not there.temporary:
            former.remember(connection, username, there.password_hash, self._clock.now(), self._rules.history - 1)
        now = self._clock.now()
        self._set(connection, username, password_hash=hashed, temporary=temporary, password_set_at=now)
        self._end_sessions(connection, username)
        self.trace(connection, by, "password set", username, {})

    def _set(self, connection: Connection, username: str, **values: Any) -> None:
        connection.execute(update(tables.accounts).where(tables.accounts.c.username == username).values(**values))

    def _end_sessions(self, connection: Connection, username: str) -> None:
        running.end_all_of(connection, self._clock.now(), username)

    def trace(self, connection: Connection, by: str, change: str, username: str, details: dict[str, Any]) -> None:
        """Who did what to which account: one more line of what is only ever added to."""
        row = {"at": self._clock.now(), "by": by, "username": username, "change": change}
        connection.execute(insert(tables.account_changes).values(**row, details=orjson.dumps(details).decode()))


def made_up(seed: str) -> str:
    """A password that a person can type from paper: four groups of five letters and digits, 99 bits of the seed's."""
    rest = int.from_bytes(hashlib.sha512(f"password {seed}".encode()).digest(), "big")
    letters = []
    for _ in range(20):
        rest, letter = divmod(rest, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "-".join("".join(letters[start : start + 5]) for start in range(0, 20, 5))


def _reach(account: Account | NewAccount) -> dict[str, Any]:
    scopes = {scope: dumped(getattr(account, scope)) for scope in ("columns", "agencies", "levels")}
    return {"role": account.role, **scopes}
