"""A column administrator manages the own columns (domain.md, rule 8): what is tried beyond them has no effect at all.

Side `b` administers the secretary's column. Asked for are accounts of side `a`, accounts that work on both sides, and
own accounts that would become more than side `b` may give; looked at is what an administrator sees afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from gateway.account import NewAccount
from gateway.parts import EXTENSION, Parts
from gateway.roles import MANAGED, ROLES
from tests.gateway.conftest import PASSWORD
from tests.gateway.scope.office import Office

BOSS = "b.columnadmin"
FOREIGN = ("a.clerk", "both.clerk", "everywhere.clerk", "b.handler", "b.columnadmin", "office", "auditor", "admin")
ACCOUNTS = "/admin/accounts"
TABLES = ("accounts", "deputies", "identities", "api_keys", "changes", "former_passwords")
DAYS = {"begin": "2024-03-01", "end": "2024-03-08"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office.open(tmp_path_factory.mktemp("office"))
    both: dict[str, Any] = {"both.clerk": ("mayor", "secretary"), "everywhere.clerk": None}
    for name, columns in both.items():
        new = NewAccount(name, name, "clerk", columns=columns, email=f"{name}@example.org", password=PASSWORD)
        parts(opened).accounts.add(new, by=new.username)
    opened.done("a.clerk", "GET", "/me")  # somebody of each kind is signed in
    opened.done("both.clerk", "GET", "/me")
    opened.done("office", "POST", "/admin/deputies", {"principal": "both.clerk", "deputy": "a.clerk", **DAYS})
    yield opened
    opened.town.close()


def parts(office: Office) -> Parts:
    found: Parts = office.client.application.extensions[EXTENSION]
    return found


def stored(office: Office) -> dict[str, list[Any]]:
    """Everything that is stored about people, and which sessions run."""
    asked = {name: f"SELECT * FROM {name} ORDER BY 1" for name in TABLES}  # noqa: S608 - names of our own
    asked["sessions"] = (
        "SELECT token_hash, username, ended_at FROM sessions WHERE username <> 'b.columnadmin' ORDER BY 1"
    )
    with parts(office).engine.connect() as connection:
        return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in asked.items()}


WAYS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PUT", "", {"display_name": "外人所改"}),
    ("PUT", "", {"email": "outsider@example.org"}),
    ("PUT", "", {"columns": ["secretary"]}),
    ("PUT", "", {"levels": [1]}),
    ("POST", "/disabling", None),
    ("POST", "/enabling", None),
    ("POST", "/password-reset", None),
    ("POST", "/unlocking", None),
    ("GET", "/sessions", None),
    ("DELETE", "/sessions", None),
]


@pytest.mark.parametrize("username", FOREIGN)
def test_what_is_tried_on_an_account_beyond_the_own_columns_leaves_everything_as_it_was(
    office: Office, username: str
) -> None:
    office.done(BOSS, "GET", "/me")
    before = stored(office)
    for method, path, body in WAYS:
        answer = office.ask(BOSS, method, f"{ACCOUNTS}/{username}{path}", body)
        assert (answer.status_code, (answer.json or {})["code"]) == (404, "gateway.account_not_found"), (method, path)
        assert "example.org" not in answer.text
    for method in ("GET", "PUT", "DELETE"):
        body = {"subject": "somebody"} if method == "PUT" else None
        answer = office.ask(BOSS, method, f"{ACCOUNTS}/{username}/identity", body)
        assert (answer.json or {})["code"] == "gateway.role_not_allowed"
    for pair in ({"principal": username, "deputy": "b.clerk"}, {"principal": "b.clerk", "deputy": username}):
        assert office.ask(BOSS, "POST", "/admin/deputies", {**pair, **DAYS}).status_code == 404
    assert stored(office) == before


def test_what_is_walked_is_every_operation_about_an_account(office: Office) -> None:
    paths = (office.client.get("/api/v1/openapi.json").json or {})["paths"]
    offered = {
        (method.upper(), path.removeprefix("/api/v1/admin/accounts/{username}"))
        for path, item in paths.items()
        if path.startswith("/api/v1/admin/accounts/{username}")
        for method in item
        if method != "parameters"
    }
    walked = {(method, path) for method, path, _ in WAYS} | {(it, "/identity") for it in ("GET", "PUT", "DELETE")}
    assert offered == walked


@pytest.mark.parametrize("columns", [["mayor"], ["secretary", "mayor"], ["nowhere", "secretary"], None])
def test_an_own_account_gets_no_second_column_that_is_not_the_administrator_s_too(
    office: Office, columns: list[str] | None
) -> None:
    before = stored(office)
    answer = office.ask(BOSS, "PUT", f"{ACCOUNTS}/b.clerk", {"columns": columns})
    assert (answer.status_code, (answer.json or {})["code"]) == (403, "gateway.columns_beyond_yours")
    new = {"username": "b.more", "display_name": "新", "role": "clerk", "columns": columns}
    answer = office.ask(BOSS, "POST", ACCOUNTS, new)
    assert (answer.status_code, (answer.json or {})["code"]) == (403, "gateway.columns_beyond_yours")
    assert stored(office) == before


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MANAGED["columnadmin"]])
def test_nobody_is_given_a_role_that_is_not_the_administrator_s_to_give(office: Office, role: str) -> None:
    before = stored(office)
    scope = {"handler": {"agencies": ["transport"]}, "columnadmin": {"columns": ["secretary"]}}.get(role, {})
    new = {"username": "b.more", "display_name": "新", "role": role, **scope}
    answer = office.ask(BOSS, "POST", ACCOUNTS, new)
    assert (answer.status_code, (answer.json or {})["code"]) == (403, "gateway.role_beyond_yours")
    changed = office.ask(BOSS, "PUT", f"{ACCOUNTS}/b.clerk", {"role": role})
    assert changed.status_code == 422
    assert stored(office) == before


def test_nor_does_acting_for_the_administrator_reach_any_further(office: Office) -> None:
    office.done("office", "POST", "/admin/deputies", {"principal": BOSS, "deputy": "b.supervisor", **DAYS})
    made = office.done("b.supervisor", "POST", "/session/deputising", {"principal": BOSS})
    office.tokens["b.deputy"] = made["token"]
    before = stored(office)
    for method, path, body in WAYS:
        assert office.ask("b.deputy", method, f"{ACCOUNTS}/both.clerk{path}", body).status_code == 404
    assert office.ask("b.deputy", "PUT", f"{ACCOUNTS}/b.clerk", {"columns": ["mayor"]}).status_code == 403
    assert stored(office) == before


OFFICE_S: list[tuple[str, str, Any, dict[str, str]]] = [
    ("PUT", "/admin/columns/mayor", {"review_levels": 1}, {"If-Match": '"1"'}),
    ("PUT", "/admin/columns/mayor", {"terms": {"yellow_working_days": 2}}, {"If-Match": '"1"'}),
    ("PUT", "/admin/columns/secretary", {"name": "我的栏目"}, {"If-Match": '"1"'}),
    ("PUT", "/admin/columns/secretary", {"office": "housing"}, {"If-Match": '"1"'}),
    ("PUT", "/admin/columns/secretary", {"leader": "某人"}, {"If-Match": '"1"'}),
    ("PUT", "/admin/columns/mine", {"name": "新栏目"}, {"If-None-Match": "*"}),
    ("PUT", "/admin/agencies/transport", {"name": "外人所改"}, {"If-Match": '"1"'}),
    (
        "PUT",
        "/admin/reply-templates/mayor",
        {"salutation": "您好", "body": "", "closing": "", "signature": "", "replaces": 0},
        {},
    ),
    (
        "PUT",
        "/admin/dispatch-rules",
        {"rules": [{"name": "外人的规则", "lead": "transport", "columns": ["mayor"]}], "replaces": 1},
        {},
    ),
    ("PUT", "/admin/dispatch-rules", {"rules": [{"name": "人人的规则", "lead": "transport"}], "replaces": 1}, {}),
    ("POST", "/admin/keys", {"name": "外人的钥匙"}, {}),
    ("PUT", "/admin/advice/unclear", {"text": "外人的建议"}, {}),
    ("POST", "/admin/notices", {"kind": "guidance", "title": "外人的通知", "body": "正文"}, {}),
    ("POST", "/admin/calendar/amendments", {"announced": [2030], "reason": "通知"}, {}),
    ("PUT", "/admin/word-lists/sensitive", {"name": "外人的词表", "severity": "stop"}, {}),
]


@pytest.mark.parametrize(("method", "path", "body", "headers"), OFFICE_S)
def test_what_is_the_office_s_or_another_column_s_is_not_changed(
    office: Office, method: str, path: str, body: Any, headers: dict[str, str]
) -> None:
    before, journals = stored(office), office.town.recorded()
    answer = office.ask(BOSS, method, path, body, **headers)
    assert answer.status_code in {403, 404}, answer.text
    assert (stored(office), office.town.recorded()) == (before, journals)


def test_at_home_all_of_it_works(office: Office) -> None:
    """So that what is refused above is refused for where it is, and not for how it was asked."""
    office.tokens.pop("b.clerk", None)
    for method, path, body in WAYS:
        sent = body == {"levels": [1]}
        answer = office.ask(BOSS, method, f"{ACCOUNTS}/{'b.reviewer' if sent else 'b.clerk'}{path}", body)
        assert answer.status_code in {200, 204}, (method, path, answer.text)
    new = {"username": "b.new", "display_name": "新", "role": "clerk", "columns": ["secretary"]}
    made = office.done(BOSS, "POST", ACCOUNTS, new)
    assert orjson.loads(orjson.dumps(made))["columns"] == ["secretary"]
    days = {"principal": "b.dispatcher", "deputy": "b.new", **DAYS}
    assert office.done(BOSS, "POST", "/admin/deputies", days)["made_by"] == BOSS
