"""Delegation: who manages whose account (domain.md, rule 8).

A column administrator manages the clerks, dispatchers, reviewers and supervisors whose columns are all the
administrator's own; the office besides these, of every column, the handlers and the column administrators; an
administrator everyone. Whoever is beyond that is, to the person asking, the same as nobody: not listed, not counted,
and refused like an unknown name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

import orjson
from sqlalchemy import ColumnElement, and_, func, true

from gateway.account import Scope
from gateway.roles import AUDITOR, MANAGED, ROLES
from kernel.actor import Actor
from kernel.decider import Refusal


@dataclass(eq=False)
class RoleBeyondYours(Refusal):
    """Accounts of this role are made by others; `allowed` are those that this person makes."""

    code: ClassVar[str] = "gateway.role_beyond_yours"
    role: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class ColumnsBeyondYours(Refusal):
    """Nobody gives an account more columns than they administer; `columns` are these."""

    code: ClassVar[str] = "gateway.columns_beyond_yours"
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """Who acts, over accounts of which roles, and which columns these may have; `None`: any."""

    by: str
    roles: tuple[str, ...]
    columns: Scope = None
    on_behalf_of: str | None = None

    def covers(self, role: str | None, columns: Scope) -> bool:
        """Whether an account of this role with these columns is this person's to manage."""
        return role in self.roles and within(columns, self.columns)

    def require(self, role: str, columns: Scope) -> None:
        """The account may be made so, or changed to be so; raises RoleBeyondYours, ColumnsBeyondYours."""
        if role not in self.roles:
            raise RoleBeyondYours(role, self.roles)
        if not within(columns, self.columns):
            raise ColumnsBeyondYours(self.columns or ())

    def found(self, role: ColumnElement[Any], columns: ColumnElement[Any]) -> ColumnElement[bool]:
        """`covers`, in SQL, over a role and a scope as they are stored."""
        if self.roles == ROLES:
            return true()
        return and_(role.in_(self.roles), _stored_within(columns, self.columns))


def authority(by: str | Actor) -> Authority:
    """Over whom somebody has a say; the command line and the program itself (a mere name) over everyone."""
    if isinstance(by, str):
        return Authority(by, ROLES)
    return Authority(by.account, MANAGED.get(by.role, ()), by.columns, by.on_behalf_of)


def sight(actor: Actor) -> Authority:
    """Whose accounts somebody sees: those they manage, and an auditor everyone's."""
    return Authority(actor.account, ROLES) if actor.role == AUDITOR else authority(actor)


def within(columns: Scope, own: Scope) -> bool:
    """Whether none of the columns lies outside one's own."""
    return own is None or (columns is not None and set(columns) <= set(own))


def _stored_within(stored: ColumnElement[Any], own: Scope) -> ColumnElement[bool]:
    """The list without one's own columns is empty; no code holds a quotation mark or a comma."""
    if own is None:
        return true()
    rest: ColumnElement[Any] = stored
    for column in own:
        rest = func.replace(rest, orjson.dumps(column).decode(), "")
    return func.replace(rest, ",", "") == _EMPTY


_EMPTY: Final = "[]"
