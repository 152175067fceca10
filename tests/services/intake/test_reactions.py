"""What others say, in intake's own commands."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import intake, review, routing
from kernel.inbox import Incoming, Reaction
from services.intake.domain import commands as c
from services.intake.reactions import react
from services.intake.schema import MESSAGE
from tests.services.intake.facts import ANSWERED, ENDED, FRIDAY, HOUSING, NEXT_FRIDAY, NOON, NUMBER, WATER

HASH = "0" * 64
HEARD = [
    (
        routing.AssignedV1(NUMBER, "mayor", HOUSING, (WATER,), FRIDAY, False, 1, NOON, False),
        c.BeginHandling(HOUSING, (WATER,), FRIDAY, 1, NOON),
    ),
    (
        routing.AssignmentReturnedV1(NUMBER, "mayor", HOUSING, 1, NOON),
        c.ReturnHandling(HOUSING, 1, NOON, asked=True),
    ),
    (
        routing.DeadlineExtendedV1(NUMBER, "mayor", HOUSING, 1, FRIDAY, NEXT_FRIDAY, False, NOON),
        c.ExtendHandling(NEXT_FRIDAY, 1, NOON),
    ),
    (
        routing.ExtensionRefusedV1(NUMBER, "mayor", HOUSING, 1, NOON),
        c.KeepDeadline(HOUSING, 1, NOON),
    ),
    (
        routing.DeadlineMovedV1(NUMBER, "mayor", HOUSING, 1, FRIDAY, NEXT_FRIDAY, False, NOON),
        c.MoveHandling(NEXT_FRIDAY, 1, NOON),
    ),
    (
        routing.ClosedV1(NUMBER, "mayor", HOUSING, 1, FRIDAY, True, ENDED, False),
        c.EndHandling(1, ENDED),
    ),
    (
        routing.CoAgenciesArrangedV1(NUMBER, "mayor", HOUSING, (WATER,), 1, NOON),
        c.ShareHandling(HOUSING, (WATER,), 1, NOON),
    ),
    (
        routing.HandedOverV1(NUMBER, "mayor", HOUSING, 1, "petition", ENDED),
        c.PassHandlingOn("petition", 1, ENDED),
    ),
    (
        routing.ReopenedV1(NUMBER, "mayor", 2, "mistake", ENDED),
        c.ReopenHandling(2, ENDED),
    ),
    (
        review.ReplyPublishedV1(
            NUMBER, "mayor", 1, "housing", HASH, public=True, published_at=ANSWERED, imported=False
        ),
        c.RecordAnswer(1, public=True, at=ANSWERED),
    ),
    (
        review.InterimReplyPublishedV1(NUMBER, "mayor", HOUSING, 1, HASH, public=False, published_at=NOON),
        c.RecordInterimReply(1, public=False, at=NOON),
    ),
]
UNHEARD = [
    routing.UrgedV1(NUMBER, "mayor", HOUSING, 1, "reminder", NOON),
    routing.CalendarAmendedV1(1, (), (2027,), (), NOON),
    routing.DeadlineMissedV1(NUMBER, "mayor", HOUSING, 1, FRIDAY, NOON),
    routing.AgencyRegisteredV1(HOUSING, "住建局", None, NOON),
    review.ReplySubmittedV1(NUMBER, "mayor", 1, 1, NOON),
    review.ReplyApprovedV1(NUMBER, "mayor", 1, HASH, 2, NOON),
    intake.MessageErasedV1(NUMBER, "mayor", NOON),
]


def incoming(event: Any) -> Incoming:
    name = type(event).__name__.removesuffix("V1")
    return Incoming("routing", 1, name, NUMBER, event, NOON, NOON, "routing-1", "a-wish")


@pytest.mark.parametrize(("event", "command"), HEARD, ids=lambda value: type(value).__name__)
def test_what_concerns_the_citizen_is_told_to_the_message(event: Any, command: Any) -> None:
    assert react(incoming(event)) == [Reaction(MESSAGE, NUMBER, command)]


def test_why_the_office_closed_it_is_told_too() -> None:
    closed = routing.ClosedV1(NUMBER, "mayor", HOUSING, 1, FRIDAY, True, ENDED, False, "answered_directly")
    assert react(incoming(closed)) == [Reaction(MESSAGE, NUMBER, c.EndHandling(1, ENDED, "answered_directly"))]


def test_an_assignment_taken_back_leaves_the_matter_with_nobody() -> None:
    withdrawn = routing.AssignmentWithdrawnV1(NUMBER, "mayor", HOUSING, 1, NOON)
    assert react(incoming(withdrawn)) == [Reaction(MESSAGE, NUMBER, c.ReturnHandling(HOUSING, 1, NOON))]


@pytest.mark.parametrize("event", UNHEARD, ids=lambda value: type(value).__name__)
def test_what_goes_on_between_offices_is_not(event: Any) -> None:
    assert react(incoming(event)) == []
