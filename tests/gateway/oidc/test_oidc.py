"""Signing in by an identity provider: there and back, who is let in, and what is believed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from gateway.app import create_app
from gateway.parts import Parts
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD
from tests.gateway.oidc.trip import WANG, arrive, bind, depart, redeem, there_and_back, trail
from tests.support.oidc_provider import FAULTS, OidcProvider, Person

pytestmark = pytest.mark.process


def test_a_bound_person_goes_there_and_back_and_is_signed_in(
    browser: FlaskClient, home: Parts, provider: OidcProvider
) -> None:
    bind(home)
    what, code = there_and_back(browser, provider)
    assert what == "code"
    answer = redeem(browser, code)
    assert answer.status_code == 201, answer.text
    assert answer.json["account"]["username"] == "clerk"
    assert code not in answer.json["token"]
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    assert browser.get("/api/v1/desk/messages", headers=headers).status_code == 200
    assert [one["way"] for one in home.sessions.page("clerk", None, 9)["items"]] == ["oidc"]
    assert trail(home) == [("clerk", "oidc", "ok", None)]


def test_nothing_that_opens_a_session_is_stored_or_in_an_address(
    browser: FlaskClient, home: Parts, provider: OidcProvider
) -> None:
    bind(home)
    address = depart(browser)
    cookie = browser.get_cookie("huiyin_sign_in")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.value not in address
    _, code = arrive(browser, provider.sign_in(address, WANG))
    with home.engine.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM sign_in_codes")).all())
    assert code not in stored
    assert cookie.value not in stored


def test_a_code_is_good_once_for_a_minute_and_in_its_own_browser(
    browser: FlaskClient, home: Parts, provider: OidcProvider, clock: FixedClock
) -> None:
    bind(home)
    _, code = there_and_back(browser, provider)
    stranger = create_app(home).test_client()
    assert redeem(stranger, code).json["code"] == "gateway.sign_in_code_unusable"
    key = str(uuid4())
    first, again = redeem(browser, code, key), redeem(browser, code, key)
    assert (first.status_code, again.json) == (201, first.json)
    assert redeem(browser, code).status_code == 401
    _, late = there_and_back(browser, provider)
    clock.at += timedelta(minutes=1)
    assert redeem(browser, late).json["code"] == "gateway.sign_in_code_unusable"
    assert redeem(browser, "x" * 43).status_code == 401


def test_who_is_bound_to_nothing_is_refused_and_no_account_is_made(
    browser: FlaskClient, home: Parts, provider: OidcProvider
) -> None:
    before = home.accounts.page(None, 200)["total"]
    assert there_and_back(browser, provider) == ("problem", "gateway.oidc_unknown")
    assert home.accounts.page(None, 200)["total"] == before
    assert trail(home) == [(None, "oidc", "failed", "unbound")]


def test_a_claim_may_name_the_account_and_binds_it_to_the_first_who_comes(
    with_: Callable[..., Parts], provider: OidcProvider
) -> None:
    home = with_(claim="preferred_username")
    browser = create_app(home).test_client()
    assert there_and_back(browser, provider)[0] == "code"
    assert home.oidc is not None
    assert home.oidc.identities.of("clerk")["subject"] == WANG.subject
    # another person who takes the same name at the provider is somebody else
    other = Person("subject-of-another", dict(WANG.claims))
    assert there_and_back(browser, provider, other) == ("problem", "gateway.oidc_unknown")
    # and the first one stays who they are under another name
    assert there_and_back(browser, provider, Person(WANG.subject, {"preferred_username": "office"}))[0] == "code"


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "admin"},
        {"preferred_username": "nobody"},
        {"preferred_username": ["clerk"]},
        {"preferred_username": "clerk\n"},
        {"name": "clerk"},
        {},
    ],
)
def test_a_claim_makes_nobody_an_administrator_and_nobody_of_nothing(
    with_: Callable[..., Parts], provider: OidcProvider, claims: dict[str, Any]
) -> None:
    browser = create_app(with_(claim="preferred_username")).test_client()
    assert there_and_back(browser, provider, Person("s", claims)) == ("problem", "gateway.oidc_unknown")


@pytest.mark.parametrize(
    ("claims", "what"),
    [
        ({"email": "Clerk@qingquan.gov.cn", "email_verified": True}, "code"),
        ({"email": "clerk@qingquan.gov.cn", "email_verified": False}, "problem"),
        ({"email": "clerk@qingquan.gov.cn"}, "problem"),
        ({"email": "clerk@elsewhere.cn", "email_verified": True}, "problem"),
        ({"email": "clerk", "email_verified": True}, "problem"),
    ],
)
def test_a_verified_address_of_the_office_s_domain_names_the_account(
    with_: Callable[..., Parts], provider: OidcProvider, claims: dict[str, Any], what: str
) -> None:
    browser = create_app(with_(claim="email", domain="qingquan.gov.cn")).test_client()
    assert there_and_back(browser, provider, Person("s", claims))[0] == what


def test_a_disabled_account_is_let_in_by_no_way(browser: FlaskClient, home: Parts, provider: OidcProvider) -> None:
    bind(home)
    _, code = there_and_back(browser, provider)
    home.accounts.disable("clerk", by="admin")
    assert redeem(browser, code).status_code == 401
    assert there_and_back(browser, provider) == ("problem", "gateway.oidc_unknown")
    assert trail(home)[-1] == ("clerk", "oidc", "failed", "disabled")


@pytest.mark.parametrize("mood", [*FAULTS, "unsigned", "signed by the shared secret", "signed by another's key"])
def test_a_token_that_is_not_for_us_now_convinces_nobody(
    browser: FlaskClient, home: Parts, provider: OidcProvider, mood: str
) -> None:
    bind(home)
    provider.mood = mood
    assert there_and_back(browser, provider) == ("problem", "gateway.oidc_refused")
    assert trail(home) == [(None, "oidc", "failed", "refused")]


def test_a_clock_a_little_off_is_put_up_with(browser: FlaskClient, home: Parts, provider: OidcProvider) -> None:
    bind(home)
    now = int(home.clock.now().timestamp())
    off = Person(WANG.subject, {"exp": now - 60, "iat": now + 60})
    assert there_and_back(browser, provider, off)[0] == "code"


def test_a_way_back_works_in_the_browser_that_set_out_and_within_minutes(
    browser: FlaskClient, home: Parts, provider: OidcProvider, clock: FixedClock
) -> None:
    bind(home)
    back = provider.sign_in(depart(browser), WANG)
    stranger = create_app(home).test_client()
    refused = ("problem", "gateway.oidc_refused")
    assert arrive(stranger, back) == refused
    depart(stranger)
    assert arrive(stranger, back) == refused
    for wrong in ({}, {"error": "access_denied", "state": back["state"]}, {**back, "state": "状态"}, {"state": "x"}):
        assert arrive(browser, wrong) == refused
    clock.at += timedelta(minutes=11)
    assert arrive(browser, back) == refused
    assert "/token" not in provider.asked


def test_the_provider_may_change_its_keys(
    browser: FlaskClient, home: Parts, provider: OidcProvider, clock: FixedClock
) -> None:
    bind(home)
    assert there_and_back(browser, provider)[0] == "code"
    provider.key = "second"
    clock.at += timedelta(minutes=1)
    assert there_and_back(browser, provider)[0] == "code"
    assert provider.asked.count("/jwks") == 2
    assert there_and_back(browser, provider)[0] == "code"
    assert provider.asked.count("/jwks") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "wrong",
    [{"code": "c" * 4097}, {"code": ""}, {"state": "s" * 5000}, {"state": "s" * 43}, {"iss": "https://else.example"}],
)
def test_what_comes_back_has_bounds_and_the_provider_is_asked_about_nothing_else(
    browser: FlaskClient, home: Parts, provider: OidcProvider, wrong: dict[str, str]
) -> None:
    bind(home)
    back = provider.sign_in(depart(browser), WANG)
    assert arrive(browser, {**back, **wrong}) == ("problem", "gateway.oidc_refused")
    assert "/token" not in provider.asked
    assert arrive(browser, {**back, "iss": provider.issuer})[0] == "code"


def test_a_provider_that_promises_to_name_itself_is_held_to_it(
    browser: FlaskClient, home: Parts, provider: OidcProvider
) -> None:
    bind(home)
    provider.names_itself = True
    back = provider.sign_in(depart(browser), WANG)
    nameless = {name: value for name, value in back.items() if name != "iss"}
    assert arrive(browser, nameless) == ("problem", "gateway.oidc_refused")
    assert trail(home) == [(None, "oidc", "failed", "refused")]
    assert "/token" not in provider.asked
    assert arrive(browser, back)[0] == "code"


def test_over_tls_the_cookie_of_the_way_bears_the_name_that_no_neighbour_can_give(
    with_: Callable[..., Parts], provider: OidcProvider
) -> None:
    way = with_(site="https://localhost")
    bind(way)
    browser = create_app(way).test_client()
    answer = browser.get("/api/v1/session/oidc", base_url="https://localhost")
    cookie = browser.get_cookie("__Host-huiyin_sign_in")
    assert cookie is not None
    assert (cookie.secure, cookie.http_only, cookie.same_site, cookie.path) == (True, True, "Lax", "/")
    assert cookie.origin_only
    back = provider.sign_in(str((answer.json or {})["address"]), WANG)
    planted = create_app(way).test_client()
    planted.set_cookie("huiyin_sign_in", cookie.value)
    for who, what in ((planted, "problem"), (browser, "code")):
        told = who.get("/api/v1/session/oidc/callback", query_string=back, base_url="https://localhost")
        assert urlsplit(told.headers["Location"]).fragment.startswith(f"{what}=")


def test_with_passwords_off_one_administrator_still_signs_in_by_one(
    with_: Callable[..., Parts], provider: OidcProvider
) -> None:
    home = with_(only="admin")
    browser = create_app(home).test_client()

    def by_password(username: str, password: str = PASSWORD) -> Any:
        return browser.post("/api/v1/session", json={"username": username, "password": password})

    assert browser.get("/api/v1/session/ways").json == {"password": "one", "oidc": True}
    assert by_password("admin").status_code == 201
    assert by_password("clerk").json["code"] == "gateway.password_sign_in_off"
    # who does not know the password learns nothing about who the one is
    assert {by_password(name, "wrong").json["code"] for name in ("admin", "clerk", "nobody")} == {
        "gateway.wrong_credentials"
    }
    assert ("clerk", "password", "failed", "off") in trail(home)
    bind(home)
    assert there_and_back(browser, provider)[0] == "code"


def test_an_administrator_binds_and_unbinds(browser: FlaskClient, home: Parts, provider: OidcProvider) -> None:
    signed_in = browser.post("/api/v1/session", json={"username": "admin", "password": PASSWORD}).json or {}
    admin = {"Authorization": f"Bearer {signed_in['token']}"}
    path = "/api/v1/admin/accounts/clerk/identity"
    assert browser.get(path, headers=admin).status_code == 404
    bound = browser.put(path, json={"subject": WANG.subject}, headers=admin)
    assert bound.json == {"username": "clerk", "issuer": provider.issuer, "subject": WANG.subject}
    assert browser.get(path, headers=admin).json == bound.json
    _, code = there_and_back(browser, provider)
    token = redeem(browser, code).json["token"]
    mine = {"Authorization": f"Bearer {token}"}
    assert browser.put(path, json={"subject": WANG.subject}, headers=admin).status_code == 200
    assert browser.get("/api/v1/me", headers=mine).status_code == 200
    taken = browser.put(path.replace("clerk", "office"), json={"subject": WANG.subject}, headers=admin)
    assert (taken.status_code, (taken.json or {})["code"]) == (409, "gateway.identity_taken")
    assert browser.put(path.replace("clerk", "nobody"), json={"subject": "s"}, headers=admin).status_code == 404
    assert browser.delete(path, headers=admin).status_code == 204
    assert browser.get("/api/v1/me", headers=mine).status_code == 401
    assert there_and_back(browser, provider) == ("problem", "gateway.oidc_unknown")


def test_without_a_provider_there_is_no_such_way(client: FlaskClient) -> None:
    assert client.get("/api/v1/session/ways").json == {"password": "all", "oidc": False}
    for answer in (
        client.get("/api/v1/session/oidc"),
        client.get("/api/v1/session/oidc/callback?code=c&state=s"),
        redeem(client, "x" * 43),
    ):
        assert (answer.status_code, (answer.json or {})["code"]) == (404, "gateway.oidc_off")
