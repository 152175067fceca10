"""A plain recount: every fact is lived through one after the other, and every message looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts import intake, review, routing
from services.stats.domain.cohort import Cohort
from tests.services.stats.histories import COLUMNS, FIELDS, JURISDICTIONS, PORTALS, Fact
from workdays.announced import calendar
from workdays.calendar import end_of, shanghai_date

PARENTS = {code: parent for code, _, parent in FIELDS}


@dataclass
class Message:
    """Where one message stands."""

    number: str
    column: str
    kind: str
    submitted_at: datetime
    field: str | None = None
    accepted_at: datetime | None = None
    screening: str = "waiting"
    case: str = "none"
    lead: str | None = None
    due: date | None = None
    closed_at: datetime | None = None
    on_time: bool = False
    replied: bool = False
    replied_publicly: bool = False
    round: int = 1
    answered_in: int = 0
    helpers: tuple[str, ...] = ()
    closers: dict[int, str] = dataclasses.field(default_factory=dict)
    evaluations: list[tuple[int, int]] = dataclasses.field(default_factory=list)


def live(facts: Iterable[Fact], as_of: datetime, known_at: datetime | None) -> dict[str, Message]:
    """The messages as they stood at the cut-off, as far as it was known."""
    found: dict[str, Message] = {}
    for fact in facts:
        if fact.at > as_of or (known_at is not None and fact.recorded_at > known_at):
            continue
        if isinstance(fact.event, intake.MessageSubmittedV1):
            event = fact.event
            found[event.number] = Message(event.number, event.column, event.kind, event.submitted_at)
        elif fact.subject in found:
            happen(found[fact.subject], fact)
    return found


def happen(message: Message, fact: Fact) -> None:
    """One thing more."""
    told = {"intake": screened, "routing": handled, "review": answered}
    told[fact.source](message, fact.event)


SCREENED = {
    intake.MessageDeclinedV1: "declined",
    intake.MessageRedirectedV1: "redirected",
    intake.MessageMergedV1: "merged",
    intake.MessageReleasedV1: "waiting",
    intake.MessageWithdrawnV1: "withdrawn",
}


def screened(message: Message, event: Any) -> None:
    match event:
        case intake.MessageAcceptedV1():
            message.screening, message.accepted_at = "accepted", event.accepted_at
            message.kind, message.field = event.kind, event.field
        case intake.MessageErasedV1():
            if message.screening == "waiting":
                message.screening = "withdrawn"
        case intake.MessageEvaluatedV1(satisfaction=satisfaction, round=round_):
            message.evaluations.append((satisfaction, round_))
        case _:
            message.screening = SCREENED[type(event)]


def handled(message: Message, event: Any) -> None:
    match event:
        case routing.AssignedV1(lead=lead, due=due):
            message.case, message.lead, message.due = "open", lead, due
            message.helpers = event.co_agencies
        case routing.CoAgenciesArrangedV1():
            message.helpers = event.co_agencies
        case routing.AssignmentReturnedV1() | routing.AssignmentWithdrawnV1() | routing.ReopenedV1():
            message.case, message.lead, message.due, message.helpers = "open", None, None, ()
            if isinstance(event, routing.ReopenedV1):
                message.round = event.round
        case routing.DeadlineExtendedV1(due=due) | routing.DeadlineMovedV1(due=due):
            message.due = due
        case routing.ClosedV1(lead=lead, due=due, on_time=on_time, closed_at=closed_at):
            message.case, message.lead, message.due = "closed", lead, due
            message.on_time, message.closed_at = on_time, closed_at
            message.closers[event.round] = lead
        case routing.HandedOverV1(lead=lead):
            message.case, message.lead, message.due = "elsewhere", lead, None
        case _:
            raise AssertionError(event)


def answered(message: Message, event: Any) -> None:
    if isinstance(event, review.ReplyPublishedV1):
        message.replied = True
        message.replied_publicly |= event.public
        message.answered_in = max(message.answered_in, event.round)


@dataclass(frozen=True)
class Recount:
    """The messages at a cut-off, and what each figure makes of them."""

    messages: dict[str, Message]
    as_of: datetime

    def accepted(self, cohort: Cohort) -> list[Message]:
        return [
            message
            for message in self.messages.values()
            if message.accepted_at and cohort.begin <= shanghai_date(message.accepted_at) < cohort.end
        ]

    def received(self, cohort: Cohort) -> list[Message]:
        return [
            message
            for message in self.messages.values()
            if cohort.begin <= shanghai_date(message.submitted_at) < cohort.end
        ]

    def figure(self, name: str, cohort: Cohort) -> list[Message]:
        """Whom the figure counts; a message once for each evaluation that is counted."""
        if name in RATED:
            return [
                replace(message, lead=message.closers.get(round_))  # who closed that round is who was rated
                for message in self.accepted(cohort)
                if message.case != "elsewhere"
                for level, round_ in message.evaluations
                if level in RATED[name]
            ]
        if name in OF_ACCEPTED:
            return [m for m in self.accepted(cohort) if OF_ACCEPTED[name](m, self.as_of)]
        return [m for m in self.received(cohort) if OF_RECEIVED[name](m)]


def is_open(message: Message) -> bool:
    return message.case in ("none", "open")


def is_overdue(message: Message, as_of: datetime) -> bool:
    return message.case == "open" and message.due is not None and end_of(message.due) <= as_of


OF_ACCEPTED: dict[str, Callable[[Message, datetime], bool]] = {
    "accepted": lambda m, _: m.case != "elsewhere",
    "handed_over": lambda m, _: m.case == "elsewhere",
    "closed": lambda m, _: m.case == "closed",
    "in_hand": lambda m, as_of: m.case in ("none", "open") and not is_overdue(m, as_of),
    "overdue": is_overdue,
    "on_time": lambda m, _: m.case == "closed" and m.on_time,
}

OF_RECEIVED: dict[str, Callable[[Message], bool]] = {
    "received": lambda _: True,
    "screened": lambda m: m.screening not in ("waiting", "withdrawn"),
    "invalid": lambda m: m.screening in ("declined", "merged"),
    "declined": lambda m: m.screening == "declined",
    "merged": lambda m: m.screening == "merged",
    "valid": lambda m: m.screening not in ("declined", "merged"),
    "redirected": lambda m: m.screening == "redirected" or (m.accepted_at is not None and m.case == "elsewhere"),
    "withdrawn": lambda m: m.screening == "withdrawn",
    "waiting": lambda m: m.screening == "waiting",
    "taken_on": lambda m: m.screening == "accepted" and m.case != "elsewhere",
    "replied": lambda m: m.screening not in ("declined", "merged") and m.replied,
    "replied_publicly": lambda m: m.screening not in ("declined", "merged") and m.replied_publicly,
    "unanswered": lambda m: (
        m.answered_in < m.round and (m.screening == "waiting" or (m.screening == "accepted" and is_open(m)))
    ),
}

RATED = {
    "evaluations": {1, 2, 3, 4, 5},
    "very_satisfied": {5},
    "satisfied": {4},
    "fairly_satisfied": {3},
    "dissatisfied": {2},
    "very_dissatisfied": {1},
    "content": {3, 4, 5},
}


def root(code: str | None) -> str | None:
    while code is not None and PARENTS[code] is not None:
        code = PARENTS[code]
    return code


def label(message: Message, by: str, base: str) -> str | None:
    """The row that the message is in."""
    match by:
        case "column":
            return message.column
        case "jurisdiction":
            return JURISDICTIONS[COLUMNS.index(message.column)]
        case "hosted":
            return "here" if PORTALS[COLUMNS.index(message.column)] is None else "elsewhere"
        case "agency":
            return message.lead
        case "kind":
            return message.kind
        case "field":
            return root(message.field)
        case _:
            since = message.submitted_at if base == "received" else message.accepted_at
            assert since is not None
            return shanghai_date(since).strftime("%Y-%m")


def rate(part: int, whole: int) -> str | None:
    """In per cent, half up, two decimals, trailing zeros dropped."""
    if not whole:
        return None
    exact = (Decimal(100) * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact:f}".rstrip("0").rstrip(".")


def days_taken(message: Message) -> tuple[int, int]:
    """Calendar days and working days from acceptance to closing."""
    assert message.accepted_at
    assert message.closed_at
    begin, end = shanghai_date(message.accepted_at), shanghai_date(message.closed_at)
    days = [begin + timedelta(days=n) for n in range(1, (end - begin).days + 1)]
    return len(days), sum(calendar().day(day).kind.is_worked for day in days)


def span(days: Sequence[int]) -> dict[str, str | int | None]:
    """Average, median and 90th percentile."""
    if not days:
        return {"average": None, "median": None, "p90": None}
    ranked = sorted(days)
    mean = (Decimal(sum(days)) / len(days)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    reached = [
        next(day for day in ranked if 100 * sum(each <= day for each in ranked) >= share * len(ranked))
        for share in (50, 90)
    ]
    return {"average": f"{mean:f}".rstrip("0").rstrip("."), "median": reached[0], "p90": reached[1]}
