"""Scope: who drafts, who reviews, who sees which reply (domain.md, rule 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.review.domain.refusals import NotFound, OutOfScope
from services.review.domain.state import Gone, Mandate, Reply, Unassigned

HANDLER, REVIEWER, CITIZEN = "handler", "reviewer", "citizen"
IMPORTERS = ("import", "office", "admin")


class Person(Protocol):
    """An account in a role; a scope of None is all of them. Agencies bind a handler, columns everyone else."""

    @property
    def account(self) -> str:
        """Who."""

    @property
    def role(self) -> str:
        """As what."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """In which columns."""

    @property
    def agencies(self) -> tuple[str, ...] | None:
        """For which agencies."""

    @property
    def levels(self) -> tuple[int, ...] | None:
        """At which review levels."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Which replies a person sees: of these columns, and of those only the ones of these agencies; None is all."""

    columns: tuple[str, ...] | None
    agencies: tuple[str, ...] | None


def mandate_of(reply: Reply) -> Mandate | None:
    """Whose the reply is; None where no agency has to answer."""
    return None if isinstance(reply, Unassigned | Gone) else reply.mandate


def must_draft(person: Person, mandate: Mandate | None) -> None:
    """Only a handler of the lead agency drafts and submits."""
    must_be(HANDLER, person)
    if mandate is not None and person.agencies is not None and mandate.lead not in person.agencies:
        raise OutOfScope(person.account, "agency", mandate.lead)


def must_review(person: Person, mandate: Mandate | None, level: int) -> None:
    """A reviewer passes and sends back at their level of their columns, and nowhere else."""
    must_be(REVIEWER, person)
    if mandate is not None:
        must_reach_column(person, mandate.column)
    if person.levels is not None and level not in person.levels:
        raise OutOfScope(person.account, "level", str(level))


def must_import(person: Person) -> None:
    """History is taken over by the import, or by who runs the whole."""
    if person.role not in IMPORTERS:
        raise OutOfScope(person.account, "role", IMPORTERS[0])


def sight(person: Person) -> Sight:
    """Staff see the replies of their agency (handlers) or of their columns (others); a citizen sees none."""
    if person.role == CITIZEN:
        return Sight(columns=(), agencies=())
    if person.role == HANDLER:
        return Sight(columns=None, agencies=person.agencies)
    return Sight(columns=person.columns, agencies=None)


def must_see(person: Person, number: str, column: str, lead: str | None) -> None:
    """The reply is within the person's sight; to a citizen it is as if there were none."""
    if person.role == CITIZEN:
        raise NotFound(number)
    seen = sight(person)
    if seen.columns is not None and column not in seen.columns:
        raise OutOfScope(person.account, "column", column)
    if seen.agencies is not None and lead not in seen.agencies:
        raise OutOfScope(person.account, "agency", lead or "")


def must_be(role: str, person: Person) -> None:
    """The account acts in this role."""
    if person.role != role:
        raise OutOfScope(person.account, "role", role)


def must_reach_column(person: Person, column: str) -> None:
    """The column is one of the account's."""
    if person.columns is not None and column not in person.columns:
        raise OutOfScope(person.account, "column", column)
