"""A session: somebody signed in, what it is known by, and what signing in may be refused for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from gateway.account import Account
from gateway.signing.settings import Locking, PasswordRules
from kernel.decider import Refusal


@dataclass(eq=False)
class WrongCredentials(Refusal):
    """Unknown user name, wrong password or disabled account: which of them is not told."""

    code: ClassVar[str] = "gateway.wrong_credentials"


@dataclass(eq=False)
class SessionEnded(Refusal):
    """The token is unknown, expired or signed out."""

    code: ClassVar[str] = "gateway.session_ended"


@dataclass(eq=False)
class TemporaryPasswordExpired(Refusal):
    """The password was given for a first sign-in that has not come within its days."""

    code: ClassVar[str] = "gateway.temporary_password_expired"


@dataclass(eq=False)
class PasswordSignInOff(Refusal):
    """Here people sign in by the identity provider; a password is for one administrator only."""

    code: ClassVar[str] = "gateway.password_sign_in_off"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in account; `token_hash` names the session here, `id` to people.

    `due`: the code of what stands before anything else, where the password has to be replaced first. `appointment`: by
    which the account deputises another, in whose role and scope it acts in this session.
    """

    account: Account
    token_hash: str
    id: str
    began_at: datetime
    expires_at: datetime
    due: str | None = None
    appointment: int | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """What a session is begun from: another one, and a deputy's by which appointment, until when at the latest."""

    original: Session
    appointment: int | None = None
    until: datetime | None = None

    @property
    def latest(self) -> tuple[datetime, ...]:
        """When it ends at the latest."""
        return (self.original.expires_at,) if self.until is None else (self.original.expires_at, self.until)


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


@dataclass(frozen=True, slots=True)
class Door:
    """What signing in goes by: how guessing ends, and what passwords have to be.

    `only`: the one administrator who signs in with a password, where all others come by the identity provider.
    """

    lifetime: Lifetime
    locking: Locking = field(default_factory=Locking)
    rules: PasswordRules = field(default_factory=PasswordRules)
    only: str | None = None


def hashed(token: str) -> str:
    """How a token or key is stored; it is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
