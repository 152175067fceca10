"""Why routing says no to what becomes of a case once it was assigned: the rest is in `refusals`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from kernel.decider import Refusal
from services.routing.domain.words import AgencyId, System


@dataclass(eq=False)
class CaseHandedOver(Refusal):
    """The matter is another system's: by whom it was handed there, and when."""

    code: ClassVar[str] = "routing.handed_over"
    system: System
    by: str
    at: datetime


@dataclass(eq=False)
class NotHandedOver(Refusal):
    """Only what was handed over can be handed back."""

    code: ClassVar[str] = "routing.not_handed_over"
    round: int


@dataclass(eq=False)
class NotAReceipt(Refusal):
    """A receipt number is 1 to 64 letters, digits and . : / # - _, a letter or digit first."""

    code: ClassVar[str] = "routing.not_a_receipt"


@dataclass(eq=False)
class NotDissatisfied(Refusal):
    """The citizen has not rated this closing as dissatisfied, or word of it has not arrived yet."""

    code: ClassVar[str] = "routing.not_dissatisfied"
    round: int


@dataclass(eq=False)
class ReopeningOver(Refusal):
    """The closing could be reopened until the end of this day, by the column's terms."""

    code: ClassVar[str] = "routing.reopening_over"
    until: date


@dataclass(eq=False)
class AddedAndWithdrawn(Refusal):
    """The same co-agency cannot be added and withdrawn at once."""

    code: ClassVar[str] = "routing.added_and_withdrawn"
    agency: AgencyId


@dataclass(eq=False)
class DeadlineWasMissed(Refusal):
    """The deadline that this agency had when the case was taken back is over: it gets no new one in this round."""

    code: ClassVar[str] = "routing.deadline_was_missed"
    lead: AgencyId
    due: date


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """This has been decided, in other words or by somebody else: how, by whom, and when."""

    code: ClassVar[str] = "routing.already_decided"
    what: Literal["return", "extension"]
    decision: Literal["agreed", "refused"]
    by: str
    at: datetime


@dataclass(eq=False)
class ReasonMissing(Refusal):
    """Who refuses an agency, or finds a mistake, says why."""

    code: ClassVar[str] = "routing.reason_missing"
    what: Literal["return", "extension", "reopening"]


@dataclass(eq=False)
class ReturnTooLate(Refusal):
    """The lead could say "not ours" until the end of this day, by the column's terms."""

    code: ClassVar[str] = "routing.return_too_late"
    until: date
