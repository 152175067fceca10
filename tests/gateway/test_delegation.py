"""Who manages whose account: by column, by the office, by an administrator; of others nothing is told."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.account import NewAccount
from gateway.parts import Parts
from tests.gateway.conftest import PASSWORD
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
ACCOUNTS = "/api/v1/admin/accounts"
OURS, BOTH, THEIRS, EVERYWHERE, NOBODY = "ours", "both", "theirs", "everywhere", "nobody"
FOREIGN = (BOTH, THEIRS, EVERYWHERE, "handler", "boss2", "admin", "office", "auditor")


@pytest.fixture(autouse=True)
def _staff(parts: Parts) -> None:
    for name, columns in ((OURS, ("mayor",)), (BOTH, ("mayor", "east")), (THEIRS, ("east",)), (EVERYWHERE, None)):
        clerk = NewAccount(name, name, "clerk", columns=columns, password=PASSWORD, email=f"{name}@example.org")
        parts.accounts.add(clerk, by=name)
    for name, columns in (("boss", ("mayor", "secretary")), ("boss2", ("mayor",))):
        parts.accounts.add(NewAccount(name, name, "columnadmin", columns=columns, password=PASSWORD), by=name)


@pytest.fixture
def call(client: FlaskClient, as_: As) -> Callable[..., tuple[int, dict[str, Any]]]:
    tokens: dict[str, dict[str, str]] = {}

    def asked(who: str, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        headers = tokens.setdefault(who, as_(who))
        answer = client.open(path, method=method, json=body, headers=headers)
        return answer.status_code, answer.json or {}

    return asked


Call = Callable[..., tuple[int, dict[str, Any]]]


def names(found: tuple[int, dict[str, Any]]) -> list[str]:
    assert found[0] == 200, found
    assert found[1]["total"] == len(found[1]["items"])
    return [item["username"] for item in found[1]["items"]]


def test_each_sees_the_accounts_they_manage_and_counts_no_others(call: Call) -> None:
    assert names(call("boss", "GET", ACCOUNTS)) == ["clerk", OURS]
    everyone = names(call("admin", "GET", ACCOUNTS))
    assert names(call("auditor", "GET", ACCOUNTS)) == everyone
    assert names(call("office", "GET", ACCOUNTS)) == [
        name for name in everyone if name not in {"admin", "auditor", "office"}
    ]


def test_pages_of_a_column_hold_nothing_foreign(call: Call) -> None:
    first = call("boss", "GET", f"{ACCOUNTS}?limit=1")[1]
    assert ([item["username"] for item in first["items"]], first["total"]) == (["clerk"], 2)
    rest = call("boss", "GET", f"{ACCOUNTS}?limit=1&after={first['next']}")[1]
    assert ([item["username"] for item in rest["items"]], rest["next"]) == ([OURS], None)


@pytest.mark.parametrize("username", FOREIGN)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "", {"display_name": "另一个名字"}),
        ("PUT", "", {"columns": ["mayor"]}),
        ("POST", "/disabling", None),
        ("POST", "/enabling", None),
        ("POST", "/password-reset", None),
    ],
)
def test_a_foreign_account_is_as_unknown_as_a_name_that_nobody_has(
    call: Call, username: str, method: str, path: str, body: Any
) -> None:
    found = call("boss", method, f"{ACCOUNTS}/{username}{path}", body)
    unknown = call("boss", method, f"{ACCOUNTS}/{NOBODY}{path}", body)
    for answer in (found[1], unknown[1]):
        answer.pop("request_id")
    assert found[0] == 404
    assert str(found).replace(username, NOBODY) == str(unknown)


def test_a_column_administrator_makes_changes_disables_and_resets_the_own_staff(call: Call) -> None:
    new = {"username": "li", "display_name": "李", "role": "reviewer", "columns": ["secretary"], "levels": [1]}
    status, made = call("boss", "POST", ACCOUNTS, new)
    assert (status, made["first_password"] is not None) == (201, True)
    changes = {"display_name": "李敏", "email": "li@example.org", "columns": ["mayor", "secretary"], "levels": [1, 2]}
    status, changed = call("boss", "PUT", f"{ACCOUNTS}/li", changes)
    assert (status, {name: changed[name] for name in changes}) == (200, changes)
    assert call("boss", "PUT", f"{ACCOUNTS}/li", {"email": None})[1]["email"] is None
    assert call("boss", "GET", f"{ACCOUNTS}/li")[1]["display_name"] == "李敏"
    for act in ("disabling", "enabling", "password-reset"):
        assert call("boss", "POST", f"{ACCOUNTS}/li/{act}")[0] == 200


@pytest.mark.parametrize(
    ("who", "new", "code"),
    [
        ("boss", {"role": "handler", "agencies": ["housing"]}, "gateway.role_beyond_yours"),
        ("boss", {"role": "columnadmin", "columns": ["mayor"]}, "gateway.role_beyond_yours"),
        ("boss", {"role": "admin"}, "gateway.role_beyond_yours"),
        ("office", {"role": "office"}, "gateway.role_beyond_yours"),
        ("office", {"role": "auditor"}, "gateway.role_beyond_yours"),
        ("boss", {"role": "clerk", "columns": ["mayor", "east"]}, "gateway.columns_beyond_yours"),
        ("boss", {"role": "clerk", "columns": None}, "gateway.columns_beyond_yours"),
    ],
)
def test_nobody_makes_an_account_beyond_their_own_say(call: Call, who: str, new: dict[str, Any], code: str) -> None:
    status, answer = call(who, "POST", ACCOUNTS, {"username": "li", "display_name": "李", **new})
    assert (status, answer["code"]) == (403, code)
    assert call("admin", "GET", f"{ACCOUNTS}/li")[0] == 404


@pytest.mark.parametrize("columns", [["east"], ["mayor", "east"], None])
def test_nobody_gives_an_account_columns_beyond_their_own(call: Call, columns: Any) -> None:
    status, answer = call("boss", "PUT", f"{ACCOUNTS}/{OURS}", {"columns": columns})
    assert (status, answer["code"]) == (403, "gateway.columns_beyond_yours")
    assert call("admin", "GET", f"{ACCOUNTS}/{OURS}")[1]["columns"] == ["mayor"]


def test_columns_beyond_ones_own_are_refused_with_the_names_of_ones_own(call: Call) -> None:
    _, answer = call("boss", "PUT", f"{ACCOUNTS}/{OURS}", {"columns": ["east"]})
    assert answer["values"] == {"columns": ["mayor", "secretary"]}
    assert answer["detail"].startswith("您管理的栏目是：市长信箱（mayor）、市委书记留言板（secretary）。")


@pytest.mark.parametrize(
    ("role", "scope", "named"),
    [
        ("clerk", {"columns": ["mayor", "nowhere"]}, "columns"),
        ("handler", {"agencies": ["nobody", "housing"]}, "agencies"),
    ],
)
def test_an_account_is_for_columns_and_agencies_that_there_are(
    call: Call, role: str, scope: dict[str, Any], named: str
) -> None:
    new = {"username": "li", "display_name": "李", "role": role}
    status, answer = call("admin", "POST", ACCOUNTS, {**new, **scope})
    unknown = [code for code in scope[named] if code in {"nowhere", "nobody"}]
    assert (status, answer["code"], answer["values"]) == (422, f"gateway.unknown_{named}", {"unknown": unknown})
    assert call("admin", "GET", f"{ACCOUNTS}/li")[0] == 404
    there = {"columns": ["mayor"]} if named == "columns" else {"agencies": ["housing"]}
    assert call("admin", "POST", ACCOUNTS, {**new, **there})[0] == 201
    status, answer = call("admin", "PUT", f"{ACCOUNTS}/li", scope)
    assert (status, answer["code"]) == (422, f"gateway.unknown_{named}")
    assert call("admin", "GET", f"{ACCOUNTS}/li")[1][named] == there[named]


def test_a_scope_that_does_not_limit_the_role_is_refused_in_a_change_too(call: Call) -> None:
    assert call("boss", "PUT", f"{ACCOUNTS}/{OURS}", {"levels": [1]})[1]["code"] == "gateway.scope_not_for_role"
    assert call("boss", "PUT", f"{ACCOUNTS}/{OURS}", {"role": "office"})[0] == 422
    assert call("boss", "PUT", f"{ACCOUNTS}/{OURS}", {"email": "no address"})[0] == 422


def test_the_office_makes_column_administrators_and_handlers(call: Call) -> None:
    for new in ({"role": "columnadmin", "columns": ["east"]}, {"role": "handler", "agencies": ["housing"]}):
        body = {"username": f"new-{new['role']}", "display_name": "新", **new}
        assert call("office", "POST", ACCOUNTS, body)[0] == 201


def test_a_narrower_scope_holds_at_once_and_the_person_signs_in_anew(call: Call, as_: As) -> None:
    assert call("boss2", "GET", ACCOUNTS)[1]["total"] == 2
    assert call("office", "PUT", f"{ACCOUNTS}/boss2", {"columns": ["east"]})[0] == 200
    assert call("boss2", "GET", ACCOUNTS)[0] == 401
    assert as_("boss2")


def test_who_changed_what_is_listed_for_those_whom_it_concerns(call: Call) -> None:
    call("boss", "PUT", f"{ACCOUNTS}/{OURS}", {"email": "new@example.org"})
    call("office", "PUT", f"{ACCOUNTS}/{THEIRS}", {"columns": ["east", "mayor"]})
    call("admin", "POST", "/api/v1/admin/keys", {"name": "省平台"})
    told = call("boss", "GET", "/api/v1/admin/changes")[1]
    assert "example.org" not in str(told)
    assert {(one["kind"], one["subject"]) for one in told["items"]} == {
        ("account", "clerk"), ("account", OURS), ("column", "mayor"), ("column", "secretary"),
    }  # fmt: skip
    assert told["total"] == len(told["items"])
    newest = next(one for one in told["items"] if one["kind"] == "account")
    assert (newest["by"], newest["change"], newest["details"]["changed"]) == ("boss", "amended", ["email"])
    assert "key" not in {one["kind"] for one in call("office", "GET", "/api/v1/admin/changes")[1]["items"]}
    for overseer in ("auditor", "admin"):
        everything = call(overseer, "GET", "/api/v1/admin/changes?limit=200")[1]
        assert {"account", "key", "column"} == {one["kind"] for one in everything["items"]}
        assert everything["total"] == len(everything["items"])


def test_the_changes_are_one_list_page_by_page(call: Call) -> None:
    whole = call("auditor", "GET", "/api/v1/admin/changes?limit=200")[1]["items"]
    assert [one["at"] for one in whole] == sorted((one["at"] for one in whole), reverse=True)
    paged, after = [], ""
    while True:
        page = call("auditor", "GET", f"/api/v1/admin/changes?limit=4{after}")[1]
        paged += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert paged == whole


def test_a_reviewer_has_levels_that_some_column_of_theirs_has(call: Call, services: FakeServices) -> None:
    new = {"display_name": "审核员", "role": "reviewer", "columns": ["mayor"]}
    status, problem = call("admin", "POST", ACCOUNTS, {**new, "username": "beyond", "levels": [2, 7]})
    assert (status, problem["code"], problem["values"]) == (422, "gateway.no_such_level", {"levels": [7], "most": 3})
    assert problem["detail"] == "该账号的栏目最多有 3 级审核，以下层级超出：7。"
    assert call("admin", "POST", ACCOUNTS, {**new, "username": "within", "levels": [3]})[0] == 201
    assert call("admin", "PUT", f"{ACCOUNTS}/within", {"levels": [4]})[0] == 422
    assert call("admin", "PUT", f"{ACCOUNTS}/within", {"levels": [1, 2]})[0] == 200
    services.away = {"routing"}
    assert call("admin", "PUT", f"{ACCOUNTS}/within", {"levels": [4]})[0] == 200
    assert call("admin", "POST", ACCOUNTS, {**new, "username": "later", "levels": [7]})[0] == 201
