"""Other systems are told what they asked for, signed, at addresses that are looked at."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from services.notices import handlers
from services.notices.domain.webhook import BadWebhookAddress
from services.notices.settings import Sending
from tests.services.notices import telling as t
from tests.services.notices.telling import NO_MAIL, Open
from tests.support.mailserver import Endpoint

pytestmark = pytest.mark.process  # servers of our own, in threads


def test_a_webhook_is_told_of_what_it_asked_for_and_can_check_who_tells_it(open_: Open, endpoint: Endpoint) -> None:
    telling = open_(NO_MAIL)
    webhook = telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon, t.return_asked)
    telling.sends()
    (call,) = endpoint.calls
    said = json.loads(call.body)
    assert (said["type"], said["data"]["number"], said["data"]["date"]) == ("due_soon", t.NUMBER, "2024-03-11")
    signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    expected = base64.b64encode(hmac.new(b"s" * 32, signed, hashlib.sha256).digest()).decode()
    assert call.headers["webhook-signature"] == f"v1,{expected}"
    (sent,) = telling.deliveries()
    assert (sent["lane"], sent["delivery"], sent["state"]) == (webhook, call.headers["webhook-id"], "sent")


def test_only_a_webhook_that_sends_text_messages_learns_how_to_reach_the_citizen(
    open_: Open, endpoint: Endpoint
) -> None:
    telling = open_(NO_MAIL)
    telling.webhook(endpoint.url, "message_answered", request="first")
    telling.webhook(endpoint.url, "message_answered", request="second", contacts=True)
    telling.hears(t.answered)
    telling.sends()
    (call,) = endpoint.calls
    assert json.loads(call.body)["data"]["contact"]["phone"] == "13800000000"


@pytest.mark.parametrize(("statuses", "reason"), [([500, 204], "http_500"), ([302, 204], "http_302"), ([0], "timeout")])
def test_an_endpoint_that_does_not_take_it_is_told_again_and_no_other_is_turned_to(
    open_: Open, endpoint: Endpoint, statuses: list[int], reason: str
) -> None:
    endpoint.statuses = list(statuses)
    telling = open_(NO_MAIL)
    telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", reason)]
    assert [call.path for call in endpoint.calls] == ["/hook"]
    endpoint.statuses = [204]
    telling.later(minutes=2)
    telling.sends()
    assert telling.states() == [("due_soon", "sent", None)]
    assert len({call.headers["webhook-id"] for call in endpoint.calls}) == 1


def test_an_internal_address_is_not_called_unless_a_setting_allows_it(open_: Open, endpoint: Endpoint) -> None:
    telling = open_(replace(NO_MAIL, internal=False))
    telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.sends()
    assert (endpoint.calls, telling.states()) == ([], [("due_soon", "failed", "internal_address")])


@pytest.mark.parametrize("url", ["http://hooks.example.cn/x", "https://user:word@hooks.example.cn/", "https://:99999/"])
def test_a_webhook_begins_with_https_and_names_a_host(open_: Open, url: str) -> None:
    telling = open_(Sending())
    with pytest.raises(BadWebhookAddress):
        telling.webhook(url, "due_soon")


def test_a_webhook_that_is_off_is_told_nothing_and_what_waits_for_it_is_given_up(
    open_: Open, endpoint: Endpoint
) -> None:
    telling = open_(NO_MAIL)
    webhook = telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.act(handlers.disable_webhook, request="off", webhook=webhook)
    telling.sends()
    assert (endpoint.calls, telling.states()) == ([], [("due_soon", "dead", "disabled")])


def test_a_webhook_is_tried_out(open_: Open, endpoint: Endpoint) -> None:
    telling = open_(NO_MAIL)
    webhook = telling.webhook(endpoint.url, "due_soon")
    telling.act(handlers.try_webhook, request="try", webhook=webhook)
    telling.sends()
    assert [json.loads(call.body)["type"] for call in endpoint.calls] == ["test"]
