"""Whole histories of a small office at random, as the three services would have made them public."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from contracts import intake, review, routing
from services.stats.domain.cohort import Cohort
from workdays.calendar import shanghai_date

COLUMNS = ("governor", "mayor", "secretary")
JURISDICTIONS = ("A市", "A市", "B县")
PORTALS = ("省平台", None, None)
AGENCIES = ("housing", "roads", "water")
KINDS = ("consultation", "suggestion", "request", "complaint", "thanks")
FIELDS = (("city", "城建", None), ("roads", "道路", "city"), ("lamps", "路灯", "roads"), ("school", "教育", None))
FIRST = datetime(2019, 1, 1, tzinfo=UTC)


class Fact(NamedTuple):
    """A contract event of a source, when it happened, and when that was recorded: of imports, later."""

    source: str
    subject: str
    event: Any
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class History:
    """Facts in the order in which they were recorded."""

    facts: tuple[Fact, ...]

    def log(self, source: str) -> list[Fact]:
        """One service's public log."""
        return [fact for fact in self.facts if fact.source == source]


def city() -> list[Fact]:
    """Columns, agencies and fields."""
    limits = routing.LimitsV1(ordinary_days=5, complex_days=10, max_days=15)
    columns = [
        routing.ColumnOpenedV1(
            column=column,
            name=f"{column}的栏目",
            jurisdiction=jurisdiction,
            leader=column,
            office="office",
            review_levels=2,
            limits=limits,
            title_limit=60,
            body_limit=3000,
            accepts=True,
            opened_at=FIRST,
            terms=routing.TermsV1(portal=portal),
        )
        for column, jurisdiction, portal in zip(COLUMNS, JURISDICTIONS, PORTALS, strict=True)
    ]
    agencies = [routing.AgencyRegisteredV1(agency, f"{agency}局", None, FIRST) for agency in AGENCIES]
    fields = routing.FieldsArrangedV1(tuple(routing.FieldV1(*field) for field in FIELDS), FIRST)
    return [
        *(Fact("routing", f"column:{event.column}", event, FIRST, FIRST) for event in columns),
        *(Fact("routing", f"agency:{event.agency}", event, FIRST, FIRST) for event in agencies),
        Fact("routing", "fields:city", fields, FIRST, FIRST),
    ]


class Life:
    """One message, living at random: what can happen next depends on what has."""

    def __init__(self, number: str, chance: random.Random) -> None:
        self.number = number
        self.column = chance.choice(COLUMNS)
        self.facts: list[Fact] = []
        self._chance = chance
        self._at = FIRST + timedelta(hours=chance.randrange(2000))
        self._lag = timedelta(hours=chance.choice((0, 0, 0, chance.randrange(3000))))
        self._round = 1
        self._lead = ""
        self._due = FIRST.date()
        self._next: Callable[[], None] = self._submit

    def live(self, steps: int) -> list[Fact]:
        """So many steps of it, or until nothing more can happen."""
        for _ in range(steps):
            self._next()
            # whole hours, so that cut-offs and midnights of Shanghai meet the facts exactly
            self._at += timedelta(hours=self._chance.choice((0, 1, 8, 24, 24, 100, 400)))
        return self.facts

    @property
    def _imported(self) -> bool:
        return bool(self._lag)

    def _say(self, source: str, event: Any, late: timedelta = timedelta()) -> None:
        """`late`: it happened so much earlier than it is recorded."""
        self.facts.append(Fact(source, self.number, event, self._at - late, self._at + self._lag))

    def _choose(self, *moves: Callable[[], None]) -> None:
        self._chance.choice(moves)()

    def _day(self) -> date:
        return shanghai_date(self._at) + timedelta(days=self._chance.randrange(1, 20))

    # intake

    def _submit(self) -> None:
        kind = self._chance.choice(KINDS)
        self._say(
            "intake",
            intake.MessageSubmittedV1(self.number, self.column, kind, self._at, "web", self._imported),  # type: ignore[arg-type]
        )
        self._next = self._screen

    def _screen(self) -> None:
        self._choose(*[self._accept] * 6, self._decline, self._redirect, self._merge, self._withdraw, self._erase)

    def _accept(self) -> None:
        self._say(
            "intake",
            intake.MessageAcceptedV1(
                self.number,
                self.column,
                self._chance.choice(KINDS),  # type: ignore[arg-type]
                self._chance.choice((None, *(field[0] for field in FIELDS))),
                "ordinary",
                "ordinary",
                publishable=True,
                accepted_at=self._at,
                imported=self._imported,
            ),
        )
        self._next = self._dispatch

    def _decline(self) -> None:
        self._say("intake", intake.MessageDeclinedV1(self.number, self.column, "outside_remit", self._at))
        self._next = self._rest

    def _redirect(self) -> None:
        self._say("intake", intake.MessageRedirectedV1(self.number, self.column, self._at))
        self._next = self._rest

    def _merge(self) -> None:
        self._say("intake", intake.MessageMergedV1(self.number, self.column, "20190101-999999", self._at))
        self._next = self._stay_merged

    def _stay_merged(self) -> None:
        self._choose(self._rest, self._release)

    def _release(self) -> None:
        self._say("intake", intake.MessageReleasedV1(self.number, self.column, "20190101-999999", self._at))
        self._next = self._screen

    def _withdraw(self) -> None:
        self._say("intake", intake.MessageWithdrawnV1(self.number, self.column, self._at))
        self._next = self._rest

    def _erase(self) -> None:
        self._say("intake", intake.MessageErasedV1(self.number, self.column, self._at))
        self._next = self._rest

    def _rest(self) -> None:
        pass

    # routing and review

    def _dispatch(self) -> None:
        self._choose(*[self._assign] * 5, self._hand_over, *[self._close_late] * bool(self._lead))

    def _close_late(self) -> None:
        """What the agency published before the case was taken from it closes the case after all (docs/adr/0004)."""
        late = timedelta(hours=self._chance.choice((1, 30)))
        self._say("routing", self._closed(self._at - late), late)
        self._next = self._look_back

    def _assign(self) -> None:
        self._lead, self._due = self._chance.choice(AGENCIES), self._day()
        self._say(
            "routing",
            routing.AssignedV1(
                self.number,
                self.column,
                self._lead,
                self._helpers(),
                self._due,
                False,
                self._round,
                self._at,
                self._imported,
            ),
        )
        self._next = self._handle

    def _helpers(self) -> tuple[str, ...]:
        others = [agency for agency in AGENCIES if agency != self._lead]
        return tuple(self._chance.sample(others, self._chance.choice((0, 0, 1, 2))))

    def _arrange(self) -> None:
        helpers = self._helpers()
        self._say(
            "routing",
            routing.CoAgenciesArrangedV1(self.number, self.column, self._lead, helpers, self._round, self._at),
        )

    def _handle(self) -> None:
        self._choose(
            *[self._reply] * 4,
            self._return,
            self._take_back,
            self._extend,
            self._move,
            self._say_so_far,
            self._close,
            self._arrange,
        )

    def _return(self) -> None:
        self._say("routing", routing.AssignmentReturnedV1(self.number, self.column, self._lead, self._round, self._at))
        self._next = self._dispatch

    def _take_back(self) -> None:
        self._say("routing", routing.AssignmentWithdrawnV1(self.number, self.column, self._lead, self._round, self._at))
        self._next = self._dispatch

    def _extend(self) -> None:
        before, self._due = self._due, self._due + timedelta(days=5)
        self._say(
            "routing",
            routing.DeadlineExtendedV1(
                self.number, self.column, self._lead, self._round, before, self._due, False, self._at
            ),
        )

    def _move(self) -> None:
        before, self._due = self._due, self._due + timedelta(days=self._chance.choice((-1, 1)))
        self._say(
            "routing",
            routing.DeadlineMovedV1(
                self.number, self.column, self._lead, self._round, before, self._due, False, self._at
            ),
        )

    def _say_so_far(self) -> None:
        self._say(
            "review",
            review.InterimReplyPublishedV1(self.number, self.column, self._lead, self._round, "0" * 64, True, self._at),
        )

    def _reply(self) -> None:
        public = self._chance.random() < 0.7
        self._say(
            "review",
            review.ReplyPublishedV1(
                self.number, self.column, self._round, self._lead, "0" * 64, public, self._at, self._imported
            ),
        )
        self._next = self._close

    def _close(self) -> None:
        self._say("routing", self._closed(self._at))
        self._next = self._look_back

    def _closed(self, at: datetime) -> routing.ClosedV1:
        on_time = shanghai_date(at) <= self._due
        return routing.ClosedV1(
            self.number, self.column, self._lead, self._round, self._due, on_time, at, self._imported
        )

    def _look_back(self) -> None:
        self._choose(self._rest, self._rest, self._evaluate, self._reopen, self._erase)

    def _evaluate(self) -> None:
        level = self._chance.choice((1, 2, 3, 4, 5))
        self._say("intake", intake.MessageEvaluatedV1(self.number, self.column, self._round, level, self._at))  # type: ignore[arg-type]
        self._next = self._after_evaluation

    def _after_evaluation(self) -> None:
        self._choose(self._rest, self._reopen)

    def _reopen(self) -> None:
        self._round += 1
        self._say("routing", routing.ReopenedV1(self.number, self.column, self._round, "dissatisfied", self._at))
        self._next = self._dispatch

    def _hand_over(self) -> None:
        lead = self._lead or None
        self._say("routing", routing.HandedOverV1(self.number, self.column, lead, self._round, "petition", self._at))
        self._next = self._stay_away

    def _stay_away(self) -> None:
        self._choose(self._rest, self._come_back)

    def _come_back(self) -> None:
        self._round += 1
        self._say("routing", routing.ReopenedV1(self.number, self.column, self._round, "handed_back", self._at))
        self._next = self._dispatch


def lives(seed: int, at_most: int) -> Iterator[Fact]:
    """A few messages, each in a state of its own."""
    chance = random.Random(seed)
    for index in range(chance.randrange(at_most + 1)):
        yield from Life(f"20190101-{index:06}", chance).live(chance.randrange(1, 16))


def history(seed: int, at_most: int = 8) -> History:
    """A city and its messages, their facts mixed as they were recorded; of one moment, in the order of their making."""
    return History(tuple(sorted([*city(), *lives(seed, at_most)], key=lambda fact: fact.recorded_at)))


def histories(at_most: int = 8) -> st.SearchStrategy[History]:
    return st.integers(0, 2**32).map(lambda seed: history(seed, at_most))


days = st.integers(-5, 200).map(lambda day: date(2019, 1, 1) + timedelta(days=day))
cohorts = st.tuples(days, days).map(lambda pair: Cohort(min(pair), max(pair)))
instants = st.integers(-48, 8000).map(lambda hours: FIRST + timedelta(hours=hours))
