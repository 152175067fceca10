"""The life of a case beyond its assignment, on a real store: returns, closings, ratings, reopenings, handing over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kernel.actor import Actor
from kernel.clock import rfc3339
from kernel.decider import Refusal
from services.routing import handlers, queries
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import (
    AlreadyDecided,
    CaseHandedOver,
    NotAReceipt,
    NotDissatisfied,
    ReasonMissing,
    ReturnTooLate,
)
from services.routing.domain.refusals import NotFound, OutOfScope
from tests.services.routing.office import (
    CITIZEN,
    CITY,
    DISPATCHER,
    HOUSING,
    OFFICE,
    SUPERVISOR,
    WATER,
    Office,
)

LEAK = "20240301-000001"
SECOND_DISPATCHER = Actor("second", "dispatcher", columns=("mayor",))


def refused(office: Office, *asked: Any, **payload: Any) -> Refusal:
    """The refusal of an act; nothing was recorded."""
    before = office.journal()
    with pytest.raises(Refusal) as caught:
        office.act(*asked, number=LEAK, **payload)
    assert office.journal() == before
    return caught.value


def step(office: Office) -> dict[str, Any]:
    """The last thing that happened."""
    last: dict[str, Any] = office.case(LEAK)["steps"][-1]
    return last


@pytest.fixture
def assigned(office: Office) -> Office:
    """A message is with the housing agency, the water agency helps."""
    office.accept(LEAK)
    office.assign(LEAK, co_agencies=["water"])
    return office


@pytest.fixture
def closed(assigned: Office) -> Office:
    """Its reply went out three days later."""
    assigned.at(assigned.later(days=3))
    assigned.publish_reply(LEAK)
    return assigned


@pytest.fixture
def reopens_itself(office: Office) -> Office:
    """The mayor's column reopens what dissatisfies, within sixty days."""
    mayor = next(column for column in CITY.columns if column["id"] == "mayor")
    run = {**mayor, "terms": {**mayor["terms"], "reopens_itself": True}}
    office.act(handlers.load_city, OFFICE, agencies=[], columns=[run])
    return office


def test_the_lead_sees_until_when_it_may_say_not_ours(assigned: Office) -> None:
    assert assigned.ask(queries.case, HOUSING, number=LEAK)["returnable_until"] == "2024-03-05"


def test_not_ours_is_too_late_after_the_columns_working_days(assigned: Office) -> None:
    assigned.at(datetime(2024, 3, 5, 16, 0, tzinfo=UTC))  # the second working day is over in Shanghai
    refusal = refused(assigned, handlers.ask_return, HOUSING, reason="不属我局")
    assert (refusal.code, refusal.values()) == (ReturnTooLate.code, {"until": date(2024, 3, 5)})


def test_a_return_decided_twice_says_who_has_decided(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=True, note="同意")
    before = assigned.journal()
    assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=True, note="同意")
    assert assigned.journal() == before
    for person, note in ((DISPATCHER, "同意，请尽快"), (SECOND_DISPATCHER, "同意")):
        refusal = refused(assigned, handlers.decide_return, person, agreed=True, note=note)
        assert isinstance(refusal, AlreadyDecided)
        assert (refusal.what, refusal.decision, refusal.by) == ("return", "agreed", "dispatcher")


def test_an_extension_decided_twice_says_who_has_decided(assigned: Office) -> None:
    assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-14", reason="等待配件")
    assigned.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=False, note="理由不充分")
    before = assigned.journal()
    assigned.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=False, note="理由不充分")
    assert assigned.journal() == before
    refusal = refused(assigned, handlers.decide_extension, DISPATCHER, granted=False, note="时间过长")
    assert (refusal.code, refusal.values()["decision"]) == (AlreadyDecided.code, "refused")


def test_who_refuses_an_agency_says_why(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-14", reason="等待配件")
    assert refused(assigned, handlers.decide_return, DISPATCHER, agreed=False).code == ReasonMissing.code
    assert refused(assigned, handlers.decide_extension, DISPATCHER, granted=False).code == ReasonMissing.code


def test_a_wrong_assignment_is_taken_back_and_given_to_another(assigned: Office) -> None:
    answer = assigned.act(handlers.withdraw_assignment, DISPATCHER, number=LEAK, reason="误转，应为市水务局")
    assert answer == {"number": LEAK, "state": "waiting", "round": 1}
    assert (step(assigned)["step"], step(assigned)["reason"]) == ("assignment_withdrawn", "误转，应为市水务局")
    before = assigned.journal()
    assigned.act(handlers.withdraw_assignment, DISPATCHER, number=LEAK, reason="误转，应为市水务局")
    assert assigned.journal() == before
    assert assigned.assign(LEAK, lead="water")["lead"] == "water"
    assert assigned.said()[-2:] == [("AssignmentWithdrawn", LEAK), ("Assigned", LEAK)]


def test_co_agencies_are_added_and_withdrawn_and_see_the_case_accordingly(assigned: Office) -> None:
    answer = assigned.act(handlers.arrange_help, DISPATCHER, number=LEAK, add=["transport"], withdraw=["water"])
    assert answer["co_agencies"] == ["transport"]
    assert assigned.said()[-1] == ("CoAgenciesArranged", LEAK)
    with pytest.raises(OutOfScope):
        assigned.ask(queries.case, WATER, number=LEAK)
    assert assigned.ask(queries.cases, OFFICE, agency="transport")["total"] == 1
    assert refused(assigned, handlers.arrange_help, DISPATCHER, add=["nobody"]).code == no.UnknownAgency.code


def test_the_office_closes_a_case_without_a_reply_and_says_why(assigned: Office) -> None:
    words = {"number": LEAK, "reason": "answered_directly", "note": "已电话答复王先生"}
    assert assigned.act(handlers.close, SUPERVISOR, **words)["state"] == "closed"
    before = assigned.journal()
    assigned.act(handlers.close, SUPERVISOR, **words)
    assert assigned.journal() == before
    told = step(assigned)
    assert (told["cause"], told["reason"], told["note"]) == ("office", "answered_directly", "已电话答复王先生")
    data = assigned.service.store.read(lambda connection: connection.exec_driver_sql("SELECT data FROM journal").all())
    assert not any("王先生" in row[0] for row in data)
    other = refused(assigned, handlers.close, SUPERVISOR, reason="settled", note="已解决")
    assert other.code == no.CaseIsClosed.code


def test_a_reason_that_nobody_knows_closes_nothing(assigned: Office) -> None:
    assert refused(assigned, handlers.close, SUPERVISOR, reason="tired", note="算了").code == no.UnknownWord.code


def test_a_rating_is_kept_with_the_case_and_reopens_nothing_by_itself(closed: Office) -> None:
    closed.evaluate(LEAK, satisfaction=1)
    case = closed.case(LEAK)
    assert (case["state"], case["satisfaction"], case["steps"][-1]["step"]) == ("closed", 1, "rated")
    assert closed.doctor()["parked"] == []


def test_dissatisfaction_reopens_for_the_dispatcher_and_the_round_is_closed_as_its_second(closed: Office) -> None:
    assert refused(closed, handlers.reopen, DISPATCHER, reason="dissatisfied").code == NotDissatisfied.code
    closed.evaluate(LEAK, satisfaction=2)
    closed.at(closed.later(days=20))
    answer = closed.act(handlers.reopen, DISPATCHER, number=LEAK, reason="dissatisfied")
    assert answer == {"number": LEAK, "state": "waiting", "round": 2}
    assert (closed.case(LEAK)["closed_at"], closed.case(LEAK)["satisfaction"]) == (None, None)
    assert closed.assign(LEAK)["round"] == 2
    closed.publish_reply(LEAK, round_=2)
    closed.evaluate(LEAK, satisfaction=5, round_=2)
    case = closed.case(LEAK)
    assert (case["state"], case["round"], case["satisfaction"]) == ("closed", 2, 5)
    assert [name for name, subject in closed.said() if subject == LEAK] == [
        "Assigned",
        "Closed",
        "Reopened",
        "Assigned",
        "Closed",
    ]


def test_a_mistake_is_a_supervisors_to_find_and_says_which(closed: Office) -> None:
    refusal = refused(closed, handlers.reopen, DISPATCHER, reason="mistake", note="答非所问")
    assert isinstance(refusal, OutOfScope)
    assert refusal.act == "correct"
    assert refused(closed, handlers.reopen, SUPERVISOR, reason="mistake").code == ReasonMissing.code
    closed.act(handlers.reopen, SUPERVISOR, number=LEAK, reason="mistake", note="答非所问")
    assert (step(closed)["reason"], step(closed)["note"]) == ("mistake", "答非所问")
    before = closed.journal()
    closed.act(handlers.reopen, SUPERVISOR, number=LEAK, reason="mistake", note="答非所问")
    assert closed.journal() == before


@pytest.mark.parametrize(("satisfaction", "state"), [(1, "waiting"), (2, "waiting"), (3, "closed"), (5, "closed")])
def test_where_the_column_says_so_the_two_lowest_ratings_reopen(
    reopens_itself: Office, satisfaction: Any, state: str
) -> None:
    reopens_itself.accept(LEAK)
    reopens_itself.assign(LEAK)
    reopens_itself.publish_reply(LEAK)
    reopens_itself.evaluate(LEAK, satisfaction=satisfaction)
    reopens_itself.evaluate(LEAK, satisfaction=satisfaction)
    assert reopens_itself.case(LEAK)["state"] == state
    assert reopens_itself.journal().count("routing.reopened.v1") == (state == "waiting")
    assert reopens_itself.doctor()["parked"] == []


def test_nothing_reopens_by_itself_after_the_columns_term(reopens_itself: Office) -> None:
    reopens_itself.accept(LEAK)
    reopens_itself.assign(LEAK)
    reopens_itself.publish_reply(LEAK)
    reopens_itself.at(reopens_itself.later(days=61))
    reopens_itself.evaluate(LEAK, satisfaction=1)
    case = reopens_itself.case(LEAK)
    assert (case["state"], case["satisfaction"], reopens_itself.doctor()["parked"]) == ("closed", 1, [])


def test_an_accepted_matter_is_handed_to_the_petition_office_under_its_receipt(assigned: Office) -> None:
    words = {"system": "petition", "reason": "属信访事项", "receipt": "XF-20240301-17"}
    answer = assigned.act(handlers.hand_over, DISPATCHER, number=LEAK, **words)
    assert answer == {
        "number": LEAK,
        "state": "handed_over",
        "round": 1,
        "system": "petition",
        "handed_over_at": rfc3339(assigned.clock.at),
    }
    before = assigned.journal()
    assert assigned.act(handlers.hand_over, DISPATCHER, number=LEAK, **words) == answer
    assert assigned.journal() == before
    assert assigned.said()[-1] == ("HandedOver", LEAK)
    assert (step(assigned)["reason"], step(assigned)["receipt"]) == ("属信访事项", "XF-20240301-17")
    other = {**words, "receipt": "XF-20240301-18"}
    assert refused(assigned, handlers.hand_over, DISPATCHER, **other).code == CaseHandedOver.code


def test_what_is_elsewhere_is_neither_open_nor_closed(assigned: Office) -> None:
    assigned.act(handlers.hand_over, DISPATCHER, number=LEAK, system="hotline", reason="热线事项", receipt="12345-17")
    for state, total in (("open", 0), ("closed", 0), ("handed_over", 1)):
        assert assigned.ask(queries.cases, OFFICE, state=state)["total"] == total
    assert assigned.ask(queries.case, HOUSING, number=LEAK)["system"] == "hotline"
    assert refused(assigned, handlers.urge, SUPERVISOR, level="reminder").code == CaseHandedOver.code
    assigned.at(assigned.later(days=30))
    assert assigned.act(handlers.look_at_deadlines, Actor("system", "system"))["missed"] == 0
    assigned.publish_reply(LEAK)
    assert (assigned.case(LEAK)["state"], assigned.doctor()["parked"]) == ("handed_over", [])


@pytest.mark.parametrize("receipt", ["", " ", "XF 17", "信访17", "X" * 65, "\x00"])
def test_a_receipt_is_a_number_of_the_other_system(assigned: Office, receipt: str) -> None:
    refusal = refused(assigned, handlers.hand_over, DISPATCHER, system="petition", reason="信访事项", receipt=receipt)
    assert refusal.code == NotAReceipt.code


def test_the_citizen_who_wrote_reads_the_receipt_and_nobody_else(assigned: Office) -> None:
    with pytest.raises(NotFound):
        assigned.ask(queries.handover, CITIZEN, number=LEAK, own=True)
    assigned.act(handlers.hand_over, DISPATCHER, number=LEAK, system="petition", reason="信访事项", receipt="XF-17")
    assert assigned.ask(queries.handover, CITIZEN, number=LEAK, own=True) == {
        "number": LEAK,
        "system": "petition",
        "receipt": "XF-17",
        "at": rfc3339(assigned.clock.at),
    }
    with pytest.raises(NotFound):
        assigned.ask(queries.handover, CITIZEN, number=LEAK)


def test_a_supervisor_takes_back_what_was_handed_back(assigned: Office) -> None:
    assigned.act(handlers.hand_over, DISPATCHER, number=LEAK, system="petition", reason="信访事项", receipt="XF-17")
    assert isinstance(refused(assigned, handlers.reopen, DISPATCHER, reason="handed_back", note="退回"), OutOfScope)
    answer = assigned.act(handlers.reopen, SUPERVISOR, number=LEAK, reason="handed_back", note="信访局退回")
    assert answer == {"number": LEAK, "state": "waiting", "round": 2}
    assert assigned.assign(LEAK)["round"] == 2
