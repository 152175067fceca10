"""Whatever is asked in whatever order: rules hold, evolve never raises, and asking again records nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.decider import Refusal
from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.days import day_of, last_day
from services.intake.domain.state import (
    Closed,
    HandedOver,
    Handled,
    Handling,
    InProgress,
    Merged,
    Message,
    Unwritten,
    Waiting,
)
from services.intake.domain.words import Complexity, Kind, Reason, Satisfaction, Standing, Urgency
from services.intake.schema import MESSAGE
from tests.services.intake import facts
from tests.services.intake.facts import FRIDAY, HOUSING, IMPORT, LI, MORNING, NUMBER, OTHER, SUBMIT, WANG
from tests.support import courses
from tests.support.courses import Course

instants = st.integers(0, 60 * 24 * 60).map(lambda minutes: MORNING + timedelta(minutes=minutes))
clerks = st.sampled_from([WANG, LI])
notes = st.sampled_from([facts.ADVICE, facts.WHERE])
windows = st.integers(1, 30)
rounds = st.integers(1, 3)
agencies = st.sampled_from([HOUSING, facts.ROADS])
days = st.sampled_from([FRIDAY, facts.NEXT_FRIDAY])
Messages = Course[c.Command, e.Event, Message]

COMMANDS: dict[type, st.SearchStrategy[Any]] = {
    c.Submit: st.sampled_from([SUBMIT, IMPORT, replace(SUBMIT, consent_public=False)]),
    c.Accept: st.builds(
        c.Accept,
        st.none() | st.sampled_from(Kind),
        st.none() | st.sampled_from(["housing", "三号楼"]),
        st.sampled_from(Urgency),
        st.sampled_from(Complexity),
        clerks,
        instants,
    ),
    c.Decline: st.builds(c.Decline, st.sampled_from(Reason), st.none() | notes, clerks, instants),
    c.Redirect: st.builds(c.Redirect, notes, clerks, instants, st.none() | notes),
    c.Merge: st.builds(
        c.Merge,
        st.just(NUMBER),
        st.sampled_from([NUMBER, OTHER]),
        st.sampled_from(Standing),
        st.none() | st.sampled_from([facts.YESTERDAY, facts.NOON]),
        clerks,
        instants,
    ),
    c.Join: st.builds(c.Join, st.just(NUMBER), st.just(facts.DUPLICATE), clerks, instants),
    c.Release: st.builds(c.Release, st.sampled_from([OTHER, facts.DUPLICATE]), instants),
    c.Withdraw: st.builds(c.Withdraw, instants),
    c.Evaluate: st.builds(
        c.Evaluate, st.sampled_from(Satisfaction), st.none() | st.just(facts.COMMENT), windows, instants
    ),
    c.AskFollowUp: st.builds(c.AskFollowUp, st.just(facts.QUESTION) | notes, windows, instants),
    c.AskErasure: st.builds(c.AskErasure, instants),
    c.RefuseErasure: st.builds(c.RefuseErasure, st.just(facts.WHY) | notes, clerks, instants),
    c.Erase: st.builds(c.Erase, clerks, instants),
    c.BeginHandling: st.builds(c.BeginHandling, agencies, st.just(()), days, rounds, instants),
    c.ReturnHandling: st.builds(c.ReturnHandling, agencies, rounds, instants),
    c.ExtendHandling: st.builds(c.ExtendHandling, days, rounds, instants),
    c.KeepDeadline: st.builds(c.KeepDeadline, agencies, rounds, instants),
    c.MoveHandling: st.builds(c.MoveHandling, days, rounds, instants),
    c.RecordAnswer: st.builds(c.RecordAnswer, rounds, st.booleans(), instants),
    c.RecordInterimReply: st.builds(c.RecordInterimReply, rounds, st.booleans(), instants),
    c.RecordFollowUpAnswer: st.builds(c.RecordFollowUpAnswer, st.booleans(), instants),
    c.RecordCorrection: st.builds(
        c.RecordCorrection,
        st.sampled_from(["reply", "follow_up", "interim"]),
        rounds,
        st.integers(2, 3),
        st.just("fact"),
        st.booleans(),
        instants,
    ),
    c.EndHandling: st.builds(c.EndHandling, rounds, instants, st.sampled_from([None, "settled"])),
    c.ShareHandling: st.builds(c.ShareHandling, agencies, st.just((facts.WATER,)), rounds, instants),
    c.PassHandlingOn: st.builds(c.PassHandlingOn, st.sampled_from(["petition", "hotline"]), rounds, instants),
    c.ReopenHandling: st.builds(c.ReopenHandling, rounds, instants),
}


@dataclass(frozen=True, slots=True)
class Onward:
    """What would be asked next, where the message stands: of what fits, the one that is chosen."""

    choice: int
    lead: str
    at: datetime

    def otherwise(self, handling: Handling) -> c.Following:
        """Another day, granted or by another calendar, or none; or others who help."""
        lead = self.lead if handling.charge is None else handling.charge.lead
        return (
            c.ExtendHandling(facts.NEXT_FRIDAY, handling.round, self.at),
            c.MoveHandling(facts.NEXT_FRIDAY, handling.round, self.at),
            c.ShareHandling(lead, (facts.WATER,), handling.round, self.at),
            c.KeepDeadline(lead, handling.round, self.at),
        )[self.at.minute % 4]

    def over(self, round_: int) -> c.Following:
        """Done, or somebody else's."""
        return c.EndHandling(round_, self.at) if self.at.minute % 2 else c.PassHandlingOn("petition", round_, self.at)

    def __call__(self, message: Message) -> c.Command:
        match message:
            case Unwritten():
                return SUBMIT
            case Waiting():
                screenings: list[c.Command] = [facts.ACCEPT, facts.ACCEPT, facts.ACCEPT, facts.DECLINE, facts.MERGE]
                return screenings[self.choice]
            case InProgress(handling=handling):
                fitting: list[c.Command] = [
                    c.BeginHandling(self.lead, (), FRIDAY, handling.round, self.at),
                    c.ReturnHandling(self.lead, handling.round, self.at),
                    self.otherwise(handling),
                    c.RecordAnswer(handling.round, public=True, at=self.at),
                    self.over(handling.round),
                ]
                return fitting[self.choice]
            case Closed(handling=handling, ended_at=ended_at):
                later = ended_at + timedelta(days=self.choice * 10)
                rated = c.Evaluate(Satisfaction(self.choice + 1), None, facts.DAYS, later)
                asked = c.AskFollowUp(facts.QUESTION, facts.DAYS, later)
                told = c.RecordFollowUpAnswer(public=True, at=self.at)
                reopened = c.ReopenHandling(handling.round + 1, self.at)
                next_: list[c.Command] = [told if handling.follow_up else asked, rated, told, rated, reopened]
                return next_[self.choice]
            case HandedOver(handling=handling):
                return c.ReopenHandling(handling.round + 1, self.at)
            case _:
                return c.Erase(WANG, self.at)


drawn: st.SearchStrategy[Messages] = courses.courses(
    MESSAGE, COMMANDS, st.builds(Onward, st.integers(0, 4), agencies, instants)
)


def test_every_command_there_is_is_drawn() -> None:
    assert set(COMMANDS) == set(get_args(c.Command)), "a new command needs a line in COMMANDS, and its rules below"


@pytest.mark.parametrize("event", get_args(e.Event))
def test_every_event_there_is_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@given(drawn)
def test_a_message_is_submitted_first_and_leaves_the_queue_once_for_each_time_that_it_waits(course: Messages) -> None:
    assert [number for number, event in enumerate(course.history) if isinstance(event, e.Submitted)] in ([], [0])
    left, back = (sum(isinstance(event, kind) for event in course.history) for kind in (e.Screened, e.Released))
    assert left - back in (0, 1)


@given(drawn)
def test_what_was_not_taken_on_never_becomes_accepted_and_is_not_handled(course: Messages) -> None:
    for step in course.steps:
        if step.events and not isinstance(step.before, Unwritten | Waiting | Handled):
            allowed = (*get_args(e.Erasing), *([e.Joined, e.Released] if isinstance(step.before, Merged) else []))
            assert all(isinstance(event, allowed) for event in step.events)
        if any(isinstance(event, e.Followed | e.Evaluated) for event in step.events):
            assert isinstance(step.before, Handled)


@given(drawn)
def test_a_message_is_merged_only_into_an_earlier_one_that_somebody_answers_or_may(course: Messages) -> None:
    for step in course.steps:
        if any(isinstance(event, e.Merged) for event in step.events):
            assert isinstance(step.command, c.Merge)
            assert step.command.into != step.command.number
            assert step.command.into_stands in (Standing.WAITING, Standing.IN_PROGRESS, Standing.CLOSED)
            assert step.command.into_written_at is not None
            assert step.command.into_written_at <= MORNING


@given(drawn)
def test_a_message_remembers_each_duplicate_once_wherever_it_goes(course: Messages) -> None:
    joined: list[str] = []
    for step in course.steps:
        joined += [event.duplicate for event in step.events if isinstance(event, e.Joined)]
        assert isinstance(step.after, Unwritten) or list(step.after.submission.duplicates) == joined
    assert len(joined) == len(set(joined))


@given(drawn)
def test_only_a_closed_message_is_evaluated_once_for_each_closing_within_a_month(course: Messages) -> None:
    ended: e.HandlingEnded | None = None
    for event in course.history:
        match event:
            case e.HandlingEnded():
                ended = event
            case e.HandlingReopened() | e.HandlingBegan():
                ended = None
            case e.Evaluated():
                assert ended is not None
                assert event.round == ended.round
                assert day_of(event.at) <= last_day(ended.at, facts.DAYS)
                ended = None
            case _:
                pass


@given(drawn)
def test_one_question_is_asked_once_more_of_a_closed_and_answered_matter_and_answered_once(course: Messages) -> None:
    assert sum(isinstance(event, e.FollowUpAsked) for event in course.history) <= 1
    assert sum(isinstance(event, e.FollowUpAnswered) for event in course.history) <= 1
    for step in course.steps:
        if any(isinstance(event, e.FollowUpAsked) for event in step.events):
            assert isinstance(step.before, Closed)
            assert step.before.handling.round in step.before.handling.answered
            assert isinstance(step.after, Closed)


@given(drawn)
def test_what_is_refused_was_asked_for_and_what_is_erased_is_asked_for_no_more(course: Messages) -> None:
    waits = erased = False
    for event in course.history:
        match event:
            case e.ErasureAsked():
                assert not waits
                assert not erased
                waits = True
            case e.ErasureRefused():
                assert waits
                waits = False
            case e.Erased():
                waits, erased = False, True
            case _:
                pass


@given(drawn)
def test_rounds_only_go_on_and_are_answered_and_ended_once(course: Messages) -> None:
    handled = [step.after for step in course.steps if isinstance(step.after, Handled)]
    rounds_seen = [message.handling.round for message in handled]
    assert rounds_seen == sorted(rounds_seen)
    for kind in (e.AnswerPublished, e.HandlingEnded | e.HandlingPassedOn):
        happened = [event.round for event in course.history if isinstance(event, kind)]
        assert len(happened) == len(set(happened))


@given(drawn)
def test_an_interim_reply_leaves_the_matter_as_it_stands(course: Messages) -> None:
    for step in course.steps:
        if any(isinstance(event, e.InterimReplyPublished) for event in step.events):
            assert isinstance(step.before, Handled)
            assert isinstance(step.after, Handled)
            assert replace(step.after, handling=step.before.handling) == step.before
            told = step.after.handling.interim
            assert replace(step.before.handling, interim=told) == step.after.handling


@given(drawn)
def test_a_correction_leaves_the_matter_as_it_stands(course: Messages) -> None:
    for step in course.steps:
        if any(isinstance(event, e.AnswerCorrected) for event in step.events):
            assert isinstance(step.before, Handled)
            assert isinstance(step.after, Handled)
            told = replace(step.before.handling, corrected=step.after.handling.corrected)
            assert step.after == replace(step.before, handling=told)


@given(drawn)
def test_what_was_erased_stays_so_and_is_no_longer_waiting(course: Messages) -> None:
    assert sum(isinstance(event, e.Erased) for event in course.history) <= 1
    written = [step.after for step in course.steps if not isinstance(step.after, Unwritten)]
    flags = [message.submission.erased for message in written]
    assert flags == sorted(flags)
    assert not any(message.submission.erased and isinstance(message, Waiting) for message in written)


HAPPENINGS = [
    facts.submitted,
    facts.imported,
    facts.accepted,
    facts.declined,
    facts.redirected,
    facts.merged,
    facts.joined,
    facts.released,
    facts.withdrawn,
    facts.assigned_to_housing,
    facts.housing_returned_it,
    facts.extended,
    facts.refused,
    facts.moved,
    facts.answered,
    facts.told_meanwhile,
    facts.corrected,
    facts.ended,
    facts.shared,
    facts.passed_on,
    facts.evaluated,
    facts.asked_again,
    facts.answered_again,
    facts.erasure_asked,
    facts.erasure_refused,
    facts.reopened,
    facts.ended_again,
    facts.erased,
]


@given(st.lists(st.sampled_from(HAPPENINGS), max_size=12), st.one_of(*COMMANDS.values()))
def test_no_history_however_odd_breaks_a_rule_or_evolve(history: list[e.Event], command: Any) -> None:
    assert {type(event) for event in HAPPENINGS} == set(get_args(e.Event))
    message = MESSAGE.decider.fold(history)
    with suppress(Refusal):
        MESSAGE.decider.fold(MESSAGE.decider.decide(command, message), message)
