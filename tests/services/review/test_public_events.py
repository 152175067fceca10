"""What others learn of a reply: where it stands and which text, never the text."""

from __future__ import annotations

from dataclasses import fields

import pytest

from contracts import review
from services.review.domain import events as e
from services.review.publish import contract
from tests.services.review.domain import facts as f
from tests.services.review.stored import ONE_OF_EACH

NUMBER = "20240301-000001"
TOLD = {
    "review.submitted.v1": review.ReplySubmittedV1(NUMBER, f.MAYOR, 1, 1, f.WEDNESDAY),
    "review.taken_out_of_review.v1": review.ReplyTakenOutOfReviewV1(NUMBER, f.MAYOR, 1, 1, f.TUESDAY),
    "review.sent_back.v1": review.ReplySentBackV1(NUMBER, f.MAYOR, 1, 1, f.THURSDAY, lead=f.HOUSING),
    "review.passed.v1": review.ReplyPassedV1(NUMBER, f.MAYOR, 1, 1, f.THURSDAY, 2),
    "review.passed.v1.proofread": review.ReplyPassedV1(NUMBER, f.MAYOR, 1, 1, f.THURSDAY, 2),
    "review.taken_out_of_review.v1.withdrawn": review.ReplyTakenOutOfReviewV1(NUMBER, f.MAYOR, 1, 1, f.THURSDAY),
    "review.sent_back.v1.down": review.ReplySentBackV1(NUMBER, f.MAYOR, 1, 2, f.THURSDAY, to=1, lead=f.HOUSING),
    "review.approved.v1": review.ReplyApprovedV1(NUMBER, f.MAYOR, 1, f.HASH, 3, f.THURSDAY),
    "review.published.v1": review.ReplyPublishedV1(NUMBER, f.MAYOR, 1, f.HOUSING, f.HASH, True, f.THURSDAY, False),
    "review.published.v1.imported": review.ReplyPublishedV1(
        NUMBER, f.MAYOR, 1, f.HOUSING, f.HASH, True, f.LONG_AGO, True
    ),
    "review.delivered.v1": review.ReplyPublishedV1(NUMBER, f.MAYOR, 1, f.HOUSING, f.HASH, False, f.THURSDAY, False),
}


@pytest.mark.parametrize(("name", "event"), ONE_OF_EACH.items(), ids=ONE_OF_EACH)
def test_what_is_told_of_each_event(name: str, event: e.Event) -> None:
    assert contract(NUMBER, event) == TOLD.get(name)


@pytest.mark.parametrize("event", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
def test_no_text_and_no_person_is_told(event: e.Event) -> None:
    told = contract(NUMBER, event)
    if told is None:
        return
    said = str(review.CONTRACTS.dump(told))
    for field in fields(event):
        if field.name in {"sealed", "by"}:
            assert str(getattr(event, field.name)) not in said
