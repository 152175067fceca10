"""Suggestions on a real store: what is compared and learnt, for whom, and that erasing takes it out of every memory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts import routing
from kernel.actor import CITIZEN, Actor
from kernel.clock import FixedClock
from kernel.settings import Settings
from services.intake import handlers, wiring
from services.intake.domain.refusals import TextErased
from services.intake.domain.scope import OutOfScope
from services.intake.suggestions import memory as memories
from services.intake.suggestions.asking import suggest
from tests.services.intake.facts import MORNING
from tests.services.intake.office import CLERK, ELSEWHERE, LEAD, OFFICE, Office, arranged, opened, rearranged

LAMP = {"title": "清泉路路灯不亮", "body": "清泉路口的路灯已经三天不亮，晚上出行很不方便，请尽快安排检修。"}
LAMP_TOO = {"title": "路灯坏了", "body": "清泉路口的路灯已经三天不亮了，晚上出行不方便，请安排检修，谢谢！"}
NOISE = {"title": "夜间施工扰民", "body": "工地夜里两点还在浇筑混凝土，噪声很大，老人孩子无法休息。"}
NOBODY: dict[str, Any] = {"name": None, "phone": None, "email": None}


def suggested(office: Office, number: str, actor: Actor = CLERK) -> dict[str, Any]:
    return office.ask(suggest(office.service.memory), actor, number=number)


def duplicates(office: Office, number: str, actor: Actor = CLERK) -> list[tuple[str, list[str]]]:
    return [(one["number"], one["reasons"]) for one in suggested(office, number, actor)["duplicates"]]


def test_the_same_text_comes_first_then_a_similar_one_and_another_matter_not_at_all(office: Office) -> None:
    similar = office.written(**LAMP_TOO, **NOBODY)
    same = office.written(**{**LAMP, "title": "请修路灯"}, **NOBODY)
    office.written(**NOISE, **NOBODY)
    number = office.written(**LAMP, **NOBODY)
    assert duplicates(office, number) == [(same, ["same_text"]), (similar, ["similar_text"])]
    first, second = suggested(office, number)["duplicates"]
    assert (first["score"], first["title"], first["state"]) == (1.0, "请修路灯", "waiting")
    assert 0.5 <= second["score"] == second["similarity"] < 1.0


def test_who_wrote_before_is_known_by_phone_or_email_however_written(office: Office) -> None:
    phone = office.written(**{**NOISE, **NOBODY, "phone": "+86 138-0013-8000"})
    email = office.written(**{**NOISE, **NOBODY, "title": "噪声", "email": "Li@Example.com"})
    number = office.written(**{**LAMP, **NOBODY, "phone": "13800138000", "email": "li@example.com"})
    assert sorted(duplicates(office, number)) == sorted([(phone, ["same_phone"]), (email, ["same_email"])])


def test_only_what_was_written_within_the_columns_days_is_compared(office: Office) -> None:
    old = office.written(**LAMP, **NOBODY)
    office.clock.at = MORNING + timedelta(days=91)
    number = office.written(**LAMP, **NOBODY)
    assert (duplicates(office, number), suggested(office, number)["compared"]["messages"]) == ([], 0)
    before = rearranged()
    terms = routing.TermsV1(repeat_days=120)
    changed = {name: getattr(before, name) for name in before.__slots__} | {"terms": terms}
    office.hears(routing.ColumnRearrangedV1(**changed))
    assert duplicates(office, number) == [(old, ["same_text"])]


def test_a_clerk_is_shown_messages_of_their_own_columns(office: Office) -> None:
    office.hears(opened("secretary"), opened("county"))
    secretary = office.written(**LAMP, **NOBODY, column="secretary")
    county = office.written(**LAMP, **NOBODY, column="county")
    number = office.written(**LAMP, **NOBODY)
    assert [found for found, _ in duplicates(office, number)] == [secretary]
    assert {found for found, _ in duplicates(office, number, OFFICE)} == {secretary, county}
    for actor in (ELSEWHERE, LEAD, CITIZEN):
        with pytest.raises(OutOfScope):
            suggested(office, number, actor)


def test_what_was_withdrawn_or_erased_is_no_duplicate_in_any_process(office: Office, settings: Settings) -> None:
    erased, withdrawn = office.written(**LAMP, **NOBODY), office.written(**LAMP, **NOBODY)
    number = office.written(**LAMP, **NOBODY)
    replica = wiring.build(settings, clock=FixedClock(MORNING))
    while replica.memory.catch_up():
        pass
    assert len(replica.memory.remembered().kept) == 3
    office.act(handlers.withdraw, CITIZEN, number=withdrawn, query_code=office.code(withdrawn))
    office.act(handlers.erase, OFFICE, number=erased)
    assert duplicates(office, number) == []
    assert [kept.number for kept in replica.memory.remembered().kept] == [number]
    replica.close()
    with pytest.raises(TextErased):
        suggested(office, erased)


def test_nothing_that_can_be_read_is_kept(office: Office) -> None:
    office.written(**LAMP)
    (kept,) = office.service.memory.remembered().kept
    for text in ("路灯", "13800000000", "wang@example.com", "王小明"):
        assert text not in repr(kept)
        assert text.encode() not in kept.text


def learnt(office: Office, each: int) -> None:
    """Clerks chose fields: lamps are `roads`, noise is `environment`."""
    for place in range(each):
        for field, letter in (("roads", LAMP_TOO), ("environment", NOISE)):
            number = office.written(**{**letter, "body": f"{letter['body']}{place}"}, **NOBODY)
            office.act(handlers.accept, CLERK, number=number, field=field)


def test_the_field_is_learnt_from_what_clerks_chose_once_there_is_enough(office: Office) -> None:
    learnt(office, 9)
    number = office.written(**LAMP, **NOBODY)
    assert (suggested(office, number)["fields"], suggested(office, number)["learnt_from"]) == ([], 18)
    learnt(office, 1)
    found = suggested(office, number)
    assert (found["fields"][0]["field"], found["learnt_from"]) == ("roads", 20)
    assert found["fields"][0]["probability"] > 0.9
    assert (found["fields"][0]["name"], found["fields"][0]["field_path"]) == (None, [])


def test_a_likely_field_is_named_with_those_above_it(office: Office) -> None:
    office.hears(arranged(("city", "市政", None), ("roads", "道路", "city"), ("environment", "环保", None)))
    learnt(office, 10)
    likeliest = suggested(office, office.written(**LAMP, **NOBODY))["fields"][0]
    assert (likeliest["field"], likeliest["name"], likeliest["field_path"]) == ("roads", "道路", ["市政", "道路"])


def test_a_process_that_starts_anew_suggests_the_same(office: Office, settings: Settings) -> None:
    learnt(office, 10)
    number = office.written(**LAMP, **NOBODY)
    before = suggested(office, number)
    replica = wiring.build(settings, clock=office.clock)
    while replica.memory.catch_up():
        pass
    assert office.ask(suggest(replica.memory), CLERK, number=number) == before
    replica.close()


def test_a_memory_that_is_still_filling_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memories, "AT_ONCE", 2)
    same, *_, number = (office.written(**LAMP, **NOBODY) for _ in range(3))
    assert suggested(office, number)["complete"] is False
    assert same in [found for found, _ in duplicates(office, number)]
    assert suggested(office, number)["complete"] is True


def test_what_is_long_past_is_let_go(office: Office) -> None:
    office.written(**LAMP, **NOBODY)
    assert len(office.service.memory.remembered().kept) == 1
    office.clock.at = MORNING + timedelta(days=401)
    assert office.service.memory.remembered().kept == ()
