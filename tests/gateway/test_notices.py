"""Notices through the doors of those who write them and those who read them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from gateway import audience
from gateway.parts import Parts
from kernel.errors import Refused
from services.notices.domain.audience import Audience, addresses
from services.notices.domain.words import ROLES
from tests.gateway.fake_notices import AT, HASH, NOTICE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
OFFICE, DESK = "/api/v1/admin/notices", "/api/v1/desk/notices"
ONE = f"{OFFICE}/{NOTICE}"
HANDBOOK = {
    "kind": "handbook",
    "title": "留言办理手册",
    "body": "请认真学习。\n下周考试。",
    "roles": ["clerk", "office"],
    "columns": ["mayor"],
    "needs_receipt": True,
    "valid_until": "2019-03-31",
}
WHOLE = {**HANDBOOK, "accounts": [], "link": None}


def called(services: FakeServices) -> tuple[str, str, Any]:
    service, method, payload, _ = services.calls[-1]
    return service, method, payload


def test_a_notice_is_written_and_written_anew(client: FlaskClient, services: FakeServices, as_: As) -> None:
    made = client.post(OFFICE, json=HANDBOOK, headers=as_("office"))
    assert (made.status_code, (made.json or {})["notice"]) == (201, NOTICE)
    assert called(services) == ("notices", "draft_notice", WHOLE)
    anew = client.put(f"{ONE}/draft", json={**HANDBOOK, "title": "手册"}, headers=as_("office"))
    assert (anew.status_code, (anew.json or {})["text_hash"]) == (200, HASH)
    assert called(services) == ("notices", "draft_notice", {**WHOLE, "title": "手册", "notice": NOTICE})


def test_a_notice_is_for_accounts_that_can_read_one(client: FlaskClient, services: FakeServices, as_: As) -> None:
    by_name = {**HANDBOOK, "roles": [], "columns": None, "accounts": ["clerk", "auditor", "nobody"]}
    answer = client.post(OFFICE, json=by_name, headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["code"]) == (422, "gateway.no_such_readers")
    assert (answer.json or {})["values"] == {"accounts": ["auditor", "nobody"]}
    assert services.calls == []


def test_sending_names_every_account_that_the_audience_meets(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    answer = client.post(f"{ONE}/sending", json={"text_hash": HASH}, headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["state"]) == (200, "sent")
    sent = {"notice": NOTICE, "text_hash": HASH, "recipients": ["clerk", "office"]}
    assert called(services) == ("notices", "send_notice", sent)


def test_who_is_disabled_gets_nothing(client: FlaskClient, services: FakeServices, parts: Parts, as_: As) -> None:
    parts.accounts.disable("clerk", by="admin")
    client.post(f"{ONE}/sending", json={"text_hash": HASH}, headers=as_("office"))
    assert called(services)[2]["recipients"] == ["office"]


def test_the_office_looks_whom_it_would_meet_page_by_page(client: FlaskClient, services: FakeServices, as_: As) -> None:
    office = as_("office")
    first = client.post(
        f"{OFFICE}/recipients", json={"roles": ["clerk", "handler", "office"], "limit": 2}, headers=office
    )
    found: dict[str, Any] = first.json or {}
    assert ([item["username"] for item in found["items"]], found["total"]) == (["clerk", "handler"], 3)
    assert found["items"][0] == {
        "username": "clerk", "display_name": "受理员", "role": "clerk", "role_name": "受理岗",
    }  # fmt: skip
    rest = {"roles": ["clerk", "handler", "office"], "limit": 2, "after": found["next"]}
    second: dict[str, Any] = client.post(f"{OFFICE}/recipients", json=rest, headers=office).json or {}
    assert ([item["username"] for item in second["items"]], second["next"]) == (["office"], None)
    assert services.calls == []


@pytest.mark.parametrize(
    "rule",
    [
        Audience(roles=("clerk",), columns=("mayor",)),
        Audience(roles=("clerk",), columns=("secretary",)),
        Audience(roles=("dispatcher", "handler"), columns=("secretary",)),
        Audience(roles=ROLES),
        Audience(accounts=("reviewer1", "clerk")),
    ],
)
def test_the_gateway_meets_those_whom_the_service_lets_read(parts: Parts, rule: Audience) -> None:
    everyone = parts.accounts.present()
    told = {"roles": list(rule.roles), "columns": rule.columns and list(rule.columns), "accounts": list(rule.accounts)}
    read = [account.username for account in everyone if account.role in ROLES and addresses(rule, account.actor)]
    assert [account.username for account in audience.met(everyone, told)] == read
    assert audience.READERS == ROLES


@pytest.mark.parametrize(
    ("path", "body", "method", "more"),
    [
        (
            "correction",
            {"version": 1, "body": "更正", "link": None},
            "correct_notice",
            {},
        ),
        ("withdrawal", {"reason": "有误"}, "withdraw_notice", {}),
        ("reminder", None, "remind_readers", {"disabled": []}),
    ],
)
def test_what_was_sent_is_corrected_withdrawn_and_reminded_of(  # noqa: PLR0917 - fixtures and the parameters
    client: FlaskClient, services: FakeServices, as_: As, path: str, body: Any, method: str, more: dict[str, Any]
) -> None:
    office = as_("office")
    for _ in range(2):
        answer = client.post(f"{ONE}/{path}", json=body, headers={**office, "Idempotency-Key": "key-of-the-office"})
        assert answer.status_code == 200, answer.text
    assert called(services) == ("notices", method, {"notice": NOTICE, **(body or {}), **more})
    assert len(services.recorded) == 1


def test_the_office_and_the_auditor_see_what_was_sent_and_who_has_read_it(client: FlaskClient, as_: As) -> None:
    for name in ("office", "auditor"):
        who = as_(name)
        (line,) = (client.get(OFFICE, headers=who).json or {})["items"]
        assert (line["kind_name"], line["addressed"], line["read"], line["read_later"]) == ("手册", 2, 1, 1)
        whole: dict[str, Any] = client.get(ONE, headers=who).json or {}
        assert (whole["text_hash"], whole["versions"][0]["body"]) == (HASH, "请认真学习。")
        readers: dict[str, Any] = client.get(f"{ONE}/readers?done=read", headers=who).json or {}
        assert readers["counts"]["unread"] == 1
        told = [(item["account"], item["display_name"], item["role_name"]) for item in readers["items"]]
        assert told == [
            ("clerk", "受理员", "受理岗"),
            ("long-gone", None, None),
            ("office", "电子政务办", "电子政务办"),
        ]


def test_who_has_read_is_had_as_a_sheet(client: FlaskClient, as_: As) -> None:
    answer = client.get(f"{ONE}/readers.xlsx?done=unread", headers=as_("auditor"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="readers-{NOTICE}-20190307-1015.xlsx"'
    (sheet,) = load_workbook(BytesIO(answer.data)).worksheets
    rows: list[Any] = list(sheet.iter_rows(values_only=True))
    assert rows[1][:2] == ("手册", "=手册")
    assert rows[4][:2] == ("筛选条件", "未阅读")
    assert "发送 2 人，已阅读 1 人，未阅读 1 人，已签收 0 人；发送后加入的已阅读 1 人" in rows[5][1]
    assert [row[0] for row in rows[8:]] == ["clerk", "long-gone", "office"]
    assert (rows[8][4], f"{rows[8][5]:%H:%M}", rows[10][4], rows[10][5]) == ("是", "10:15", "否", None)


def test_opening_a_notice_is_reading_it_and_is_told_once(client: FlaskClient, services: FakeServices, as_: As) -> None:
    clerk = as_("clerk")
    listed: dict[str, Any] = client.get(DESK, headers=clerk).json or {}
    assert (listed["unread"], listed["items"][0]["read_at"], listed["items"][0]["kind_name"]) == (1, None, "手册")
    assert client.head(f"{DESK}/{NOTICE}", headers=clerk).status_code == 200
    assert (client.get(DESK, headers=clerk).json or {})["unread"] == 1
    for _ in range(2):
        seen: dict[str, Any] = client.get(f"{DESK}/{NOTICE}", headers=clerk).json or {}
        assert (seen["body"], seen["read_at"]) == ("请认真学习。", AT)
    reading = [payload for _, method, payload, _ in services.calls if method == "read_notice"]
    assert reading == [{"notice": NOTICE, "version": 1}]
    assert (client.get(DESK, headers=clerk).json or {})["unread"] == 0


def test_a_receipt_names_the_version_that_was_read(client: FlaskClient, services: FakeServices, as_: As) -> None:
    answer = client.post(f"{DESK}/{NOTICE}/receipt", json={"version": 1}, headers=as_("clerk"))
    assert (answer.status_code, (answer.json or {})["confirmed_at"]) == (200, AT)
    services.refuse_next = Refused("notices.not_read", {"version": 1})
    unread = client.post(f"{DESK}/{NOTICE}/receipt", json={"version": 1}, headers=as_("clerk"))
    assert (unread.status_code, (unread.json or {})["title"]) == (409, "您还没有阅读这份通知")
    services.refuse_next = Refused("notices.version_moved_on", {"asked": 1, "newest": 2, "by": "office", "at": AT})
    moved = client.post(f"{DESK}/{NOTICE}/receipt", json={"version": 1}, headers=as_("clerk"))
    assert moved.status_code == 409
    assert (moved.json or {})["detail"] == (
        "您看到的是第 1 版；电子政务办（office）已于 2019-03-07 10:15 发布第 2 版。请先阅读新版。"
    )


def test_who_may_do_what(client: FlaskClient, services: FakeServices, as_: As) -> None:
    auditor, clerk, admin = as_("auditor"), as_("clerk"), as_("admin")
    for path, body in (("sending", {"text_hash": HASH}), ("withdrawal", {"reason": "有误"}), ("reminder", None)):
        for who in (auditor, clerk, admin):
            assert client.post(f"{ONE}/{path}", json=body, headers=who).status_code == 403
    assert client.get(OFFICE, headers=clerk).status_code == 403
    assert client.get(DESK, headers=auditor).status_code == 403
    assert services.calls == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"roles": ["auditor"]}, "roles.0"),
        ({"title": "长" * 101}, "title"),
        ({"body": ""}, "body"),
        ({"valid_until": "2019-02-30"}, "valid_until"),
        ({"needs_receipt": "yes"}, "needs_receipt"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_field_by_field(
    client: FlaskClient, as_: As, changed: dict[str, Any], field: str
) -> None:
    answer = client.post(OFFICE, json={**HANDBOOK, **changed}, headers=as_("office"))
    assert answer.status_code == 422
    assert [error["field"] for error in (answer.json or {})["errors"]] == [field]


def test_what_is_not_there_or_not_for_one_is_said_to_be_so(client: FlaskClient, as_: As) -> None:
    answer = client.get(f"{DESK}/n0000000000000000", headers=as_("clerk"))
    assert (answer.status_code, (answer.json or {})["detail"]) == (404, "没有这份通知，或者它不是发给您的。")
    assert client.get(f"{DESK}/whatever", headers=as_("clerk")).status_code == 404


def test_the_board_works_while_notices_are_away(client: FlaskClient, services: FakeServices, as_: As) -> None:
    services.away = {"notices"}
    answer = client.get(DESK, headers=as_("clerk"))
    assert (answer.status_code, (answer.json or {})["code"]) == (503, "kernel.unavailable")
    number = services.written()
    for path in (f"/api/v1/desk/messages/{number}", "/api/v1/desk/cases", "/api/v1/desk/replies"):
        assert client.get(path, headers=as_("clerk")).status_code == 200
