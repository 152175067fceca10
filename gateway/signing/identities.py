"""Which account somebody is whom the identity provider knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from gateway import tables
from gateway.accounts import Accounts
from gateway.delegation import authority
from gateway.signing import running
from kernel.clock import Clock
from kernel.decider import Refusal


@dataclass(eq=False)
class IdentityTaken(Refusal):
    """Who somebody is to the provider is one account only."""

    code: ClassVar[str] = "gateway.identity_taken"
    subject: str


@dataclass(eq=False)
class IdentityNotFound(Refusal):
    """The account is bound to nobody whom the provider knows."""

    code: ClassVar[str] = "gateway.identity_not_found"
    username: str


class Identities:
    """The bindings of one installation's accounts to subjects of one issuer."""

    def __init__(self, engine: Engine, accounts: Accounts, clock: Clock, issuer: str) -> None:
        self._writing = tables.for_writing(engine)
        self._accounts = accounts
        self._clock = clock
        self.issuer = issuer

    def of(self, username: str) -> dict[str, Any]:
        """Who the account is to the provider; raises AccountNotFound, IdentityNotFound."""
        self._accounts.get(username)
        with self._writing.connect() as connection:
            subject = self.subject_of(connection, username)
        if subject is None:
            raise IdentityNotFound(username)
        return {"username": username, "issuer": self.issuer, "subject": subject}

    def bind(self, username: str, subject: str, *, by: str) -> dict[str, Any]:
        """From now on the account is this subject and no other; another than before ends its sessions.

        Raises AccountNotFound, IdentityTaken.
        """
        self._accounts.get(username)
        with self._writing.begin() as connection:
            there = self.subject_of(connection, username)
            if there != subject:
                if there is not None:
                    self._remove(connection, username)
                self.add(connection, username, subject, by=by)
                running.end_all_of(connection, self._clock.now(), username)
        return {"username": username, "issuer": self.issuer, "subject": subject}

    def unbind(self, username: str, *, by: str) -> None:
        """The account is nobody to the provider any more, and its sessions end; raises AccountNotFound."""
        self._accounts.get(username)
        with self._writing.begin() as connection:
            if self._remove(connection, username):
                running.end_all_of(connection, self._clock.now(), username)
                self._accounts.trace(
                    connection,
                    authority(by),
                    "identity_unbound",
                    self._accounts.of(connection, username),
                    issuer=self.issuer,
                )

    def subject_of(self, connection: Connection, username: str) -> str | None:
        """The subject that the account is bound to."""
        table = tables.identities
        query = select(table.c.subject).where(table.c.username == username, table.c.issuer == self.issuer)
        found: str | None = connection.execute(query).scalar_one_or_none()
        return found

    def username_of(self, connection: Connection, subject: str) -> str | None:
        """The account that is bound to the subject, and stays so until this transaction ends."""
        table = tables.identities
        query = select(table.c.username).where(table.c.subject == subject, table.c.issuer == self.issuer)
        found: str | None = connection.execute(query.with_for_update()).scalar_one_or_none()
        return found

    def add(self, connection: Connection, username: str, subject: str, *, by: str) -> None:
        """Bind an account that is not bound; raises IdentityTaken."""
        row = {"issuer": self.issuer, "subject": subject, "username": username, "bound_by": by}
        try:
            connection.execute(insert(tables.identities).values(**row, bound_at=self._clock.now()))
        except IntegrityError:
            raise IdentityTaken(subject) from None
        self._accounts.trace(
            connection,
            authority(by),
            "identity_bound",
            self._accounts.of(connection, username),
            issuer=self.issuer,
            identity=subject,
        )

    def _remove(self, connection: Connection, username: str) -> int:
        table = tables.identities
        mine = delete(table).where(table.c.username == username, table.c.issuer == self.issuer)
        return connection.execute(mine).rowcount
