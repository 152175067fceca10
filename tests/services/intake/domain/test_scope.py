"""Rule 8 of domain.md: one person, one scope."""

from __future__ import annotations

import pytest

from gateway.roles import PERMISSIONS
from kernel.actor import CITIZEN, Actor
from services.intake.domain import events as e
from services.intake.domain import scope
from services.intake.domain.message import MESSAGE
from services.intake.domain.refusals import NotFound
from services.intake.domain.scope import ACCEPT, ERASE, IMPORT, READ, Act, OutOfScope, Sight
from services.intake.domain.state import Unwritten
from tests.services.intake.facts import (
    CLOSED,
    HOUSING,
    IN_PROGRESS,
    WATER,
    accepted,
    housing_returned_it,
    reopened,
    submitted,
)

OFFICE = Actor("office.zhao", "office")
CLERK = Actor("clerk.wang", "clerk", columns=("mayor", "secretary"))
ELSEWHERE = Actor("clerk.li", "clerk", columns=("county",))
LEAD = Actor("handler.sun", "handler", columns=(), agencies=(HOUSING,))
HELPING = Actor("handler.he", "handler", columns=(), agencies=(WATER, "heating"))
OTHER_AGENCY = Actor("handler.lu", "handler", columns=(), agencies=("roads",))
WRITTEN = MESSAGE.fold([submitted])


@pytest.mark.parametrize("person", [OFFICE, CLERK])
def test_a_clerk_acts_in_their_columns(person: Actor) -> None:
    scope.require_message(person, ACCEPT, WRITTEN)
    scope.require_column(person, ACCEPT, "mayor")


def test_a_clerk_of_another_column_is_told_where_they_act() -> None:
    told = {"act": "accept", "role": "clerk", "because": "column", "wanted": ("mayor",), "granted": ("county",)}
    with pytest.raises(OutOfScope) as refused:
        scope.require_message(ELSEWHERE, ACCEPT, WRITTEN)
    assert refused.value.values() == told
    with pytest.raises(OutOfScope) as refused:
        scope.require_column(ELSEWHERE, ACCEPT, "mayor")
    assert refused.value.values() == told


@pytest.mark.parametrize("person", [LEAD, HELPING])
@pytest.mark.parametrize("past", [IN_PROGRESS, CLOSED])
def test_a_handler_sees_what_the_agency_has(person: Actor, past: tuple[e.Event, ...]) -> None:
    scope.require_message(person, READ, MESSAGE.fold(past))


@pytest.mark.parametrize(
    "past",
    [(submitted,), (submitted, accepted), (*IN_PROGRESS, housing_returned_it), (*CLOSED, reopened)],
)
def test_a_handler_does_not_see_what_no_agency_has(past: tuple[e.Event, ...]) -> None:
    with pytest.raises(OutOfScope) as refused:
        scope.require_message(LEAD, READ, MESSAGE.fold(past))
    assert refused.value.values() == OutOfScope("read", "handler", "agency", (), (HOUSING,)).values()


def test_a_handler_does_not_see_what_another_agency_has() -> None:
    with pytest.raises(OutOfScope) as refused:
        scope.require_message(OTHER_AGENCY, READ, MESSAGE.fold(IN_PROGRESS))
    assert refused.value.values() == OutOfScope("read", "handler", "agency", (HOUSING, WATER), ("roads",)).values()


@pytest.mark.parametrize("person", [OFFICE, CLERK, ELSEWHERE, LEAD])
def test_what_nobody_wrote_is_nobodys(person: Actor) -> None:
    with pytest.raises(NotFound):
        scope.require_message(person, READ, Unwritten())


def test_a_handler_sees_by_agency_and_everyone_else_by_column() -> None:
    assert scope.sight(LEAD) == Sight(columns=None, agencies=(HOUSING,))
    assert scope.sight(CLERK) == Sight(columns=("mayor", "secretary"), agencies=None)
    assert scope.sight(OFFICE) == Sight(columns=None, agencies=None)
    with pytest.raises(OutOfScope):
        scope.sight(CITIZEN)


@pytest.mark.parametrize(
    "act",
    [ACCEPT, ERASE, IMPORT, READ, scope.WORD_ADVICE, scope.READ_ADVICE, scope.READ_QUEUES],
    ids=lambda act: act.name,
)
def test_only_who_has_the_role_does_it_and_the_program_itself(act: Act) -> None:
    for role in (*act.roles, "system"):
        scope.require(Actor("someone", role), act)
    for role in {"citizen", "handler", "reviewer", "dispatcher", "auditor", "supervisor", ""} - act.roles:
        with pytest.raises(OutOfScope) as refused:
            scope.require(Actor("someone", role), act)
        expected = OutOfScope(act.name, role, "role", tuple(sorted(act.roles)), (role,))
        assert refused.value.values() == expected.values()


@pytest.mark.parametrize(
    ("permission", "act"),
    [
        ("messages.list", READ),
        ("messages.read", READ),
        ("messages.accept", ACCEPT),
        ("messages.decline", scope.DECLINE),
        ("messages.redirect", scope.REDIRECT),
        ("messages.merge", scope.MERGE),
        ("queues.list", scope.READ_QUEUES),
        ("advice.list", scope.READ_ADVICE),
        ("advice.word", scope.WORD_ADVICE),
    ],
)
def test_what_the_door_lets_through_is_not_stopped_here_for_its_role(permission: str, act: Act) -> None:
    assert set(PERMISSIONS[permission]) <= act.roles
