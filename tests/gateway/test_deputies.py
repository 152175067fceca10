"""Deputies: appointed from a day to a day, acting under their own name, until it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.account import NewAccount
from gateway.parts import Parts
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
Headers = dict[str, str]
TODAY, TOMORROW, LATER = "2019-03-07", "2019-03-08", "2019-03-20"  # NOW is the 7th, 10:15 in Shanghai


@pytest.fixture(autouse=True)
def _staff(parts: Parts) -> None:
    for new in (
        NewAccount("boss", "栏目管理员", "columnadmin", columns=("mayor",), password=PASSWORD),
        NewAccount("colleague", "同事", "dispatcher", columns=("mayor", "east"), password=PASSWORD),
        NewAccount("stranger", "外人", "clerk", columns=("east",), password=PASSWORD),
        NewAccount("auditor2", "审计二", "auditor", password=PASSWORD),
    ):
        parts.accounts.add(new, by=new.username)


@pytest.fixture
def call(client: FlaskClient) -> Callable[..., tuple[int, dict[str, Any]]]:
    def asked(headers: Headers, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        answer = client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        return answer.status_code, answer.json or {}

    return asked


Call = Callable[..., tuple[int, dict[str, Any]]]


def appointed(call: Call, headers: Headers, deputy: str, begin: str = TODAY, end: str = LATER) -> dict[str, Any]:
    status, made = call(headers, "POST", "/me/deputies", {"deputy": deputy, "begin": begin, "end": end})
    assert status == 201, made
    return made


def acting(call: Call, headers: Headers, principal: str) -> Headers:
    status, made = call(headers, "POST", "/session/deputising", {"principal": principal})
    assert status == 201, made
    return {"Authorization": f"Bearer {made['token']}"}


def test_a_deputy_acts_in_the_role_and_scope_of_the_other_under_the_own_name(
    call: Call, as_: As, services: FakeServices
) -> None:
    appointed(call, as_("clerk"), "colleague")
    own = as_("colleague")
    assert call(own, "GET", "/me")[1]["may_act_for"] == [
        {"username": "clerk", "display_name": "受理员", "role": "clerk", "until": LATER}
    ]
    deputy = acting(call, own, "clerk")
    me = call(deputy, "GET", "/me")[1]
    assert (me["username"], me["role"], me["columns"], me["on_behalf_of"]["username"]) == (
        "colleague", "clerk", ["mayor"], "clerk",
    )  # fmt: skip
    accept = {"urgency": "ordinary", "complexity": "ordinary"}
    path = f"/desk/messages/{services.written()}/acceptance"
    assert call(own, "POST", path, accept)[1]["code"] == "gateway.role_not_allowed"
    assert call(deputy, "POST", path, accept)[0] == 200
    actor = services.calls[-1][3].actor
    assert (actor.account, actor.on_behalf_of, actor.role, actor.columns) == ("colleague", "clerk", "clerk", ("mayor",))


def test_a_deputy_is_not_answered_with_what_they_did_as_themselves(parts: Parts) -> None:
    asked = [parts.wishes.make(who, "POST", "/x", "key-12345", {}) for who in ("a", "a for b")]
    assert asked[0].request_id != asked[1].request_id


def test_its_session_ends_with_the_last_day_in_shanghai(call: Call, as_: As, clock: FixedClock) -> None:
    appointed(call, as_("clerk"), "colleague", TODAY, TODAY)
    clock.at += timedelta(hours=13)  # 23:15 in Shanghai
    deputy = acting(call, as_("colleague"), "clerk")
    assert call(deputy, "GET", "/me")[1]["expires_at"] == "2019-03-07T16:00:00Z"
    clock.at += timedelta(minutes=44)
    assert call(deputy, "GET", "/desk/messages")[0] == 200
    clock.at += timedelta(minutes=1)
    assert call(deputy, "GET", "/desk/messages")[0] == 401


@pytest.mark.parametrize("end", ["revoked", "laid down", "by the administrator", "principal gone", "deputy gone"])
def test_it_ends_at_once(call: Call, as_: As, end: str) -> None:
    principal, own, admin = as_("clerk"), as_("colleague"), as_("admin")
    made = appointed(call, principal, "colleague")
    deputy = acting(call, own, "clerk")
    assert call(deputy, "GET", "/desk/messages")[0] == 200
    path = f"/deputies/{made['id']}/revocation"
    match end:
        case "revoked":
            assert call(principal, "POST", f"/me{path}")[1]["revoked_by"] == "clerk"
        case "laid down":
            assert call(own, "POST", f"/me{path}")[0] == 200
        case "by the administrator":
            assert call(as_("boss"), "POST", f"/admin{path}")[1]["revoked_by"] == "boss"
        case "principal gone":
            assert call(admin, "POST", "/admin/accounts/clerk/disabling")[0] == 200
        case _:
            assert call(admin, "POST", "/admin/accounts/colleague/disabling")[0] == 200
    status, answer = call(deputy, "GET", "/desk/messages")
    assert (status, answer["code"]) == (401, "gateway.session_ended")
    if end != "deputy gone":
        again = call(own, "POST", "/session/deputising", {"principal": "clerk"})
        assert (again[0], again[1]["code"]) == (409, "gateway.not_deputy")


def test_it_begins_on_its_first_day_and_not_before(call: Call, as_: As, clock: FixedClock) -> None:
    appointed(call, as_("clerk"), "colleague", TOMORROW, TOMORROW)
    ask = {"principal": "clerk"}
    assert call(as_("colleague"), "POST", "/session/deputising", ask)[1]["code"] == "gateway.not_deputy"
    clock.at += timedelta(hours=14)  # past midnight in Shanghai
    deputy = acting(call, as_("colleague"), "clerk")
    clock.at += timedelta(minutes=50)
    assert call(deputy, "GET", "/me")[0] == 200
    clock.at += timedelta(days=1)
    assert call(deputy, "GET", "/me")[0] == 401
    assert call(as_("colleague"), "GET", "/me")[1]["may_act_for"] == []


@pytest.mark.parametrize("deputy", ["stranger", "nobody", "handler", "auditor", "admin"])
def test_who_is_no_colleague_is_as_unknown_as_a_name_that_nobody_has(call: Call, as_: As, deputy: str) -> None:
    asked = {"deputy": deputy, "begin": TODAY, "end": LATER}
    status, answer = call(as_("clerk"), "POST", "/me/deputies", asked)
    assert (status, answer["code"], answer["values"]) == (404, "gateway.account_not_found", {"username": deputy})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"deputy": "clerk", "begin": TODAY, "end": LATER}, "gateway.own_deputy"),
        ({"deputy": "colleague", "begin": LATER, "end": TODAY}, "gateway.ends_before_it_begins"),
        ({"deputy": "colleague", "begin": "2019-03-06", "end": TODAY}, "gateway.appointed_too_late"),
        ({"deputy": "colleague", "begin": TODAY, "end": "2020-03-07"}, "gateway.appointed_too_long"),
    ],
)
def test_what_is_no_appointment_is_refused(call: Call, as_: As, body: dict[str, str], code: str) -> None:
    assert call(as_("clerk"), "POST", "/me/deputies", body)[1]["code"] == code


def test_the_same_days_are_given_to_the_same_person_once(call: Call, as_: As) -> None:
    clerk = as_("clerk")
    appointed(call, clerk, "colleague", TODAY, TOMORROW)
    body = {"deputy": "colleague", "begin": TOMORROW, "end": LATER}
    assert call(clerk, "POST", "/me/deputies", body)[1]["code"] == "gateway.already_deputy"
    repeated = {**clerk, "Idempotency-Key": "one-wish-only"}
    made = [appointed(call, repeated, "dispatcher") for _ in range(2)]
    assert made[0] == made[1]


def test_there_are_no_chains(call: Call, as_: As) -> None:
    appointed(call, as_("clerk"), "colleague")
    appointed(call, as_("colleague"), "dispatcher")
    last = as_("dispatcher")
    assert [one["username"] for one in call(last, "GET", "/me")[1]["may_act_for"]] == ["colleague"]
    assert call(last, "POST", "/session/deputising", {"principal": "clerk"})[1]["code"] == "gateway.not_deputy"
    deputy = acting(call, last, "colleague")
    assert call(deputy, "POST", "/session/deputising", {"principal": "clerk"})[1]["code"] == "gateway.no_chains"
    body = {"deputy": "clerk", "begin": TODAY, "end": LATER}
    assert call(deputy, "POST", "/me/deputies", body)[1]["code"] == "gateway.no_chains"
    assert call(deputy, "GET", "/me")[1]["may_act_for"] == []


def test_an_administrator_appoints_within_the_own_columns_and_nowhere_else(call: Call, as_: As, parts: Parts) -> None:
    parts.accounts.add(NewAccount("ours", "我们的", "supervisor", columns=("mayor",), password=PASSWORD), by="ours")
    boss = as_("boss")
    body = {"principal": "clerk", "deputy": "ours", "begin": TODAY, "end": LATER}
    status, made = call(boss, "POST", "/admin/deputies", body)
    assert (status, made["made_by"]) == (201, "boss")
    for foreign in ({"deputy": "stranger"}, {"principal": "stranger"}, {"deputy": "nobody"}, {"deputy": "colleague"}):
        status, answer = call(boss, "POST", "/admin/deputies", {**body, **foreign})
        assert (status, answer["code"]) == (404, "gateway.account_not_found")
    theirs = appointed(call, as_("stranger"), "colleague")
    for unknown in (theirs["id"], 999):
        status, answer = call(boss, "POST", f"/admin/deputies/{unknown}/revocation")
        assert (status, answer["code"]) == (404, "gateway.appointment_not_found")
    listed = call(boss, "GET", "/admin/deputies")[1]
    assert ([one["id"] for one in listed["items"]], listed["total"]) == ([made["id"]], 1)
    assert call(as_("auditor"), "GET", "/admin/deputies")[1]["total"] == 2
    assert call(as_("auditor"), "POST", "/admin/deputies", body)[0] == 403


@pytest.mark.parametrize(
    ("principal", "deputy"),
    [("auditor", "clerk"), ("clerk", "auditor"), ("admin", "office"), ("office", "admin"), ("clerk", "handler")],
)
def test_separate_duties_are_not_joined_by_a_deputy(call: Call, as_: As, principal: str, deputy: str) -> None:
    body = {"principal": principal, "deputy": deputy, "begin": TODAY, "end": LATER}
    assert call(as_("admin"), "POST", "/admin/deputies", body)[1]["code"] == "gateway.cannot_deputise"


def test_an_auditor_stands_in_for_an_auditor(call: Call, as_: As) -> None:
    appointed(call, as_("auditor"), "auditor2")
    deputy = acting(call, as_("auditor2"), "auditor")
    assert call(deputy, "GET", "/desk/messages")[0] == 200


def test_the_list_is_of_ones_own_and_paged(call: Call, as_: As) -> None:
    clerk = as_("clerk")
    made = [appointed(call, clerk, name)["id"] for name in ("colleague", "dispatcher", "boss")]
    first = call(clerk, "GET", "/me/deputies?limit=2")[1]
    rest = call(clerk, "GET", f"/me/deputies?limit=2&after={first['next']}")[1]
    assert [one["id"] for one in (*first["items"], *rest["items"])] == made[::-1]
    assert (first["total"], rest["next"]) == (3, None)
    assert call(as_("boss"), "GET", "/me/deputies")[1]["total"] == 1
    assert call(as_("stranger"), "GET", "/me/deputies")[1] == {"items": [], "next": None, "total": 0}
    assert call(as_("stranger"), "POST", f"/me/deputies/{made[0]}/revocation")[0] == 404


def test_appointments_are_on_the_trail(call: Call, as_: As) -> None:
    clerk = as_("clerk")
    made = appointed(call, clerk, "colleague")
    for _ in range(2):
        call(clerk, "POST", f"/me/deputies/{made['id']}/revocation")
    told = [one for one in call(as_("auditor"), "GET", "/admin/changes")[1]["items"] if one["kind"] == "deputy"]
    assert [(one["change"], one["by"], one["subject"], one["details"]["deputy"]) for one in told] == [
        ("revoked", "clerk", "clerk", "colleague"),
        ("appointed", "clerk", "clerk", "colleague"),
    ]


@pytest.mark.parametrize("door", ["me", "admin"])
def test_a_revocation_sent_again_answers_the_same_and_a_key_that_is_none_is_refused(
    call: Call, as_: As, clock: FixedClock, door: str
) -> None:
    made = appointed(call, as_("clerk"), "colleague")
    asking = as_("clerk" if door == "me" else "boss")
    path = f"/{door}/deputies/{made['id']}/revocation"
    status, answer = call({**asking, "Idempotency-Key": "short"}, "POST", path)
    assert (status, answer["code"]) == (400, "gateway.bad_idempotency_key")
    first = call({**asking, "Idempotency-Key": "one-wish-only"}, "POST", path)
    clock.at += timedelta(minutes=1)
    assert call(as_("colleague"), "POST", f"/me/deputies/{made['id']}/revocation") == first
    assert call({**asking, "Idempotency-Key": "one-wish-only"}, "POST", path) == first
    assert call({**asking, "Idempotency-Key": "one-more-wish"}, "POST", path) == first
    told = call(as_("auditor"), "GET", "/admin/changes")[1]["items"]
    assert [one["change"] for one in told if one["kind"] == "deputy"] == ["revoked", "appointed"]


def test_what_a_deputy_changes_names_the_principal(call: Call, as_: As) -> None:
    appointed(call, as_("boss"), "colleague")
    deputy = acting(call, as_("colleague"), "boss")
    assert call(deputy, "PUT", "/admin/accounts/clerk", {"display_name": "新名"})[0] == 200
    newest = call(as_("auditor"), "GET", "/admin/changes")[1]["items"]
    change = next(one for one in newest if one["change"] == "amended")
    assert (change["by"], change["on_behalf_of"]) == ("colleague", "boss")
