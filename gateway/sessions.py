"""Sessions: signing in with a password, an opaque bearer token stored as its hash, an end by time or by will.

Failed sign-ins are counted per user name and address, and per address; after too many, signing in is blocked for a
while, whether or not the account exists.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gateway import tables
from gateway.account import Account, loaded
from gateway.passwords import Passwords
from gateway.wish import Wish, Wishes
from kernel.clock import Clock
from kernel.database import reading
from kernel.decider import Refusal
from kernel.errors import RequestReused

PER_PERSON: Final = 5
PER_ADDRESS: Final = 50
BLOCKED: Final = timedelta(minutes=15)
_SEEN_EVERY: Final = timedelta(minutes=1)
_KEPT: Final = timedelta(days=30)


@dataclass(eq=False)
class WrongCredentials(Refusal):
    """Unknown user name, wrong password or disabled account: which of them is not told."""

    code: ClassVar[str] = "gateway.wrong_credentials"


@dataclass(eq=False)
class TooManyFailures(Refusal):
    """Signing in under this name from this address, or from this address at all, is blocked for a while."""

    code: ClassVar[str] = "gateway.too_many_failures"
    minutes: int


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
        person = self._wishes.digest("failures", username, address)
        anyone = self._wishes.digest("failures", address)
        self._refuse_blocked(person, anyone)
        stored, account = self._find(username)
        if not self._passwords.verify(stored, password) or stored is None or account is None:
            self._count_failure(person, PER_PERSON)
            self._count_failure(anyone, PER_ADDRESS)
            raise WrongCredentials
        token = f"huiyin_{wish.secret}"
        renewed = self._passwords.hash(password) if self._passwords.outdated(stored) else stored
        with self._writing.begin() as connection:
            connection.execute(delete(tables.failures).where(tables.failures.c.subject == person))
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
            "fingerprint": wish.fingerprint,
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

    def _refuse_blocked(self, *subjects: str) -> None:
        table = tables.failures
        now = self._clock.now()
        query = select(table.c.blocked_until).where(table.c.subject.in_(subjects), table.c.blocked_until > now)
        with self._reading.connect() as connection:
            until = max(connection.execute(query).scalars(), default=None)
        if until is not None:
            raise TooManyFailures(minutes=max(1, -(-(until - now) // timedelta(minutes=1))))

    def _count_failure(self, subject: str, limit: int) -> None:
        """Failures count within one window; a new window starts when it, or a block, is over."""
        table = tables.failures
        now = self._clock.now()
        with self._writing.begin() as connection:
            row = connection.execute(select(table).where(table.c.subject == subject).with_for_update()).one_or_none()
            fresh = row is None or row.since + BLOCKED <= now or (row.blocked_until and row.blocked_until <= now)
            count = 1 if fresh or row is None else row.failures + 1
            values = {
                "failures": count,
                "since": now if fresh or row is None else row.since,
                "blocked_until": now + BLOCKED if count >= limit else None,
            }
            if row is not None:
                connection.execute(update(table).where(table.c.subject == subject).values(**values))
                return
            try:
                with connection.begin_nested():
                    connection.execute(insert(table).values(subject=subject, **values))
            except IntegrityError:
                pass  # another failure of the same subject was counted at this very moment


def hashed(token: str) -> str:
    """How a token or key is stored; it is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
