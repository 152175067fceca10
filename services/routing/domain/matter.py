"""Matter: what an accepted message is about, and who answers it by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.routing.domain.agency import AgencyId
from services.routing.domain.calendar import Deadline
from services.routing.domain.column import ColumnId, Complexity

Number = str
Kind = Literal["consultation", "suggestion", "request", "complaint", "thanks"]
Urgency = Literal["ordinary", "urgent"]
UrgingLevel = Literal["reminder", "letter", "criticism"]
ReopeningReason = Literal["dissatisfied", "mistake"]
ClosingCause = Literal["reply", "office"]
Sealed = str  # a person's own words, sealed under the message's key


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
class Assignment:
    """Who answers, with whose help, and by when."""

    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    deadline: Deadline
    by: str
    at: datetime
