"""Matter: what an accepted message is about, and who answers it by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.routing.domain.calendar import Deadline
from services.routing.domain.words import AgencyId, ColumnId, Complexity, Kind, Urgency


@dataclass(frozen=True, slots=True)
class Matter:
    """What the accepted message is about, as far as its handling needs to know."""

    column: ColumnId
    kind: Kind
    field: str | None
    urgency: Urgency
    complexity: Complexity
    accepted_at: datetime
    imported: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a deadline stands for, whatever the calendar makes of it: working days given, and the day granted since."""

    working_days: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers, with whose help, and by when: the deadline in force, and what was agreed."""

    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    deadline: Deadline
    agreed: Agreed
    by: str
    at: datetime
