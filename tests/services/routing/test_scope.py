"""One person, one scope (domain.md, rule 8): who may ask for what, of every command and every query that there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kernel.actor import Actor
from services.routing import handlers, queries
from services.routing.domain.refusals import OutOfScope
from tests.services.routing.office import CITY, DISPATCHER, OFFICE, Office

LEAK = "20240301-000001"
OF_COLUMNS = frozenset({"dispatcher", "columnadmin", "clerk", "reviewer", "supervisor"})
ROLES = OF_COLUMNS | {"handler", "office", "auditor", "admin", "import", "citizen"}
DISPATCHERS = frozenset({"dispatcher", "columnadmin", "office"})
SUPERVISORS = frozenset({"supervisor", "columnadmin", "office"})
READERS = ROLES - {"citizen", "admin"}
RUNNERS = frozenset({"columnadmin", "office", "auditor", "admin"})

Rule = tuple[dict[str, Any], frozenset[str]]

OF_A_CASE: dict[Callable[..., Any], Rule] = {
    handlers.assign: ({"lead": "water"}, DISPATCHERS),
    handlers.withdraw_assignment: ({"reason": "误转"}, DISPATCHERS),
    handlers.arrange_help: ({"add": ["transport"]}, DISPATCHERS),
    handlers.ask_return: ({"reason": "不属我局"}, frozenset({"handler"})),
    handlers.decide_return: ({"agreed": True}, DISPATCHERS),
    handlers.ask_extension: ({"until": "2024-03-14", "reason": "等待配件"}, frozenset({"handler"})),
    handlers.decide_extension: ({"granted": True}, DISPATCHERS),
    handlers.urge: ({"level": "reminder"}, SUPERVISORS),
    handlers.acknowledge: ({"n": 1}, frozenset({"handler"})),
    handlers.close: ({"reason": "settled", "note": "已解决"}, DISPATCHERS | {"supervisor"}),
    handlers.reopen: ({"reason": "dissatisfied"}, DISPATCHERS | {"supervisor"}),
    handlers.hand_over: ({"system": "hotline", "reason": "热线事项", "receipt": "12345-1"}, DISPATCHERS),
}
OF_THE_OFFICE: dict[Callable[..., Any], Rule] = {
    handlers.load_city: ({"agencies": CITY.agencies, "columns": CITY.columns}, frozenset({"office"})),
    handlers.set_agency: ({"agency": "housing", "version": 0}, frozenset({"office"})),
    handlers.arrange_fields: ({"fields": []}, frozenset({"office"})),
    handlers.amend_calendar: ({"announced": [2030], "reason": "通知"}, frozenset({"office"})),
    handlers.recount_deadlines: ({"calendar": "?"}, frozenset({"office"})),
    handlers.draft_rules: ({"rules": [], "replaces": 0}, frozenset({"columnadmin", "office"})),
    handlers.switch_on_rules: ({"version": 0}, frozenset({"columnadmin", "office"})),
    handlers.import_handling: ({"rows": []}, frozenset({"import", "office"})),
    handlers.urge_several: ({"numbers": [LEAK], "level": "reminder"}, SUPERVISORS),
    handlers.look_for_due_soon: ({}, frozenset()),
    handlers.look_at_deadlines: ({}, frozenset()),
    handlers.dispatch_cases: ({}, frozenset()),
}
OF_A_COLUMN: dict[Callable[..., Any], Rule] = {
    handlers.set_column: ({"column": "mayor", "version": 1}, frozenset({"columnadmin", "office"})),
}
QUERIES_OF_A_COLUMN: dict[Callable[..., Any], Rule] = {
    queries.configured_column: ({"column": "mayor"}, RUNNERS),
}
QUERIES_OF_A_CASE: dict[Callable[..., Any], Rule] = {
    queries.case: ({}, READERS),
    queries.case_history: ({"limit": 10}, READERS),
    queries.deadline: ({}, READERS),
    queries.proposal: ({}, READERS),
    queries.urgings: ({}, READERS),
    queries.urging_letter: ({"n": 1}, READERS),
}
QUERIES: dict[Callable[..., Any], Rule] = {
    queries.cases: ({}, READERS),
    queries.ledger: ({}, READERS),
    queries.ledger_sheet: ({}, READERS),
    queries.calendar: ({}, READERS | {"admin"}),
    queries.calendar_difference: ({}, frozenset({"office", "auditor"})),
    queries.configured_columns: ({}, RUNNERS),
    queries.configured_agencies: ({}, RUNNERS),
    queries.configured_agency: ({"agency": "housing"}, RUNNERS),
    queries.city_changes: ({}, RUNNERS),
    queries.urging_proposals: ({}, SUPERVISORS),
    queries.urging_inbox: ({}, frozenset({"handler"})),
    queries.dispatch_rules: ({}, DISPATCHERS | {"supervisor", "auditor", "admin"}),
    queries.trial: ({}, frozenset({"columnadmin", "office"})),
    queries.cases_for_rules: ({}, frozenset()),
}
EVERY_QUERY = QUERIES_OF_A_CASE | QUERIES_OF_A_COLUMN | QUERIES
FOR_ANYBODY = {queries.columns, queries.column, queries.agencies, queries.fields, queries.handover}
NOBODY_ASKS = {handlers.follow_evaluation}  # it answers an event


def anywhere(role: str) -> Actor:
    """Somebody in this role, without any limit."""
    return Actor(f"some {role}", role)


def elsewhere(role: str) -> Actor:
    """Somebody in this role, but in another column or agency."""
    if role == "handler":
        return Actor("another handler", role, agencies=("transport",))
    return Actor(f"another {role}", role, columns=("secretary",))


@pytest.fixture
def assigned(office: Office) -> Office:
    """One case is with housing."""
    office.accept(LEAK)
    office.act(handlers.assign, DISPATCHER, number=LEAK, lead="housing")
    return office


def test_every_command_and_every_query_is_here() -> None:
    commands = {getattr(handlers, name) for name in handlers.__all__}
    asked = {getattr(queries, name) for name in queries.__all__}
    assert {*OF_A_CASE, *OF_THE_OFFICE, *OF_A_COLUMN, *NOBODY_ASKS} == commands
    assert {*QUERIES_OF_A_CASE, *QUERIES_OF_A_COLUMN, *QUERIES, *FOR_ANYBODY} == asked


@pytest.mark.parametrize("handler", [*OF_A_CASE, *OF_THE_OFFICE, *OF_A_COLUMN], ids=lambda handler: handler.__name__)
def test_who_has_another_role_is_refused(assigned: Office, handler: Any) -> None:
    payload, roles = (OF_A_CASE | OF_THE_OFFICE | OF_A_COLUMN)[handler]
    before = assigned.journal()
    for role in sorted(ROLES - roles):
        with pytest.raises(OutOfScope) as refused:
            assigned.act(handler, anywhere(role), **{"number": LEAK, **payload})
        assert (refused.value.values()["because"], refused.value.values()["role"]) == ("role", role)
    assert assigned.journal() == before


@pytest.mark.parametrize("handler", [*OF_A_CASE, *OF_A_COLUMN], ids=lambda handler: handler.__name__)
def test_who_is_at_home_in_another_column_or_agency_is_refused(assigned: Office, handler: Any) -> None:
    payload, roles = (OF_A_CASE | OF_A_COLUMN)[handler]
    before = assigned.journal()
    for role in sorted(roles - {"office"}):
        with pytest.raises(OutOfScope) as refused:
            assigned.act(handler, elsewhere(role), **{"number": LEAK, **payload})
        assert refused.value.values()["because"] == ("agency" if role == "handler" else "column")
    assert assigned.journal() == before


@pytest.mark.parametrize("query", EVERY_QUERY, ids=lambda query: query.__name__)
def test_who_has_another_role_is_told_nothing(assigned: Office, query: Any) -> None:
    payload, roles = EVERY_QUERY[query]
    for role in sorted(ROLES - roles):
        with pytest.raises(OutOfScope):
            assigned.ask(query, anywhere(role), **{"number": LEAK, **payload})


@pytest.mark.parametrize("query", [*QUERIES_OF_A_CASE, *QUERIES_OF_A_COLUMN], ids=lambda query: query.__name__)
def test_who_is_at_home_elsewhere_is_told_nothing_of_a_case(assigned: Office, query: Any) -> None:
    payload, roles = (QUERIES_OF_A_CASE | QUERIES_OF_A_COLUMN)[query]
    for role in sorted(roles & (OF_COLUMNS | {"handler"})):
        with pytest.raises(OutOfScope):
            assigned.ask(query, elsewhere(role), number=LEAK, **payload)


@pytest.mark.parametrize("query", [queries.cases, queries.ledger, queries.ledger_sheet, queries.urging_proposals])
def test_lists_hold_nothing_of_elsewhere(assigned: Office, query: Any) -> None:
    assigned.at(assigned.later(days=30))
    assert assigned.ask(query, OFFICE)["total"] == 1
    for role in sorted(QUERIES[query][1] & (OF_COLUMNS | {"handler"})):
        found = assigned.ask(query, elsewhere(role))
        assert (found["items"], found["total"]) == ([], 0)
