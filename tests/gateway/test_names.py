"""Names beside codes are in the reader's language, in every answer of a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.names import in_the_readers_language
from gateway.sentences import names
from gateway.translations import catalogue
from services.intake import story
from services.intake.domain import words
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]

ENGLISH = {"Accept-Language": "en"}
TABLES: list[tuple[Mapping[str, str], Mapping[Any, str]]] = [
    (names.STATES, words.STANDING_NAMES),
    (names.KINDS, words.KIND_NAMES),
    (names.REASONS, words.REASON_NAMES),
    (names.CLOSING_REASONS, words.CLOSING_REASON_NAMES),
    (names.SYSTEMS, words.SYSTEM_NAMES),
    (names.STEPS, dict([*story.STEPS.values(), story.RETURNED])),
]


@pytest.mark.parametrize(("ours", "the_services"), TABLES)
def test_what_a_service_names_has_a_name_in_both_languages(
    ours: Mapping[str, str], the_services: Mapping[Any, str]
) -> None:
    chinese = catalogue()
    said = {code: message.string for code, text in ours.items() if (message := chinese.get(text))}
    assert said == {str(code): name for code, name in the_services.items()}
    assert all(text.isascii() for text in ours.values())


def test_the_citizens_view_is_in_the_readers_language_all_the_way_down(
    client: FlaskClient, services: FakeServices
) -> None:
    follows = {"number": "20190301-000001", "state": "declined", "state_name": "不予受理"}
    number = services.written(state="merged", kind_name="求助", follows=follows)
    views = [
        client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE, "Accept-Language": language})
        for language in ("zh-CN", "en")
    ]
    told = [
        [view["state_name"], view["kind_name"], view["follows"]["state_name"], view["timeline"][1]["name"]]
        for view in (answer.json or {} for answer in views)
    ]
    assert told == [
        ["已合并", "求助", "不予受理", "转办"],
        ["Merged", "Request for help", "Not accepted", "Assigned to an agency"],
    ]
    assert views[0].headers["ETag"] != views[1].headers["ETag"]
    assert all("Accept-Language" in answer.headers["Vary"] for answer in views)


def test_an_answer_kept_in_one_language_is_not_taken_for_the_other(client: FlaskClient, services: FakeServices) -> None:
    path, own = f"/api/v1/messages/{services.written()}", {"X-Query-Code": CODE}
    kept = {**own, "If-None-Match": client.get(path, headers=own).headers["ETag"]}
    assert client.get(path, headers=kept).status_code == 304
    assert client.get(path, headers={**kept, **ENGLISH}).status_code == 200


def test_lists_details_and_what_is_done_are_in_the_readers_language(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written(kind_name="求助")
    english = {**as_("clerk"), **ENGLISH}
    (listed,) = (client.get("/api/v1/desk/messages", headers=english).json or {})["items"]
    detail = client.get(f"/api/v1/desk/messages/{number}", headers=english).json or {}
    for told in (listed, detail):
        assert (told["state_name"], told["kind_name"]) == ("Waiting to be accepted", "Request for help")
    path, why = f"/api/v1/desk/messages/{number}/decline", {"reason": "abuse"}
    done = client.post(path, json=why, headers={**english, "Idempotency-Key": "declined-once"}).json or {}
    assert done["state_name"] == "Not accepted"
    advice = client.get("/api/v1/admin/advice", headers={**as_("admin"), **ENGLISH}).json or {}
    assert advice["items"][0]["reason_name"] == "Abusive, or without a specific request"


def test_a_code_that_is_not_known_keeps_the_services_name() -> None:
    told = {
        "state": "unheard_of",
        "state_name": "某状态",
        "reason": "repeated",
        "reason_name": "重复",
        "step": "closed",
    }
    assert in_the_readers_language(told, str) == {**told, "reason_name": "Repeats another matter in hand"}
