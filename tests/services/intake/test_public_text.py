"""The public text on a real store: proposed, confirmed, read by everyone, and gone when erased."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import routing
from kernel.actor import CITIZEN
from kernel.clock import rfc3339
from services.intake import handlers, queries
from services.intake.domain.refusals import (
    NoConsent,
    NoPublicText,
    NotFound,
    PublicTextMovedOn,
    StillPersonal,
    TextBlank,
    TextErased,
)
from services.intake.domain.scope import OutOfScope
from tests.services.intake.facts import ENDED, MORNING, WANG
from tests.services.intake.office import CLERK, ELSEWHERE, LEAD, OFFICE, SECOND, Office, answered, assigned
from tests.services.intake.test_importing import ROW

LETTER = {"title": "王小明家停水", "body": "清泉小区3栋501室停水，我的电话13800000000，\n身份证430102199003071234。"}
TEXT = {"title": "小区停水", "body": "清泉小区停水。"}


def proposed(office: Office, number: str) -> dict[str, Any]:
    return office.ask(queries.propose_public_text, CLERK, number=number)


def confirms(
    office: Office, number: str, actor: Any = CLERK, request: str | None = None, **text: Any
) -> dict[str, Any]:
    asked = {"basis": proposed(office, number)["basis"], **TEXT, **text}
    return office.act(handlers.confirm_public_text, actor, request, number=number, **asked)


def everyone_reads(office: Office, *numbers: str) -> dict[str, Any]:
    texts: dict[str, Any] = office.ask(queries.read_public_texts, CITIZEN, numbers=list(numbers))["texts"]
    return texts


def test_what_is_personal_is_proposed_masked_with_its_places(office: Office) -> None:
    number = office.accepted(**LETTER)
    proposal = proposed(office, number)
    assert (proposal["title"], proposal["version"], proposal["confirmed"]) == ("王某某家停水", 0, None)
    assert proposal["body"] == "清泉小区*栋*室停水，我的电话***********，\n身份证******************。"
    assert proposal["original"] == LETTER
    assert [(one["in"], one["start"], one["end"], one["kind"], one["sure"]) for one in proposal["findings"]] == [
        ("title", 0, 3, "name", False),
        ("body", 4, 10, "address", False),
        ("body", 17, 28, "phone", True),
        ("body", 33, 51, "id_number", True),
    ]


def test_a_confirmed_text_is_beside_a_public_reply_and_the_original_stays(office: Office) -> None:
    number = office.accepted(**LETTER)
    answer = confirms(office, number, request="1")
    assert answer == {
        "number": number,
        "version": 1,
        "text_hash": answer["text_hash"],
        "confirmed_at": rfc3339(MORNING),
        "confirmed_by": WANG,
        "passed_over": [],
    }
    assert everyone_reads(office, number) == {}
    office.hears(answered(number))
    assert everyone_reads(office, number) == {number: {**TEXT, "version": 1}}
    assert proposed(office, number)["original"] == LETTER
    assert proposed(office, number)["confirmed"] == {
        **TEXT,
        "version": 1,
        "text_hash": answer["text_hash"],
        "passed_over": [],
        "reason": None,
        "confirmed_by": WANG,
        "confirmed_at": rfc3339(MORNING),
    }
    assert office.told()[-1] == (
        "PublicTextConfirmed",
        {
            "number": number,
            "column": "mayor",
            "version": 1,
            "text_hash": answer["text_hash"],
            "confirmed_at": rfc3339(MORNING),
        },
    )


def test_the_newest_version_is_the_public_one(office: Office) -> None:
    number = office.closed(**LETTER)
    confirms(office, number)
    confirms(office, number)
    assert confirms(office, number, SECOND, title="停水")["version"] == 2
    assert everyone_reads(office, number)[number]["title"] == "停水"
    assert office.recorded().count("intake.public_text_confirmed.v1") == 2


def test_without_a_confirmed_text_no_citizens_words_are_public(office: Office) -> None:
    (imported,) = (row["number"] for row in office.imports(ROW))
    written, private = office.closed(), office.accepted(consent_public=False)
    office.hears(answered(imported), answered(private, public=False))
    board = {imported: {"title": ROW["title"], "body": None, "version": None}}
    assert everyone_reads(office, imported, written, private, "?", "20240301-999999") == board


def test_a_phone_is_passed_over_only_with_a_reason_which_is_sealed(office: Office) -> None:
    number = office.accepted()
    body = "请打办公电话0731-88886666。"
    with pytest.raises(StillPersonal) as refused:
        confirms(office, number, body=body)
    assert refused.value.values() == {"found": ("phone",)}
    assert confirms(office, number, body=body, reason="这是单位的电话")["passed_over"] == ["phone"]
    kept = proposed(office, number)["confirmed"]
    assert (kept["passed_over"], kept["reason"], kept["confirmed_by"]) == (["phone"], "这是单位的电话", WANG)
    for text in ("88886666", "这是单位的电话", "办公电话"):
        assert text not in office.dump()
        assert text not in str(office.rows("SELECT * FROM public_texts"))


def test_erasing_removes_the_public_text(office: Office) -> None:
    number = office.closed(**LETTER)
    confirms(office, number)
    office.act(handlers.erase, OFFICE, number=number)
    assert everyone_reads(office, number) == {}
    assert office.rows("SELECT * FROM public_texts") == []
    with pytest.raises(TextErased):
        proposed(office, number)
    with pytest.raises(TextErased):
        office.act(handlers.confirm_public_text, CLERK, number=number, basis="0" * 64, **TEXT)


def test_only_a_clerk_of_the_column_prepares_a_public_text(office: Office) -> None:
    number = office.accepted()
    for actor in (ELSEWHERE, LEAD, CITIZEN):
        with pytest.raises(OutOfScope):
            office.ask(queries.propose_public_text, actor, number=number)
        with pytest.raises(OutOfScope):
            confirms(office, number, actor)
    for nobodys in ("20240301-999999", "?"):
        with pytest.raises(NotFound):
            office.ask(queries.propose_public_text, CLERK, number=nobodys)
    unwilling = office.accepted(consent_public=False)
    with pytest.raises(NoConsent):
        proposed(office, unwilling)
    with pytest.raises(TextBlank):
        confirms(office, number, title="　")


def withdraws(office: Office, number: str, actor: Any = CLERK, reason: str = "写到了邻居王小明") -> dict[str, Any]:
    return office.act(handlers.withdraw_public_text, actor, number=number, reason=reason)


def test_what_is_withdrawn_nobody_reads_and_it_stays_on_record(office: Office) -> None:
    number = office.accepted(**LETTER)
    confirms(office, number)
    office.hears(answered(number))
    answer = withdraws(office, number)
    assert answer == {"number": number, "version": 1, "withdrawn_at": rfc3339(MORNING), "withdrawn_by": WANG}
    assert everyone_reads(office, number) == {}
    proposal = proposed(office, number)
    withdrawn = {"version": 1, "reason": "写到了邻居王小明", "withdrawn_by": WANG, "withdrawn_at": rfc3339(MORNING)}
    assert (proposal["confirmed"], proposal["withdrawn"], proposal["version"]) == (None, withdrawn, 1)
    assert "邻居" not in office.dump()
    assert "邻居" not in str(office.rows("SELECT * FROM public_texts"))
    said = {"number": number, "column": "mayor", "version": 1, "withdrawn_at": rfc3339(MORNING)}
    assert office.told()[-1] == ("PublicTextWithdrawn", said)
    assert withdraws(office, number) == answer
    for actor, reason in ((CLERK, "再次"), (OFFICE, "写到了邻居王小明")):
        with pytest.raises(NoPublicText):
            withdraws(office, number, actor, reason)
    assert office.recorded().count("intake.public_text_withdrawn.v1") == 1
    assert office.recorded().count("intake.public_text_confirmed.v1") == 1


def test_the_same_text_can_be_confirmed_again_after_it_was_withdrawn(office: Office) -> None:
    number = office.closed(**LETTER)
    before = proposed(office, number)["basis"]
    confirms(office, number)
    withdraws(office, number)
    with pytest.raises(PublicTextMovedOn):
        confirms(office, number, basis=before)
    assert confirms(office, number)["version"] == 2
    assert everyone_reads(office, number) == {number: {**TEXT, "version": 2}}
    assert proposed(office, number)["withdrawn"] is None


def test_an_imported_title_is_withdrawn_too(office: Office) -> None:
    (imported,) = (row["number"] for row in office.imports(ROW))
    office.hears(answered(imported))
    assert imported in everyone_reads(office, imported)
    assert withdraws(office, imported, OFFICE)["version"] == 0
    assert everyone_reads(office, imported) == {}


def test_only_what_is_public_is_withdrawn_and_only_by_a_clerk_of_the_column(office: Office) -> None:
    for nothing in (office.accepted(), office.written()):
        with pytest.raises(NoPublicText):
            withdraws(office, nothing)
    number = office.closed(**LETTER)
    confirms(office, number)
    for actor in (ELSEWHERE, LEAD, CITIZEN):
        with pytest.raises(OutOfScope):
            withdraws(office, number, actor)
    with pytest.raises(TextBlank):
        withdraws(office, number, reason="　")
    office.act(handlers.erase, OFFICE, number=number)
    with pytest.raises(TextErased):
        withdraws(office, number)


def test_what_was_public_in_an_earlier_round_stays_public_when_a_later_reply_is_private(office: Office) -> None:
    number = office.closed(**LETTER)
    confirms(office, number)
    reopened = routing.ReopenedV1(number, "mayor", 2, "mistake", ENDED)
    office.hears(reopened, assigned(number, round_=2), answered(number, public=False, round_=2))
    assert everyone_reads(office, number) == {number: {**TEXT, "version": 1}}
