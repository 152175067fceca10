"""The use cases of a case on a real store: from the acceptance that is heard of to the closing that is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kernel.actor import SYSTEM
from kernel.clock import rfc3339
from kernel.decider import Refusal
from services.routing import handlers, queries
from services.routing.domain import refusals as no
from services.routing.domain.refusals import OutOfScope, PastLimit, UnknownAgency
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import (
    CITIZEN,
    DISPATCHER,
    ELSEWHERE,
    HOUSING,
    OFFICE,
    SUPERVISOR,
    WATER,
    Office,
)
from workdays.calendar import end_of

LEAK = "20240301-000001"
DUE = date(2024, 3, 8)  # five working days after Friday 1 March 2024


def refused(office: Office, *asked: Any, **payload: Any) -> Refusal:
    """The refusal of an act; nothing was recorded."""
    before = office.journal()
    with pytest.raises(Refusal) as caught:
        office.act(*asked, number=LEAK, **payload)
    assert office.journal() == before
    return caught.value


@pytest.fixture
def waiting(office: Office) -> Office:
    """The city with one accepted message."""
    office.accept(LEAK)
    return office


@pytest.fixture
def assigned(waiting: Office) -> Office:
    """The message is with the housing agency, the water agency helps."""
    waiting.assign(LEAK, co_agencies=["water"])
    return waiting


def test_an_accepted_message_waits_for_an_agency(waiting: Office) -> None:
    assert (waiting.case(LEAK)["state"], waiting.case(LEAK)["lead"]) == ("waiting", None)


def test_assigning_answers_with_the_deadline_and_tells_the_others(waiting: Office) -> None:
    assert waiting.assign(LEAK, co_agencies=["water", "water"]) == {
        "number": LEAK,
        "state": "assigned",
        "round": 1,
        "lead": "housing",
        "co_agencies": ["water"],
        "due": "2024-03-08",
        "provisional": False,
        "return_asked": False,
        "extension_until": None,
    }
    assert waiting.said()[-1] == ("Assigned", LEAK)


def test_a_complex_matter_gets_ten_days_and_the_dispatcher_may_ask_for_others(office: Office) -> None:
    office.accept(LEAK, complexity="complex")
    office.accept("20240301-000002")
    assert office.assign(LEAK)["due"] == "2024-03-15"
    assert office.assign("20240301-000002", working_days=15)["due"] == "2024-03-22"


def test_more_days_than_the_columns_limit_take_an_extension(waiting: Office) -> None:
    refusal = refused(waiting, handlers.assign, DISPATCHER, lead="housing", working_days=16)
    assert (refusal.code, refusal.values()) == (PastLimit.code, {"working_days": 16, "max_days": 15})


@pytest.mark.parametrize("agencies", [{"lead": "nobody"}, {"lead": "housing", "co_agencies": ["nobody"]}])
def test_a_case_goes_to_registered_agencies_only(waiting: Office, agencies: Any) -> None:
    refusal = refused(waiting, handlers.assign, DISPATCHER, **agencies)
    assert (refusal.code, refusal.values()) == (UnknownAgency.code, {"agency": "nobody"})


def test_a_case_whose_acceptance_has_not_arrived_is_not_found_yet(office: Office) -> None:
    assert refused(office, handlers.assign, DISPATCHER, lead="housing").code == "routing.not_found"


def test_assigning_twice_alike_changes_nothing_and_otherwise_says_who_was_first(assigned: Office) -> None:
    before = assigned.journal()
    assert assigned.assign(LEAK, co_agencies=["water"])["due"] == "2024-03-08"
    assert assigned.journal() == before
    refusal = refused(assigned, handlers.assign, DISPATCHER, lead="water")
    assert (refusal.code, refusal.values()["lead"], refusal.values()["by"]) == (
        no.AlreadyAssigned.code,
        "housing",
        "dispatcher",
    )


def test_a_dispatcher_of_other_columns_is_refused_and_told_why(waiting: Office) -> None:
    refusal = refused(waiting, handlers.assign, ELSEWHERE, lead="housing")
    assert isinstance(refusal, OutOfScope)
    assert (refusal.because, refusal.wanted, refusal.granted) == ("column", ("mayor",), ("linqi-head",))


@pytest.mark.parametrize("actor", [HOUSING, SUPERVISOR, CITIZEN], ids=lambda actor: actor.role)
def test_only_dispatchers_assign(waiting: Office, actor: Any) -> None:
    refusal = refused(waiting, handlers.assign, actor, lead="housing")
    assert isinstance(refusal, OutOfScope)
    assert refusal.because == "role"


def test_a_returned_case_goes_to_another_agency(assigned: Office) -> None:
    assert assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="属市水务局职责")["return_asked"]
    answer = assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=True, note="同意")
    assert answer == {"number": LEAK, "state": "waiting", "round": 1}
    assert refused(assigned, handlers.assign, DISPATCHER, lead="housing").code == no.AgencyHasReturned.code
    assert assigned.assign(LEAK, lead="water")["lead"] == "water"
    assert assigned.said()[-2:] == [("AssignmentReturned", LEAK), ("Assigned", LEAK)]


def test_only_the_leads_handlers_ask(assigned: Office) -> None:
    refusal = refused(assigned, handlers.ask_return, WATER, reason="不属我局")
    assert isinstance(refusal, OutOfScope)
    assert (refusal.because, refusal.wanted, refusal.granted) == ("agency", ("housing",), ("water",))
    assert refused(assigned, handlers.ask_extension, WATER, until="2024-03-14", reason="等待配件").code == refusal.code


def test_a_granted_extension_moves_the_deadline(assigned: Office) -> None:
    asked = assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-04-10", reason="等待配件")
    assert (asked["due"], asked["extension_until"]) == ("2024-03-08", "2024-04-10")
    granted = assigned.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=True)
    assert (granted["due"], granted["extension_until"]) == ("2024-04-10", None)
    assert assigned.said()[-1] == ("DeadlineExtended", LEAK)
    assert assigned.case(LEAK)["due"] == "2024-04-10"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2024-03-08", no.NotLater.code),
        ("2023-03-08", no.NotLater.code),
        ("2024-03-10", no.NotAWorkingDay.code),
        ("2024-04-04", no.NotAWorkingDay.code),  # 清明节
        ("2025-03-10", no.TooFar.code),
        ("9999-12-31", no.TooFar.code),
    ],
)
def test_an_extension_asks_for_a_later_working_day_within_a_year(assigned: Office, until: str, code: str) -> None:
    assert refused(assigned, handlers.ask_extension, HOUSING, until=until, reason="等待配件").code == code


def test_a_refused_extension_leaves_the_deadline(assigned: Office) -> None:
    assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-14", reason="等待配件")
    answer = assigned.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=False, note="理由不充分")
    assert (answer["due"], answer["extension_until"]) == ("2024-03-08", None)


def test_a_supervisor_urges(assigned: Office) -> None:
    assigned.act(handlers.urge, SUPERVISOR, number=LEAK, level="reminder", note="请尽快办理")
    assert assigned.case(LEAK)["urged"] == "reminder"
    assert assigned.said()[-1] == ("Urged", LEAK)


def test_a_published_reply_closes_the_case_on_time(assigned: Office) -> None:
    assigned.publish_reply(LEAK, at=assigned.later(days=3))
    case = assigned.case(LEAK)
    assert (case["state"], case["on_time"], case["lead"]) == ("closed", True, "housing")
    assert assigned.said()[-1] == ("Closed", LEAK)
    assert assigned.doctor()["parked"] == []


def test_a_reply_published_while_its_agency_is_let_go_closes_the_case_for_that_agency(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=True)
    assigned.publish_reply(LEAK)
    case = assigned.ask(queries.case, HOUSING, number=LEAK)
    assert (case["state"], case["lead"], case["due"]) == ("closed", "housing", "2024-03-08")
    assert assigned.doctor()["parked"] == []


def test_a_reply_counts_for_its_agency_though_another_has_the_case_by_now(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=True)
    assigned.assign(LEAK, lead="water", working_days=9)
    assigned.publish_reply(LEAK, lead="housing")
    for actor in (HOUSING, WATER):
        case = assigned.ask(queries.case, actor, number=LEAK)
        assert (case["state"], case["lead"], case["due"]) == ("closed", "housing", "2024-03-08")
        explained = assigned.ask(queries.deadline, actor, number=LEAK)
        assert (explained["lead"], explained["due"]) == ("housing", "2024-03-08")
    assert assigned.doctor()["parked"] == []


def test_the_office_does_not_close_what_nobody_has(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=True)
    refusal = refused(assigned, handlers.close, SUPERVISOR, reason="settled", note="现场已解决")
    assert refusal.code == no.NotAssigned.code


def test_other_days_for_the_same_agency_are_not_answered_with_the_old_deadline(assigned: Office) -> None:
    refusal = refused(assigned, handlers.assign, DISPATCHER, lead="housing", co_agencies=["water"], working_days=9)
    assert (refusal.code, refusal.values()["due"]) == (no.AlreadyAssigned.code, DUE)


def test_the_same_words_again_change_nothing_and_others_are_refused(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-14", reason="等待配件")
    assigned.act(handlers.urge, SUPERVISOR, number=LEAK, level="reminder", note="请尽快办理")
    before = assigned.journal()
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="不属我局")
    assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-14", reason="等待配件")
    assigned.act(handlers.urge, SUPERVISOR, number=LEAK, level="reminder", note="请尽快办理")
    assert assigned.journal() == before
    assert refused(assigned, handlers.ask_return, HOUSING, reason="属水务局").code == no.AlreadyAsked.code
    again = refused(assigned, handlers.ask_extension, HOUSING, until="2024-03-14", reason="下雨")
    assert again.code == no.ExtensionAlreadyAsked.code
    assert refused(assigned, handlers.urge, SUPERVISOR, level="reminder").code == no.AlreadyUrged.code


def test_a_return_says_why(assigned: Office) -> None:
    blank = refused(assigned, handlers.ask_return, HOUSING, reason=" \u3000\n")
    assert (blank.code, blank.values()) == (no.TextBlank.code, {"field": "reason"})


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\ufffe", "\ufdd0", "\u202e", "\u2066"])
def test_a_text_holds_nothing_that_cannot_be_read(assigned: Office, character: str) -> None:
    for handler, actor, field, payload in (
        (handlers.ask_return, HOUSING, "reason", {}),
        (handlers.ask_extension, HOUSING, "reason", {"until": "2024-03-14"}),
        (handlers.urge, SUPERVISOR, "note", {"level": "reminder"}),
    ):
        refusal = refused(assigned, handler, actor, **payload, **{field: f"请{character}"})
        expected = {"field": field, "character": f"U+{ord(character):04X}", "position": 1}
        assert (refusal.code, refusal.values()) == (no.TextUnreadable.code, expected)


def test_a_text_has_a_limit(assigned: Office) -> None:
    refusal = refused(assigned, handlers.ask_return, HOUSING, reason="不" * 2001)
    expected = {"field": "reason", "limit": 2000, "length": 2001}
    assert (refusal.code, refusal.values()) == (no.TextTooLong.code, expected)


@pytest.mark.parametrize(
    ("handler", "actor", "field"),
    [(handlers.urge, SUPERVISOR, "level"), (handlers.reopen, DISPATCHER, "reason")],
)
def test_a_word_that_nobody_knows_is_refused(assigned: Office, handler: Any, actor: Any, field: str) -> None:
    refusal = refused(assigned, handler, actor, **{field: "unheard-of"})
    assert (refusal.code, refusal.values()["field"]) == (no.UnknownWord.code, field)


def test_an_event_heard_twice_closes_once(assigned: Office) -> None:
    assigned.publish_reply(LEAK)
    assigned.publish_reply(LEAK)
    assert assigned.journal().count("routing.closed.v1") == 1
    assert assigned.doctor()["parked"] == []


def test_deadlines_that_have_passed_are_noted_once(assigned: Office) -> None:
    assigned.at(end_of(DUE))
    assert assigned.act(handlers.look_at_deadlines, SYSTEM) == {"missed": 1, "more": False}
    assert assigned.act(handlers.look_at_deadlines, SYSTEM) == {"missed": 0, "more": False}
    assert assigned.case(LEAK)["missed_at"] == rfc3339(end_of(DUE))
    assert assigned.said()[-1] == ("DeadlineMissed", LEAK)


def test_nothing_is_noted_while_the_day_of_the_deadline_lasts(assigned: Office) -> None:
    assigned.at(end_of(DUE).replace(hour=15, minute=59))
    assert assigned.act(handlers.look_at_deadlines, SYSTEM)["missed"] == 0


def test_only_the_program_looks_at_deadlines(office: Office) -> None:
    with pytest.raises(OutOfScope):
        office.act(handlers.look_at_deadlines, OFFICE)


def test_reasons_and_notes_are_sealed_in_the_journal_and_shown_to_the_office(assigned: Office) -> None:
    assigned.act(handlers.ask_return, HOUSING, number=LEAK, reason="王先生所述不属我局")
    assigned.act(handlers.decide_return, DISPATCHER, number=LEAK, agreed=False, note="请按职责分工办理")
    data = assigned.service.store.read(lambda connection: connection.exec_driver_sql("SELECT data FROM journal").all())
    assert not any("王先生" in row[0] or "职责" in row[0] for row in data)
    asked, decided = assigned.case(LEAK)["steps"][-2:]
    assert (asked["step"], asked["by"], asked["reason"]) == ("return_asked", "housing-desk", "王先生所述不属我局")
    assert (decided["step"], decided["note"]) == ("return_refused", "请按职责分工办理")


def test_a_deadline_is_explained_day_by_day(assigned: Office) -> None:
    assigned.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-11", reason="等待配件")
    assigned.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=True)
    answer = assigned.ask(queries.deadline, HOUSING, number=LEAK)
    now = rfc3339(FRIDAY_MORNING)
    days = answer.pop("days")
    assert answer.pop("calendar").startswith("chinesecalendar ")
    assert answer.pop("calendar_in_force").startswith("chinesecalendar ")
    assert answer == {
        "number": LEAK,
        "round": 1,
        "lead": "housing",
        "assigned_at": now,
        "start": "2024-03-01",
        "working_days": 6,
        "due": "2024-03-11",
        "provisional": False,
        "limit": {
            "days": 5,
            "max_days": 15,
            "source": "ordinary",
            "kind": None,
            "urgency": None,
            "complexity": None,
        },
        "recounts": [],
        "stands_since": None,
        "extensions": [{"asked_at": now, "granted_at": now, "previous": "2024-03-08", "due": "2024-03-11"}],
    }
    assert days[0] == {"date": "2024-03-02", "kind": "weekend", "name": "", "count": None}
    assert days[-1] == {"date": "2024-03-11", "kind": "workday", "name": "", "count": 6}
    assert len(days) == 10


def test_a_waiting_case_has_no_deadline_to_explain(waiting: Office) -> None:
    with pytest.raises(no.NotAssigned):
        waiting.ask(queries.deadline, OFFICE, number=LEAK)
