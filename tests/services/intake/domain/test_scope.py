"""Rule 8 of domain.md: one person, one scope."""

from __future__ import annotations

import pytest

from services.intake.domain import events as e
from services.intake.domain.message import MESSAGE
from services.intake.domain.refusals import NotFound, OutOfScope, RoleNotAllowed
from services.intake.domain.scope import ERASING, IMPORTING, SCREENING, Reach, must_act, must_reach, must_reach_column
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

OFFICE = Reach("office.zhao", "office", None, None)
CLERK = Reach("clerk.wang", "clerk", ("mayor", "secretary"), None)
ELSEWHERE = Reach("clerk.li", "clerk", ("county",), None)
LEAD = Reach("handler.sun", "handler", None, (HOUSING,))
HELPING = Reach("handler.he", "handler", None, (WATER, "heating"))
OTHER_AGENCY = Reach("handler.lu", "handler", None, ("roads",))
NOBODY = Reach("citizen", "citizen", (), ())


@pytest.mark.parametrize("reach", [OFFICE, CLERK])
def test_a_clerk_acts_in_their_columns(reach: Reach) -> None:
    assert must_reach(reach, MESSAGE.fold([submitted])).column == "mayor"
    must_reach_column(reach, "mayor")


@pytest.mark.parametrize("reach", [ELSEWHERE, NOBODY])
def test_a_clerk_of_another_column_is_told_where_they_act(reach: Reach) -> None:
    with pytest.raises(OutOfScope) as refused:
        must_reach(reach, MESSAGE.fold([submitted]))
    assert refused.value.values() == {
        "account": reach.account,
        "column": "mayor",
        "columns": reach.columns,
        "agencies": reach.agencies,
    }
    with pytest.raises(OutOfScope):
        must_reach_column(reach, "mayor")


@pytest.mark.parametrize("reach", [LEAD, HELPING])
@pytest.mark.parametrize("past", [IN_PROGRESS, CLOSED])
def test_a_handler_sees_what_the_agency_has(reach: Reach, past: tuple[e.Event, ...]) -> None:
    assert must_reach(reach, MESSAGE.fold(past)).column == "mayor"


@pytest.mark.parametrize(
    "past",
    [(submitted,), (submitted, accepted), (*IN_PROGRESS, housing_returned_it), (*CLOSED, reopened)],
)
def test_a_handler_does_not_see_what_no_agency_has(past: tuple[e.Event, ...]) -> None:
    with pytest.raises(OutOfScope):
        must_reach(LEAD, MESSAGE.fold(past))


def test_a_handler_does_not_see_what_another_agency_has() -> None:
    with pytest.raises(OutOfScope):
        must_reach(OTHER_AGENCY, MESSAGE.fold(IN_PROGRESS))


@pytest.mark.parametrize("reach", [OFFICE, CLERK, ELSEWHERE, NOBODY])
def test_what_nobody_wrote_is_nobodys(reach: Reach) -> None:
    with pytest.raises(NotFound):
        must_reach(reach, Unwritten())


@pytest.mark.parametrize("roles", [SCREENING, ERASING, IMPORTING])
def test_only_who_has_the_role_does_it_and_the_program_itself(roles: frozenset[str]) -> None:
    for role in (*roles, "system"):
        must_act(Reach("someone", role, None, None), roles)
    for role in ("citizen", "handler", "reviewer", "dispatcher", "auditor", "supervisor", ""):
        with pytest.raises(RoleNotAllowed) as refused:
            must_act(Reach("someone", role, None, None), roles)
        assert refused.value.values() == {"account": "someone", "role": role, "allowed": tuple(sorted(roles))}
