"""Whatever is asked of a case in whatever order, its history keeps the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kernel.decider import Refusal
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.calendar import Deadline, count_days, count_until, end_of, shanghai_date
from services.routing.domain.case import DECIDER
from services.routing.domain.state import Case, WithAgency
from tests.services.routing.domain.facts import CALENDAR, LEAK

BEGIN = datetime(2024, 3, 1, 1, 30, tzinfo=UTC)
agencies = st.sampled_from(["housing", "water", "police"])
instants = st.integers(0, 16 * 24).map(lambda hours: BEGIN + timedelta(hours=hours))
people = st.sampled_from(["dispatcher", "handler"])
notes = st.sampled_from([None, "a note"])


def _deadline(at: datetime, days: int) -> Deadline:
    return count_days(CALENDAR, shanghai_date(at), days)


def _until(at: datetime, days: int) -> Deadline:
    return count_until(CALENDAR, shanghai_date(at), shanghai_date(at) + timedelta(days=days))


commands: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(c.OpenCase, st.just(LEAK), instants),
    st.builds(
        lambda lead, co, at, days, by: c.Assign(lead, tuple(co), _deadline(at, days), by, at),
        agencies,
        st.lists(agencies, max_size=1),
        instants,
        st.integers(1, 15),
        people,
    ),
    st.builds(
        lambda lead, at: c.TakeOver(LEAK, lead, _deadline(at, 5), "import", at),
        agencies,
        instants,
    ),
    st.builds(c.AskReturn, st.just("why"), people, instants),
    st.builds(c.DecideReturn, st.booleans(), notes, people, instants),
    st.builds(lambda at, days: c.AskExtension(_until(at, days), "why", "handler", at), instants, st.integers(1, 40)),
    st.builds(c.DecideExtension, st.booleans(), notes, people, instants),
    st.builds(c.Urge, st.sampled_from(["reminder", "letter", "criticism"]), notes, people, instants),
    st.builds(c.MissDeadline, instants),
    st.builds(
        c.Close,
        st.integers(1, 3),
        st.none() | agencies,
        st.sampled_from(["reply", "office"]),
        people,
        instants,
        st.booleans(),
    ),
    st.builds(c.Reopen, st.sampled_from(["dissatisfied", "mistake"]), people, instants),
)


def live(asked: list[c.Command]) -> tuple[list[e.Event], Case]:
    """The history that these commands make, refusals aside; each that is repeated records nothing."""
    history: list[e.Event] = []
    case = DECIDER.initial
    for command in asked:
        try:
            events = DECIDER.decide(command, case)
        except Refusal:
            continue
        case = DECIDER.fold(events, case)
        history += events
        assert DECIDER.decide(command, case) == []
    return history, case


def closings(asked: list[c.Command]) -> Iterator[tuple[int, c.Close]]:
    """Each closing that was recorded: its place in the history, and the command."""
    recorded = 0
    case = DECIDER.initial
    for command in asked:
        try:
            events = DECIDER.decide(command, case)
        except Refusal:
            continue
        if isinstance(command, c.Close) and events:
            yield recorded, command
        case = DECIDER.fold(events, case)
        recorded += len(events)


# most sequences begin as a case does, so that the later rules are met often
beginnings: list[list[c.Command]] = [
    [],
    [c.OpenCase(LEAK, BEGIN)],
    [c.TakeOver(LEAK, "housing", _deadline(BEGIN, 5), "import", BEGIN)],
    [
        c.TakeOver(LEAK, "housing", _deadline(BEGIN, 5), "import", BEGIN),
        c.AskExtension(_until(BEGIN, 13), "why", "handler", BEGIN),
        c.AskReturn("why", "handler", BEGIN),
    ],
    [
        c.TakeOver(LEAK, "housing", _deadline(BEGIN, 5), "import", BEGIN),
        c.AskReturn("why", "handler", BEGIN),
        c.DecideReturn(True, None, "dispatcher", BEGIN),
        c.Assign("police", (), _deadline(BEGIN, 7), "dispatcher", BEGIN),
    ],
]
sequences: st.SearchStrategy[list[c.Command]] = st.builds(
    lambda beginning, rest: [*beginning, *rest],
    st.sampled_from(beginnings),
    st.lists(commands, min_size=5, max_size=40),
)


@given(sequences)
def test_a_command_repeated_records_nothing_and_the_state_is_the_fold_of_its_history(asked: list[c.Command]) -> None:
    history, case = live(asked)
    assert DECIDER.fold(history) == case


@given(sequences)
def test_a_history_keeps_every_rule(asked: list[c.Command]) -> None:
    history, _ = live(asked)
    closed_for = {number: command.lead for number, command in closings(asked)}
    rounds = 0
    returned: set[str] = set()
    held: e.Assigned | None = None
    deadline = None
    due: dict[str, date] = {}  # of each assignment of the round
    for number, event in enumerate(history):
        match event:
            case e.Opened():
                assert number == 0
                rounds = 1
            case e.Assigned():
                assert held is None
                assert event.round == rounds
                assert event.lead not in returned
                assert event.lead not in event.co_agencies
                held, deadline = event, event.deadline
                due[event.lead] = event.deadline.due
            case e.Returned():
                assert held is not None
                assert event.lead == held.lead
                returned.add(event.lead)
                held = None
            case e.ExtensionGranted():
                assert held is not None
                assert deadline is not None
                assert event.previous == deadline.due < event.deadline.due
                assert CALENDAR.day(event.deadline.due).kind.is_worked
                deadline = event.deadline
                due[event.lead] = event.deadline.due
            case e.Closed():
                assert event.lead == (closed_for[number] or (held and held.lead))
                assert event.round == rounds
                assert event.due == due[event.lead]
                assert event.on_time == (event.at < end_of(event.due))
                held, deadline = None, None
            case e.Reopened():
                rounds += 1
                assert event.round == rounds
                returned.clear()
                due.clear()
            case e.DeadlineMissed():
                assert deadline is not None
                assert (event.due, event.at) == (deadline.due, end_of(deadline.due))
            case _:
                assert held is not None
                assert event.lead == held.lead


@given(sequences, st.data())
def test_no_recorded_fact_is_too_much_for_the_state(asked: list[c.Command], data: st.DataObject) -> None:
    history, _ = live(asked)
    shuffled = data.draw(st.permutations(history))
    DECIDER.fold(shuffled)


@given(sequences)
def test_a_missed_deadline_is_noted_once(asked: list[c.Command]) -> None:
    history, case = live(asked)
    misses = [(event.round, event.due) for event in history if isinstance(event, e.DeadlineMissed)]
    assignments = sum(isinstance(event, e.Assigned) for event in history)
    extensions = sum(isinstance(event, e.ExtensionGranted) for event in history)
    assert len(misses) <= assignments + extensions
    if isinstance(case, WithAgency) and not case.missed:
        late = c.MissDeadline(end_of(case.assignment.deadline.due))
        assert len(DECIDER.decide(late, case)) == 1
        assert DECIDER.decide(replace(late, at=late.at - timedelta(microseconds=1)), case) == []
