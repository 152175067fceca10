"""The office's rules through its door: what they propose, what they assign by themselves, and when they do not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from kernel.actor import SYSTEM, Actor
from kernel.decider import Refusal
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.refusals import AlreadyAssigned, OutOfScope, UnknownAgency, UnknownColumn, UnknownWord
from services.routing.domain.rulebook import (
    RuleBeyondColumns,
    RulesMovedOn,
    UnknownField,
    UnknownTerritory,
)
from tests.services.routing.office import AUDITOR, CITY, DISPATCHER, ELSEWHERE, HOUSING, OFFICE, Office

NUMBER, NEXT = "20240301-000001", "20240301-000002"
COUNTY = Actor("county", "columnadmin", columns=("wangchuan-head",))
WATER_DESK = Actor("water-desk", "handler", agencies=("wangchuan-water",))
COUNTY_DISPATCHER = Actor("county-dispatcher", "dispatcher", columns=("wangchuan-head",))
ITSELF = "wangchuan-head"
PIPES = "construction.utilities.water"


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """What waits for the rules is found by SQL: on both databases."""
    return either_database


def rule(name: str, lead: str, **conditions: Any) -> dict[str, Any]:
    return {"name": name, "lead": lead, **conditions}


def ruled(office: Office, *rules: dict[str, Any], actor: Actor = OFFICE) -> dict[str, Any]:
    """These rules are drafted and switched on."""
    version = office.ask(queries.dispatch_rules, OFFICE)["version"]
    drafted = office.act(handlers.draft_rules, actor, rules=list(rules), replaces=version)
    return office.act(handlers.switch_on_rules, actor, version=drafted["version"])


def refused(office: Office, actor: Actor = OFFICE, **draft: Any) -> Refusal:
    before = office.journal()
    with pytest.raises(Refusal) as caught:
        office.act(handlers.draft_rules, actor, **draft)
    assert office.journal() == before
    return caught.value


def dispatched(office: Office) -> tuple[int, int]:
    """How many cases the rules assigned, and how many they left."""
    answer = office.act(handlers.dispatch_cases, SYSTEM)
    return answer["assigned"], answer["left"]


def returned(office: Office, number: str, lead: Actor, dispatcher: Actor) -> None:
    office.act(handlers.ask_return, lead, number=number, reason="不属我局")
    office.act(handlers.decide_return, dispatcher, number=number, agreed=True)


# what is proposed


def test_a_waiting_case_shows_the_proposal_with_every_fitting_rule_and_why(office: Office) -> None:
    office.accept(NUMBER, field="transport.roads.parking")
    assert office.ask(queries.proposal, DISPATCHER, number=NUMBER) == {
        "number": NUMBER,
        "round": 1,
        "version": 1,
        "proposed": {
            "rule": "道路标线与停车",
            "lead": "public-security",
            "co_agencies": ["transport"],
            "working_days": 5,
        },
        "ambiguous": True,
        "fitting": [
            {
                "rule": "道路标线与停车",
                "lead": "public-security",
                "co_agencies": ["transport"],
                "working_days": 5,
                "reasons": [
                    {"condition": "territories", "named": "栖川市", "value": "栖川市"},
                    {"condition": "fields", "named": "transport.roads.parking", "value": "transport.roads.parking"},
                ],
            },
            {
                "rule": "交通运输",
                "lead": "transport",
                "co_agencies": [],
                "working_days": 5,
                "reasons": [
                    {"condition": "territories", "named": "栖川市", "value": "栖川市"},
                    {"condition": "fields", "named": "transport", "value": "transport.roads.parking"},
                ],
            },
        ],
    }


def test_the_worklist_shows_what_is_proposed_for_each_waiting_case(office: Office) -> None:
    office.accept(NUMBER, field="construction.city.lighting")
    office.accept(NEXT)
    office.accept("20240301-000003", field="health")
    office.assign("20240301-000003")
    items = office.ask(queries.cases, DISPATCHER)["items"]
    assert [item["proposal"] for item in items] == [
        {"rule": "路灯照明", "lead": "housing", "co_agencies": [], "working_days": 3, "ambiguous": False},
        None,
        None,
    ]


@pytest.mark.parametrize("other", [{}, {"lead": "education"}, {"co_agencies": []}, {"working_days": 4}])
def test_an_assignment_just_as_proposed_names_its_rule_and_no_other(office: Office, other: dict[str, Any]) -> None:
    ruled(office, rule("住房", "housing", co_agencies=["water"], working_days=3))
    office.accept(NUMBER)
    taken: dict[str, Any] = {"lead": "housing", "co_agencies": ["water"], "working_days": 3, **other}
    office.act(handlers.assign, DISPATCHER, number=NUMBER, **taken)
    case, proposed = office.ask(queries.case, DISPATCHER, number=NUMBER), None if other else "住房"
    assert (case["rule"], case["assigned_by"]) == (proposed, DISPATCHER.account)
    assert case["steps"][-1].get("rule") == proposed


def test_where_no_rule_fits_nothing_is_proposed(office: Office) -> None:
    office.accept(NUMBER)
    answer = office.ask(queries.proposal, DISPATCHER, number=NUMBER)
    assert (answer["proposed"], answer["ambiguous"], answer["fitting"]) == (None, False, [])


def test_who_has_returned_the_case_is_not_proposed_again_in_this_round(office: Office) -> None:
    ruled(office, rule("住房", "housing"), rule("其他", "water", co_agencies=["housing", "education"]))
    office.accept(NUMBER)
    office.assign(NUMBER)
    returned(office, NUMBER, HOUSING, DISPATCHER)
    answer = office.ask(queries.proposal, DISPATCHER, number=NUMBER)
    assert [(fit["lead"], fit["co_agencies"]) for fit in answer["fitting"]] == [("water", ["education"])]
    assert office.ask(queries.cases, DISPATCHER)["items"][0]["proposal"]["lead"] == "water"
    office.assign(NUMBER, lead="water")
    office.publish_reply(NUMBER, lead="water")
    office.act(handlers.reopen, OFFICE, number=NUMBER, reason="mistake", note="答非所问")
    assert office.ask(queries.proposal, DISPATCHER, number=NUMBER)["proposed"]["lead"] == "housing"


def test_a_case_that_is_assigned_needs_no_proposal(office: Office) -> None:
    office.accept(NUMBER)
    office.assign(NUMBER)
    with pytest.raises(AlreadyAssigned):
        office.ask(queries.proposal, DISPATCHER, number=NUMBER)


def test_a_proposal_is_shown_to_who_sees_the_case(office: Office) -> None:
    office.accept(NUMBER)
    with pytest.raises(OutOfScope):
        office.ask(queries.proposal, ELSEWHERE, number=NUMBER)


# what assigns itself


def test_in_a_column_that_assigns_itself_the_rule_assigns_with_the_deadline_that_a_dispatcher_would_give(
    office: Office,
) -> None:
    for number in (NUMBER, NEXT):
        office.accept(number, column=ITSELF, field=PIPES)
    by_hand = office.act(handlers.assign, COUNTY_DISPATCHER, number=NEXT, lead="wangchuan-water")
    assert dispatched(office) == (1, 0)
    case = office.case(NUMBER)
    assert (case["lead"], case["due"], case["provisional"]) == (
        "wangchuan-water",
        by_hand["due"],
        by_hand["provisional"],
    )
    assert (case["assigned_by"], case["rule"]) == ("system", "望川县供水与水利")
    assert case["steps"][-1]["rule"] == "望川县供水与水利"
    assert office.said()[-1] == ("Assigned", NUMBER)


def test_a_rule_s_own_days_count_and_its_co_agencies_help(office: Office) -> None:
    helped = rule("供水", "wangchuan-water", co_agencies=["water", "housing"], working_days=2)
    ruled(office, helped, rule("久", "housing", columns=["mayor"], working_days=300))
    office.accept(NUMBER, column=ITSELF)
    assert dispatched(office) == (1, 0)
    case = office.case(NUMBER)
    assert (case["co_agencies"], case["due"]) == (["housing", "water"], "2024-03-05")


def test_elsewhere_the_dispatcher_assigns(office: Office) -> None:
    office.accept(NUMBER, field="health")
    assert dispatched(office) == (0, 0)
    assert office.case(NUMBER)["state"] == "waiting"


@pytest.mark.parametrize(
    ("rules", "cause"),
    [
        ([rule("住房", "housing", fields=["construction"])], "no_rule_fits"),
        ([rule("住房", "housing"), rule("供水", "water")], "rules_disagree"),
    ],
)
def test_where_no_rule_or_several_leads_fit_the_case_is_left_to_a_dispatcher_once(
    office: Office, rules: list[dict[str, Any]], cause: str
) -> None:
    ruled(office, *rules)
    office.accept(NUMBER, column=ITSELF)
    assert dispatched(office) == (0, 1)
    assert office.case(NUMBER)["steps"][-1] == {
        "at": "2024-03-01T01:30:00Z",
        "step": "left_to_dispatcher",
        "by": "system",
        "cause": cause,
        "rules": 2,
    }
    assert dispatched(office) == (0, 0)
    ruled(office, rule("住房", "housing"))
    assert dispatched(office) == (0, 0), "what is with a dispatcher stays there"
    assert office.ask(queries.proposal, OFFICE, number=NUMBER)["proposed"]["lead"] == "housing"


def test_two_rules_of_one_lead_agree_and_the_first_assigns(office: Office) -> None:
    ruled(office, rule("一", "housing", working_days=2), rule("二", "housing"))
    office.accept(NUMBER, column=ITSELF)
    assert dispatched(office) == (1, 0)
    assert office.case(NUMBER)["rule"] == "一"


def test_after_a_return_the_next_rule_assigns_and_after_the_last_a_dispatcher(office: Office) -> None:
    first = rule("供水", "wangchuan-water", fields=[PIPES])
    ruled(office, first, rule("住房", "housing", kinds=["thanks"]), rule("又", "wangchuan-water"))
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    assert dispatched(office) == (1, 0)
    ruled(office, first, rule("其他", "housing"))
    returned(office, NUMBER, WATER_DESK, COUNTY_DISPATCHER)
    assert dispatched(office) == (1, 0)
    assert (office.case(NUMBER)["lead"], office.case(NUMBER)["rule"]) == ("housing", "其他")
    returned(office, NUMBER, HOUSING, COUNTY_DISPATCHER)
    assert dispatched(office) == (0, 1)
    assert office.case(NUMBER)["state"] == "waiting"


def test_an_assignment_taken_back_is_for_a_dispatcher_and_its_agency_is_not_proposed_again(office: Office) -> None:
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    assert dispatched(office) == (1, 0)
    office.act(handlers.withdraw_assignment, COUNTY_DISPATCHER, number=NUMBER, reason="误转")
    assert dispatched(office) == (0, 0)
    assert office.ask(queries.proposal, COUNTY_DISPATCHER, number=NUMBER)["fitting"] == []
    assert office.case(NUMBER)["let_go"] == ["wangchuan-water"]


def test_a_reopened_case_and_an_imported_one_are_for_a_dispatcher(office: Office) -> None:
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    office.accept(NEXT, column=ITSELF, field=PIPES, imported=True)
    assert dispatched(office) == (1, 0)
    office.publish_reply(NUMBER, lead="wangchuan-water")
    office.act(handlers.reopen, OFFICE, number=NUMBER, reason="mistake", note="答非所问")
    assert dispatched(office) == (0, 0)
    assert {office.case(number)["state"] for number in (NUMBER, NEXT)} == {"waiting"}


def test_a_dispatcher_who_is_quicker_stands(office: Office) -> None:
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    office.act(handlers.assign, COUNTY_DISPATCHER, number=NUMBER, lead="housing")
    before = office.journal()
    assert dispatched(office) == (0, 0)
    assert office.journal() == before


def test_a_case_is_dispatched_once_however_often_it_is_looked_at_or_heard_of(office: Office) -> None:
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    assert office.ask(queries.cases_for_rules, SYSTEM) == {"waiting": True}
    assert dispatched(office) == (1, 0)
    before = office.journal()
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    assert dispatched(office) == (0, 0)
    assert office.journal() == before
    assert office.ask(queries.cases_for_rules, SYSTEM) == {"waiting": False}


def test_two_processes_that_look_at_once_dispatch_once(office: Office, settings: Settings) -> None:
    other = Office.build(settings)
    try:
        office.accept(NUMBER, column=ITSELF, field=PIPES)
        assert dispatched(office) == (1, 0)
        assert dispatched(other) == (0, 0)
        returned(office, NUMBER, WATER_DESK, COUNTY_DISPATCHER)
        assert dispatched(other) == (0, 1), "the other has the newest state, whatever it remembers"
        assert dispatched(office) == (0, 0)
    finally:
        other.service.close()


def test_many_cases_are_dispatched_a_part_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.routing.handlers.dispatching.DISPATCH_LIMIT", 2)
    for number in (NUMBER, NEXT, "20240301-000003"):
        office.accept(number, column=ITSELF, field=PIPES)
    assert office.act(handlers.dispatch_cases, SYSTEM) == {"assigned": 2, "left": 0, "more": True}
    assert office.act(handlers.dispatch_cases, SYSTEM) == {"assigned": 1, "left": 0, "more": False}


def test_other_rules_leave_what_is_assigned_as_it_is(office: Office) -> None:
    office.accept(NUMBER, column=ITSELF, field=PIPES)
    assert dispatched(office) == (1, 0)
    standing = office.case(NUMBER)
    ruled(office, rule("其他", "housing"))
    assert dispatched(office) == (0, 0)
    assert office.case(NUMBER) == standing


def test_only_the_program_dispatches(office: Office) -> None:
    with pytest.raises(OutOfScope):
        office.act(handlers.dispatch_cases, OFFICE)


# who writes the rules


def test_the_rules_of_the_city_file_are_in_force(office: Office) -> None:
    answer = office.ask(queries.dispatch_rules, AUDITOR)
    assert [one["name"] for one in answer["on"]["rules"]] == [one["name"] for one in CITY.rules or ()]
    assert answer["on"]["rules"][0] == CITY.payload["rules"][0]
    assert (answer["version"], answer["on"]["version"], answer["draft"]) == (1, 1, None)
    assert (answer["on"]["written_by"], answer["on"]["switched_on_by"]) == ("office", "office")


def test_a_city_file_with_other_rules_puts_them_in_force_and_without_leaves_them(office: Office) -> None:
    payload = deepcopy(CITY.payload)
    assert office.act(handlers.load_city, OFFICE, **payload)["rules"] == "unchanged"
    payload["rules"] = [rule("其他", "housing")]
    assert office.act(handlers.load_city, OFFICE, **payload)["rules"] == "switched_on"
    del payload["rules"]
    assert "rules" not in office.act(handlers.load_city, OFFICE, **payload)
    assert [one["name"] for one in office.ask(queries.dispatch_rules, OFFICE)["on"]["rules"]] == ["其他"]


def test_a_field_that_is_gone_is_not_written_into_a_rule_again(office: Office) -> None:
    pipes = rule("管网", "housing", fields=[PIPES])
    version = ruled(office, pipes)["version"]
    office.act(handlers.arrange_fields, OFFICE, fields=[{"field": "water", "name": "供水"}])
    changed = refused(office, rules=[{**pipes, "lead": "wangchuan-water"}], replaces=version)
    assert changed.values() == {"field": PIPES}
    kept = office.act(handlers.draft_rules, OFFICE, rules=[pipes, rule("供水", "housing", fields=["water"])],
                      replaces=version)  # fmt: skip
    assert kept["version"] == version + 1


def test_a_draft_is_shown_beside_what_is_in_force(office: Office) -> None:
    drafted = office.act(handlers.draft_rules, OFFICE, rules=[rule("其他", "housing")], replaces=1)
    assert drafted == {"version": 2, "on": 1}
    answer = office.ask(queries.dispatch_rules, OFFICE)
    assert (answer["on"]["version"], answer["draft"]["version"], answer["version"]) == (1, 2, 2)
    assert office.act(handlers.switch_on_rules, OFFICE, version=2) == {"version": 2, "on": 2}
    before = office.journal()
    assert office.act(handlers.switch_on_rules, OFFICE, version=2) == {"version": 2, "on": 2}
    assert office.journal() == before


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (rule("一", "nobody"), UnknownAgency),
        (rule("一", "housing", co_agencies=["nobody"]), UnknownAgency),
        (rule("一", "housing", columns=["premier"]), UnknownColumn),
        (rule("一", "housing", fields=["magic"]), UnknownField),
        (rule("一", "housing", territories=["江城"]), UnknownTerritory),
        (rule("一", "housing", kinds=["wish"]), UnknownWord),
        (rule("一", "housing", urgency="high"), UnknownWord),
        (rule("一", "housing", complexity="hard"), UnknownWord),
    ],
)
def test_a_rule_names_what_there_is(office: Office, said: dict[str, Any], refusal: type[Refusal]) -> None:
    assert type(refused(office, rules=[said], replaces=1)) is refusal


def test_two_who_write_at_once_do_not_overwrite_each_other(office: Office) -> None:
    office.act(handlers.draft_rules, OFFICE, rules=[rule("其他", "housing")], replaces=1)
    assert isinstance(refused(office, rules=[rule("其他", "water")], replaces=1), RulesMovedOn)


def test_a_column_administrator_writes_rules_of_their_columns_alone(office: Office) -> None:
    there = office.ask(queries.dispatch_rules, COUNTY)["on"]["rules"]
    theirs = rule("望川热线", "housing", columns=[ITSELF], fields=["service"])
    beyond = refused(office, COUNTY, rules=[*there, rule("又", "housing")], replaces=1)
    assert isinstance(beyond, RuleBeyondColumns)
    assert ruled(office, theirs, *there, actor=COUNTY) == {"version": 2, "on": 2}


@pytest.mark.parametrize("actor", [DISPATCHER, HOUSING, AUDITOR], ids=lambda actor: actor.role)
def test_nobody_else_writes_rules(office: Office, actor: Actor) -> None:
    assert isinstance(refused(office, actor, rules=[], replaces=1), OutOfScope)
    with pytest.raises(OutOfScope):
        office.act(handlers.switch_on_rules, actor, version=1)
    with pytest.raises(OutOfScope):
        office.ask(queries.trial, actor)
