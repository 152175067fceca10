"""One person, one scope: refused elsewhere, and the refusal says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kernel.actor import CITIZEN, Actor
from services.review.domain.refusals import NotFound, OutOfScope
from services.review.domain.reply import REPLY
from services.review.domain.scope import mandate_of, must_draft, must_review, must_see
from services.review.domain.state import Mandate
from tests.services.review.domain.facts import CHEN, HOUSING, LI, MAYOR, WATER, answered, entrusted_to_housing, erased

HANDLER = Actor(LI, "handler", columns=(), agencies=(HOUSING,), levels=())
REVIEWER = Actor(CHEN, "reviewer", columns=(MAYOR,), agencies=(), levels=(1,))
HOUSINGS, WATERS = Mandate(MAYOR, HOUSING, 1), Mandate(MAYOR, WATER, 1)
NUMBER = "20240301-000001"


def refused(act: Callable[[], None]) -> tuple[str, dict[str, object]]:
    """How the act is refused."""
    with pytest.raises((OutOfScope, NotFound)) as caught:
        act()
    return caught.value.code, caught.value.values()


def test_a_handler_drafts_for_their_agency_only() -> None:
    must_draft(HANDLER, HOUSINGS)
    must_draft(replace(HANDLER, agencies=None), WATERS)
    lacking = {"account": LI, "lacks": "agency", "needs": WATER}
    assert refused(lambda: must_draft(HANDLER, WATERS)) == ("review.out_of_scope", lacking)


@pytest.mark.parametrize(
    "role", ["reviewer", "clerk", "dispatcher", "supervisor", "columnadmin", "office", "admin", "citizen"]
)
def test_nobody_but_a_handler_drafts_whatever_their_scope(role: str) -> None:
    everything = Actor("someone", role, None, None, None)
    lacking = {"account": "someone", "lacks": "role", "needs": "handler"}
    assert refused(lambda: must_draft(everything, HOUSINGS)) == ("review.out_of_scope", lacking)


@pytest.mark.parametrize("role", ["handler", "clerk", "supervisor", "columnadmin", "office", "admin", "citizen"])
def test_nobody_but_a_reviewer_reviews_whatever_their_scope(role: str) -> None:
    everything = Actor("someone", role, None, None, None)
    lacking = {"account": "someone", "lacks": "role", "needs": "reviewer"}
    assert refused(lambda: must_review(everything, HOUSINGS, 1)) == ("review.out_of_scope", lacking)


def test_a_reviewer_acts_at_their_level_of_their_columns() -> None:
    must_review(REVIEWER, HOUSINGS, 1)
    level = {"account": CHEN, "lacks": "level", "needs": "2"}
    assert refused(lambda: must_review(REVIEWER, HOUSINGS, 2)) == ("review.out_of_scope", level)
    column = {"account": CHEN, "lacks": "column", "needs": "secretary"}
    elsewhere = Mandate("secretary", HOUSING, 1)
    assert refused(lambda: must_review(REVIEWER, elsewhere, 1)) == ("review.out_of_scope", column)


def test_staff_see_their_agencys_or_their_columns_replies() -> None:
    must_see(HANDLER, NUMBER, MAYOR, HOUSING)
    must_see(REVIEWER, NUMBER, MAYOR, WATER)
    must_see(replace(REVIEWER, role="office", columns=None), NUMBER, "secretary", None)
    assert refused(lambda: must_see(HANDLER, NUMBER, MAYOR, None))[1]["lacks"] == "agency"
    assert refused(lambda: must_see(HANDLER, NUMBER, MAYOR, WATER))[1]["needs"] == WATER
    assert refused(lambda: must_see(REVIEWER, NUMBER, "secretary", HOUSING))[1]["lacks"] == "column"


def test_a_citizen_sees_nothing_of_what_is_being_written() -> None:
    assert refused(lambda: must_see(CITIZEN, NUMBER, MAYOR, HOUSING)) == ("review.not_found", {"number": NUMBER})


def test_a_reply_is_its_lead_agencys_until_it_is_taken_back_or_erased() -> None:
    assert mandate_of(REPLY.fold([])) is None
    assert mandate_of(REPLY.fold([entrusted_to_housing])) == HOUSINGS
    assert mandate_of(REPLY.fold(answered)) == HOUSINGS
    assert mandate_of(REPLY.fold([*answered, erased])) is None
