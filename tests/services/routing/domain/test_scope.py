"""One person, one scope (domain.md, rule 8); the refusal says why."""

from __future__ import annotations

import pytest

from gateway.roles import PERMISSIONS
from kernel.actor import SYSTEM, Actor
from services.routing.domain import scope
from services.routing.domain.refusals import OutOfScope
from services.routing.domain.scope import Act, Sight, require, require_agency, require_column, sight

DISPATCHER = Actor("dispatcher", "dispatcher", columns=("mayor",))
EVERYWHERE = Actor("everywhere", "dispatcher")
HOUSING = Actor("housing-desk", "handler", agencies=("housing",))
OFFICE = Actor("office", "office")
ADMIN = Actor("admin", "admin")
CITIZEN = Actor("citizen", "citizen", columns=(), agencies=())

ROLES = {
    "clerk", "dispatcher", "handler", "reviewer", "supervisor", "columnadmin", "office", "auditor", "admin", "citizen",
    "import",
}  # fmt: skip
WHO_MAY = {
    "configure": (scope.CONFIGURE, {"office"}),
    "import": (scope.IMPORT, {"import", "office"}),
    "assign": (scope.ASSIGN, {"dispatcher", "columnadmin", "office"}),
    "withdraw": (scope.WITHDRAW, {"dispatcher", "columnadmin", "office"}),
    "arrange_help": (scope.ARRANGE_HELP, {"dispatcher", "columnadmin", "office"}),
    "ask": (scope.ASK, {"handler"}),
    "decide": (scope.DECIDE, {"dispatcher", "columnadmin", "office"}),
    "urge": (scope.URGE, {"supervisor", "columnadmin", "office"}),
    "acknowledge": (scope.ACKNOWLEDGE, {"handler"}),
    "close": (scope.CLOSE, {"dispatcher", "columnadmin", "office", "supervisor"}),
    "reopen": (scope.REOPEN, {"dispatcher", "columnadmin", "office", "supervisor"}),
    "amend": (scope.AMEND, {"office"}),
    "differ": (scope.DIFFER, {"office", "auditor"}),
    "recount": (scope.RECOUNT, {"office"}),
    "set_column": (scope.SET_COLUMN, {"columnadmin", "office"}),
    "set_agency": (scope.SET_AGENCY, {"office"}),
    "read_city": (scope.READ_CITY, {"columnadmin", "office", "auditor", "admin"}),
    "correct": (scope.CORRECT, {"columnadmin", "office", "supervisor"}),
    "hand_over": (scope.HAND_OVER, {"dispatcher", "columnadmin", "office"}),
    "look": (scope.LOOK, set()),
    "dispatch": (scope.DISPATCH, set()),
    "rule": (scope.RULE, {"columnadmin", "office"}),
    "read rules": (scope.READ_RULES, {"dispatcher", "columnadmin", "office", "supervisor", "auditor", "admin"}),
    "read": (scope.READ, ROLES - {"admin", "citizen"}),
    "read_calendar": (scope.READ_CALENDAR, ROLES - {"citizen"}),
}


def test_each_act_has_its_roles_and_the_program_does_them_all() -> None:
    for act, allowed in WHO_MAY.values():
        require(SYSTEM, act)
        for role in ROLES:
            if role in allowed:
                require(Actor("somebody", role), act)
            else:
                with pytest.raises(OutOfScope) as refused:
                    require(Actor("somebody", role), act)
                assert refused.value.values() == {
                    "act": act.name,
                    "role": role,
                    "because": "role",
                    "wanted": tuple(sorted(allowed)),
                    "granted": (role,),
                }


def test_nobody_is_let_in_at_the_gateway_and_refused_here() -> None:
    assert set(PERMISSIONS["cases.assign"]) <= scope.ASSIGN.roles
    assert set(PERMISSIONS["urgings.send"]) <= scope.URGE.roles
    assert set(PERMISSIONS["urgings.receive"]) <= scope.ACKNOWLEDGE.roles
    assert set(PERMISSIONS["ledger.read"]) | set(PERMISSIONS["urgings.read"]) <= scope.READ.roles
    assert set(PERMISSIONS["cases.list"]) | set(PERMISSIONS["cases.read"]) <= scope.READ.roles
    assert set(PERMISSIONS["cases.proposal"]) <= scope.READ.roles
    assert set(PERMISSIONS["rules.read"]) <= scope.READ_RULES.roles
    for permission in ("rules.draft", "rules.try", "rules.switch_on"):
        assert set(PERMISSIONS[permission]) <= scope.RULE.roles


def test_the_gateway_lets_the_calendar_be_seen_and_moved_by_those_who_may_here() -> None:
    assert set(PERMISSIONS["calendar.read"]) <= scope.READ_CALENDAR.roles
    assert set(PERMISSIONS["calendar.amend"]) <= scope.AMEND.roles
    assert set(PERMISSIONS["calendar.differ"]) <= scope.DIFFER.roles
    assert set(PERMISSIONS["calendar.recount"]) <= scope.RECOUNT.roles


def test_every_act_is_named_once_in_this_test() -> None:
    acts = [act for act in vars(scope).values() if isinstance(act, Act)]
    assert {act.name for act in acts} == set(WHO_MAY)


def test_a_dispatcher_acts_in_the_columns_given_and_one_for_all_columns_everywhere() -> None:
    require_column(DISPATCHER, scope.ASSIGN, "mayor")
    require_column(EVERYWHERE, scope.ASSIGN, "secretary")
    with pytest.raises(OutOfScope) as refused:
        require_column(DISPATCHER, scope.ASSIGN, "secretary")
    assert (refused.value.because, refused.value.wanted, refused.value.granted) == (
        "column",
        ("secretary",),
        ("mayor",),
    )


def test_a_handler_acts_for_the_agencies_given() -> None:
    require_agency(HOUSING, scope.ASK, ("housing",))
    with pytest.raises(OutOfScope) as refused:
        require_agency(HOUSING, scope.ASK, ("water",))
    assert (refused.value.because, refused.value.wanted, refused.value.granted) == ("agency", ("water",), ("housing",))


def test_a_handler_sees_by_agency_everyone_else_by_column() -> None:
    assert sight(HOUSING) == Sight(columns=None, agencies=("housing",))
    assert sight(DISPATCHER) == Sight(columns=("mayor",), agencies=None)
    assert sight(OFFICE) == Sight(columns=None, agencies=None)


@pytest.mark.parametrize("person", [CITIZEN, ADMIN], ids=lambda person: person.role)
def test_a_citizen_and_an_administrator_see_no_case(person: Actor) -> None:
    with pytest.raises(OutOfScope):
        sight(person)
