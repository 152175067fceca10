"""An appointment: who may act as whom, from which day to which, by what rules (domain.md, rule 8).

A deputy acts under the own account, so that four eyes stay four, with the role and the scope that the principal has at
that moment. It ends by itself with the last day, with either account, or when the appointment is revoked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from gateway.account import Account
from gateway.roles import DEPUTISED_BY
from gateway.session import Session
from kernel.actor import Actor
from kernel.decider import Refusal

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
LONGEST: Final = 366  # days


@dataclass(eq=False)
class CannotDeputise(Refusal):
    """Holders of this role stand in for those of that role never, and nobody for themselves."""

    code: ClassVar[str] = "gateway.cannot_deputise"
    role: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class OwnDeputy(Refusal):
    """A deputy is somebody else."""

    code: ClassVar[str] = "gateway.own_deputy"


@dataclass(eq=False)
class AppointedTooLate(Refusal):
    """Nobody is appointed for a day that is over."""

    code: ClassVar[str] = "gateway.appointed_too_late"
    begin: date
    today: date


@dataclass(eq=False)
class EndsBeforeItBegins(Refusal):
    """An appointment ends on its first day or later."""

    code: ClassVar[str] = "gateway.ends_before_it_begins"
    begin: date
    end: date


@dataclass(eq=False)
class AppointedTooLong(Refusal):
    """An appointment lasts a year at most: from `begin` to `latest`."""

    code: ClassVar[str] = "gateway.appointed_too_long"
    begin: date
    latest: date
    days: int = LONGEST


@dataclass(eq=False)
class AlreadyDeputy(Refusal):
    """The same person is appointed for some of these days already."""

    code: ClassVar[str] = "gateway.already_deputy"
    begin: date
    end: date


@dataclass(eq=False)
class AccountDisabled(Refusal):
    """Nobody acts for, or as, a disabled account."""

    code: ClassVar[str] = "gateway.account_disabled"
    username: str


@dataclass(eq=False)
class AppointmentNotFound(Refusal):
    """No appointment has this id, as far as this person is concerned."""

    code: ClassVar[str] = "gateway.appointment_not_found"
    id: int


@dataclass(eq=False)
class NotDeputy(Refusal):
    """Nobody of this name has appointed this person for today: unknown, disabled, foreign and not today are one."""

    code: ClassVar[str] = "gateway.not_deputy"
    username: str


@dataclass(eq=False)
class NoChains(Refusal):
    """Who acts for another neither acts for a third person nor appoints anybody in that other's name."""

    code: ClassVar[str] = "gateway.no_chains"


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, in Asia/Shanghai."""

    begin: date
    end: date

    def require(self, today: date) -> None:
        """Raises AppointedTooLate, EndsBeforeItBegins, AppointedTooLong."""
        latest = self.begin + timedelta(days=LONGEST - 1)
        if self.begin < today:
            raise AppointedTooLate(self.begin, today)
        if self.end < self.begin:
            raise EndsBeforeItBegins(self.begin, self.end)
        if self.end > latest:
            raise AppointedTooLong(self.begin, latest)


def are_colleagues(person: Account, other: Account) -> bool:
    """Whether one may be the other's deputy without anybody else's say: their roles agree, and so do their places.

    Of an agency both act for one, of the portal office both work in one column; who has all columns, or needs none,
    works in every one.
    """
    if other.role not in DEPUTISED_BY[person.role]:
        return False
    return _meet(person.agencies, other.agencies) and _meet(person.columns, other.columns)


def actor_of(session: Session, acting: Account) -> Actor:
    """Who acts: the session's account, as itself or in the role and scope of whom it deputises."""
    if session.appointment is None:
        return session.account.actor
    return replace(acting.actor, account=session.account.username, on_behalf_of=acting.username)


def _meet(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> bool:
    return one is None or other is None or bool(set(one) & set(other))


def holds(row: Any, principal: Account, deputy: Account, today: date) -> bool:
    """Not revoked, today within its days, nobody disabled, and roles that may stand in for each other."""
    alive = row.revoked_at is None and principal.disabled_at is None and deputy.disabled_at is None
    return alive and row.begin <= today <= row.end and deputy.role in DEPUTISED_BY[principal.role]
