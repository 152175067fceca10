"""What citizens do once a matter is closed, on a real store: rating, asking once more, asking to be forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts import review, routing
from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.vault import Erased
from services.intake import handlers, queries
from services.intake.domain.refusals import (
    AlreadyFollowedUp,
    EvaluationOver,
    FollowUpOver,
    NoErasureAsked,
    NotAnswered,
    NotFound,
    TextBlank,
    UnknownWord,
)
from services.intake.domain.scope import OutOfScope
from tests.services.intake.facts import AFTERWARDS, ENDED, HOUSING
from tests.services.intake.office import (
    CLERK,
    ELSEWHERE,
    HELPING,
    LEAD,
    OFFICE,
    OTHERS,
    Office,
    answered,
    assigned,
    closed,
    rearranged,
)

# ENDED is 2024-03-06 in Shanghai
LAST_MOMENT = datetime(2024, 4, 5, 15, 59, 59, tzinfo=UTC)
TOO_LATE = LAST_MOMENT + timedelta(seconds=1)
COMMENT = "修得很快，谢谢王师傅！"
QUESTION = "五号楼什么时候修？"
WHY = "请带身份证到政务大厅当面申请。"
WRONG = "000000000000"


def rate(office: Office, number: str, satisfaction: int = 5, **more: Any) -> dict[str, Any]:
    """The citizen rates the handling."""
    asked = {"number": number, "query_code": office.code(number), "satisfaction": satisfaction, **more}
    return office.act(handlers.evaluate, CITIZEN, **asked)


def ask(office: Office, number: str, question: str = QUESTION, request: str | None = None) -> dict[str, Any]:
    """The citizen asks once more."""
    code = office.code(number)
    return office.act(handlers.ask_follow_up, CITIZEN, request, number=number, query_code=code, question=question)


def seen(office: Office, number: str) -> dict[str, Any]:
    """What the citizen sees."""
    return office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))


# rating


def test_a_closed_matter_is_rated_with_the_query_code_within_the_columns_days(office: Office) -> None:
    number = office.closed()
    office.clock.at = TOO_LATE
    with pytest.raises(EvaluationOver):
        rate(office, number)
    office.clock.at = LAST_MOMENT
    with pytest.raises(NotFound):
        rate(office, number, query_code=WRONG)
    with pytest.raises(UnknownWord):
        rate(office, number, satisfaction=6)
    assert seen(office, number)["evaluable_until"] == "2024-04-05"
    assert rate(office, number) == {
        "number": number,
        "state": "closed",
        "state_name": "已办结",
        "satisfaction": 5,
        "round": 1,
        "at": rfc3339(LAST_MOMENT),
    }
    assert seen(office, number)["evaluable_until"] is None


def test_a_column_that_changes_its_days_changes_them_for_every_matter(office: Office) -> None:
    number = office.closed()
    office.hears(replace(rearranged(), terms=routing.TermsV1(evaluation_days=2, follow_up_days=3)))
    office.clock.at = ENDED
    view = seen(office, number)
    assert (view["evaluable_until"], view["follow_up_until"]) == ("2024-03-08", "2024-03-09")
    office.clock.at = ENDED + timedelta(days=3)
    with pytest.raises(EvaluationOver):
        rate(office, number)
    assert ask(office, number)["round"] == 1


def test_a_comment_is_read_by_the_citizen_and_by_staff_in_scope_and_kept_sealed(office: Office) -> None:
    number = office.closed()
    office.clock.at = AFTERWARDS
    for _ in range(2):
        rate(office, number, comment=f" {COMMENT}\r\n")
    assert office.recorded().count("intake.evaluated.v1") == 1
    given = {"satisfaction": 5, "at": rfc3339(AFTERWARDS), "comment": COMMENT}
    assert seen(office, number)["evaluation"] == given
    for actor in (CLERK, LEAD, OFFICE):
        assert office.ask(queries.message, actor, number=number)["evaluation"] == given
    for actor in (ELSEWHERE, OTHERS):
        with pytest.raises(OutOfScope):
            office.ask(queries.message, actor, number=number)
    assert COMMENT not in office.dump() + str(office.told())
    office.act(handlers.erase, OFFICE, number=number)
    assert seen(office, number)["evaluation"] == {**given, "comment": None}


def test_what_was_rated_stays_to_be_read_once_the_matter_is_handled_again(office: Office) -> None:
    number = office.closed()
    office.clock.at = AFTERWARDS
    rate(office, number, satisfaction=1, comment="路灯还是不亮")
    first = {"round": 1, "satisfaction": 1, "at": rfc3339(AFTERWARDS), "comment": "路灯还是不亮"}
    reopened = routing.ReopenedV1(number, "mayor", 2, "dissatisfied", AFTERWARDS)
    office.hears(reopened, assigned(number, lead="hous_ing", round_=2))
    for view in (seen(office, number), *(office.ask(queries.message, who, number=number) for who in (CLERK, OTHERS))):
        assert (view["evaluation"], view["evaluations"]) == (None, [first])
    with pytest.raises(OutOfScope):
        office.ask(queries.message, LEAD, number=number)
    office.hears(replace(closed(number), lead="hous_ing", round=2))
    rate(office, number, satisfaction=4)
    second = {"round": 2, "satisfaction": 4, "at": rfc3339(AFTERWARDS), "comment": None}
    assert seen(office, number)["evaluations"] == [first, second]
    office.act(handlers.erase, OFFICE, number=number)
    assert seen(office, number)["evaluations"] == [{**first, "comment": None}, second]


def test_an_erased_message_is_rated_without_words(office: Office) -> None:
    number = office.closed()
    office.act(handlers.erase, OFFICE, number=number)
    with pytest.raises(Erased):
        rate(office, number, comment=COMMENT)
    assert rate(office, number)["satisfaction"] == 5


# asking once more


def test_a_question_is_asked_once_and_goes_to_the_agency_without_a_word_of_it(office: Office) -> None:
    number = office.closed()
    office.clock.at = AFTERWARDS
    assert seen(office, number)["follow_up_until"] == "2024-04-05"
    first = ask(office, number, request="once")
    assert first == {
        "number": number,
        "state": "closed",
        "state_name": "已办结",
        "round": 1,
        "at": rfc3339(AFTERWARDS),
    }
    assert ask(office, number, request="once") == ask(office, number) == first
    assert office.told()[-1] == (
        "FollowUpAsked",
        {
            "number": number,
            "column": "mayor",
            "round": 1,
            "lead": HOUSING,
            "publishable": True,
            "asked_at": "2024-03-09T01:02:04.456789Z",
        },
    )
    with pytest.raises(AlreadyFollowedUp):
        ask(office, number, "还有一个问题。")
    assert QUESTION not in office.dump() + str(office.told())
    assert office.recorded().count("intake.follow_up_asked.v1") == 1


def test_the_citizen_follows_the_question_to_its_answer_and_the_matter_stays_closed(office: Office) -> None:
    number = office.closed()
    office.clock.at = AFTERWARDS
    ask(office, number)
    view = seen(office, number)
    asked = {"question": QUESTION, "lead": HOUSING, "round": 1, "asked_at": rfc3339(AFTERWARDS), "answered_at": None}
    assert (view["follow_up"], view["follow_up_until"], view["state"]) == (asked, None, "closed")
    at = AFTERWARDS + timedelta(days=1)
    office.hears(review.FollowUpAnsweredV1(number, "mayor", 1, HOUSING, "0" * 64, public=True, answered_at=at))
    view = seen(office, number)
    assert (view["follow_up"], view["state"]) == ({**asked, "answered_at": rfc3339(at)}, "closed")
    assert [step["step"] for step in view["timeline"]][-2:] == ["follow_up_asked", "follow_up_answered"]
    (item,) = office.ask(queries.list_messages, state="closed")["items"]
    assert (item["follow_up_asked_at"], item["follow_up_answered_at"]) == (rfc3339(AFTERWARDS), rfc3339(at))


def test_who_has_to_answer_reads_the_question_also_when_another_agency_has_the_case_by_now(office: Office) -> None:
    number = office.closed()
    ask(office, number)
    office.hears(routing.ReopenedV1(number, "mayor", 2, "dissatisfied", AFTERWARDS), assigned(number, "roads", 2))
    roads = Actor("handler.lu", "handler", columns=None, agencies=("roads",))
    for actor in (LEAD, CLERK, OFFICE):
        assert office.ask(queries.follow_up, actor, number=number)["question"] == QUESTION
    for actor in (roads, HELPING, ELSEWHERE, CITIZEN):
        with pytest.raises(OutOfScope):
            office.ask(queries.follow_up, actor, number=number)


@pytest.mark.parametrize("number", ["20240301-999999", "?"])
def test_where_nothing_was_asked_there_is_no_question(office: Office, number: str) -> None:
    for asked in (number, office.closed()):
        with pytest.raises(NotFound):
            office.ask(queries.follow_up, number=asked)


def test_a_question_needs_the_code_an_answer_a_closing_and_its_time(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    with pytest.raises(NotAnswered):
        ask(office, number)
    office.hears(answered(number), closed(number))
    with pytest.raises(NotFound):
        office.act(handlers.ask_follow_up, CITIZEN, number=number, query_code=WRONG, question=QUESTION)
    with pytest.raises(TextBlank):
        ask(office, number, " \n")
    office.clock.at = TOO_LATE
    with pytest.raises(FollowUpOver):
        ask(office, number)
    assert seen(office, number)["follow_up_until"] is None


# asking to be forgotten


def test_a_wish_to_be_forgotten_erases_nothing_until_the_office_carries_it_out(office: Office) -> None:
    number = office.closed()
    asked: dict[str, Any] = {"number": number, "query_code": office.code(number)}
    with pytest.raises(NotFound):
        office.act(handlers.ask_erasure, CITIZEN, **{**asked, "query_code": WRONG})
    office.clock.at = AFTERWARDS
    answer = office.act(handlers.ask_erasure, CITIZEN, **asked)
    assert (answer["erased"], answer["asked_at"]) == (False, rfc3339(AFTERWARDS))
    office.clock.at += timedelta(hours=1)
    assert office.act(handlers.ask_erasure, CITIZEN, **asked) == answer
    view = seen(office, number)
    assert view["title"]
    assert view["erasure"] == {"asked_at": rfc3339(AFTERWARDS), "refused_at": None, "why": None}
    listed = office.ask(queries.list_messages, erasure_asked=True)
    assert [(item["number"], item["erasure_asked_at"]) for item in listed["items"]] == [(number, rfc3339(AFTERWARDS))]
    office.act(handlers.erase, OFFICE, number=number)
    view = seen(office, number)
    assert (view["title"], view["erased"], view["erasure"]) == (None, True, None)
    assert office.ask(queries.list_messages, erasure_asked=True)["total"] == 0
    assert office.act(handlers.ask_erasure, CITIZEN, **asked)["erased"] is True


def test_the_office_refuses_with_a_reason_that_the_citizen_reads_and_may_answer_by_asking_again(
    office: Office,
) -> None:
    number = office.written()
    asked: dict[str, Any] = {"number": number, "query_code": office.code(number)}
    with pytest.raises(NoErasureAsked):
        office.act(handlers.refuse_erasure, OFFICE, number=number, why=WHY)
    office.act(handlers.ask_erasure, CITIZEN, **asked)
    with pytest.raises(OutOfScope):
        office.act(handlers.refuse_erasure, CLERK, number=number, why=WHY)
    for _ in range(2):
        assert office.act(handlers.refuse_erasure, OFFICE, number=number, why=WHY)["erased"] is False
    assert office.recorded().count("intake.erasure_refused.v1") == 1
    assert seen(office, number)["erasure"]["why"] == WHY
    assert WHY not in office.dump()
    assert office.act(handlers.ask_erasure, CITIZEN, **asked)["asked_at"]
    assert office.ask(queries.list_messages, erasure_asked=True)["total"] == 1
    assert [name for name, _ in office.told()] == ["MessageSubmitted"]
