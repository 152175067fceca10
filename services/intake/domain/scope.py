"""One person, one scope (domain.md, rule 8): who may do what, in which columns and for which agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from kernel.decider import Refusal
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import Handled, Message, Unwritten, Written


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


_CLERKS = frozenset({"clerk", "columnadmin", "office"})
_ANYWHERE = frozenset({"system"})
_HANDLER = "handler"

ACCEPT = Act("accept", _CLERKS)
DECLINE = Act("decline", _CLERKS)
REDIRECT = Act("redirect", _CLERKS)
MERGE = Act("merge", _CLERKS)
SUGGEST = Act("suggest", _CLERKS | {"auditor"})
PUBLIC_TEXT = Act("public_text", _CLERKS)
READ_PUBLIC_TEXT = Act("read_public_text", _CLERKS | {"auditor"})
REVEAL = Act("reveal", _CLERKS | {"dispatcher", _HANDLER, "supervisor", "auditor"})
ERASE = Act("erase", frozenset({"office"}))
WORD_ADVICE = Act("word_advice", frozenset({"office", "admin"}))
READ_ADVICE = Act("read_advice", _CLERKS | {"admin", "auditor"})
READ_QUEUES = Act("read_queues", _CLERKS | {"dispatcher", "supervisor", "auditor"})
NOTIFY = Act("notify", _ANYWHERE)
IMPORT = Act("import", frozenset({"import", "office"}))
READ = Act("read", _CLERKS | {"dispatcher", _HANDLER, "reviewer", "supervisor", "auditor"})


@dataclass(eq=False)
class OutOfScope(Refusal):
    """The person may not do this here, by role, column or agency: it needs one of `wanted`, they have `granted`."""

    code: ClassVar[str] = "intake.out_of_scope"
    act: str
    role: str
    because: Literal["role", "column", "agency"]
    wanted: tuple[str, ...]
    granted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Which messages a person sees: of these columns, and of those only the ones these agencies lead or help with."""

    columns: tuple[str, ...] | None
    agencies: tuple[str, ...] | None


def may(person: Person, act: Act) -> bool:
    """Whether the role does this at all."""
    return person.role in act.roles | _ANYWHERE


def require(person: Person, act: Act) -> None:
    """The role may do this at all; raises OutOfScope."""
    if not may(person, act):
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


def require_message(person: Person, act: Act, message: Message) -> None:
    """The role may do this, and the message is in the person's sight; raises OutOfScope, NotFound."""
    require(person, act)
    if isinstance(message, Unwritten):
        raise NotFound
    if person.role == _HANDLER:
        require_agency(person, act, agencies_of(message))
    else:
        require_column(person, act, message.submission.column)


def require_part(person: Person, act: Act, message: Written, agency: str) -> None:
    """The role may do this with what one agency has of the message, though another may have the case by now."""
    if person.role == _HANDLER:
        require_agency(person, act, (agency,))
    else:
        require_column(person, act, message.submission.column)


def sight(person: Person) -> Sight:
    """A handler sees the agency's messages, everyone else the columns'; raises OutOfScope for who sees none at all."""
    require(person, READ)
    if person.role == _HANDLER:
        return Sight(columns=None, agencies=person.agencies)
    return Sight(columns=person.columns, agencies=None)


def agencies_of(message: Message) -> tuple[str, ...]:
    """The agencies that have the message at present, the lead first."""
    if not isinstance(message, Handled) or message.handling.charge is None:
        return ()
    charge = message.handling.charge
    return (charge.lead, *charge.co_agencies)
