"""The clerk's desk: queues to be cleared today, advice in the office's words, where else to turn, contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from services.intake import handlers, queries
from services.intake.domain.refusals import AlreadyScreened, ContactRequired, TextBlank, UnknownWord
from services.intake.domain.scope import OutOfScope
from services.intake.domain.words import REASON_NAMES, STANDARD_ADVICE, Reason
from tests.services.intake.facts import MORNING
from tests.services.intake.office import CLERK, ELSEWHERE, LEAD, OFFICE, SECOND, TERMS, Office, opened, rearranged
from tests.services.intake.test_importing import ROW

# queues


def test_each_column_in_sight_has_its_queue_counted_by_the_day_in_shanghai(office: Office) -> None:
    office.hears(opened("secretary"), opened("county"))
    office.clock.at = MORNING - timedelta(hours=10)  # 23:02 in Shanghai, the day before
    oldest = office.clock.at
    old, cleared_then, cleared_now = office.written(), office.written(), office.written(column="secretary")
    office.act(handlers.accept, CLERK, number=cleared_then, **TERMS)
    office.clock.at = MORNING - timedelta(hours=9)  # 00:02, today
    new = [office.written() for _ in range(5)]
    office.act(handlers.decline, CLERK, number=new[0], reason="abuse")
    office.act(handlers.redirect, CLERK, number=new[1], where="请向水务集团反映。")
    office.act(handlers.merge, CLERK, number=new[2], into=old)
    office.act(handlers.withdraw, CITIZEN, number=new[3], query_code=office.code(new[3]))
    office.act(handlers.accept, CLERK, number=cleared_now, **TERMS)
    office.imports(ROW)
    mayor = {
        "column": "mayor",
        "column_name": "mayor信箱",
        "waiting": 2,
        "oldest_waiting_at": rfc3339(oldest),
        "received_today": 5,
        "cleared_today": 4,
        "waiting_from_earlier_days": 1,
    }
    nothing = dict.fromkeys(("waiting", "received_today", "cleared_today", "waiting_from_earlier_days"), 0)
    county = {"column": "county", "column_name": "county信箱", **nothing, "oldest_waiting_at": None}
    secretary = {**county, "column": "secretary", "column_name": "secretary信箱", "cleared_today": 1}
    listed = {actor.account: office.ask(queries.queues, actor) for actor in (CLERK, SECOND, ELSEWHERE, OFFICE)}
    assert {who: answer["items"] for who, answer in listed.items()} == {
        CLERK.account: [mayor, secretary],
        SECOND.account: [mayor],
        ELSEWHERE.account: [county],
        OFFICE.account: [mayor, county, secretary],
    }
    assert {(answer["total"], answer["day"]) for answer in listed.values()} == {
        (2, "2024-03-01"),
        (1, "2024-03-01"),
        (3, "2024-03-01"),
    }


def test_what_waits_again_is_in_the_queue_again(office: Office) -> None:
    first, second = office.written(), office.written()
    office.act(handlers.merge, CLERK, number=second, into=first)
    office.act(handlers.withdraw, CITIZEN, number=first, query_code=office.code(first))
    (mayor,) = office.ask(queries.queues, SECOND)["items"]
    assert (mayor["waiting"], mayor["cleared_today"]) == (1, 1)


def test_queues_come_with_the_one_that_waits_longest_first(office: Office) -> None:
    office.hears(opened("secretary"), opened("county"))
    for minutes, column in ((2, "mayor"), (1, "secretary")):
        office.clock.at = MORNING + timedelta(minutes=minutes)
        office.written(column=column)
    assert [item["column"] for item in office.ask(queries.queues)["items"]] == ["secretary", "mayor", "county"]


@pytest.mark.parametrize("actor", [CITIZEN, LEAD], ids=lambda actor: actor.role)
def test_queues_are_not_for_citizens_and_agencies(office: Office, actor: Actor) -> None:
    with pytest.raises(OutOfScope):
        office.ask(queries.queues, actor)


# advice


def advice(office: Office, number: str) -> Any:
    view = office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))
    return view["decision"]["advice"]


def test_a_declined_message_keeps_the_advice_that_was_in_force(office: Office) -> None:
    before, after, own = (office.written() for _ in range(3))
    office.act(handlers.decline, CLERK, number=before, reason="emergency")
    office.act(handlers.word_advice, OFFICE, reason="emergency", text=" 请立即拨打110。\r\n不要等待。 ")
    office.act(handlers.decline, CLERK, number=after, reason="emergency")
    office.act(handlers.decline, CLERK, number=own, reason="emergency", advice="请拨打燃气抢修电话。")
    office.act(handlers.word_advice, OFFICE, reason="emergency", text="请拨打119。")
    assert advice(office, before) == STANDARD_ADVICE[Reason.EMERGENCY]
    assert advice(office, after) == "请立即拨打110。\n不要等待。"
    assert advice(office, own) == "请拨打燃气抢修电话。"
    office.act(
        handlers.decline, CLERK, number=after, reason="emergency"
    )  # the same again, in other words of the office
    assert office.recorded().count("intake.declined.v1") == 3


def test_the_advice_in_force_is_listed_for_every_reason(office: Office) -> None:
    office.clock.at += timedelta(hours=1)
    worded = office.act(handlers.word_advice, OFFICE, reason="abuse", text="请文明留言。")
    listed = office.ask(queries.advice, CLERK)
    assert [item["reason"] for item in listed["items"]] == list(Reason)
    assert listed["total"] == 9
    assert worded == listed["items"][-1]
    assert worded == {
        "reason": "abuse",
        "reason_name": REASON_NAMES[Reason.ABUSE],
        "text": "请文明留言。",
        "provided": False,
        "by": OFFICE.account,
        "at": rfc3339(office.clock.at),
    }
    assert listed["items"][0] == {
        "reason": "outside_remit",
        "reason_name": REASON_NAMES[Reason.OUTSIDE_REMIT],
        "text": STANDARD_ADVICE[Reason.OUTSIDE_REMIT],
        "provided": True,
        "by": None,
        "at": None,
    }
    back = office.act(handlers.word_advice, OFFICE, reason="abuse", text=None)
    assert (back["text"], back["provided"], back["by"]) == (STANDARD_ADVICE[Reason.ABUSE], True, OFFICE.account)


def test_wording_the_same_again_records_nothing(office: Office) -> None:
    for _ in range(2):
        office.act(handlers.word_advice, OFFICE, reason="abuse", text="请文明留言。")
    assert office.recorded() == ["intake.advice_worded.v1"]
    assert office.told() == []


def test_only_the_office_words_advice_and_only_with_words(office: Office) -> None:
    for actor in (CLERK, LEAD, CITIZEN):
        with pytest.raises(OutOfScope):
            office.act(handlers.word_advice, actor, reason="abuse", text="请文明留言。")
    with pytest.raises(OutOfScope):
        office.ask(queries.advice, CITIZEN)
    with pytest.raises(TextBlank):
        office.act(handlers.word_advice, OFFICE, reason="abuse", text=" \n")
    with pytest.raises(UnknownWord):
        office.act(handlers.word_advice, OFFICE, reason="weather", text="请文明留言。")
    assert office.recorded() == []


# redirection


def test_a_citizen_is_told_who_answers_instead_and_how_to_reach_them(office: Office) -> None:
    number, bare = office.written(), office.written()
    for _ in range(2):
        office.act(
            handlers.redirect, CLERK, number=number, where="请向水务集团反映。", contact=" 电话96222，\r\n每天8时起。"
        )
    office.act(handlers.redirect, CLERK, number=bare, where="请向水务集团反映。")
    view = office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))
    assert view["decision"] == {"where": "请向水务集团反映。", "contact": "电话96222，\n每天8时起。"}
    assert office.ask(queries.message, CLERK, number=bare)["decision"] == {
        "where": "请向水务集团反映。",
        "contact": None,
    }
    assert office.recorded().count("intake.redirected.v1") == 2
    with pytest.raises(AlreadyScreened):
        office.act(handlers.redirect, CLERK, number=number, where="请向水务集团反映。", contact="电话12345。")
    assert "96222" not in office.dump()


# contact


@pytest.mark.parametrize(
    ("phone", "email", "reachable"),
    [
        ("13800000000", None, True),
        (None, "wang@example.com", True),
        ("13800000000", "wang@example.com", True),
        (None, None, False),
        (" ", "\t", False),
        ("打我电话", None, False),
        ("123", "wang", False),
        ("打我电话", "wang@example.com", True),
        ("0571-8888 8888转801", "@", True),
    ],
)
def test_a_column_may_ask_for_a_contact(office: Office, phone: str | None, email: str | None, reachable: bool) -> None:
    office.hears(rearranged(contact_required=True))
    if reachable:
        office.submit(phone=phone, email=email)
        return
    with pytest.raises(ContactRequired) as refused:
        office.submit(phone=phone, email=email)
    assert (refused.value.code, refused.value.values()) == ("intake.contact_required", {"column": "mayor"})
    assert office.recorded() == []


def test_the_desk_is_told_which_contact_nobody_can_be_reached_by(office: Office) -> None:
    def unusable(**contact: str | None) -> list[str]:
        number = office.written(**contact)
        seen: list[str] = office.ask(queries.message, CLERK, number=number)["contact_unusable"]
        return seen

    assert unusable() == []
    assert unusable(phone="打我电话") == ["phone"]
    assert unusable(phone="123", email="wang@localhost") == ["phone", "email"]
    assert unusable(phone=None, email=None) == []


def test_the_citizen_is_told_at_once_which_contact_nobody_can_be_reached_by(office: Office) -> None:
    assert office.submit(phone="abc", email="x@")["contact_unusable"] == ["phone", "email"]
    assert office.submit(phone="13800000000", email=None)["contact_unusable"] == []


def test_the_citizen_sees_whether_they_are_told_of_each_step(office: Office) -> None:
    told, silent = office.submit(), office.submit(notify=False)
    for written, wanted in ((told, True), (silent, False)):
        code = {"number": written["number"], "query_code": written["query_code"]}
        assert office.ask(queries.follow, CITIZEN, **code)["notify"] is wanted


def test_a_column_that_does_not_ask_takes_a_message_without(office: Office) -> None:
    office.submit(phone=None, email=None)


def test_what_is_taken_over_needs_no_contact(office: Office) -> None:
    office.hears(rearranged(contact_required=True))
    (result,) = office.imports(ROW)
    assert "number" in result
