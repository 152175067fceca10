"""What review does when intake and routing have spoken."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from contracts import intake, routing
from kernel.inbox import Deed, Erasure, Incoming, Reaction
from services.review.domain import commands as c
from services.review.domain.reply import REPLY as DECIDER
from services.review.handlers.erasing import erase_replaced
from services.review.reactions import react, wanted
from services.review.schema import FOLLOW_UP, INTERIM, REPLY
from tests.services.review.domain.facts import FRIDAY, HOUSING, MAYOR, MONDAY, TUESDAY, WATER

NUMBER = "20240301-000001"
accepted = intake.MessageAcceptedV1(
    NUMBER, MAYOR, "request", None, "ordinary", "ordinary", publishable=False, accepted_at=MONDAY, imported=False
)
assigned = routing.AssignedV1(
    NUMBER, MAYOR, HOUSING, ("water",), date(2024, 3, 11), False, 1, assigned_at=MONDAY, imported=False
)
FOLLOWS = {
    "an acceptance tells the citizen's consent": (
        accepted,
        c.LearnConsent(publishable=False, imported=False, at=MONDAY),
    ),
    "an assignment opens the reply for the lead agency": (assigned, c.Entrust(MAYOR, HOUSING, 1, MONDAY)),
    "a return takes it back": (
        routing.AssignmentReturnedV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY),
        c.TakeBack(HOUSING, 1, TUESDAY),
    ),
    "an assignment taken back takes it back too": (
        routing.AssignmentWithdrawnV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY),
        c.TakeBack(HOUSING, 1, TUESDAY),
    ),
    "a closing without a reply ends it": (
        routing.ClosedV1(NUMBER, MAYOR, HOUSING, 1, date(2024, 3, 11), True, TUESDAY, False, "settled"),
        c.TakeBack(HOUSING, 1, TUESDAY),
    ),
    "what is handed over is answered elsewhere": (
        routing.HandedOverV1(NUMBER, MAYOR, HOUSING, 1, "petition", TUESDAY),
        c.TakeBack(HOUSING, 1, TUESDAY),
    ),
    "a reopening begins the next round": (
        routing.ReopenedV1(NUMBER, MAYOR, 2, "dissatisfied", FRIDAY),
        c.Reopen(2, FRIDAY),
    ),
}
erasure = intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY)


def heard(event: object) -> Incoming:
    """The event as the inbox hands it over."""
    return Incoming("any", 1, type(event).__name__, NUMBER, event, MONDAY, MONDAY, "any-1", "wish")


@pytest.mark.parametrize(("event", "command"), FOLLOWS.values(), ids=FOLLOWS)
def test_what_follows_from_what_and_what_ends_the_reply_ends_the_interim_reply(
    event: object, command: c.Command
) -> None:
    ends_it = isinstance(command, c.TakeBack | c.Reopen)
    assert react(heard(event)) == [Reaction(part, NUMBER, command) for part in (REPLY, *([INTERIM] if ends_it else []))]


def test_a_follow_up_question_opens_its_answer_for_the_agency_that_gave_the_reply() -> None:
    asked = intake.FollowUpAskedV1(NUMBER, MAYOR, 2, HOUSING, publishable=False, asked_at=FRIDAY)
    assert react(heard(asked)) == [
        Reaction(FOLLOW_UP, NUMBER, c.LearnConsent(publishable=False, imported=False, at=FRIDAY)),
        Reaction(FOLLOW_UP, NUMBER, c.Entrust(MAYOR, HOUSING, 2, FRIDAY)),
    ]


def test_an_erasure_ends_reply_follow_up_and_interim_reply_and_takes_their_keys() -> None:
    erase = c.Erase(FRIDAY)
    assert react(heard(erasure)) == [
        Reaction(REPLY, NUMBER, erase),
        Reaction(FOLLOW_UP, NUMBER, erase),
        Reaction(INTERIM, NUMBER, erase),
        Deed(erase_replaced, {"number": NUMBER}, erases=True),
        Erasure(NUMBER),
    ]


def test_nothing_follows_from_anything_else() -> None:
    others = {*intake.CONTRACTS, *routing.CONTRACTS} - {type(event) for event, _ in FOLLOWS.values()} - {type(erasure)}
    withdrawn = intake.MessageWithdrawnV1(NUMBER, MAYOR, FRIDAY)
    urged = routing.UrgedV1(NUMBER, MAYOR, HOUSING, 1, "reminder", FRIDAY)
    assert {type(withdrawn), type(urged)} < others
    assert react(heard(withdrawn)) == react(heard(urged)) == []


ROUTING = (
    assigned,
    routing.AssignmentReturnedV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY),
    routing.AssignedV1(NUMBER, MAYOR, WATER, (), date(2024, 3, 12), False, 1, assigned_at=TUESDAY, imported=False),
    routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", FRIDAY),
)


def interleavings(left: Sequence[object], right: Sequence[object]) -> Iterator[list[object]]:
    """Every way in which two logs can arrive, each in its own order."""
    for places in itertools.combinations(range(len(left) + len(right)), len(left)):
        mine, others = iter(left), iter(right)
        yield [next(mine) if at in places else next(others) for at in range(len(left) + len(right))]


@pytest.mark.parametrize("erased", [False, True])
def test_in_whatever_order_two_services_are_heard_the_reply_ends_the_same(erased: bool) -> None:
    said_by_intake = (accepted, intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY)) if erased else (accepted,)
    ends = set()
    for order in interleavings(said_by_intake, ROUTING):
        state = DECIDER.initial
        for event in order:
            command = wanted(event)
            assert command is not None
            state = DECIDER.fold(DECIDER.decide(command, state), state)
        ends.add(state)
    assert len(ends) == 1
