"""What routing does when intake and review have spoken."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import intake, review
from kernel.inbox import Deed, Erasure, Incoming, Reaction
from services.routing.domain.commands import Close, OpenCase
from services.routing.handlers import follow_evaluation
from services.routing.reactions import react
from services.routing.schema import CASE
from tests.services.routing.domain.facts import FRIDAY_MORNING, LEAK, SATURDAY

NUMBER = "20240301-000001"
accepted = intake.MessageAcceptedV1(
    NUMBER, "mayor", "request", "housing", "ordinary", "ordinary", True, accepted_at=FRIDAY_MORNING, imported=False
)
published = review.ReplyPublishedV1(NUMBER, "mayor", 1, "housing", "0" * 64, True, SATURDAY, imported=False)
privately = review.ReplyPublishedV1(NUMBER, "mayor", 2, "water", "0" * 64, False, SATURDAY, imported=True)
FOLLOWS = {
    "an accepted message opens a case": (accepted, OpenCase(LEAK, FRIDAY_MORNING)),
    "a published reply closes its round": (published, Close(1, "housing", "reply", "system", SATURDAY)),
    "a reply to the citizen alone closes it too": (
        privately,
        Close(2, "water", "reply", "system", SATURDAY, imported=True),
    ),
}


def heard(event: object) -> Incoming:
    """The event as the inbox hands it over."""
    return Incoming("any", 1, type(event).__name__, NUMBER, event, FRIDAY_MORNING, FRIDAY_MORNING, "any-1", "wish")


@pytest.mark.parametrize(("event", "command"), FOLLOWS.values(), ids=FOLLOWS)
def test_what_follows_from_what(event: object, command: Any) -> None:
    assert react(heard(event)) == [Reaction(CASE, NUMBER, command)]


def test_a_rating_is_followed_by_the_case() -> None:
    rated = intake.MessageEvaluatedV1(NUMBER, "mayor", 1, 2, SATURDAY)
    payload = {"number": NUMBER, "round": 1, "satisfaction": 2, "at": SATURDAY}
    assert react(heard(rated)) == [Deed(follow_evaluation, payload)]


def test_an_erased_message_takes_the_key_of_its_notes_with_it() -> None:
    assert react(heard(intake.MessageErasedV1(NUMBER, "mayor", SATURDAY))) == [Erasure(NUMBER)]


def test_nothing_follows_from_anything_else() -> None:
    for event in (
        intake.MessageWithdrawnV1(NUMBER, "mayor", SATURDAY),
        review.ReplySubmittedV1(NUMBER, "mayor", 1, 1, SATURDAY),
        review.ReplyApprovedV1(NUMBER, "mayor", 1, "0" * 64, 3, SATURDAY),
        review.InterimReplyPublishedV1(NUMBER, "mayor", "housing", 1, "0" * 64, public=True, published_at=SATURDAY),
    ):
        assert react(heard(event)) == []
