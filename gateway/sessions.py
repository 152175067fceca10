"""Sessions: signing in with a password, an opaque bearer token stored as its hash, an end by time or by will.

Guesses are counted per user name and address, per user name and per address; after too many, signing in is blocked for
a while, whether or not the account exists. A browser that the person has signed in with before has a count of its own.

Rows are locked in one order: the account, what is counted against it, its sessions; of several of a kind by their keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from gateway import tables
from gateway.account import Account, WrongPassword, loaded
from gateway.failures import Failures, Subject, TooManyFailures
from gateway.passwords import Passwords
from gateway.roles import ADMIN
from gateway.session import (
    Begun,
    Door,
    PasswordSignInOff,
    Session,
    SessionEnded,
    SignedIn,
    TemporaryPasswordExpired,
    WrongCredentials,
    hashed,
)
from gateway.signing import running
from gateway.signing.browsers import Browsers
from gateway.signing.trail import FAILED, LOCKED, OK, PASSWORD, Trail, Visit
from gateway.wish import Wish, Wishes
from kernel.clock import Clock
from kernel.database import reading
from kernel.decider import Refusal
from kernel.errors import RequestReused

PER_SESSION: Final = 5
_SEEN_EVERY: Final = timedelta(minutes=1)
_TEMPORARY: Final = "gateway.password_change_required"
_TOO_OLD: Final = "gateway.password_too_old"


class Sessions:
    """Who is signed in. Every replica reads the same database, so signing out holds everywhere at once."""

    def __init__(
        self,
        engine: Engine,
        passwords: Passwords,
        wishes: Wishes,
        clock: Clock,
        door: Door,
        *,
        demonstration: bool = False,
    ) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._passwords = passwords
        self._wishes = wishes
        self._clock = clock
        self._door = door
        self._failures = Failures(engine, clock, door.locking)
        self.trail = Trail(engine, clock)
        self.browsers = Browsers(wishes, clock)
        self._demonstration = demonstration
        a, s = tables.accounts, tables.sessions
        self._lookup = (
            select(
                a,
                s.c.id,
                s.c.way,
                s.c.began_from,
                s.c.created_at.label("began_at"),
                s.c.expires_at,
                s.c.seen_at,
                s.c.appointment,
            )
            .join(s, s.c.username == a.c.username)
            .where(s.c.token_hash == bindparam("token"), s.c.ended_at.is_(None), a.c.disabled_at.is_(None))
        )
        if not demonstration:
            self._lookup = self._lookup.where(a.c.demonstration.is_(False))

    def sign_in(self, username: str, password: str, visit: Visit, wish: Wish) -> SignedIn:
        """A session for the right password.

        Raises WrongCredentials, TooManyFailures, TemporaryPasswordExpired, PasswordSignInOff, RequestReused,
        SessionEnded.
        """
        row = self._find(username)
        known = None if row is None else username
        person, *others = self._subjects(username, row, visit)
        try:
            _, *counted = self._failures.guess(person, *others)
        except TooManyFailures:
            self.trail.record(known, visit, LOCKED)
            raise
        stored = row.password_hash if row is not None and self.may_sign_in(row) else None
        if not self._passwords.verify(stored, password) or row is None or stored is None:
            self.trail.record(known, visit, FAILED, _why(row))
            raise WrongCredentials
        renewed = self._passwords.hash(password) if self._passwords.outdated(stored) else stored
        with self._writing.begin() as connection:
            # looking at a password takes a while, in which another may have been set, or the account disabled
            there = connection.execute(self._mine(username).with_for_update()).one()
            right = there.password_set_at == row.password_set_at and self.may_sign_in(there)
            why, refusal = self._against(loaded(there)) if right else (_why(there), WrongCredentials())
            if right:
                self._failures.were_none(connection, person, counted)
                if renewed != stored:
                    mine = tables.accounts.c.username == username
                    connection.execute(update(tables.accounts).where(mine).values(password_hash=renewed))
            if refusal is None:
                return self.begin(connection, loaded(there), visit, wish)
            self.trail.record_in(connection, known, visit, FAILED, why)
        raise refusal

    def begin(self, connection: Connection, account: Account, visit: Visit, wish: Wish) -> SignedIn:
        """A session for somebody who has shown to be this account; the trail says so.

        Raises RequestReused, SessionEnded.
        """
        return self._insert(connection, account, visit, wish, None)

    def begin_from(self, begun: Begun, account: Account, wish: Wish) -> SignedIn:
        """A session of `account` for whoever holds the original one, with which it ends, however that ends.

        It is no sign-in: nothing of it is in the trail. Raises RequestReused, SessionEnded.
        """
        with self._writing.begin() as connection:
            table = tables.sessions
            mine = select(table).where(table.c.token_hash == begun.original.token_hash)
            connection.execute(self._mine(account.username).with_for_update())
            there = connection.execute(mine.with_for_update()).one()
            if there.ended_at is not None or there.expires_at <= self._clock.now():
                raise SessionEnded
            visit = Visit(there.address, there.device, there.way)
            return self._insert(connection, account, visit, wish, begun)

    def authenticate(self, token: str) -> Session:
        """The session of a token; raises SessionEnded. Its idle time starts anew, to the minute.

        So does that of the session it was begun from.
        """
        token_hash = hashed(token)
        now = self._clock.now()
        with self._reading.connect() as connection:
            row = connection.execute(self._lookup, {"token": token_hash}).one_or_none()
        if row is None or row.expires_at <= now or row.seen_at + self._door.lifetime.idle <= now:
            raise SessionEnded
        if now - row.seen_at >= _SEEN_EVERY:
            with self._writing.begin() as connection:
                running.touch(connection, now, token_hash, row.began_from or token_hash)
        account = loaded(row)
        due = self._due(account) if row.way == PASSWORD else None
        return Session(account, token_hash, row.id, row.began_at, row.expires_at, due, row.appointment)

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
                self._failures.take_back(connection, [subject])
            raise
        with self._writing.begin() as connection:
            self._failures.were_none(connection, subject)

    def sign_out(self, session: Session) -> None:
        """End this session; the row is kept a while, so that repeating its sign-in does not revive it."""
        now, table = self._clock.now(), tables.sessions
        with self._writing.begin() as connection:
            running.end(connection, now, table.c.token_hash == session.token_hash)

    def page(self, username: str, after: str | None, limit: int) -> dict[str, Any]:
        """The account's running sessions, the newest first."""
        with self._reading.connect() as connection:
            return running.page(connection, self._running(username), after, limit)

    def end(self, username: str, session_id: str) -> None:
        """End one session of the account; raises SessionNotFound."""
        with self._writing.begin() as connection:
            chosen = (*self._running(username), tables.sessions.c.id == session_id)
            if not running.end(connection, self._clock.now(), *chosen):
                raise running.SessionNotFound

    def end_all(self, username: str) -> None:
        """Sign the account out everywhere."""
        with self._writing.begin() as connection:
            running.end_all_of(connection, self._clock.now(), username)

    def _running(self, username: str) -> tuple[ColumnElement[bool], ...]:
        return running.of(username, self._clock.now(), self._door.lifetime.idle)

    def _subjects(self, username: str, row: Any, visit: Visit) -> tuple[Subject, ...]:
        """What a guess is counted for: a browser that the person has signed in with before alone, and holds alone.

        In another, whoever signed in from here before is held up by failures from here only. So nobody locks out a
        colleague from elsewhere, nor everyone who shares their address, nor at all where they usually work.
        """
        locking, digest = self._door.locking, self._wishes.digest
        known = None if row is None else username
        browser = row and self.browsers.known(username, row.password_set_at, visit.browser)
        if browser:
            return (Subject(digest("failures in", username, browser), locking.failures, known),)
        strange = not self.trail.knows(username, visit)
        person = Subject(digest("failures", username, visit.network), locking.failures, known)
        anyone = Subject(digest("failures", visit.network), locking.address_failures, holds=strange)
        if locking.account_failures is None:
            return (person, anyone)
        anywhere = Subject(digest("failures of", username), locking.account_failures, known, holds=strange)
        return (person, anywhere, anyone)

    def may_sign_in(self, row: Any) -> bool:
        """Whether the account of this row is there for signing in."""
        return row.disabled_at is None and (self._demonstration or not row.demonstration)

    def _against(self, account: Account) -> tuple[str, Refusal | None]:
        """What keeps somebody out who knows the password; told to nobody else."""
        only = self._door.only
        if only is not None and (account.username != only or account.role != ADMIN):
            return "off", PasswordSignInOff()
        return ("expired", TemporaryPasswordExpired()) if self._has_expired(account) else ("", None)

    def _has_expired(self, account: Account) -> bool:
        """A password that was given is good for so many days."""
        days = self._door.rules.temporary
        return account.temporary and days is not None and account.password_set_at + days <= self._clock.now()

    def _due(self, account: Account) -> str | None:
        """A password that was given, or has become too old, is replaced before anything else."""
        age = self._door.rules.age
        if account.temporary:
            return _TEMPORARY
        old = age is not None and not account.demonstration and account.password_set_at + age <= self._clock.now()
        return _TOO_OLD if old else None

    def _find(self, username: str) -> Any:
        with self._reading.connect() as connection:
            return connection.execute(self._mine(username)).one_or_none()

    def _mine(self, username: str) -> Select[Any]:
        return select(tables.accounts).where(tables.accounts.c.username == username)

    def _insert(
        self, connection: Connection, account: Account, visit: Visit, wish: Wish, begun: Begun | None
    ) -> SignedIn:
        """A new session, or the one that the same wish began before; never one that has ended since."""
        now = self._clock.now()
        token = f"huiyin_{wish.secret}"
        whole = now + self._door.lifetime.whole
        row: dict[str, Any] = {
            "token_hash": hashed(token),
            "id": self._wishes.digest("session", token)[:24],
            "username": account.username,
            "began_from": begun and begun.original.token_hash,
            "way": visit.way,
            "address": visit.address,
            "device": visit.device,
            "created_at": now,
            "seen_at": now,
            "expires_at": whole if begun is None else min(whole, *begun.latest),
            "appointment": begun and begun.appointment,
            "fingerprint": wish.fingerprint if wish.keyed else None,
        }
        table = tables.sessions
        try:
            with connection.begin_nested():
                connection.execute(insert(table).values(**row))
                if begun is None:
                    self.trail.record_in(connection, account.username, visit, OK)
        except IntegrityError:
            there = connection.execute(select(table).where(table.c.token_hash == row["token_hash"])).one()
            if there.fingerprint != wish.fingerprint:
                raise RequestReused(wish.request_id) from None
            if there.ended_at is not None or there.expires_at <= now:
                raise SessionEnded from None
            row = dict(there._mapping)  # noqa: SLF001 - SQLAlchemy's name for a row as a mapping
        due = self._due(account) if visit.way == PASSWORD else None
        held = (row["token_hash"], row["id"], row["created_at"], row["expires_at"])
        return SignedIn(token, Session(account, *held, due, row["appointment"]))


def _why(row: Any) -> str:
    """What an attempt failed for, for those who oversee."""
    if row is None:
        return "unknown"
    return "wrong" if row.disabled_at is None else "disabled"
