"""Whom a notice is for: a rule, which says of each person who reads whether they are addressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.notices.domain.refusals import AudienceUnclear
from services.notices.domain.words import Account, ColumnId, Role


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone of these roles, in these columns (None: in all); or these accounts, whatever their role."""

    roles: tuple[Role, ...] = ()
    columns: tuple[ColumnId, ...] | None = None
    accounts: tuple[Account, ...] = ()


class Person(Protocol):
    """An account in a role; a scope of None is all columns."""

    @property
    def account(self) -> str:
        """Who."""

    @property
    def role(self) -> str:
        """As what."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """In which columns."""


def must_be_someone(audience: Audience) -> None:
    """Roles or accounts, never both and never neither, and columns only with roles; raises AudienceUnclear."""
    if bool(audience.roles) == bool(audience.accounts):
        raise AudienceUnclear
    if audience.columns == () or (audience.accounts and audience.columns is not None):
        raise AudienceUnclear


def addresses(audience: Audience, person: Person) -> bool:
    """Whether the notice is for this person, as the person stands now. A scope of all columns fits every column."""
    if audience.accounts:
        return person.account in audience.accounts
    if person.role not in audience.roles:
        return False
    if audience.columns is None or person.columns is None:
        return True
    return not set(audience.columns).isdisjoint(person.columns)
