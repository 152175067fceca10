"""What a question about figures says: the cohort, the cut-off, what to tell apart, and which messages only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kernel.clock import instant, rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.stats.counting.figures import population
from services.stats.counting.filtering import Only
from services.stats.counting.grouping import Grouped
from services.stats.counting.known import Known
from services.stats.counting.memory import Memory
from services.stats.counting.population import Population
from services.stats.domain.cohort import FIRST_DAY, LAST_DAY, Cohort, Cutoff
from services.stats.domain.figures import FILTERS, GROUPINGS, Base, Hosted
from services.stats.domain.refusals import CutoffUnusable, PeriodOutOfRange, PeriodReversed, PositionsAhead, UnknownWord
from services.stats.queries.labels import must_all_be_known
from workdays.calendar import midnight

SOURCES = ("intake", "review", "routing")
_SKEW = timedelta(minutes=1)  # by which the clock of whoever asks may be ahead


@dataclass(frozen=True, slots=True)
class Moment:
    """The cut-off that was asked for; `is_now` where none was."""

    cutoff: Cutoff
    is_now: bool

    def known(self, memory: Memory) -> Known:
        """What was so then. Raises PositionsAhead, Unavailable."""
        known = memory.known(self.cutoff, present=self.is_now)
        for source, position in self.cutoff.positions or ():
            if position > (reached := known.heard.reached.get(source, 0)):
                raise PositionsAhead(source, position, reached)
        return known

    def positions(self, known: Known) -> dict[str, int]:
        """How much of each log the answer rests on."""
        heard = known.heard.reached if self.cutoff.positions is None else dict(self.cutoff.positions)
        return {source: heard[source] for source in SOURCES if source in heard}

    def said(self, known: Known) -> Answer:
        """The cut-off, and what the answer rests on."""
        known_at, positions = self.cutoff.known_at, self.positions(known)
        return {
            "as_of": rfc3339(self.cutoff.as_of),
            "known_at": None if known_at is None else rfc3339(known_at),
            "positions": positions,
            "missing": known.heard.missing(positions),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A cohort at a moment, told apart by something, and which of it only."""

    cohort: Cohort
    moment: Moment
    by: str
    only: Only

    def rows(self, members: Population) -> Grouped:
        """The members told apart."""
        return self.only.rows(members, self.by)

    def members(self, known: Known, base: Base) -> Population:
        """Whom it asks about; raises UnknownLabel, UnknownWord."""
        must_all_be_known(known, self.only)
        return self.only.members(population(known, self.cohort, base))

    def at(self, known: Known) -> Question:
        """The same question, asked at the instant of what is known: so that it is the same until something changes."""
        return replace(self, moment=Moment(known.cutoff, is_now=False))

    def said(self, base: Base, known: Known) -> Answer:
        """Cohort and cut-off, as they are printed beside every figure."""
        return {
            "cohort": {
                "of": "received" if base is Base.RECEIVED else "accepted",
                "from": self.cohort.begin.isoformat(),
                "to": self.cohort.end.isoformat(),
            },
            **self.moment.said(known),
            "filters": filters_said(self.only),
            "by": self.by,
        }


def asked_for(reading: Reading, payload: Payload) -> Question:
    """{from, to, as_of, known_at, by, …what `only_of` takes}.

    `from` and `to` are days in Asia/Shanghai, `to` not included. Raises PeriodReversed, PeriodOutOfRange, UnknownWord,
    what `moment_of` and `only_of` raise.
    """
    cohort = Cohort(date.fromisoformat(payload["from"]), date.fromisoformat(payload["to"]))
    if cohort.end < cohort.begin:
        raise PeriodReversed(payload["from"], payload["to"])
    if cohort.begin < FIRST_DAY or cohort.end > LAST_DAY:
        raise PeriodOutOfRange(payload["from"], payload["to"], FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    by = payload.get("by") or GROUPINGS[0]
    if by not in GROUPINGS:
        raise UnknownWord("by", GROUPINGS)
    return Question(cohort, moment_of(reading, payload), by, only_of(payload))


def only_of(payload: Payload, filters: Sequence[str] = FILTERS) -> Only:
    """{column, jurisdiction, hosted, agency, kind, field}: a label each, or several of which a message has one.

    Raises UnknownWord.
    """
    labels = tuple((name, _several(payload[name])) for name in filters if payload.get(name))
    if not set(dict(labels).get("hosted", ())) <= set(Hosted):
        raise UnknownWord("hosted", tuple(Hosted))
    return Only(labels)


def _several(said: str | Sequence[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(dict.fromkeys(said))


def filters_said(only: Only) -> dict[str, list[str]]:
    """The labels of each filter, as they were asked for."""
    return {name: list(keys) for name, keys in only.labels}


def moment_of(reading: Reading, payload: Payload) -> Moment:
    """{as_of, known_at, positions}: instants, both in the past, and {source: position} of an answer.

    As of now where `as_of` is not given, and as far as everything is known where `positions` are not. Raises
    CutoffUnusable, UnknownWord.
    """
    as_of, known_at = (_past(reading, payload, name) for name in ("as_of", "known_at"))
    positions = _positions(payload)
    is_now = as_of is None and known_at is None and positions is None
    return Moment(Cutoff(as_of or reading.now, known_at, positions), is_now)


def _positions(payload: Payload) -> tuple[tuple[str, int], ...] | None:
    said = payload.get("positions")
    if said is None:
        return None
    if not set(said) <= set(SOURCES):
        raise UnknownWord("positions", SOURCES)
    return tuple((source, said[source]) for source in SOURCES if said.get(source))


def _past(reading: Reading, payload: Payload, name: str) -> datetime | None:
    if not payload.get(name):
        return None
    at = instant(payload[name])
    if not midnight(FIRST_DAY) <= at <= reading.now + _SKEW:
        raise CutoffUnusable(name, FIRST_DAY.isoformat())
    return min(at, reading.now)
