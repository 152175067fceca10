"""Whom each figure counts: one rule each, by the name that domain.figures gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from services.stats.counting.arrays import Mask
from services.stats.counting.known import Known
from services.stats.counting.population import Evaluations, Population, accepted, evaluated, received
from services.stats.domain.cohort import Cohort
from services.stats.domain.facts import MessageFact
from services.stats.domain.figures import FIGURES, Base

# of the messages accepted in the period


def _accepted(members: Population) -> Mask:
    """受理: accepted, and not another system's (docs/adr/0008)."""
    return ~members.is_elsewhere


def _handed_over(members: Population) -> Mask:
    """移交: accepted once, another system's now."""
    return members.is_elsewhere


def _closed(members: Population) -> Mask:
    """办结: done, and not taken up again."""
    return members.is_closed


def _overdue(members: Population) -> Mask:
    """超时未办: not done, and past the deadline in force."""
    return members.is_overdue


def _in_hand(members: Population) -> Mask:
    """在办: not done, not overdue: so accepted = closed + in hand + overdue."""
    return _accepted(members) & ~_closed(members) & ~_overdue(members)


def _on_time(members: Population) -> Mask:
    """按期办结: done before the deadline in force was over."""
    return members.known.is_on_time[members.subjects]


# of the messages submitted in the period


def _screening(*facts: MessageFact) -> Callable[[Population], Mask]:
    """The last that was decided about the message is one of these."""

    def chosen(members: Population) -> Mask:
        return members.is_screened(*facts)

    return chosen


_undecided = _screening(MessageFact.SUBMITTED, MessageFact.RELEASED)
_invalid = _screening(MessageFact.DECLINED, MessageFact.MERGED)
_taken_back = _screening(MessageFact.WITHDRAWN)
_redirected_at_once = _screening(MessageFact.REDIRECTED)


def _everyone(members: Population) -> Mask:
    """All of them."""
    return np.ones(len(members.subjects), np.bool_)


def _waiting(members: Population) -> Mask:
    """待受理: nobody has decided; a message whose text is erased waits for nothing."""
    return _undecided(members) & ~members.is_erased


def _withdrawn(members: Population) -> Mask:
    """撤回: the citizen took it back, or had it erased, before anybody decided."""
    return _taken_back(members) | (_undecided(members) & members.is_erased)


def _screened(members: Population) -> Mask:
    """审核: a clerk decided."""
    return ~_waiting(members) & ~_withdrawn(members)


def _valid(members: Population) -> Mask:
    """有效: received, and not invalid."""
    return ~_invalid(members)


def _redirected(members: Population) -> Mask:
    """指引: valid, and not accepted: told who answers for it, at once or after acceptance."""
    return _redirected_at_once(members) | members.is_elsewhere


def _taken_on(members: Population) -> Mask:
    """Of those received: accepted, and still this office's."""
    return _screening(MessageFact.ACCEPTED)(members) & ~members.is_elsewhere


def _replied(members: Population) -> Mask:
    """答复: valid, and a reply went out."""
    return _valid(members) & members.known.is_replied[members.subjects]


def _replied_publicly(members: Population) -> Mask:
    """公开答复: valid, and a reply went out that everyone can read."""
    return _valid(members) & members.known.is_replied_publicly[members.subjects]


def _unanswered(members: Population) -> Mask:
    """未答复: waiting, or accepted and not done, and no reply went out in this round."""
    is_open = _waiting(members) | (_taken_on(members) & ~members.is_closed)
    return is_open & ~members.known.is_answered[members.subjects]


# of the evaluations


def _rated(*levels: int) -> Callable[[Population], Mask]:
    """The citizen chose one of these levels."""

    def chosen(members: Population) -> Mask:
        if not isinstance(members, Evaluations):
            raise TypeError("only evaluations have a level")
        return np.isin(members.satisfaction, levels)

    return chosen


COUNTED: Mapping[str, Callable[[Population], Mask]] = {
    "accepted": _accepted,
    "handed_over": _handed_over,
    "closed": _closed,
    "in_hand": _in_hand,
    "overdue": _overdue,
    "on_time": _on_time,
    "received": _everyone,
    "screened": _screened,
    "invalid": _invalid,
    "declined": _screening(MessageFact.DECLINED),
    "merged": _screening(MessageFact.MERGED),
    "valid": _valid,
    "redirected": _redirected,
    "withdrawn": _withdrawn,
    "waiting": _waiting,
    "taken_on": _taken_on,
    "replied": _replied,
    "replied_publicly": _replied_publicly,
    "unanswered": _unanswered,
    "evaluations": _everyone,
    "very_satisfied": _rated(5),
    "satisfied": _rated(4),
    "fairly_satisfied": _rated(3),
    "dissatisfied": _rated(2),
    "very_dissatisfied": _rated(1),
    "content": _rated(3, 4, 5),
}

_POPULATIONS: Mapping[Base, Callable[[Known, Cohort], Population]] = {
    Base.ACCEPTED: accepted,
    Base.RECEIVED: received,
    Base.EVALUATED: evaluated,
}


def population(known: Known, cohort: Cohort, base: Base) -> Population:
    """Everybody whom figures of this base can count."""
    return _POPULATIONS[base](known, cohort)


def counted(figure: str, known: Known, cohort: Cohort) -> Population:
    """Whom the figure counts."""
    everybody = population(known, cohort, FIGURES[figure])
    return everybody.where(COUNTED[figure](everybody))
