"""What staff are told of by e-mail is their own choice, but for what is urged or overdue."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient

from gateway.parts import Parts
from gateway.recipients import recipients
from kernel.actor import SYSTEM
from tests.gateway.test_deliveries import LI, RULE

As = Callable[[str], dict[str, str]]
MINE = "/api/v1/me/notifications"


def groups(told: dict[str, Any] | None) -> dict[str, bool]:
    return {each["group"]: each["on"] for each in (told or {})["groups"]}


def test_everyone_is_told_of_everything_that_concerns_their_role_until_they_say_otherwise(
    client: FlaskClient, as_: As
) -> None:
    everything = {"reviews": True, "notices": True, "reminders": True}
    assert groups(client.get(MINE, headers=as_("reviewer1")).json) == everything
    chosen = client.put(MINE, json={"off": ["reviews"]}, headers=as_("reviewer1"))
    assert (chosen.status_code, groups(chosen.json)) == (200, {**everything, "reviews": False})
    assert groups(client.get(MINE, headers=as_("reviewer1")).json) == {**everything, "reviews": False}
    assert groups(client.put(MINE, json={"off": ["notices"]}, headers=as_("reviewer1")).json) == {
        **everything,
        "notices": False,
    }


def test_what_is_urged_or_overdue_cannot_be_left_out(client: FlaskClient, as_: As) -> None:
    for group in ("urgings", "overdue", "reminders"):
        answer = client.put(MINE, json={"off": ["went_out", group]}, headers=as_("handler"))
        assert (answer.status_code, (answer.json or {})["code"]) == (409, "gateway.always_told")
    told = client.get(MINE, headers=as_("handler")).json or {}
    assert all(groups(told).values())
    assert {each["group"] for each in told["groups"] if each["always"]} == {"urgings", "overdue", "reminders"}


def test_what_a_role_is_never_told_of_is_nothing_to_leave_out(client: FlaskClient, as_: As) -> None:
    answer = client.put(MINE, json={"off": ["notices", "reviews"]}, headers=as_("clerk"))
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "gateway.never_told"
    assert answer.json["values"] == {"groups": ["reviews"], "role": "clerk", "told": ["notices", "reminders"]}
    assert client.put(MINE, json={"off": []}, headers=as_("clerk")).status_code == 200


def test_a_group_that_nobody_knows_is_none(client: FlaskClient, as_: As) -> None:
    assert client.put(MINE, json={"off": ["weather"]}, headers=as_("handler")).status_code == 422
    assert client.put(MINE, json={}, headers=as_("handler")).status_code == 422


def test_who_chose_not_to_be_told_of_something_is_left_out_of_it_and_of_nothing_else(
    client: FlaskClient, as_: As, parts: Parts
) -> None:
    client.put(MINE, json={"off": ["deadlines"]}, headers=as_("handler"))
    assert parts.choices.without("due_soon") == {"handler"}
    assert parts.choices.without("assigned") == frozenset()
    everyone = [LI, replace(LI, username="handler")]
    told = recipients(SYSTEM, everyone, {**RULE, "accounts": None}, parts.choices.without("due_soon"))
    assert [each["account"] for each in told["items"]] == ["li"]
