"""Where one is signed in, and how that ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from gateway.account import NewAccount
from gateway.parts import Parts
from gateway.session import Begun, SessionEnded
from gateway.signing.device import roughly
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD

As = Callable[[str], dict[str, str]]
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)


def signed_in(client: FlaskClient, device: str = "", username: str = "clerk") -> dict[str, str]:
    answer = client.post(
        "/api/v1/session", json={"username": username, "password": PASSWORD}, headers={"User-Agent": device}
    )
    return {"Authorization": f"Bearer {(answer.json or {})['token']}"}


def sessions(client: FlaskClient, headers: dict[str, str], query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/v1/me/sessions{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def works(client: FlaskClient, headers: dict[str, str]) -> bool:
    return client.get("/api/v1/me", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (CHROME, "Chrome, Windows"),
        (CHROME + " Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Safari/604.1 MicroMessenger/8.0", "WeChat, iPhone"),
        ("curl/8.5.0", "curl"),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_device_is_told_roughly(user_agent: str, device: str) -> None:
    assert roughly(user_agent) == device


def test_one_s_sessions_are_listed_and_ended_one_by_one(client: FlaskClient, clock: FixedClock) -> None:
    old = signed_in(client, CHROME)
    clock.at += timedelta(minutes=10)
    new = signed_in(client, "curl/8.5.0")
    signed_in(client, username="auditor")
    found = sessions(client, new)
    assert found["total"] == 2
    assert [(one["device"], one["since"], one["last_used"], one["present"]) for one in found["items"]] == [
        ("curl", "2019-03-07T02:25:00Z", "2019-03-07T02:25:00Z", True),
        ("Chrome, Windows", "2019-03-07T02:15:00Z", "2019-03-07T02:15:00Z", False),
    ]
    assert found["items"][0]["address"] == "127.0.0.1"
    path = f"/api/v1/me/sessions/{found['items'][1]['id']}"
    assert client.delete(path, headers=new).status_code == 204
    assert (works(client, old), works(client, new)) == (False, True)
    gone = client.delete(path, headers=new)
    assert (gone.status_code, (gone.json or {})["code"]) == (404, "gateway.session_not_found")


def test_sessions_come_by_page(client: FlaskClient, clock: FixedClock) -> None:
    headers = [signed_in(client) for _ in range(5)][-1]
    first = sessions(client, headers, "?limit=2")
    second = sessions(client, headers, f"?limit=2&after={first['next']}")
    last = sessions(client, headers, f"?limit=2&after={second['next']}")
    ids = [one["id"] for page in (first, second, last) for one in page["items"]]
    assert (len(ids), len(set(ids)), last["next"], last["total"]) == (5, 5, None, 5)


def test_nobody_ends_another_s_session_by_its_id(client: FlaskClient) -> None:
    mine, other = signed_in(client), signed_in(client, username="auditor")
    ids = sessions(client, mine)["items"][0]["id"]
    for id_ in (ids, "0" * 24, "%00", "nothing-like-it"):
        assert client.delete(f"/api/v1/me/sessions/{id_}", headers=other).status_code == 404
    assert works(client, mine)


def test_a_session_that_ran_out_is_not_listed(client: FlaskClient, clock: FixedClock) -> None:
    signed_in(client)
    clock.at += timedelta(minutes=61)
    assert sessions(client, signed_in(client))["total"] == 1


def test_signing_out_everywhere_ends_every_session_of_the_account(client: FlaskClient) -> None:
    first, second, other = signed_in(client), signed_in(client), signed_in(client, username="auditor")
    assert client.delete("/api/v1/me/sessions", headers=first).status_code == 204
    assert [works(client, one) for one in (first, second, other)] == [False, False, True]


def test_an_administrator_sees_and_ends_another_s_sessions(client: FlaskClient, parts: Parts, as_: As) -> None:
    clerk, admin = signed_in(client), as_("admin")
    path = "/api/v1/admin/accounts/clerk/sessions"
    found = client.get(path, headers=admin).json or {}
    assert [one["present"] for one in found["items"]] == [False]
    assert client.get(path, headers=as_("supervisor")).status_code == 403
    assert client.delete(path, headers=admin).status_code == 204
    assert (works(client, clerk), works(client, admin)) == (False, True)
    assert client.delete(path.replace("clerk", "nobody"), headers=admin).status_code == 404
    with parts.engine.connect() as connection:
        rows = connection.execute(text('SELECT "by", change FROM changes ORDER BY position DESC LIMIT 1'))
        assert tuple(rows.one()) == ("admin", "signed_out")


def test_another_role_or_scope_ends_the_sessions_and_another_name_does_not(client: FlaskClient, parts: Parts) -> None:
    headers = signed_in(client)
    parts.accounts.load([NewAccount("clerk", "王敏", "clerk", columns=("mayor",))], by="admin")
    assert works(client, headers)
    parts.accounts.load([NewAccount("clerk", "王敏", "clerk", columns=None)], by="admin")
    assert not works(client, headers)
    headers = signed_in(client)
    parts.accounts.load([NewAccount("clerk", "王敏", "office")], by="admin")
    assert not works(client, headers)


ENDINGS: dict[str, Callable[[Parts, FlaskClient, dict[str, str]], object]] = {
    "signing out": lambda _, client, headers: client.delete("/api/v1/session", headers=headers),
    "signing out everywhere": lambda _, client, headers: client.delete("/api/v1/me/sessions", headers=headers),
    "an administrator": lambda parts, *_: parts.accounts.sign_out("clerk", by="admin"),
    "disabling": lambda parts, *_: parts.accounts.disable("clerk", by="admin"),
    "another password": lambda parts, *_: parts.accounts.reset_password("clerk", by="admin"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_begun_from_another_ends_with_it(client: FlaskClient, parts: Parts, ending: str) -> None:
    headers = signed_in(client)
    original = parts.sessions.authenticate(headers["Authorization"].partition(" ")[2])
    wish = parts.wishes.make("clerk", "POST", "/deputising", "key-12345", None)
    begun = parts.sessions.begin_from(Begun(original), parts.accounts.get("dispatcher"), wish)
    assert parts.sessions.begin_from(Begun(original), parts.accounts.get("dispatcher"), wish) == begun
    deputy = {"Authorization": f"Bearer {begun.token}"}
    assert (client.get("/api/v1/me", headers=deputy).json or {})["username"] == "dispatcher"
    ENDINGS[ending](parts, client, headers)
    assert not works(client, deputy)
    with pytest.raises(SessionEnded):
        parts.sessions.begin_from(Begun(original), parts.accounts.get("dispatcher"), wish)


def test_a_session_begun_from_another_lasts_no_longer_and_keeps_it_awake(
    client: FlaskClient, parts: Parts, clock: FixedClock
) -> None:
    headers = signed_in(client)
    original = parts.sessions.authenticate(headers["Authorization"].partition(" ")[2])
    clock.at += timedelta(minutes=50)
    wish = parts.wishes.make("clerk", "POST", "/deputising", None, None)
    begun = parts.sessions.begin_from(Begun(original), parts.accounts.get("dispatcher"), wish)
    assert begun.session.expires_at == original.expires_at
    clock.at += timedelta(minutes=5)
    assert works(client, {"Authorization": f"Bearer {begun.token}"})
    clock.at += timedelta(minutes=50)
    assert works(client, headers)
    # ending what was begun leaves the original alone
    client.delete("/api/v1/session", headers={"Authorization": f"Bearer {begun.token}"})
    assert works(client, headers)
