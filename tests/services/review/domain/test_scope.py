"""One person, one scope: refused elsewhere, and the refusal says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway.roles import PERMISSIONS
from kernel.actor import CITIZEN, Actor
from services.review.domain import scope
from services.review.domain.refusals import OutOfScope
from services.review.domain.reply import REPLY
from services.review.domain.state import Mandate
from tests.services.review.domain.facts import CHEN, HOUSING, LI, MAYOR, WATER, answered, entrusted_to_housing, erased

HANDLER = Actor(LI, "handler", columns=(), agencies=(HOUSING,), levels=())
REVIEWER = Actor(CHEN, "reviewer", columns=(MAYOR,), agencies=(), levels=(1,))
HOUSINGS, WATERS = Mandate(MAYOR, HOUSING, 1), Mandate(MAYOR, WATER, 1)
ALLOWED = {
    "replies.list": scope.READ,
    "replies.read": scope.READ,
    "replies.draft": scope.DRAFT,
    "replies.evidence": scope.EVIDENCE,
    "replies.submit": scope.SUBMIT,
    "replies.pass": scope.PASS,
    "replies.send_back": scope.SEND_BACK,
    "replies.comment": scope.COMMENT,
    "replies.correct": scope.CORRECT,
}


def refused(act: Callable[[], None]) -> dict[str, Any]:
    """How the act is refused."""
    with pytest.raises(OutOfScope) as caught:
        act()
    return caught.value.values()


def out_of_scope(act: str, role: str, because: Any, wanted: str, *granted: str) -> dict[str, Any]:
    """What the refusal says."""
    return OutOfScope(act, role, because, (wanted,), granted).values()


@pytest.mark.parametrize("permission", [name for name in PERMISSIONS if name.startswith("replies.")])
def test_what_the_gateway_allows_a_role_review_allows_it_too(permission: str) -> None:
    assert set(PERMISSIONS[permission]) <= ALLOWED[permission].roles


def test_a_handler_drafts_for_their_agency_only() -> None:
    scope.require_lead(HANDLER, scope.DRAFT, HOUSINGS)
    scope.require_lead(replace(HANDLER, agencies=None), scope.DRAFT, WATERS)
    lacking = out_of_scope("draft", "handler", "agency", WATER, HOUSING)
    assert refused(lambda: scope.require_lead(HANDLER, scope.DRAFT, WATERS)) == lacking


@pytest.mark.parametrize(
    "role", ["reviewer", "clerk", "dispatcher", "supervisor", "columnadmin", "office", "admin", "citizen", "system"]
)
def test_nobody_but_a_handler_drafts_whatever_their_scope(role: str) -> None:
    everything = Actor("someone", role, None, None, None)
    lacking = out_of_scope("draft", role, "role", "handler", role)
    assert refused(lambda: scope.require_lead(everything, scope.DRAFT, HOUSINGS)) == lacking


@pytest.mark.parametrize(
    "role", ["handler", "clerk", "supervisor", "columnadmin", "office", "admin", "citizen", "system"]
)
def test_nobody_but_a_reviewer_reviews_whatever_their_scope(role: str) -> None:
    everything = Actor("someone", role, None, None, None)
    lacking = out_of_scope("pass", role, "role", "reviewer", role)
    assert refused(lambda: scope.require_turn(everything, scope.PASS, HOUSINGS, 1)) == lacking


def test_a_reviewer_acts_at_their_level_of_their_columns() -> None:
    scope.require_turn(REVIEWER, scope.PASS, HOUSINGS, 1)
    level = out_of_scope("pass", "reviewer", "level", "2", "1")
    assert refused(lambda: scope.require_turn(REVIEWER, scope.PASS, HOUSINGS, 2)) == level
    column = out_of_scope("pass", "reviewer", "column", "secretary", MAYOR)
    elsewhere = Mandate("secretary", HOUSING, 1)
    assert refused(lambda: scope.require_turn(REVIEWER, scope.PASS, elsewhere, 1)) == column


def test_staff_see_their_agencys_or_their_columns_replies() -> None:
    scope.require_sight(HANDLER, MAYOR, (HOUSING,))
    scope.require_sight(REVIEWER, MAYOR, (WATER,))
    scope.require_sight(replace(REVIEWER, role="office", columns=None), "secretary", ())
    assert refused(lambda: scope.require_sight(HANDLER, MAYOR, ()))["because"] == "agency"
    assert refused(lambda: scope.require_sight(HANDLER, MAYOR, (WATER,)))["wanted"] == (WATER,)
    assert refused(lambda: scope.require_sight(REVIEWER, "secretary", (HOUSING,)))["because"] == "column"


def test_a_citizen_sees_nothing_of_what_is_being_written() -> None:
    assert refused(lambda: scope.require_sight(CITIZEN, MAYOR, (HOUSING,)))["because"] == "role"


def test_a_reply_is_its_lead_agencys_until_it_is_taken_back_or_erased() -> None:
    assert scope.mandate_of(REPLY.fold([])) is None
    assert scope.mandate_of(REPLY.fold([entrusted_to_housing])) == HOUSINGS
    assert scope.mandate_of(REPLY.fold(answered)) == HOUSINGS
    assert scope.mandate_of(REPLY.fold([*answered, erased])) is None
