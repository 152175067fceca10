"""Scope: who may act on which message (domain.md, rule 8)."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.domain.refusals import NotFound, OutOfScope, RoleNotAllowed
from services.intake.domain.state import Closed, InProgress, Message, Submission, Unwritten

SCREENING = frozenset({"clerk", "columnadmin", "office"})
"""Who decides on waiting messages."""

ERASING = frozenset({"office", "admin"})
"""Who erases on request."""

IMPORTING = frozenset({"import", "office", "admin"})
"""Who takes history over."""


@dataclass(frozen=True, slots=True)
class Reach:
    """As what an account acts, and for which columns and agencies; None is all of them."""

    account: str
    role: str
    columns: tuple[str, ...] | None
    agencies: tuple[str, ...] | None

    def covers_column(self, column: str) -> bool:
        """Whether the account acts in the column."""
        return self.columns is None or column in self.columns


def must_act(reach: Reach, roles: frozenset[str]) -> None:
    """The account acts in one of the roles, or is the program itself; raises RoleNotAllowed."""
    if reach.role not in roles | {"system"}:
        raise RoleNotAllowed(reach.account, reach.role, tuple(sorted(roles)))


def agencies_of(message: Message) -> tuple[str, ...]:
    """The agencies that have the message at present, the lead first."""
    if not isinstance(message, InProgress | Closed) or message.handling.charge is None:
        return ()
    charge = message.handling.charge
    return (charge.agency, *charge.co_agencies)


def must_reach(reach: Reach, message: Message) -> Submission:
    """The message is in one of the account's columns and with one of its agencies; raises NotFound, OutOfScope."""
    if isinstance(message, Unwritten):
        raise NotFound
    column = message.submission.column
    theirs = reach.agencies is None or any(agency in reach.agencies for agency in agencies_of(message))
    if not (reach.covers_column(column) and theirs):
        raise OutOfScope(reach.account, column, reach.columns, reach.agencies)
    return message.submission


def must_reach_column(reach: Reach, column: str) -> None:
    """The column is one of the account's, whatever its agencies; raises OutOfScope."""
    if not reach.covers_column(column):
        raise OutOfScope(reach.account, column, reach.columns, reach.agencies)
