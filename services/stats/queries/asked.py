"""What a question about figures says: the cohort, the cut-off, what to tell apart, and which messages only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kernel.clock import instant, rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.stats.counting.grouping import chosen
from services.stats.counting.known import Known
from services.stats.counting.population import Population
from services.stats.domain.cohort import FIRST_DAY, LAST_DAY, Cohort, Cutoff
from services.stats.domain.figures import GROUPINGS, Base
from services.stats.domain.refusals import PeriodOutOfRange, PeriodReversed, UnknownWord

_FILTERS = ("column", "jurisdiction", "agency", "kind", "field")


@dataclass(frozen=True, slots=True)
class Question:
    """`only` are labels that the messages must have: (column, mayor)."""

    cohort: Cohort
    cutoff: Cutoff
    by: str
    only: tuple[tuple[str, str], ...]

    def within(self) -> str | None:
        """The field whose parts are told apart, where only its messages are asked for."""
        return dict(self.only).get("field")

    def members(self, everybody: Population) -> Population:
        """Whom it asks about."""
        members = everybody
        for by, key in self.only:
            members = members.where(chosen(members, by, key))
        return members

    def said(self, base: Base, known: Known) -> Answer:
        """Cohort and cut-off, as they are printed beside every figure; and what the answer rests on."""
        known_at = self.cutoff.known_at
        return {
            "cohort": {
                "of": "received" if base is Base.RECEIVED else "accepted",
                "from": self.cohort.begin.isoformat(),
                "to": self.cohort.end.isoformat(),
            },
            "as_of": rfc3339(self.cutoff.as_of),
            "known_at": None if known_at is None else rfc3339(known_at),
            "positions": dict(known.reached),
            "filters": dict(self.only),
        }


def asked_for(reading: Reading, payload: Payload) -> Question:
    """{from, to, as_of, known_at, by, column, jurisdiction, agency, kind, field}.

    `from` and `to` are days in Asia/Shanghai, `to` not included; `as_of` is an instant, now where it is not given.
    Raises PeriodReversed, PeriodOutOfRange, UnknownWord.
    """
    cohort = Cohort(date.fromisoformat(payload["from"]), date.fromisoformat(payload["to"]))
    if cohort.end < cohort.begin:
        raise PeriodReversed(payload["from"], payload["to"])
    if cohort.begin < FIRST_DAY or cohort.end > LAST_DAY:
        raise PeriodOutOfRange(payload["from"], payload["to"], FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    by = payload.get("by") or GROUPINGS[0]
    if by not in GROUPINGS:
        raise UnknownWord("by", GROUPINGS)
    only = tuple((name, str(payload[name])) for name in _FILTERS if payload.get(name))
    cutoff = Cutoff(_instant(payload, "as_of") or reading.now, _instant(payload, "known_at"))
    return Question(cohort, cutoff, by, only)


def _instant(payload: Payload, name: str) -> datetime | None:
    return instant(payload[name]) if payload.get(name) else None
