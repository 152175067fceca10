"""An account: a person in one role with one scope, and what making one may be refused for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

import orjson

from gateway.roles import SCOPES
from gateway.signing.rules import faults
from gateway.signing.settings import PasswordRules
from kernel.actor import Actor
from kernel.clock import rfc3339
from kernel.decider import Refusal

USERNAME: Final = r"^[a-z0-9][a-z0-9._-]{1,39}$"
EMAIL: Final = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,180}[A-Za-z0-9]$"
RESERVED: Final = frozenset({"system", "import", "citizen", "anonymous"})
"""Names the program acts under in the journals; no person may bear one."""

Scope = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account; a scope of `None` means all."""

    username: str
    display_name: str
    role: str
    columns: Scope
    agencies: Scope
    levels: tuple[int, ...] | None
    temporary: bool
    demonstration: bool
    password_set_at: datetime
    created_at: datetime
    disabled_at: datetime | None
    email: str | None = None

    @property
    def actor(self) -> Actor:
        """Who acts when this account does."""
        return Actor(self.username, self.role, self.columns, self.agencies, self.levels)

    def to_dict(self) -> dict[str, Any]:
        """What a page may show; never the password's hash."""
        return {
            "username": self.username,
            "display_name": self.display_name,
            "email": self.email,
            "role": self.role,
            "columns": _listed(self.columns),
            "agencies": _listed(self.agencies),
            "levels": _listed(self.levels),
            "password_is_temporary": self.temporary,
            "password_set_at": rfc3339(self.password_set_at),
            "demonstration": self.demonstration,
            "created_at": rfc3339(self.created_at),
            "disabled_at": self.disabled_at and rfc3339(self.disabled_at),
        }


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as it is asked for: a scope is a tuple, `None` for all, or left out; no password: one is made up."""

    username: str
    display_name: str
    role: str
    columns: Scope = ()
    agencies: Scope = ()
    levels: tuple[int, ...] | None = ()
    password: str | None = None
    email: str | None = None


@dataclass(eq=False)
class UnknownRole(Refusal):
    """Roles are clerk, dispatcher, handler, reviewer, supervisor, columnadmin, office, auditor and admin."""

    code: ClassVar[str] = "gateway.unknown_role"
    role: str
    known: tuple[str, ...] = tuple(SCOPES)


@dataclass(eq=False)
class BadUsername(Refusal):
    """A user name is 2 to 40 lower-case letters, digits, dots, hyphens and underscores."""

    code: ClassVar[str] = "gateway.bad_username"
    username: str


@dataclass(eq=False)
class BadEmail(Refusal):
    """An e-mail address has a name, an @ and a domain, in ASCII; which one it was is not repeated."""

    code: ClassVar[str] = "gateway.bad_email"


@dataclass(eq=False)
class NameReserved(Refusal):
    """The program acts under this name."""

    code: ClassVar[str] = "gateway.name_reserved"
    username: str


@dataclass(eq=False)
class AccountExists(Refusal):
    """An account of this name exists already, or existed and was disabled."""

    code: ClassVar[str] = "gateway.account_exists"
    username: str


@dataclass(eq=False)
class AccountNotFound(Refusal):
    """No account has this user name."""

    code: ClassVar[str] = "gateway.account_not_found"
    username: str


@dataclass(eq=False)
class ScopeMissing(Refusal):
    """A role that acts within a scope needs one: a list, or expressly all."""

    code: ClassVar[str] = "gateway.scope_missing"
    role: str
    scope: str


@dataclass(eq=False)
class ScopeNotForRole(Refusal):
    """A scope that does not limit the role would promise a limit that nobody keeps."""

    code: ClassVar[str] = "gateway.scope_not_for_role"
    role: str
    scope: str


@dataclass(eq=False)
class WeakPassword(Refusal):
    """Too short, too few kinds of characters, made of names, or one that everybody tries first."""

    code: ClassVar[str] = "gateway.weak_password"
    minimum: int
    kinds: int
    why: tuple[str, ...]


@dataclass(eq=False)
class PasswordReused(Refusal):
    """A new password is none of the last ones."""

    code: ClassVar[str] = "gateway.password_reused"
    history: int


@dataclass(eq=False)
class WrongPassword(Refusal):
    """Who changes a password knows the present one."""

    code: ClassVar[str] = "gateway.wrong_password"


@dataclass(eq=False)
class LastAdministrator(Refusal):
    """Someone must be able to make accounts."""

    code: ClassVar[str] = "gateway.last_administrator"
    username: str


def checked(new: NewAccount) -> NewAccount:
    """The account as it will be stored: scopes that do not limit the role become all; raises a refusal."""
    if new.role not in SCOPES:
        raise UnknownRole(new.role)
    if not re.fullmatch(USERNAME.removesuffix("$"), new.username, re.ASCII):
        raise BadUsername(new.username)
    if new.username in RESERVED:
        raise NameReserved(new.username)
    needed = SCOPES[new.role]
    given: dict[str, tuple[Any, ...] | None] = {
        "columns": new.columns,
        "agencies": new.agencies,
        "levels": new.levels,
    }
    for scope, value in given.items():
        if scope in needed and value == ():
            raise ScopeMissing(new.role, scope)
        if scope not in needed and value:
            raise ScopeNotForRole(new.role, scope)
    stored = {scope: value if scope in needed else None for scope, value in given.items()}
    if new.email is not None and not re.fullmatch(EMAIL.strip("^$"), new.email, re.ASCII):
        raise BadEmail
    return NewAccount(
        new.username, new.display_name, new.role, password=new.password, email=new.email or None, **stored
    )


def check_password(rules: PasswordRules, password: str, username: str, display_name: str) -> None:
    """Raises WeakPassword."""
    if why := faults(rules, password, (username, display_name)):
        raise WeakPassword(rules.length, rules.kinds, why)


def dumped(scope: tuple[Any, ...] | None) -> str | None:
    """A scope as it is stored."""
    return None if scope is None else orjson.dumps(scope).decode()


def loaded(row: Any) -> Account:
    """The account of a row of the accounts table."""
    return Account(
        username=row.username,
        display_name=row.display_name,
        role=row.role,
        columns=_scope(row.columns),
        agencies=_scope(row.agencies),
        levels=_scope(row.levels),
        temporary=row.temporary,
        password_set_at=row.password_set_at,
        demonstration=row.demonstration,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        email=row.email,
    )


def _scope(text: str | None) -> tuple[Any, ...] | None:
    return None if text is None else tuple(orjson.loads(text))


def _listed(scope: tuple[Any, ...] | None) -> list[Any] | None:
    return None if scope is None else list(scope)
