"""Who may do what with notices: the portal office writes, the auditor looks, and whom one is for reads it."""

from __future__ import annotations

from dataclasses import dataclass

from services.notices.domain.audience import Person, addresses
from services.notices.domain.refusals import NotFound, OutOfScope
from services.notices.domain.state import Notice, Sent, Withdrawn
from services.notices.domain.words import ROLES


@dataclass(frozen=True, slots=True)
class Act:
    """Something that only some roles do."""

    name: str
    roles: frozenset[str]


WRITE = Act("write", frozenset({"office"}))
OVERSEE = Act("oversee", frozenset({"office", "auditor"}))
DELIVER = Act("deliver", frozenset({"office", "admin"}))
LOOK_AT_DELIVERIES = Act("look_at_deliveries", frozenset({"office", "admin", "auditor"}))
SEND = Act("send", frozenset({"system"}))
READ = Act("read", frozenset(ROLES))


def require(person: Person, act: Act) -> None:
    """The role may do this; raises OutOfScope."""
    if person.role not in act.roles:
        raise OutOfScope(act.name, person.role, tuple(sorted(act.roles)))


def must_be_for(person: Person, notice: Notice) -> Sent:
    """How it stands, or stood last, where it is for this person; raises OutOfScope, and NotFound where it is not."""
    require(person, READ)
    sent = notice.last if isinstance(notice, Withdrawn) else notice
    if not isinstance(sent, Sent) or not addresses(sent.letter.outline.audience, person):
        raise NotFound
    return sent
