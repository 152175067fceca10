"""Pressing the lead: who is proposed, what is sent and numbered, what the lead sees and confirms."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts import intake
from kernel.actor import Actor
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain import refusals as no
from services.routing.domain.refusals import OutOfScope
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import (
    DISPATCHER,
    ELSEWHERE,
    HOUSING,
    OFFICE,
    SUPERVISOR,
    WATER,
    Office,
)  # fmt: skip

FIRST, SECOND, THIRD, WAITS, OTHER = (f"20240301-00000{n}" for n in range(1, 6))
LATE_MONDAY = datetime(2024, 3, 18, 2, 0, tzinfo=UTC)  # six working days after the deadline, Friday 8 March
FOR_ALL = Actor("chief", "supervisor")


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """Numbers are drawn, proposals and inboxes counted by both databases."""
    return either_database


@pytest.fixture
def late(office: Office) -> Office:
    """Three of the mayor's cases with housing and one of the secretary's are late; one waits."""
    for number in (FIRST, SECOND, THIRD, WAITS):
        office.accept(number)
    office.accept(OTHER, column="secretary")
    for number in (FIRST, SECOND, THIRD, OTHER):
        office.assign(number)
    office.at(LATE_MONDAY)
    return office


def urge(office: Office, number: str, level: str, actor: Actor = SUPERVISOR, **more: Any) -> dict[str, Any]:
    urging: dict[str, Any] = office.act(handlers.urge, actor, number=number, level=level, **more)["urging"]
    return urging


def steps(office: Office, actor: Actor = FOR_ALL, **asked: Any) -> list[tuple[str, str]]:
    return [
        (item["number"], item["proposed"]) for item in office.ask(queries.urging_proposals, actor, **asked)["items"]
    ]


def test_letters_are_numbered_without_gaps_for_each_office_and_year(late: Office) -> None:
    assert urge(late, FIRST, "letter") == {"n": 1, "level": "letter", "letter": "栖督〔2024〕1号"}
    assert urge(late, FIRST, "reminder") == {"n": 2, "level": "reminder", "letter": None}
    assert urge(late, SECOND, "criticism")["letter"] == "栖督〔2024〕2号"
    assert urge(late, OTHER, "letter", FOR_ALL)["letter"] == "栖委督〔2024〕1号"
    late.at(datetime(2025, 1, 1, 2, 0, tzinfo=UTC))
    assert urge(late, FIRST, "letter")["letter"] == "栖督〔2025〕1号"


def test_who_is_refused_uses_up_no_number(late: Office) -> None:
    with pytest.raises(no.NotAssigned):
        urge(late, WAITS, "letter")
    with pytest.raises(OutOfScope):
        urge(late, OTHER, "letter")
    with pytest.raises(OutOfScope):
        urge(late, FIRST, "letter", ELSEWHERE)
    late.at(FRIDAY_MORNING + timedelta(days=4))
    with pytest.raises(no.NotOverdue):
        urge(late, FIRST, "criticism")
    assert urge(late, FIRST, "letter")["letter"] == "栖督〔2024〕1号"


def test_a_letter_waits_until_the_case_is_due_soon_and_a_reminder_does_not(late: Office) -> None:
    late.at(FRIDAY_MORNING)  # five working days before the deadline
    assert urge(late, FIRST, "reminder")["letter"] is None
    before = late.journal()
    with pytest.raises(no.NotDueSoon):
        urge(late, FIRST, "letter")
    assert late.journal() == before
    late.at(LATE_MONDAY - timedelta(days=11))  # Thursday: within due_soon_working_days
    assert urge(late, FIRST, "letter")["letter"] == "栖督〔2024〕1号"


def test_the_same_letter_again_on_the_same_day_is_the_same_letter(late: Office) -> None:
    first = urge(late, FIRST, "letter", note="请尽快办理")
    before = late.journal()
    assert urge(late, FIRST, "letter", note="请尽快办理") == first
    assert late.journal() == before
    with pytest.raises(no.AlreadyUrged):
        urge(late, FIRST, "letter", note="别的话")


def test_letters_sent_at_the_same_moment_share_no_number(late: Office) -> None:
    with ThreadPoolExecutor(3) as together:
        sent = list(together.map(lambda number: urge(late, number, "letter")["letter"], (FIRST, SECOND, THIRD)))
    assert sorted(sent) == ["栖督〔2024〕1号", "栖督〔2024〕2号", "栖督〔2024〕3号"]


def test_a_letter_says_what_was_so_on_the_day_it_was_issued(late: Office) -> None:
    urge(late, FIRST, "letter", note="王小明来电催问")
    said = late.ask(queries.urging_letter, HOUSING, number=FIRST, n=1)
    late.act(handlers.load_city, OFFICE, agencies=[{"id": "housing", "name": "住房保障局"}], columns=[])
    late.at(LATE_MONDAY + timedelta(days=9))
    assert late.ask(queries.urging_letter, OFFICE, number=FIRST, n=1) == said
    assert said == {
        "number": FIRST,
        "n": 1,
        "level": "letter",
        "letter": {
            "number": "栖督〔2024〕1号",
            "office": "egov-office",
            "office_name": "栖川市电子政务办公室",
            "column_name": "市长信箱",
            "lead_name": "栖川市住房和城乡建设局",
            "kind": "request",
            "accepted_at": "2024-03-01T01:30:00Z",
            "assigned_at": "2024-03-01T01:30:00Z",
            "due": "2024-03-08",
            "overdue": 6,
            "issued": "2024-03-18",
        },
    }


def test_there_is_no_letter_of_a_reminder_nor_of_what_was_never_sent(late: Office) -> None:
    urge(late, FIRST, "reminder")
    with pytest.raises(no.NoLetter):
        late.ask(queries.urging_letter, OFFICE, number=FIRST, n=1)
    with pytest.raises(no.NoSuchUrging):
        late.ask(queries.urging_letter, OFFICE, number=FIRST, n=2)
    with pytest.raises(OutOfScope):
        late.ask(queries.urging_letter, WATER, number=FIRST, n=1)


def test_a_cases_urgings_are_told_with_their_words_and_receipts(late: Office) -> None:
    urge(late, FIRST, "letter", note="请尽快办理")
    late.act(handlers.acknowledge, HOUSING, number=FIRST, n=1)
    (told,) = late.ask(queries.urgings, SUPERVISOR, number=FIRST)["items"]
    assert (told["level"], told["letter"], told["note"]) == ("letter", "栖督〔2024〕1号", "请尽快办理")
    assert (told["urged_by"], told["received_by"]) == ("supervisor", "housing-desk")
    late.hear(intake.MessageErasedV1(FIRST, "mayor", LATE_MONDAY))
    assert late.ask(queries.urgings, SUPERVISOR, number=FIRST)["items"][0]["note"] is None


def test_the_inbox_tells_an_urgings_words_until_they_are_erased(late: Office) -> None:
    urge(late, FIRST, "letter", note="王小明来电催问")
    urge(late, SECOND, "reminder")
    notes = {told["number"]: told["note"] for told in late.ask(queries.urging_inbox, HOUSING)["items"]}
    assert (notes[FIRST], notes[SECOND]) == ("王小明来电催问", None)
    late.hear(intake.MessageErasedV1(FIRST, "mayor", LATE_MONDAY))
    assert [told["note"] for told in late.ask(queries.urging_inbox, HOUSING)["items"]] == [None, None]


def test_a_selection_is_urged_one_by_one_and_each_refusal_says_why(late: Office) -> None:
    urge(late, SECOND, "letter", note="先前的话")
    results = late.act(
        handlers.urge_several, SUPERVISOR, numbers=[FIRST, SECOND, WAITS, OTHER, "20240301-999999", THIRD, FIRST],
        level="letter", note="请尽快办理",
    )["results"]  # fmt: skip
    assert [result.get("refused") or result["urging"]["letter"] for result in results] == [
        "栖督〔2024〕2号",
        "routing.already_urged",
        "routing.not_assigned",
        "routing.out_of_scope",
        "routing.not_found",
        "栖督〔2024〕3号",
    ]
    assert late.journal().count("routing.urged.v1") == late.journal().count("routing.letter_number_drawn.v1") == 3


def test_an_erased_message_takes_no_note_and_holds_no_other_up(late: Office) -> None:
    late.hear(intake.MessageErasedV1(FIRST, "mayor", LATE_MONDAY))
    results = late.act(handlers.urge_several, SUPERVISOR, numbers=[FIRST, SECOND], level="reminder", note="请办")
    assert [result.get("refused") for result in results["results"]] == ["kernel.erased", None]
    assert urge(late, FIRST, "reminder")["n"] == 1


def test_the_ladder_proposes_the_next_step_and_a_person_sends_it(late: Office) -> None:
    assert steps(late) == [(number, "letter") for number in (FIRST, SECOND, THIRD, OTHER)]
    urge(late, FIRST, "letter")
    assert (FIRST, "criticism") not in steps(late)  # the agency has a day to answer the letter
    late.at(LATE_MONDAY + timedelta(days=1))
    assert steps(late)[0] == (FIRST, "criticism")
    urge(late, FIRST, "criticism")
    late.at(LATE_MONDAY + timedelta(days=2))
    assert FIRST not in [number for number, _ in steps(late)]


def test_proposals_are_narrowed_counted_paged_and_within_scope(late: Office) -> None:
    urge(late, FIRST, "letter")
    late.at(LATE_MONDAY + timedelta(days=1))
    assert steps(late, SUPERVISOR) == [(FIRST, "criticism"), (SECOND, "letter"), (THIRD, "letter")]
    assert steps(late, level="criticism") == [(FIRST, "criticism")]
    assert steps(late, column="secretary") == [(OTHER, "letter")]
    page = late.ask(queries.urging_proposals, FOR_ALL, limit=3)
    assert (page["total"], page["levels"]) == (4, {"reminder": 0, "letter": 3, "criticism": 1})
    assert steps(late, limit=3, after=page["next"]) == [(OTHER, "letter")]
    for actor in (HOUSING, DISPATCHER):
        with pytest.raises(OutOfScope):
            late.ask(queries.urging_proposals, actor)


def test_a_case_due_soon_is_proposed_for_a_reminder(late: Office) -> None:
    late.at(FRIDAY_MORNING)
    assert steps(late) == []
    late.at(FRIDAY_MORNING + timedelta(days=4))
    assert steps(late, column="mayor") == [(number, "reminder") for number in (FIRST, SECOND, THIRD)]


def test_the_lead_sees_its_urgings_the_unconfirmed_first(late: Office) -> None:
    for hour, number in enumerate((FIRST, SECOND, THIRD)):
        late.at(LATE_MONDAY + timedelta(hours=hour))
        urge(late, number, "letter")
    late.act(handlers.acknowledge, HOUSING, number=THIRD, n=1)
    inbox = late.ask(queries.urging_inbox, HOUSING)
    assert [(item["number"], item["received_by"]) for item in inbox["items"]] == [
        (SECOND, None), (FIRST, None), (THIRD, "housing-desk"),
    ]  # fmt: skip
    assert (inbox["total"], inbox["unread"]) == (3, 2)
    rest = late.ask(queries.urging_inbox, HOUSING, limit=2, after=None)
    assert [item["number"] for item in late.ask(queries.urging_inbox, HOUSING, after=rest["next"])["items"]] == [THIRD]
    assert late.ask(queries.urging_inbox, WATER)["total"] == 0
    with pytest.raises(OutOfScope):
        late.ask(queries.urging_inbox, SUPERVISOR)


def test_an_urging_is_confirmed_once_and_by_the_lead_alone(late: Office) -> None:
    urge(late, FIRST, "letter")
    with pytest.raises(OutOfScope):
        late.act(handlers.acknowledge, WATER, number=FIRST, n=1)
    with pytest.raises(no.NoSuchUrging):
        late.act(handlers.acknowledge, HOUSING, number=FIRST, n=2)
    late.act(handlers.acknowledge, HOUSING, number=FIRST, n=1)
    colleague = Actor("colleague", "handler", agencies=("housing",))
    late.act(handlers.acknowledge, colleague, number=FIRST, n=1)
    assert late.ask(queries.urgings, HOUSING, number=FIRST)["items"][0]["received_by"] == "housing-desk"


def test_closing_strikes_off_everywhere(late: Office) -> None:
    urge(late, FIRST, "letter")
    late.at(LATE_MONDAY + timedelta(days=1))
    late.publish_reply(FIRST)
    assert FIRST not in [item["number"] for item in late.ask(queries.ledger, OFFICE)["items"]]
    assert FIRST not in [number for number, _ in steps(late)]
    assert late.ask(queries.urging_inbox, HOUSING)["total"] == 0
    with pytest.raises(no.CaseIsClosed):
        urge(late, FIRST, "criticism")
