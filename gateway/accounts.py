"""Accounts: made, listed, disabled and enabled; every change leaves its trace. Used by the API and by `huiyin`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from gateway import failures, tables, trail
from gateway.account import (
    Account,
    AccountExists,
    LastAdministrator,
    NewAccount,
    PasswordReused,
    Scope,
    WrongPassword,
    check_password,
    checked,
    dumped,
    loaded,
)
from gateway.delegation import Authority, authority
from gateway.passwords import DEMONSTRATION, Passwords, made_up
from gateway.roles import ADMIN, SCOPES
from gateway.roll import DemonstrationOnly, Roll
from gateway.signing import former, running
from gateway.signing.settings import PasswordRules
from gateway.wish import Wish, once
from kernel.actor import Actor
from kernel.clock import Clock

ADMINISTRATOR: Final = "admin"
_AMENDABLE: Final = ("display_name", "email", "columns", "agencies", "levels")


@dataclass(frozen=True, slots=True)
class Made:
    """An account, and the password that was made up for it (shown once, stored hashed only)."""

    account: Account
    password: str | None


class Accounts(Roll):
    """The accounts, and every change of them."""

    def __init__(
        self,
        engine: Engine,
        passwords: Passwords,
        clock: Clock,
        rules: PasswordRules = PasswordRules(),  # noqa: B008 - it has no state
        *,
        demonstration: bool = False,
    ) -> None:
        super().__init__(engine, clock, demonstration=demonstration)
        self._writing = tables.for_writing(engine)
        self._passwords = passwords
        self._rules = rules

    def add(self, new: NewAccount, *, by: str | Actor, wish: Wish | None = None) -> Made:
        """Make an account; without a password one is made up. One that somebody else chose is good for one sign-in.

        Repeated with the same wish it answers the same, also with the made-up password, which no one stores. Raises
        RoleBeyondYours, ColumnsBeyondYours and what makes no account.
        """
        new, asking = checked(new), authority(by)
        asking.require(new.role, new.columns)
        if new.password is not None:
            check_password(self._rules, new.password, new.username, new.display_name)
        password = new.password or made_up(wish.secret if wish else secrets.token_hex(32))
        hashed = self._passwords.hash(password)

        def work() -> dict[str, Any]:
            self._insert(
                connection, new, hashed, by=asking, temporary=new.password is None or asking.by != new.username
            )
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
                mine = select(tables.accounts).where(tables.accounts.c.username == new.username)
                there = connection.execute(mine.with_for_update()).one_or_none()
                if there is not None and there.demonstration != self.demonstration:
                    raise DemonstrationOnly("Demonstration accounts and real ones do not mix.")
                if there is not None:
                    self._amend(
                        connection, loaded(there), replace(new, email=new.email or there.email), by=authority(by)
                    )
            made.append(Made(self.get(new.username), None) if there is not None else self.add(person, by=by))
        return made

    def amend(self, username: str, said: Mapping[str, Any], *, by: str | Actor, wish: Wish | None = None) -> Account:
        """The account with another display name, e-mail address or scope; what is not said stays. The role stays.

        Raises AccountNotFound, ColumnsBeyondYours, ScopeMissing, ScopeNotForRole.
        """
        asking = authority(by)

        def work() -> dict[str, Any]:
            there = self._hold(connection, username, asking)
            as_it_is = {name: getattr(there, name) for name in _AMENDABLE}
            unlimited = {name: () for name in ("columns", "agencies", "levels") if name not in SCOPES[there.role]}
            new = checked(NewAccount(username, role=there.role, **{**as_it_is, **unlimited, **said}))
            asking.require(new.role, new.columns)
            self._amend(connection, there, new, by=asking)
            return {"username": username}

        with self._writing.begin() as connection:
            self._get(connection, username, asking)
            once(connection, wish, self._clock.now(), work) if wish else work()
            return self._get(connection, username, asking)

    def disable(self, username: str, *, by: str | Actor, wish: Wish | None = None) -> dict[str, Any]:
        """Nobody signs in with it from now on, and its sessions end; the last administrator cannot be disabled.

        The account as it is then. Repeated with the same wish it answers the same, and does not undo an enabling since.
        """
        asking = authority(by)

        def work() -> dict[str, Any]:
            # all administrators together and in one order, before the one of them that is held alone
            last = self._get(connection, username, asking).role == ADMIN and self._administrators(connection) <= 1
            account = self._hold(connection, username, asking)
            if account.disabled_at is None:
                if last:
                    raise LastAdministrator(username)
                self._set(connection, username, disabled_at=self._clock.now())
                self._end_sessions(connection, username)
                self.trace(connection, asking, "disabled", account)
            return self._get(connection, username).to_dict()

        with self._writing.begin() as connection:
            self._get(connection, username, asking)
            return once(connection, wish, self._clock.now(), work) if wish else work()

    def enable(self, username: str, *, by: str | Actor, wish: Wish | None = None) -> dict[str, Any]:
        """The account, which can be signed in with again; repeated as in `disable`."""
        asking = authority(by)

        def work() -> dict[str, Any]:
            account = self._hold(connection, username, asking)
            if account.disabled_at is not None:
                self._set(connection, username, disabled_at=None)
                self.trace(connection, asking, "enabled", account)
            return self._get(connection, username).to_dict()

        with self._writing.begin() as connection:
            self._get(connection, username, asking)
            return once(connection, wish, self._clock.now(), work) if wish else work()

    def unlock(self, username: str, *, by: str | Actor, wish: Wish | None = None) -> dict[str, Any]:
        """The account, with nothing held against it that was guessed wrong; repeated as in `disable`.

        `was_locked` says whether a lock was lifted.
        """
        asking = authority(by)

        def work() -> dict[str, Any]:
            account = self._hold(connection, username, asking)
            until = failures.locked_until(connection, username, self._clock.now())
            if failures.unlock(connection, username):
                self.trace(connection, asking, "unlocked", account)
            return {**account.to_dict(), "locked_until": None, "was_locked": until is not None}

        with self._writing.begin() as connection:
            self._get(connection, username, asking)
            return once(connection, wish, self._clock.now(), work) if wish else work()

    def sign_out(self, username: str, *, by: str | Actor) -> int:
        """End every session of the account; how many that were, with those begun from them."""
        asking = authority(by)
        with self._writing.begin() as connection:
            account = self._hold(connection, username, asking)
            ended = running.end_all_of(connection, self._clock.now(), username)
            if ended:
                self.trace(connection, asking, "signed_out", account)
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
            # meanwhile an administrator may have given another one, which must not be undone by who knew the last
            if self._held(connection, username).password_set_at != stored.password_set_at:
                raise WrongPassword
            self._give(connection, self._get(connection, username), hashed, by=authority(username), temporary=False)

    def reset_password(self, username: str, *, by: str | Actor, wish: Wish | None = None) -> Made:
        """A made-up password, to be changed at the next sign-in; every session of the account ends.

        Repeated with the same wish it answers the same, and does not undo what the person has chosen since.
        """
        asking = authority(by)
        self.get(username, asking)
        password = made_up(wish.secret if wish else secrets.token_hex(32))
        hashed = self._passwords.hash(password)

        def work() -> dict[str, Any]:
            self._give(connection, self._hold(connection, username, asking), hashed, by=asking, temporary=True)
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
                    self._insert(connection, new, hashed, by=authority("system"), temporary=False)

    def _administrators(self, connection: Connection) -> int:
        table = tables.accounts
        query = select(table.c.username).where(table.c.role == ADMIN, table.c.disabled_at.is_(None), *self._exists())
        # locked in one order, so that two administrators cannot disable each other at once
        return len(connection.execute(query.order_by(table.c.username).with_for_update()).all())

    def _insert(self, connection: Connection, new: NewAccount, hashed: str, *, by: Authority, temporary: bool) -> None:
        row = {
            "username": new.username,
            "display_name": new.display_name,
            "email": new.email,
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
        self.trace(connection, by, "made", new)

    def _amend(self, connection: Connection, there: Account, new: NewAccount, *, by: Authority) -> None:
        wanted = {"display_name": new.display_name, "email": new.email, **_reach(new)}
        stored = {"display_name": there.display_name, "email": there.email, **_reach(there)}
        if changed := [name for name, value in wanted.items() if value != stored[name]]:
            self._set(connection, new.username, **wanted)
            if _reach(new) != _reach(there):
                self._end_sessions(connection, new.username)
            self.trace(connection, by, "amended", new, before=there.columns, changed=changed)

    def _give(self, connection: Connection, account: Account, hashed: str, *, by: Authority, temporary: bool) -> None:
        username = account.username
        there = self._held(connection, username)
        if not there.temporary:
            former.remember(connection, username, there.password_hash, self._clock.now(), self._rules.history - 1)
        now = self._clock.now()
        self._set(connection, username, password_hash=hashed, temporary=temporary, password_set_at=now)
        self._end_sessions(connection, username)
        self.trace(connection, by, "password_set", account)

    def _hold(self, connection: Connection, username: str, asking: Authority) -> Account:
        """The account as it is, and stays for everyone else until this transaction ends; raises AccountNotFound.

        Whether it is this person's to manage is looked at once it is held: meanwhile it may have got another column.
        """
        self._get(connection, username, asking)
        self._held(connection, username)
        return self._get(connection, username, asking)

    def _held(self, connection: Connection, username: str) -> Any:
        """The account's row, which nobody else writes to until this transaction ends."""
        mine = select(tables.accounts).where(tables.accounts.c.username == username)
        return connection.execute(mine.with_for_update()).one()

    def _set(self, connection: Connection, username: str, **values: Any) -> None:
        connection.execute(update(tables.accounts).where(tables.accounts.c.username == username).values(**values))

    def _end_sessions(self, connection: Connection, username: str) -> None:
        running.end_all_of(connection, self._clock.now(), username)

    def trace(
        self,
        connection: Connection,
        by: Authority,
        change: str,
        account: Account | NewAccount,
        *,
        before: Scope = (),
        changed: list[str] | None = None,
        **more: str,
    ) -> None:
        """Who did what to which account: one more line of what is only ever added to."""
        details = {**trail.reach(account), **more, **({} if changed is None else {"changed": changed})}
        columns = trail.both(before, account.columns)
        made = trail.Change("account", account.username, change, account.role, columns, details)
        trail.record(connection, self._clock.now(), by, made)


def _reach(account: Account | NewAccount) -> dict[str, Any]:
    scopes = {scope: dumped(getattr(account, scope)) for scope in ("columns", "agencies", "levels")}
    return {"role": account.role, **scopes}
