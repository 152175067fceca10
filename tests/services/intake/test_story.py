"""What the citizen and the staff are told of a message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from kernel.clock import rfc3339
from services.intake import story
from services.intake.domain import events as e
from services.intake.domain.words import REASON_NAMES, STANDARD_ADVICE, STANDING_NAMES, Reason, Standing
from services.intake.schema import MESSAGE
from tests.services.intake import facts
from tests.services.intake.facts import CLOSED, FRIDAY, HOUSING, NUMBER, OTHER, SETTLED, submitted

TEXTS = {
    "v1:title": "三号楼停水三天了",
    "v1:body": "请帮忙。",
    "v1:advice": "请向区住建局反映。",
    "v1:where": "请向市水务集团反映。",
    "v1:contact": "客服电话96222。",
}
WHOLE = (*CLOSED, facts.evaluated, facts.reopened, facts.ended_again, facts.erased)


def told(*events: e.Event, texts: dict[str, str] | None = None) -> story.Told:
    written = MESSAGE.decider.fold(events)
    assert not isinstance(written, type(MESSAGE.decider.initial))
    return story.Told(NUMBER, written, events, (TEXTS if texts is None else texts).get)  # type: ignore[arg-type]


def citizen(*events: e.Event, **kwargs: Any) -> dict[str, Any]:
    return story.for_citizen(told(*events, **kwargs), "市长信箱", story.Until(None, None))


def test_a_waiting_message_is_told_as_waiting() -> None:
    assert citizen(submitted) == {
        "number": NUMBER,
        "state": "waiting",
        "state_name": "待受理",
        "column": "mayor",
        "column_name": "市长信箱",
        "kind": "complaint",
        "kind_name": "投诉",
        "title": "三号楼停水三天了",
        "body": "请帮忙。",
        "submitted_at": "2024-03-01T01:02:03.456789Z",
        "channel": "web",
        "round": None,
        "decision": None,
        "timeline": [{"at": "2024-03-01T01:02:03.456789Z", "step": "submitted", "name": "提交留言"}],
        "erased": False,
        "published": False,
        "published_at": None,
        "public": None,
        "follows": None,
        "evaluation": None,
        "evaluations": [],
        "evaluable_until": None,
        "follow_up": None,
        "interim_replies": 0,
        "follow_up_until": None,
        "erasure": None,
    }


def test_a_closed_matter_is_told_with_its_answer() -> None:
    view = citizen(*CLOSED)
    assert (view["state"], view["state_name"], view["round"]) == ("closed", "已办结", 1)
    assert (view["published"], view["public"], view["published_at"]) == (True, True, rfc3339(facts.ANSWERED))
    assert [step["step"] for step in view["timeline"]] == ["submitted", "accepted", "assigned", "answered", "closed"]
    assert view["timeline"][2] == {
        "at": rfc3339(facts.NOON),
        "step": "assigned",
        "name": "转办",
        "round": 1,
        "lead": HOUSING,
        "due": FRIDAY.isoformat(),
    }


def test_steps_are_told_in_the_order_in_which_they_happened() -> None:
    late = (submitted, facts.accepted, facts.answered, facts.ended, facts.assigned_to_housing)
    steps = [step["step"] for step in citizen(*late)["timeline"]]
    assert steps == ["submitted", "accepted", "assigned", "answered", "closed"]


def test_that_another_agency_is_looked_for_is_a_step() -> None:
    began = (submitted, facts.accepted, facts.assigned_to_housing)
    told = [
        [(step["step"], step["name"], step["lead"]) for step in citizen(*began, given_up)["timeline"][3:]]
        for given_up in (facts.housing_returned_it, facts.taken_back_from_housing)
    ]
    assert told == [
        [("returned", "承办单位退回，重新选择承办单位", HOUSING)],
        [("taken_back", "撤回转办，重新选择承办单位", HOUSING)],
    ]


def test_the_last_closing_is_the_one_that_is_rated() -> None:
    assert citizen(*CLOSED, facts.evaluated)["evaluation"] == {
        "satisfaction": 4,
        "at": rfc3339(facts.AFTERWARDS),
        "comment": None,
    }
    assert citizen(*WHOLE)["evaluation"] is None


@pytest.mark.parametrize(
    ("standing", "decision"),
    [
        (
            Standing.DECLINED,
            {"reason": "outside_remit", "reason_name": "不属于本栏目受理范围", "advice": "请向区住建局反映。"},
        ),
        (Standing.REDIRECTED, {"where": "请向市水务集团反映。", "contact": "客服电话96222。"}),
        (Standing.MERGED, {"into": OTHER}),
        (Standing.WITHDRAWN, None),
        (Standing.ERASED, None),
    ],
)
def test_every_end_but_an_answer_has_its_explanation(standing: Standing, decision: dict[str, str] | None) -> None:
    view = citizen(*SETTLED[standing])
    assert (view["state"], view["decision"]) == (standing.value, decision)


def test_without_advice_of_the_clerks_own_the_standard_one_is_told() -> None:
    plain = e.Declined("mayor", Reason.EMERGENCY, None, facts.WANG, facts.LATER)
    decision = citizen(submitted, plain)["decision"]
    assert decision == {
        "reason": "emergency",
        "reason_name": REASON_NAMES[Reason.EMERGENCY],
        "advice": STANDARD_ADVICE[Reason.EMERGENCY],
    }


def test_the_offices_advice_is_told_as_it_stood_when_the_message_was_declined() -> None:
    plain = replace(facts.declined, advice=None)
    assert citizen(submitted, plain)["decision"]["advice"] == facts.OFFICE_ADVICE
    assert citizen(submitted, plain, facts.erased, texts={})["decision"]["advice"] == facts.OFFICE_ADVICE


def test_what_was_erased_is_not_told_and_the_rest_is() -> None:
    view = citizen(*SETTLED[Standing.DECLINED], facts.erased, texts={})
    assert (view["title"], view["body"], view["erased"]) == (None, None, True)
    assert view["decision"]["advice"] is None
    assert view["decision"]["reason_name"] == REASON_NAMES[Reason.OUTSIDE_REMIT]
    assert view["timeline"][-1]["step"] == "erased"


def test_a_citizen_is_told_of_no_account() -> None:
    for past in (WHOLE, *SETTLED.values()):
        assert facts.WANG not in str(citizen(*past))


def test_staff_are_told_who_screened_it_and_who_has_it_and_no_contact() -> None:
    view = story.for_staff(told(*facts.IN_PROGRESS))
    assert (view["screened_by"], view["screened_at"]) == (facts.WANG, rfc3339(facts.LATER))
    assert (view["lead"], view["co_agencies"], view["due"]) == (HOUSING, [facts.WATER], FRIDAY.isoformat())
    assert (view["field"], view["urgency"], view["complexity"], view["kind"]) == (
        "housing",
        "ordinary",
        "complex",
        "request",
    )
    assert view["contact_given"] == ["name", "phone", "email"]
    assert not {"v1:name", "v1:phone", "v1:email"} & set(map(str, view.values()))


@pytest.mark.parametrize("stands", [Standing.WITHDRAWN, Standing.ERASED])
def test_nobody_screened_what_left_the_queue_without_a_clerk(stands: Standing) -> None:
    past = SETTLED[stands]
    view = story.for_staff(told(*past))
    assert (view["screened_by"], view["screened_at"]) == (None, rfc3339(past[-1].at))


def test_every_state_a_message_can_be_in_has_a_name() -> None:
    assert set(STANDING_NAMES) == set(Standing) - {Standing.UNWRITTEN}


def test_every_event_is_a_step_but_what_goes_on_between_offices() -> None:
    assert {MESSAGE.types.name(event) for event in WHOLE if type(event) not in story.STEPS} == set()
    assert set(story.STEPS) == set(get_args(e.Event)) - {e.HandlingShared, e.Joined}
