"""One person, one scope (domain.md, rule 8): who makes bulletins, and of which columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.stats.domain.refusals import OutOfScope


class Person(Protocol):
    """An account in a role; a scope of None is all of them."""

    @property
    def role(self) -> str:
        """As what."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """In which columns."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that only some roles do."""

    name: str
    roles: frozenset[str]


_MAKERS = frozenset({"columnadmin", "office"})

DRAFT = Act("draft_bulletin", _MAKERS)
CHECK = Act("check_bulletin", _MAKERS | {"supervisor"})
PUBLISH = Act("publish_bulletin", _MAKERS)
READ = Act("read_bulletins", CHECK.roles | {"auditor"})


def require(person: Person, act: Act) -> None:
    """The role may do this at all; raises OutOfScope."""
    if person.role not in act.roles:
        raise OutOfScope(act.name, person.role, "role", tuple(sorted(act.roles)), (person.role,))


def require_column(person: Person, act: Act, column: str | None) -> None:
    """And the column is one of the person's; the city's (None) are for who has all columns. Raises OutOfScope."""
    require(person, act)
    if person.columns is None:
        return
    if column is None:
        raise OutOfScope(act.name, person.role, "city", (), person.columns)
    if column not in person.columns:
        raise OutOfScope(act.name, person.role, "column", (column,), person.columns)
