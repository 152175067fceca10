"""Scope: who drafts, who reviews, who sees which reply (domain.md, rule 8)."""

from __future__ import annotations

from dataclasses import dataclass

from services.review.domain.refusals import NotFound, OutOfScope
from services.review.domain.state import Gone, Mandate, Reply, Unassigned

HANDLER, REVIEWER, IMPORTER, CITIZEN = "handler", "reviewer", "import", "citizen"


@dataclass(frozen=True, slots=True)
class Reach:
    """What an account acts for; None is all of them. A handler is bound by agencies, everyone else by columns."""

    account: str
    role: str
    columns: tuple[str, ...] | None
    agencies: tuple[str, ...] | None
    levels: tuple[int, ...] | None


def mandate_of(reply: Reply) -> Mandate | None:
    """Whose the reply is; None where no agency has to answer."""
    return None if isinstance(reply, Unassigned | Gone) else reply.mandate


def must_draft(reach: Reach, mandate: Mandate | None) -> None:
    """Only a handler of the lead agency drafts and submits."""
    must_be(HANDLER, reach)
    if mandate is not None and reach.agencies is not None and mandate.lead not in reach.agencies:
        raise OutOfScope(reach.account, "agency", mandate.lead)


def must_review(reach: Reach, mandate: Mandate | None, level: int) -> None:
    """A reviewer passes and sends back at their level of their columns, and nowhere else."""
    must_be(REVIEWER, reach)
    if mandate is not None:
        must_reach_column(reach, mandate.column)
    if reach.levels is not None and level not in reach.levels:
        raise OutOfScope(reach.account, "level", str(level))


def must_see(reach: Reach, number: str, column: str, agency: str | None) -> None:
    """Staff see the replies of their agency (handlers) or of their columns (others); a citizen sees none here."""
    if reach.role == CITIZEN:
        raise NotFound(number)
    if reach.role != HANDLER:
        must_reach_column(reach, column)
    elif reach.agencies is not None and agency not in reach.agencies:
        raise OutOfScope(reach.account, "agency", agency or "")


def must_be(role: str, reach: Reach) -> None:
    """The account acts in this role."""
    if reach.role != role:
        raise OutOfScope(reach.account, "role", role)


def must_reach_column(reach: Reach, column: str) -> None:
    """The column is one of the account's."""
    if reach.columns is not None and column not in reach.columns:
        raise OutOfScope(reach.account, "column", column)
