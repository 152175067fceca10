"""What people read is in people's words: no addresses of the API, no field names, no codes; who is who is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from gateway import translations
from gateway.problems import SENTENCES, explained
from gateway.sentences.labels import LABELS
from gateway.sentences.words import WORDS
from kernel.errors import Refused
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]

TALK = re.compile(
    r"/api/|\bcolumnadmin\b|\b(GET|POST|PUT|DELETE|PATCH)\b|[A-Za-z0-9]+_[A-Za-z0-9_]+|\b(JSON|ETag|If-Match|Idempotency-Key|X-[A-Z])|`"
)
ALLOWED = {
    "previous": "evidence tells an expert how to compute a digest anew, from two members of the record",
}
"""A part of a text that talks of the API all the same, and why."""


def said() -> Iterator[str]:
    """Every text of the catalogue in both languages, without the places of its values."""
    for message in filter(lambda each: each.id, translations.catalogue()):
        for text in (str(message.id), str(message.string)):
            if not any(part in text for part in ALLOWED):
                yield re.sub(r"%\(\w+\)[sd]", "", text)


def test_no_sentence_talks_of_the_api() -> None:
    assert {text for text in said() if TALK.search(text)} == set()


def test_what_a_program_has_to_send_is_a_hint_beside_the_sentence(client: FlaskClient) -> None:
    answer = client.post("/api/v1/session", data="{", headers={"Content-Type": "application/json"})
    told = answer.json or {}
    assert told["detail"] == "收到的内容不完整或者格式有误，请刷新页面后重新提交。"
    assert told["hint"] == "The body is not JSON in UTF-8."
    assert "hint" not in (client.get("/api/v1/nothing").json or {})


def test_a_hint_is_for_programs_and_not_translated() -> None:
    hints = [sentence.hint for sentence in SENTENCES.values() if sentence.hint]
    known = {text for text, _ in translations.texts()}
    assert hints
    assert [hint for hint in hints if hint in known or not hint.isascii()] == []


def told_by(client: FlaskClient, services: FakeServices, headers: dict[str, str], refused: Refused) -> str:
    number = services.written()
    services.refuse_next = refused
    return str((client.get(f"/api/v1/desk/messages/{number}", headers=headers).json or {})["detail"])


@pytest.mark.parametrize(
    ("by", "chinese", "english"),
    [
        ("dispatcher", "转办员（dispatcher）", "转办员 (dispatcher)"),
        ("gone-long-ago", "gone-long-ago", "gone-long-ago"),
        ("system", "系统", "the system"),
    ],
)
def test_staff_read_who_did_it_by_display_name_and_user_name(  # noqa: PLR0917 - fixtures and the parameters
    client: FlaskClient, services: FakeServices, as_: As, by: str, chinese: str, english: str
) -> None:
    refused = Refused("review.already_passed", {"by": by, "level": 1, "at": "2019-03-07T01:00:00+00:00"})
    assert told_by(client, services, as_("clerk"), refused).startswith(
        f"{chinese}已" if chinese.endswith("）") else f"{chinese} "
    )
    spoken = {**as_("clerk"), "Accept-Language": "en"}
    assert told_by(client, services, spoken, refused).startswith(f"{english} passed")


def test_citizens_are_not_told_the_names_of_staff(client: FlaskClient, services: FakeServices) -> None:
    services.refuse_next = Refused("review.already_passed", {"by": "dispatcher", "level": 1, "at": None})
    told = client.get("/api/v1/columns").json or {}
    assert told["detail"].startswith("dispatcher ")


def test_user_names_are_not_taken_for_the_words_that_they_look_like(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    refused = Refused("gateway.no_such_readers", {"accounts": ["auditor", "citizens"]})
    assert "auditor、citizens" in told_by(client, services, as_("clerk"), refused)


@pytest.mark.parametrize(
    ("code", "values", "label"),
    [
        ("intake.text_blank", {"field": "name"}, "“姓名”"),
        ("routing.text_blank", {"field": "name"}, "“名称”"),
        ("notices.text_blank", {"field": "name"}, "“名称”"),
        ("review.text_blank", {"field": "name"}, "“名称”"),
        ("routing.incomplete", {"missing": ["name", "leader"]}, "名称、领导"),
        ("routing.office_decides", {"fields": ["name", "office"]}, "名称、主管单位"),
    ],
)
def test_a_name_is_called_by_whose_name_it_is(  # noqa: PLR0917 - fixtures and the parameters
    client: FlaskClient, services: FakeServices, as_: As, code: str, values: dict[str, object], label: str
) -> None:
    assert label in told_by(client, services, as_("clerk"), Refused(code, values))


FIELDS = re.compile(r"(?:must_be_(?:note|readable|short)|readable|known_word)\(\s*\"(\w+)\"")


def test_every_part_of_a_form_that_a_refusal_names_has_a_label() -> None:
    sources = (translations.GATEWAY.parent / "services").rglob("*.py")
    named = {name for source in sources for name in FIELDS.findall(source.read_text())}
    assert named - set(LABELS) - set(WORDS) == set()


def test_behind_a_full_width_bracket_there_is_no_space(client: FlaskClient, services: FakeServices, as_: As) -> None:
    taken = Refused("intake.already_screened", {"by": "clerk", "at": "2019-03-07T02:15:00Z", "state": "accepted"})
    said_so = told_by(client, services, as_("clerk"), taken)
    assert "）" in said_so
    assert "） " not in said_so


def test_what_speaks_against_a_password_comes_clause_by_clause_and_asks_for_nothing_empty() -> None:
    values = {"minimum": 10, "kinds": 1, "why": ["too_short", "own_name"]}
    chinese = {str(each.id): str(each.string) for each in translations.catalogue()}
    assert explained("gateway.weak_password", values, chinese.__getitem__) == (
        "请换一个密码：长度不足；由用户名、姓名或本网站名称构成。密码至少 10 个字符。"
    )
    assert explained("gateway.weak_password", {**values, "kinds": 3}, str).endswith(
        "A password has at least 10 characters and at least 3 of these: small letters, capital letters, digits, "
        "other characters."
    )
