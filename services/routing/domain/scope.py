"""One person, one scope (domain.md, rule 8): who may do what, in which columns and for which agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.routing.domain.refusals import OutOfScope
from services.routing.domain.words import AgencyId, ColumnId


class Person(Protocol):
    """An account in a role; a scope of None is all of them."""

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


@dataclass(frozen=True, slots=True)
class Act:
    """Something that only some roles do."""

    name: str
    roles: frozenset[str]


_DISPATCHERS = frozenset({"dispatcher", "columnadmin", "office"})
_ANYWHERE = frozenset({"system"})
_HANDLER = "handler"

CONFIGURE = Act("configure", frozenset({"office"}))
IMPORT = Act("import", frozenset({"import", "office"}))
AMEND = Act("amend", frozenset({"office"}))
DIFFER = Act("differ", frozenset({"office", "auditor"}))
RECOUNT = Act("recount", frozenset({"office"}))
SET_COLUMN = Act("set_column", frozenset({"columnadmin", "office"}))
SET_AGENCY = Act("set_agency", frozenset({"office"}))
READ_CITY = Act("read_city", frozenset({"columnadmin", "office", "auditor", "admin"}))
ASSIGN = Act("assign", _DISPATCHERS)
ASK = Act("ask", frozenset({_HANDLER}))
WITHDRAW = Act("withdraw", _DISPATCHERS)
ARRANGE_HELP = Act("arrange_help", _DISPATCHERS)
DECIDE = Act("decide", _DISPATCHERS)
URGE = Act("urge", frozenset({"supervisor", "columnadmin", "office"}))
ACKNOWLEDGE = Act("acknowledge", frozenset({_HANDLER}))
CLOSE = Act("close", _DISPATCHERS | {"supervisor"})
REOPEN = Act("reopen", _DISPATCHERS | {"supervisor"})  # for a citizen who is dissatisfied
CORRECT = Act("correct", frozenset({"supervisor", "columnadmin", "office"}))  # reopen for a mistake, or handed back
HAND_OVER = Act("hand_over", _DISPATCHERS)
LOOK = Act("look", frozenset())  # the program's own
DISPATCH = Act("dispatch", frozenset())  # likewise
RULE = Act("rule", frozenset({"columnadmin", "office"}))
READ_RULES = Act("read rules", _DISPATCHERS | {"supervisor", "auditor", "admin"})
READ = Act("read", _DISPATCHERS | {"clerk", _HANDLER, "reviewer", "supervisor", "auditor", "import"})
READ_CALENDAR = Act("read_calendar", READ.roles | {"admin"})


@dataclass(frozen=True, slots=True)
class Sight:
    """Which cases a person sees: of these columns, and of those only the ones these agencies lead or help with."""

    columns: tuple[ColumnId, ...] | None
    agencies: tuple[AgencyId, ...] | None


def require(person: Person, act: Act) -> None:
    """The role may do this at all; raises OutOfScope."""
    if person.role not in act.roles | _ANYWHERE:
        raise OutOfScope(act.name, person.role, "role", tuple(sorted(act.roles)), (person.role,))


def require_column(person: Person, act: Act, column: ColumnId) -> None:
    """The role may do this, and the column is one of the person's; raises OutOfScope."""
    require(person, act)
    if person.columns is not None and column not in person.columns:
        raise OutOfScope(act.name, person.role, "column", (column,), person.columns)


def require_agency(person: Person, act: Act, agencies: tuple[AgencyId, ...]) -> None:
    """The role may do this, and one of the agencies is the person's; raises OutOfScope."""
    require(person, act)
    if person.agencies is not None and not set(agencies) & set(person.agencies):
        raise OutOfScope(act.name, person.role, "agency", agencies, person.agencies)


def sight(person: Person) -> Sight:
    """A handler sees the agency's cases, everyone else the columns'; raises OutOfScope for who sees none at all."""
    require(person, READ)
    if person.role == _HANDLER:
        return Sight(columns=None, agencies=person.agencies)
    return Sight(columns=person.columns, agencies=None)
