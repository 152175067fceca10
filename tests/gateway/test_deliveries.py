"""Notifications and webhooks through the door of the portal office and of administrators."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from gateway.account import Account
from gateway.recipients import OnlyTheProgram, recipients
from kernel.actor import SYSTEM, Actor
from tests.gateway.fake_deliveries import DELIVERY, WEBHOOK
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
ADMIN = "/api/v1/admin"
HOOK = {"name": "案件系统", "url": "https://hooks.example.cn/x", "kinds": ["due_soon"]}
NOW = datetime(2019, 3, 7, tzinfo=UTC)
LI = Account("li", "李", "handler", None, ("housing",), None, False, False, NOW, NOW, None, "li@example.com")
RULE = {"kind": "due_soon", "roles": ["handler"], "columns": None, "agencies": ["housing"], "levels": None}


def test_dead_letters_are_listed_and_tried_again(client: FlaskClient, services: FakeServices, as_: As) -> None:
    found = client.get(f"{ADMIN}/deliveries?state=dead", headers=as_("auditor")).json or {}
    assert [(item["delivery"], item["reason"]) for item in found["items"]] == [(DELIVERY, "timeout")]
    again = client.post(f"{ADMIN}/deliveries/{DELIVERY}/retry", headers=as_("admin"))
    assert again.json == {"delivery": DELIVERY, "state": "queued"}
    assert services.calls[-1][:2] == ("notices", "retry_delivery")


def test_a_notification_that_nobody_knows_is_not_found(client: FlaskClient, as_: As) -> None:
    answer = client.post(f"{ADMIN}/deliveries/d0/retry", headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "notices.unknown_delivery")


def test_a_webhooks_secret_is_shown_once_and_the_same_for_the_same_wish(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    headers = {**as_("office"), "Idempotency-Key": "register-the-hook-1"}
    first = client.post(f"{ADMIN}/webhooks", json=HOOK, headers=headers)
    made = first.json or {}
    assert (first.status_code, made["webhook"]) == (201, WEBHOOK)
    assert made["secret"].startswith("whsec_")
    assert services.calls[-1][2]["secret"] == made["secret"]
    assert client.post(f"{ADMIN}/webhooks", json=HOOK, headers=headers).json == made
    listed = client.get(f"{ADMIN}/webhooks", headers=as_("office"))
    assert "whsec_" not in listed.text


def test_a_webhook_is_tried_switched_off_and_on(client: FlaskClient, as_: As) -> None:
    office = as_("office")
    assert client.post(f"{ADMIN}/webhooks/{WEBHOOK}/test", headers=office).json == {
        "delivery": DELIVERY,
        "state": "queued",
    }
    off = client.post(f"{ADMIN}/webhooks/{WEBHOOK}/disabling", headers=office)
    assert off.json == {"webhook": WEBHOOK, "enabled": False}
    on = client.post(f"{ADMIN}/webhooks/{WEBHOOK}/enabling", headers=office)
    assert on.json == {"webhook": WEBHOOK, "enabled": True}


def test_an_address_without_tls_is_refused_in_words(client: FlaskClient, as_: As) -> None:
    answer = client.post(f"{ADMIN}/webhooks", json={**HOOK, "url": "http://x.cn/"}, headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["code"]) == (422, "notices.bad_webhook_address")


@pytest.mark.parametrize("role", ["clerk", "handler", "auditor"])
def test_others_manage_no_webhooks(client: FlaskClient, as_: As, role: str) -> None:
    assert client.post(f"{ADMIN}/webhooks", json=HOOK, headers=as_(role)).status_code == 403


def test_a_citizen_chooses_with_the_query_code(client: FlaskClient, services: FakeServices) -> None:
    number = services.written()
    path = f"/api/v1/messages/{number}/notifications"
    assert client.put(path, json={"notify": False}).status_code == 404
    answer = client.put(path, json={"notify": False}, headers={"X-Query-Code": CODE})
    assert (answer.status_code, answer.json) == (200, {"number": number, "notify": False})
    assert services.calls[-1][:2] == ("intake", "choose_notifications")


def met(account: Account, **rule: object) -> bool:
    found = recipients(SYSTEM, [account], {**RULE, "accounts": None, **rule})
    return found == {"items": [{"account": "li", "email": "li@example.com"}]}


def test_who_is_met_is_enabled_has_an_address_and_the_role_within_the_scope() -> None:
    assert met(LI)
    assert met(LI, accounts=["li"], roles=[])
    assert not met(LI, accounts=[])
    assert not met(LI, agencies=["water"])
    assert not met(LI, roles=["reviewer"])
    assert not met(replace(LI, email=None))
    assert not met(replace(LI, disabled_at=NOW))
    assert met(replace(LI, agencies=None), agencies=["water"])


def test_addresses_are_told_to_the_program_alone() -> None:
    with pytest.raises(OnlyTheProgram):
        recipients(Actor("admin", "admin"), [LI], {**RULE, "accounts": None})
