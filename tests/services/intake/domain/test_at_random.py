"""Whatever is asked in whatever order: rules hold, evolve never raises, and asking again records nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.decider import Refusal
from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.message import MESSAGE
from services.intake.domain.state import Closed, InProgress, Message, Unwritten, Waiting
from services.intake.domain.words import Complexity, Kind, Outcome, Reason, Satisfaction, Standing, Urgency
from tests.services.intake import facts
from tests.services.intake.facts import FRIDAY, HOUSING, IMPORT, LI, MORNING, NUMBER, OTHER, SUBMIT, WANG

instants = st.integers(0, 60 * 24 * 60).map(lambda minutes: MORNING + timedelta(minutes=minutes))
clerks = st.sampled_from([WANG, LI])
notes = st.sampled_from([facts.ADVICE, facts.WHERE])
rounds = st.integers(1, 3)
agencies = st.sampled_from([HOUSING, facts.ROADS])
days = st.sampled_from([FRIDAY, facts.NEXT_FRIDAY])

screenings = st.one_of(
    st.builds(
        c.Accept,
        st.none() | st.sampled_from(Kind),
        st.none() | st.sampled_from(["housing", "三号楼"]),
        st.sampled_from(Urgency),
        st.sampled_from(Complexity),
        clerks,
        instants,
    ),
    st.builds(c.Decline, st.sampled_from(Reason), st.none() | notes, clerks, instants),
    st.builds(c.Redirect, notes, clerks, instants),
    st.builds(c.Merge, st.just(NUMBER), st.sampled_from([NUMBER, OTHER]), st.sampled_from(Standing), clerks, instants),
)
others = st.one_of(
    st.builds(c.Withdraw, instants),
    st.builds(c.Evaluate, st.sampled_from(Satisfaction), instants),
    st.builds(c.Erase, clerks, instants),
    st.builds(c.BeginHandling, agencies, st.just(()), days, rounds, instants),
    st.builds(c.ReturnHandling, agencies, rounds, instants),
    st.builds(c.ExtendHandling, days, rounds, instants),
    st.builds(c.RecordAnswer, rounds, st.booleans(), instants),
    st.builds(c.EndHandling, rounds, instants),
    st.builds(c.ReopenHandling, rounds, instants),
)
submissions = st.sampled_from([SUBMIT, IMPORT, replace(SUBMIT, consent_public=False)])
commands = st.one_of(submissions, screenings, others)
courses = st.lists(commands, max_size=25)
"""Mostly a message that is never submitted; `likely` begins with one that is."""
likely = st.tuples(submissions, screenings, st.lists(others | screenings, max_size=25)).map(
    lambda course: [course[0], course[1], *course[2]]
)


def walk(course: list[Any]) -> tuple[list[e.Event], list[Message]]:
    """What is recorded when the commands are given one after the other, refusals left out; asking again is nothing."""
    message: Message = Unwritten()
    recorded: list[e.Event] = []
    path = [message]
    for command in course:
        try:
            events = MESSAGE.decide(command, message)
        except Refusal:
            continue
        message = MESSAGE.fold(events, message)
        assert MESSAGE.decide(command, message) == []
        recorded += events
        path.append(message)
    return recorded, path


@given(st.one_of(courses, likely))
def test_a_command_given_again_records_nothing(course: list[Any]) -> None:
    recorded, path = walk(course)
    assert MESSAGE.fold(recorded) == path[-1]


@given(likely)
def test_a_message_leaves_the_queue_once(course: list[Any]) -> None:
    recorded, _ = walk(course)
    left = [event for event in recorded if type(event).__name__.lower() in set(Outcome)]
    assert len(left) <= 1


@given(likely)
def test_only_a_closed_message_is_evaluated_and_once_for_each_closing(course: list[Any]) -> None:
    recorded, _ = walk(course)
    closings = 0
    for event in recorded:
        match event:
            case e.HandlingEnded():
                closings = 1
            case e.HandlingReopened() | e.HandlingBegan():
                closings = 0
            case e.Evaluated():
                closings -= 1
                assert closings == 0
            case _:
                pass


@given(likely)
def test_rounds_only_go_on(course: list[Any]) -> None:
    _, path = walk(course)
    rounds_seen = [message.handling.round for message in path if isinstance(message, InProgress | Closed)]
    assert rounds_seen == sorted(rounds_seen)


@given(likely)
def test_what_was_erased_stays_so_and_is_no_longer_waiting(course: list[Any]) -> None:
    recorded, path = walk(course)
    erased = [event for event in recorded if isinstance(event, e.Erased)]
    assert len(erased) <= 1
    written = [message for message in path if not isinstance(message, Unwritten)]
    flags = [message.submission.erased for message in written]
    assert flags == sorted(flags)
    assert not any(message.submission.erased and isinstance(message, Waiting) for message in written)


happenings = st.sampled_from(
    [
        facts.submitted,
        facts.imported,
        facts.accepted,
        facts.declined,
        facts.redirected,
        facts.merged,
        facts.withdrawn,
        facts.assigned_to_housing,
        facts.housing_returned_it,
        facts.extended,
        facts.answered,
        facts.ended,
        facts.evaluated,
        facts.reopened,
        facts.ended_again,
        facts.erased,
    ]
)


@settings(max_examples=300)
@given(st.lists(happenings, max_size=12), commands)
def test_no_history_however_odd_breaks_a_rule_or_evolve(history: list[e.Event], command: Any) -> None:
    message = MESSAGE.fold(history)
    with suppress(Refusal):
        MESSAGE.fold(MESSAGE.decide(command, message), message)
