"""Separate duties, by permission and by effect: who administers reads no message, who audits changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from gateway.parts import EXTENSION, Parts
from gateway.roles import ADMIN, AUDITOR, PERMISSIONS
from tests.gateway.scope.office import Office
from tests.gateway.scope.operations import OPERATIONS
from tests.gateway.scope.test_scope_walk import asked, told

ABOUT_MESSAGES = ("messages.", "cases.", "replies.", "queues.", "ledger.", "urgings.", "templates.", "notices.")
READS = (
    "list",
    "read",
    "evidence",
    "history",
    "suggestions",
    "public_text",
    "proposal",
    "differ",
    "oversee",
    "identity",
)
LOOKS = {"messages.reveal"}
"""A look that is recorded, and changes nothing else."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office.open(tmp_path_factory.mktemp("office"))
    opened.work()
    yield opened
    opened.town.close()


def people(office: Office) -> dict[str, list[Any]]:
    """Everything that the gateway stores, but sessions, sign-ins and what a request answered."""
    parts: Parts = office.client.application.extensions[EXTENSION]
    names = ("accounts", "deputies", "identities", "api_keys", "changes", "former_passwords")
    with parts.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY 1"))]  # noqa: S608
            for name in names
        }


def test_no_permission_of_an_administrator_is_about_a_message() -> None:
    his = {permission for permission, roles in PERMISSIONS.items() if ADMIN in roles}
    assert {permission for permission in his if permission.startswith(ABOUT_MESSAGES)} == set()


def test_every_permission_of_an_auditor_is_one_to_read_and_every_one_to_read_is_an_auditor_s() -> None:
    hers = {permission for permission, roles in PERMISSIONS.items() if AUDITOR in roles}
    reading = {permission for permission in PERMISSIONS if permission.partition(".")[2] in READS}
    # what is sent to oneself is nobody else's to read
    assert hers - LOOKS == reading - {"notices.read"}


def test_whatever_an_administrator_asks_tells_nothing_of_a_message_and_does_nothing_to_one(office: Office) -> None:
    messages = {secret for secret in office.secrets if not secret.startswith(("a.", "jia@", "甲方新人"))}
    before = office.town.recorded()
    own = {"DELETE /session", "DELETE /me/sessions", "PUT /me/password"}
    for name, operation in OPERATIONS.items():
        if operation.kind == "public" or name in own:
            continue
        for number in office.numbers:
            # of people: a name that nobody has, so that the walk itself signs nobody out
            places = {"username": "a.nobody", "appointment": 999, "session_id": "0" * 24}
            answer = asked(office, "admin", name, operation, number=number, **places)
            assert told(answer, messages - {number}) == [], (name, answer.text)
            if operation.kind == "matter":
                assert (answer.status_code, answer.json["code"]) == (403, "gateway.role_not_allowed"), name
    after = office.town.recorded()
    assert {name for name in after if after[name] != before[name]} <= {"intake", "notices"}  # advice; webhooks
    for number in office.numbers:
        history = office.done("auditor", "GET", f"/desk/messages/{number}/history?limit=200")
        assert "admin" not in {one["by"] for one in history["items"]}


def test_whatever_an_auditor_asks_changes_nothing_here_or_in_any_service(office: Office) -> None:
    office.done("auditor", "GET", "/me")
    before, journals = people(office), office.town.recorded()
    for name, operation in OPERATIONS.items():
        if operation.kind in {"public", "own"}:
            continue
        for username in ("a.clerk", "auditor"):
            places = {"number": office.numbers[1], "username": username, "appointment": office.appointment}
            answer = asked(office, "auditor", name, operation, **places)
            if not name.startswith("GET ") and not name.endswith("/reveal"):
                assert answer.status_code in {403, 404}, (name, answer.text)
    assert people(office) == before
    after = office.town.recorded()
    looked = {name: count - journals[name] for name, count in after.items() if count != journals[name]}
    assert looked == {"intake": 1}  # the look at a citizen's name
    told_of = office.done("auditor", "GET", f"/desk/messages/{office.numbers[1]}/history?limit=200")["items"]
    assert {one["event"] for one in told_of if one["by"] == "auditor"} == {"intake.revealed.v1"}
