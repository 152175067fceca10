"""Who may use what."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from gateway.access import Access
from gateway.account import NewAccount
from gateway.parts import Parts
from gateway.resources.admin import ADMIN
from gateway.resources.desk import DESK
from gateway.roles import PERMISSIONS, ROLES, SCOPES
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
PLACES = re.compile(r"<(?:(\w+)[^>:]*:)?[^>]+>")
FITTING = {"int": "1", "notice": "n0f3a4b5c6d7e8f90", "code": "words", "attachment": "0f" * 16, "bulletin": "2019Q1"}
"""What stands for a part of an address, by its form; a message number where no other form is asked for."""
GUARDED: dict[str, Access] = {**DESK.permissions, **ADMIN.permissions}


def test_every_operation_of_staff_asks_for_a_permission_of_the_table() -> None:
    assert {name for name, access in GUARDED.items() if access.permission not in PERMISSIONS} == set()


def test_every_permission_of_the_table_guards_something() -> None:
    assert set(PERMISSIONS) - {access.permission for access in GUARDED.values()} == set()


def test_the_table_names_only_roles_there_are() -> None:
    assert {role for roles in PERMISSIONS.values() for role in roles} == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_the_table_says_so_and_nowhere_else(
    client: FlaskClient, parts: Parts, as_: As, role: str
) -> None:
    scopes = {scope: (1,) if scope == "levels" else ("mayor",) for scope in SCOPES[role]}
    parts.accounts.add(NewAccount("someone", "某人", role, password="a-good-password", **scopes), by="someone")  # type: ignore[arg-type]
    headers = as_("someone")
    let_in = set()
    for operation in GUARDED:
        method, path = operation.split(" ")
        place = PLACES.sub(lambda part: FITTING.get(part[1], "20190307-000001"), path)
        answer = client.open(place, method=method, json={}, headers=headers)
        if (answer.json or {}).get("code") != "gateway.role_not_allowed":
            let_in.add(operation)
    assert let_in == {name for name, access in GUARDED.items() if role in PERMISSIONS[access.permission or ""]}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "gateway.not_signed_in"),
        ({"Authorization": "Basic YTpi"}, "gateway.not_signed_in"),
        ({"Authorization": "Bearer"}, "gateway.not_signed_in"),
        ({"Authorization": "Bearer nonsense"}, "gateway.session_ended"),
        ({"Authorization": "Bearer 中".encode().decode("latin-1")}, "gateway.session_ended"),
    ],
)
def test_without_a_good_token_it_is_a_401_with_a_challenge(
    client: FlaskClient, headers: dict[str, str], code: str
) -> None:
    answer = client.get("/api/v1/desk/messages", headers=headers)
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["code"] == code
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="huiyin"'


def test_the_refusal_says_whose_work_it_is(client: FlaskClient, services: FakeServices, as_: As) -> None:
    path = f"/api/v1/desk/messages/{services.written()}/acceptance"
    answer = client.post(path, json={}, headers={**as_("auditor"), "Accept-Language": "en"})
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["detail"] == "Your role is auditor; this is done by: intake clerk."


def test_who_may_not_is_told_so_before_the_body_is_read(client: FlaskClient) -> None:
    answer = client.post("/api/v1/desk/messages/20190307-000001/acceptance", data=b"{", content_type="application/json")
    assert answer.status_code == 401


def test_a_given_password_must_be_replaced_before_anything_else(parts: Parts, client: FlaskClient) -> None:
    made = parts.accounts.add(NewAccount("newcomer", "新人", "auditor"), by="admin")
    assert made.password is not None
    answer = client.post("/api/v1/session", json={"username": "newcomer", "password": made.password})
    assert answer.json is not None
    assert answer.json["account"]["password_is_temporary"] is True
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    refused = client.get("/api/v1/desk/messages", headers=headers)
    assert refused.json is not None
    assert (refused.status_code, refused.json["code"]) == (403, "gateway.password_change_required")
    change = {"present": made.password, "new": "my very own words"}
    assert client.put("/api/v1/me/password", json=change, headers=headers).status_code == 204
    assert client.get("/api/v1/me", headers=headers).status_code == 401
    again = client.post("/api/v1/session", json={"username": "newcomer", "password": "my very own words"})
    assert again.json is not None
    assert again.json["account"]["password_is_temporary"] is False


def test_other_systems_read_events_with_a_key_until_it_is_revoked(client: FlaskClient, as_: As) -> None:
    admin = as_("admin")
    made = client.post("/api/v1/admin/keys", json={"name": "十二三四五"}, headers=admin)
    assert made.json is not None
    assert made.status_code == 201
    path, key = "/api/v1/events?source=intake&after=5", {"X-API-Key": made.json["key"]}
    first = client.get(path, headers=key)
    assert first.json is not None
    assert [event["position"] for event in first.json["events"]] == [6, 7]
    assert (first.json["next"], first.json["head"]) == (7, 7)
    nothing_new = client.get("/api/v1/events?source=intake&after=7", headers=key)
    assert nothing_new.json == {"events": [], "next": 7, "head": 7}
    listed = client.get("/api/v1/admin/keys", headers=admin)
    assert listed.json is not None
    assert made.json["key"] not in listed.text
    assert client.delete(f"/api/v1/admin/keys/{made.json['id']}", headers=admin).status_code == 204
    assert client.get(path, headers=key).status_code == 401
    assert client.get(path).status_code == 401
