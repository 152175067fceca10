"""Whole histories of a small office, as the three services would have made them public, and a plain recount of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from contracts import intake, review, routing
from services.stats.domain.completion import SHANGHAI, Cohort, Count

COLUMNS = ("governor", "mayor", "secretary")
FIRST = datetime(2019, 1, 1, tzinfo=UTC)
DUE = date(2019, 1, 31)

Fact = tuple[str, str, Any, datetime]
"""Source, subject, contract event, when it happened."""


@dataclass(frozen=True)
class History:
    """Facts in the order in which they happened."""

    facts: tuple[Fact, ...]

    def log(self, source: str) -> list[Fact]:
        """One service's public log."""
        return [fact for fact in self.facts if fact[0] == source]

    def recount(self, cohort: Cohort, as_of: datetime) -> dict[str, Count]:
        """Counts by column, made by living through the history up to the cut-off."""
        columns: dict[str, str] = {}
        closed: set[str] = set()
        elsewhere: set[str] = set()
        for _, subject, event, at in self.facts:
            if at > as_of:
                continue
            match event:
                case intake.MessageAcceptedV1(accepted_at=accepted_at, column=column):
                    if cohort.begin <= accepted_at.astimezone(SHANGHAI).date() < cohort.end:
                        columns[subject] = column
                case routing.ClosedV1():
                    closed.add(subject)
                case routing.HandedOverV1():
                    elsewhere.add(subject)
                case routing.ReopenedV1():
                    closed.discard(subject)
                    elsewhere.discard(subject)
                case _:
                    pass
        counts = dict.fromkeys(COLUMNS, Count(0, 0))
        for subject, column in columns.items():
            before = counts[column]
            gone = subject in elsewhere
            counts[column] = Count(
                before.accepted + (not gone), before.closed + (subject in closed), before.handed_over + gone
            )
        return counts


def columns_opened() -> list[Fact]:
    limits = routing.LimitsV1(ordinary_days=5, complex_days=10, max_days=15)
    return [
        (
            "routing",
            f"column:{column}",
            routing.ColumnOpenedV1(
                column=column,
                name=f"{column}的栏目",
                jurisdiction="A市",
                leader=column,
                office="office",
                review_levels=2,
                limits=limits,
                title_limit=60,
                body_limit=3000,
                accepts=True,
                opened_at=FIRST,
            ),
            FIRST,
        )
        for column in COLUMNS
    ]


ROUNDS = {
    "accepted": 0,
    "assigned": 1,
    "replied": 1,
    "closed": 1,
    "elsewhere": 1,
    "reopened": 2,
    "again": 2,
    "taken_back": 2,
}


def message_facts(number: str, column: str, end: str, steps: Sequence[timedelta], imported: bool) -> list[Fact]:
    """What became of one message: each step comes some time after the one before."""
    at = FIRST
    facts: list[Fact] = []
    pauses = iter(steps)

    def say(source: str, event: Any) -> None:
        facts.append((source, number, event, at))

    def later() -> datetime:
        nonlocal at
        at += next(pauses)
        return at

    say("intake", intake.MessageSubmittedV1(number, column, "request", later(), "web", imported))
    left: dict[str, Callable[[datetime], Any]] = {
        "declined": lambda at: intake.MessageDeclinedV1(number, column, "outside_remit", at),
        "redirected": lambda at: intake.MessageRedirectedV1(number, column, at),
        "merged": lambda at: intake.MessageMergedV1(number, column, "20190101-999999", at),
        "withdrawn": lambda at: intake.MessageWithdrawnV1(number, column, at),
    }
    if end in left:
        say("intake", left[end](later()))
    if end == "waiting" or end in left:
        return facts
    accepted = later()
    say(
        "intake",
        intake.MessageAcceptedV1(
            number,
            column,
            "complaint",
            None,
            "ordinary",
            "ordinary",
            publishable=True,
            accepted_at=accepted,
            imported=imported,
        ),
    )
    for round_ in range(1, 1 + ROUNDS[end]):
        say("routing", routing.AssignedV1(number, column, "water", (), DUE, False, round_, later(), imported))
        if not imported:
            say("review", review.InterimReplyPublishedV1(number, column, "water", round_, "0" * 64, True, later()))
        if end == "assigned" or (end == "reopened" and round_ == 2):
            break
        if round_ == 1 and end in {"elsewhere", "taken_back"}:
            say("routing", routing.HandedOverV1(number, column, "water", 1, "petition", later()))
            if end == "taken_back":
                say("routing", routing.ReopenedV1(number, column, 2, "handed_back", later()))
            continue
        public = round_ == 1
        say("review", review.ReplyPublishedV1(number, column, round_, "water", "0" * 64, public, later(), imported))
        if end == "replied":
            break
        say("routing", routing.ClosedV1(number, column, "water", round_, DUE, True, later(), imported))
        if round_ == 1 and end in {"reopened", "again"}:
            say("routing", routing.ReopenedV1(number, column, 2, "dissatisfied", later()))
    return facts


ENDS = (
    *("waiting", "declined", "redirected", "merged", "withdrawn", "accepted"),
    *("assigned", "replied", "closed", "reopened", "again", "elsewhere", "taken_back"),
)

# whole hours, so that cut-offs and midnights of Shanghai meet the facts exactly
pauses = st.lists(st.integers(0, 400).map(lambda hours: timedelta(hours=hours)), min_size=12, max_size=12)
messages = st.tuples(st.sampled_from(COLUMNS), st.sampled_from(ENDS), pauses, st.booleans())


@st.composite
def histories(draw: st.DrawFn, at_most: int = 8) -> History:
    """Columns and a few messages, each in its own state, their facts mixed by time as they were."""
    facts = columns_opened()
    for index, (column, end, steps, imported) in enumerate(draw(st.lists(messages, max_size=at_most))):
        facts += message_facts(f"20190101-{index:06}", column, end, steps, imported)
    # stable: facts of one moment stay in the order of their making
    return History(tuple(sorted(facts, key=lambda fact: fact[3])))


days = st.integers(-5, 200).map(lambda day: date(2019, 1, 1) + timedelta(days=day))
cohorts = st.tuples(days, days).map(lambda pair: Cohort(min(pair), max(pair)))
instants = st.integers(-48, 5000).map(lambda hours: FIRST + timedelta(hours=hours))
