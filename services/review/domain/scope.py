"""One person, one scope (domain.md, rule 8): who drafts, who reviews, who sees which reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.review.domain.refusals import OutOfScope
from services.review.domain.state import Erased, Mandate, Reply, Unassigned


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

    @property
    def levels(self) -> tuple[int, ...] | None:
        """At which review levels."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that only some roles do; nothing here is the program's own."""

    name: str
    roles: frozenset[str]


_HANDLER, _REVIEWER = "handler", "reviewer"
_DESKS = frozenset({"clerk", "dispatcher", "supervisor", "columnadmin", "office", "auditor"})

DRAFT = Act("draft", frozenset({_HANDLER}))
SUBMIT = Act("submit", frozenset({_HANDLER}))
WITHDRAW = Act("withdraw", frozenset({_HANDLER}))
CORRECT = Act("correct", frozenset({_HANDLER}))
PASS = Act("pass", frozenset({_REVIEWER}))
TAKE_PASS_BACK = Act("take_pass_back", frozenset({_REVIEWER}))
SEND_BACK = Act("send_back", frozenset({_REVIEWER}))
COMMENT = Act("comment", frozenset({_HANDLER, _REVIEWER}))
IMPORT = Act("import", frozenset({"import", "office"}))
WORD = Act("word", frozenset({"office", "system"}))
TEMPLATE = Act("write_template", frozenset({"columnadmin", "office"}))
READ_TEMPLATES = Act("read_templates", frozenset({"supervisor", "columnadmin", "office", "auditor"}))
EVIDENCE = Act("evidence", frozenset({_REVIEWER, "supervisor", "columnadmin", "office", "auditor"}))
READ_WORDS = Act("read_words", _DESKS | {_HANDLER, _REVIEWER, "admin", "system"})
READ = Act("read", _DESKS | {_HANDLER, _REVIEWER, "import", "system"})


@dataclass(frozen=True, slots=True)
class Sight:
    """Which replies a person sees: of these columns, and of those only the ones that these agencies lead."""

    columns: tuple[str, ...] | None
    agencies: tuple[str, ...] | None


def mandate_of(reply: Reply) -> Mandate | None:
    """Whose the reply is; None where no agency has to answer."""
    return None if isinstance(reply, Unassigned | Erased) else reply.mandate


def require(person: Person, act: Act) -> None:
    """The role may do this at all; raises OutOfScope."""
    if person.role not in act.roles:
        raise OutOfScope(act.name, person.role, "role", tuple(sorted(act.roles)), (person.role,))


def require_column(person: Person, act: Act, column: str) -> None:
    """The role may do this, and the column is one of the person's; raises OutOfScope."""
    require(person, act)
    if person.columns is not None and column not in person.columns:
        raise OutOfScope(act.name, person.role, "column", (column,), person.columns)


def require_agency(person: Person, act: Act, agencies: tuple[str, ...]) -> None:
    """The role may do this, and one of the agencies is the person's; raises OutOfScope."""
    require(person, act)
    if person.agencies is not None and not set(agencies) & set(person.agencies):
        raise OutOfScope(act.name, person.role, "agency", agencies, person.agencies)


def require_level(person: Person, act: Act, level: int) -> None:
    """The role may do this, and the level is one of the person's; raises OutOfScope."""
    require(person, act)
    if person.levels is not None and level not in person.levels:
        raise OutOfScope(act.name, person.role, "level", (str(level),), tuple(str(own) for own in person.levels))


def require_lead(person: Person, act: Act, mandate: Mandate | None) -> None:
    """Only the lead agency drafts and submits; where there is none, the decision says so."""
    require(person, act)
    if mandate is not None:
        require_agency(person, act, (mandate.lead,))


def require_turn(person: Person, act: Act, mandate: Mandate | None, level: int) -> None:
    """A reviewer passes and sends back at their level of their columns, and nowhere else."""
    require_level(person, act, level)
    if mandate is not None:
        require_column(person, act, mandate.column)


def require_word(person: Person, mandate: Mandate | None) -> None:
    """The lead agency's handlers and the column's reviewers speak about a text; where it is nobody's, nobody does."""
    require(person, COMMENT)
    if mandate is None:
        return
    if person.role == _HANDLER:
        require_agency(person, COMMENT, (mandate.lead,))
    else:
        require_column(person, COMMENT, mandate.column)


def require_sight(person: Person, column: str, leads: tuple[str, ...]) -> None:
    """A handler reads what the agency leads, or has led, everyone else what is in their columns; raises OutOfScope."""
    require(person, READ)
    if person.role == _HANDLER:
        require_agency(person, READ, leads)
    else:
        require_column(person, READ, column)


def reads_words_of(person: Person, lead: str) -> bool:
    """What an agency drafts, comments, and says is wrong with its text, is read there and by the column's staff.

    The agency that has the matter next reads what went out, and none of that.
    """
    return person.role != _HANDLER or person.agencies is None or lead in person.agencies


def sight(person: Person) -> Sight:
    """A handler sees the agency's replies, everyone else the columns'; raises OutOfScope for who sees none at all."""
    require(person, READ)
    if person.role == _HANDLER:
        return Sight(columns=None, agencies=person.agencies)
    return Sight(columns=person.columns, agencies=None)
