"""A matter that another system took over, and one that the office closed without a reply, as the citizen sees them."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import routing
from services.intake import handlers, queries
from services.intake.domain.refusals import AlreadyScreened
from tests.services.intake.facts import ENDED, FRIDAY, HOUSING, NOON
from tests.services.intake.office import CLERK, Office, assigned, closed


def view(office: Office, number: str) -> dict[str, Any]:
    return office.ask(queries.follow, number=number, query_code=office.code(number))


def handed_over(number: str) -> object:
    return routing.HandedOverV1(number, "mayor", HOUSING, 1, "petition", ENDED)


def reopened(number: str) -> object:
    return routing.ReopenedV1(number, "mayor", 2, "handed_back", ENDED)


def test_the_citizen_sees_where_the_matter_went(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), handed_over(number))
    seen = view(office, number)
    assert (seen["state"], seen["evaluable_until"]) == ("redirected", None)
    assert (seen["decision"]["system"], seen["decision"]["system_name"]) == ("petition", "信访部门")
    last = seen["timeline"][-1]
    assert (last["step"], last["name"], last["system_name"]) == ("handed_over", "转交其他系统", "信访部门")


def test_a_refused_extension_is_a_step_with_the_deadline_that_stays(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), routing.ExtensionRefusedV1(number, "mayor", HOUSING, 1, NOON))
    last = view(office, number)["timeline"][-1]
    assert (last["step"], last["name"], last["due"]) == (
        "extension_refused",
        "延期申请未获同意，仍按原期限办理",
        FRIDAY.isoformat(),
    )


def test_it_is_listed_as_redirected_and_was_accepted_all_the_same(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), handed_over(number))
    listed = office.ask(queries.list_messages, CLERK, state="redirected")
    assert [item["number"] for item in listed["items"]] == [number]
    message = office.ask(queries.message, CLERK, number=number)
    assert (message["urgency"], message["round"], message["lead"]) == ("ordinary", 1, HOUSING)


def test_what_comes_back_is_in_progress_again(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), handed_over(number), handed_over(number), reopened(number))
    seen = view(office, number)
    assert (seen["state"], seen["round"], seen["decision"]) == ("in_progress", 2, None)
    assert [step["step"] for step in seen["timeline"]][-2:] == ["handed_over", "reopened"]
    assert office.recorded().count("intake.handling_passed_on.v1") == 1


def test_a_closing_without_a_reply_says_why(office: Office) -> None:
    number = office.accepted()
    office.hears(
        assigned(number), routing.ClosedV1(number, "mayor", HOUSING, 1, FRIDAY, True, ENDED, False, "answered_directly")
    )
    last = view(office, number)["timeline"][-1]
    assert (last["step"], last["reason"], last["reason_name"]) == ("closed", "answered_directly", "已当面或者电话答复")


def test_a_closing_by_a_reply_gives_no_reason(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), closed(number))
    assert "reason" not in view(office, number)["timeline"][-1]


def test_who_helps_now_sees_the_message(office: Office) -> None:
    number = office.accepted()
    helps = routing.CoAgenciesArrangedV1(number, "mayor", HOUSING, ("police",), 1, NOON)
    office.hears(assigned(number), helps, helps)
    assert office.ask(queries.message, CLERK, number=number)["co_agencies"] == ["police"]
    assert office.recorded().count("intake.handling_shared.v1") == 1


def test_an_assignment_taken_back_leaves_the_matter_with_nobody(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), routing.AssignmentWithdrawnV1(number, "mayor", HOUSING, 1, NOON))
    message = office.ask(queries.message, CLERK, number=number)
    assert (message["state"], message["lead"]) == ("in_progress", None)


def test_a_clerk_does_not_screen_what_went_elsewhere(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), handed_over(number))
    before = office.recorded()
    with pytest.raises(AlreadyScreened) as refused:
        office.act(handlers.decline, CLERK, number=number, reason="unclear")
    assert refused.value.outcome == "accepted"
    assert office.recorded() == before
