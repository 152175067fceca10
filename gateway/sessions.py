"""Sessions: signing in with a password, an opaque bearer token stored as its hash, an end by time or by will.

Guesses are counted per user name and address, and per address; after too many, signing in is blocked for a while,
whether or not the account exists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gateway import tables
from gateway.account import Account, WrongPassword, loaded
from gateway.failures import Failures, Subject, TooManyFailures
from gateway.passwords import Passwords
from gateway.wish import Wish, Wishes
from kernel.clock import Clock
from kernel.database import reading
from kernel.decider import Refusal
from kernel.errors import RequestReused

PER_PERSON: Final = 5
PER_ADDRESS: Final = 50
PER_SESSION: Final = 5
_SEEN_EVERY: Final = timedelta(minutes=1)
_KEPT: Final = timedelta(days=30)


@dataclass(eq=False)
class WrongCredentials(Refusal):
    """Unknown user name, wrong password or disabled account: which of them is not told."""

    code: ClassVar[str] = "gateway.wrong_credentials"


@dataclass(eq=False)
class SessionEnded(Refusal):
    """The token is unknown, expired or signed out."""

    code: ClassVar[str] = "gateway.session_ended"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in account; `token_hash` names the session."""

    account: Account
    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The bearer token, told once, and its session."""

    token: str
    session: Session


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts at most, and how long unused."""

    whole: timedelta
    idle: timedelta


class Sessions:
    """Who is signed in. Every replica reads the same database, so signing out holds everywhere at once."""

    def __init__(
        self,
        engine: Engine,
        passwords: Passwords,
        wishes: Wishes,
        clock: Clock,
        lifetime: Lifetime,
        *,
        demonstration: bool = False,
    ) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._passwords = passwords
        self._wishes = wishes
        self._clock = clock
        self._lifetime = lifetime
        self._failures = Failures(engine, clock)
        self._demonstration = demonstration
        a, s = tables.accounts, tables.sessions
        self._lookup = (
            select(a, s.c.expires_at, s.c.seen_at)
            .join(s, s.c.username == a.c.username)
            .where(s.c.token_hash == bindparam("token"), s.c.ended_at.is_(None), a.c.disabled_at.is_(None))
        )
        if not demonstration:
            self._lookup = self._lookup.where(a.c.demonstration.is_(False))

    def sign_in(self, username: str, password: str, address: str, wish: Wish) -> SignedIn:
        """A session for the right password; raises WrongCredentials, TooManyFailures, RequestReused, SessionEnded."""
        person = Subject(self._wishes.digest("failures", username, address), PER_PERSON)
        anyone = Subject(self._wishes.digest("failures", address), PER_ADDRESS)
        self._failures.guess(person, anyone)
        stored, account = self._find(username)
        if not self._passwords.verify(stored, password) or stored is None or account is None:
            raise WrongCredentials
        token = f"huiyin_{wish.secret}"
        renewed = self._passwords.hash(password) if self._passwords.outdated(stored) else stored
        with self._writing.begin() as connection:
            self._failures.forget(connection, person)
            self._failures.take_back(connection, anyone)
            if renewed != stored:
                row = tables.accounts.c.username == username
                connection.execute(update(tables.accounts).where(row).values(password_hash=renewed))
            return SignedIn(token, self._begin(connection, account, token, wish))

    def authenticate(self, token: str) -> Session:
        """The session of a token; raises SessionEnded. Its idle time starts anew, to the minute."""
        token_hash = hashed(token)
        now = self._clock.now()
        with self._reading.connect() as connection:
            row = connection.execute(self._lookup, {"token": token_hash}).one_or_none()
        if row is None or row.expires_at <= now or row.seen_at + self._lifetime.idle <= now:
            raise SessionEnded
        if now - row.seen_at >= _SEEN_EVERY:
            seen = update(tables.sessions).where(tables.sessions.c.token_hash == token_hash).values(seen_at=now)
            with self._writing.begin() as connection:
                connection.execute(seen)
        return Session(loaded(row), token_hash, row.expires_at)

    @contextmanager
    def guessing(self, session: Session) -> Iterator[None]:
        """Around a proof of the password: whoever holds a session and guesses wrong five times loses it.

        Raises SessionEnded.
        """
        subject = Subject(self._wishes.digest("guesses", session.token_hash), PER_SESSION)
        try:
            self._failures.guess(subject)
        except TooManyFailures:
            self.sign_out(session)
            raise SessionEnded from None
        try:
            yield
        except WrongPassword:
            if self._failures.exhausted(subject):
                self.sign_out(session)
            raise
        except BaseException:
            with self._writing.begin() as connection:
                self._failures.take_back(connection, subject)
            raise
        with self._writing.begin() as connection:
            self._failures.forget(connection, subject)

    def sign_out(self, session: Session) -> None:
        """End this session; the row is kept a while, so that repeating its sign-in does not revive it."""
        now = self._clock.now()
        table = tables.sessions
        with self._writing.begin() as connection:
            mine = table.c.token_hash == session.token_hash
            connection.execute(update(table).where(mine, table.c.ended_at.is_(None)).values(ended_at=now))
            connection.execute(delete(table).where(table.c.expires_at < now - _KEPT))
            connection.execute(delete(tables.failures).where(tables.failures.c.since < now - _KEPT))

    def _find(self, username: str) -> tuple[str | None, Account | None]:
        table = tables.accounts
        with self._reading.connect() as connection:
            row = connection.execute(select(table).where(table.c.username == username)).one_or_none()
        if row is None or row.disabled_at is not None or (row.demonstration and not self._demonstration):
            return None, None
        return row.password_hash, loaded(row)

    def _begin(self, connection: Connection, account: Account, token: str, wish: Wish) -> Session:
        now = self._clock.now()
        token_hash = hashed(token)
        row: dict[str, Any] = {
            "token_hash": token_hash,
            "username": account.username,
            "created_at": now,
            "seen_at": now,
            "expires_at": now + self._lifetime.whole,
            "fingerprint": wish.fingerprint if wish.keyed else None,
        }
        try:
            with connection.begin_nested():
                connection.execute(insert(tables.sessions).values(**row))
        except IntegrityError:
            there = connection.execute(select(tables.sessions).where(tables.sessions.c.token_hash == token_hash)).one()
            if there.fingerprint != wish.fingerprint:
                raise RequestReused(wish.request_id) from None
            if there.ended_at is not None or there.expires_at <= now:
                raise SessionEnded from None
            return Session(account, token_hash, there.expires_at)
        return Session(account, token_hash, row["expires_at"])


def hashed(token: str) -> str:
    """How a token or key is stored; it is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
