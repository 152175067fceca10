"""A browser that somebody has signed in with before: failures of others do not lock it, and it locks itself alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import Cookie

from gateway import tables
from gateway.account import NewAccount
from gateway.app import create_app
from gateway.parts import Parts
from gateway.settings import GatewaySettings
from gateway.signing.settings import OidcSettings
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD
from tests.gateway.test_sessions import sign_in

As = Callable[[str], dict[str, str]]
TLS = "https://localhost"


def cookies(browser: FlaskClient) -> list[Cookie]:
    return [cookie for cookie in (browser._cookies or {}).values() if "huiyin_browser_" in cookie.key]


def fail(browser: FlaskClient, times: int, username: str = "clerk") -> list[int]:
    return [sign_in(browser, username, "wrong").status_code for _ in range(times)]


@pytest.fixture
def own(client: FlaskClient) -> FlaskClient:
    """The browser that the clerk has signed in with."""
    assert sign_in(client).status_code == 201
    return client


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Another browser behind the same address."""
    return app.test_client()


def test_a_colleague_behind_the_same_address_locks_nobody_out_of_their_own_browser(
    own: FlaskClient, stranger: FlaskClient
) -> None:
    assert fail(stranger, 6) == [401] * 5 + [429]
    assert sign_in(stranger).status_code == 429
    assert sign_in(own).status_code == 201
    # and whoever signs in there again lifts nothing for the stranger
    assert sign_in(stranger).status_code == 429


def test_nor_does_an_address_that_guesses_at_many(own: FlaskClient, stranger: FlaskClient, clock: FixedClock) -> None:
    clock.at += timedelta(days=31)  # the address is not one that the person is known to sign in from any more
    for number in range(50):
        sign_in(stranger, f"person{number}", "wrong")
    for number in range(20):
        sign_in(stranger, "clerk", "wrong", address=f"203.0.113.{number}")
    assert sign_in(stranger).status_code == 429
    assert sign_in(own).status_code == 201


def test_a_known_browser_has_five_guesses_of_its_own_and_locks_nobody_else(
    own: FlaskClient, stranger: FlaskClient, clock: FixedClock
) -> None:
    for pause in (15, 30):
        assert fail(own, 6) == [401] * 5 + [429]
        assert (sign_in(own).json or {})["values"] == {"minutes": pause}
        clock.at += timedelta(minutes=pause)
    assert sign_in(stranger).status_code == 201
    assert sign_in(own).status_code == 201


def test_it_is_known_for_the_account_that_signed_in_and_for_no_other(own: FlaskClient, stranger: FlaskClient) -> None:
    fail(stranger, 5, "auditor")
    assert sign_in(own, "auditor").status_code == 429
    (cookie,) = cookies(own)
    own.set_cookie(cookie.key.replace(cookie.key[-16:], "0" * 16), cookie.value)
    fail(stranger, 5)
    assert sign_in(own).status_code == 201


@pytest.mark.parametrize("value", ["", "x", "1551924900." + "a" * 22 + "." + "0" * 64, "9" * 3000, "状态"])
def test_a_cookie_that_we_did_not_sign_is_none(own: FlaskClient, stranger: FlaskClient, value: str) -> None:
    (cookie,) = cookies(own)
    fail(stranger, 5)
    stranger.set_cookie(cookie.key, value)
    assert sign_in(stranger).status_code == 429


def test_it_is_known_for_half_a_year_and_a_sign_in_begins_that_anew(
    own: FlaskClient, stranger: FlaskClient, clock: FixedClock
) -> None:
    for _ in range(2):
        clock.at += timedelta(days=100)
        fail(stranger, 5)
        assert sign_in(own).status_code == 201
    clock.at += timedelta(days=181)
    fail(stranger, 5)
    assert sign_in(own).status_code == 429


def test_with_another_password_what_knew_the_last_one_is_no_longer_known(
    own: FlaskClient, stranger: FlaskClient, parts: Parts, clock: FixedClock
) -> None:
    clock.at += timedelta(minutes=1)
    parts.accounts.reset_password("clerk", by="admin")
    fail(stranger, 5)
    assert fail(own, 1) == [429]


def test_the_browser_in_which_a_password_is_changed_stays_known(
    own: FlaskClient, stranger: FlaskClient, clock: FixedClock
) -> None:
    token = (sign_in(own).json or {})["token"]
    clock.at += timedelta(minutes=1)
    change = {"present": PASSWORD, "new": "another good one"}
    answer = own.put("/api/v1/me/password", json=change, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 204
    fail(stranger, 5)
    assert sign_in(own, password="another good one").status_code == 201


def test_lifting_the_locks_lifts_that_of_a_known_browser_too(own: FlaskClient, as_: As) -> None:
    headers = as_("admin")
    fail(own, 5)
    assert own.post("/api/v1/admin/accounts/clerk/unlocking", headers=headers).status_code == 200
    assert sign_in(own).status_code == 201


def test_the_cookie_is_for_this_host_alone_and_tells_no_name(own: FlaskClient, parts: Parts) -> None:
    (plain,) = cookies(own)
    assert (plain.http_only, plain.same_site, plain.secure, plain.path) == (True, "Strict", False, "/")
    assert "clerk" not in f"{plain.key}{plain.value}"
    with parts.engine.connect() as connection:
        stored = str([connection.execute(select(table)).all() for table in (tables.sessions, tables.sign_ins)])
    assert plain.value.split(".")[1] not in stored


def test_a_browser_keeps_those_of_the_last_ten_accounts(app: Flask, parts: Parts, clock: FixedClock) -> None:
    browser = app.test_client()
    names = [f"person{number:02}" for number in range(12)]
    for name in names:
        parts.accounts.add(NewAccount(name, "某人", "office", password=PASSWORD), by="admin")
        clock.at += timedelta(minutes=1)
        assert sign_in(browser, name).status_code == 201
    cookie_of = parts.sessions.browsers.cookie_of
    assert sorted(cookie.key for cookie in cookies(browser)) == sorted(cookie_of(name) for name in names[2:])
    # who signs in again is the newest
    clock.at += timedelta(minutes=1)
    for name in (names[2], names[0]):
        assert sign_in(browser, name).status_code == 201
    kept = {cookie.key for cookie in cookies(browser)}
    assert kept == {cookie_of(name) for name in (names[0], names[2], *names[4:])}


def test_over_tls_the_cookies_to_give_up_are_given_up_under_their_own_names(app: Flask, parts: Parts) -> None:
    browser = app.test_client()
    for number in range(12):
        browser.set_cookie(f"__Host-huiyin_browser_{number:016}", "x" * 100, domain="localhost")
    body = {"username": "clerk", "password": PASSWORD}
    answer = browser.post("/api/v1/session", json=body, base_url=TLS)
    assert answer.status_code == 201
    assert len(cookies(browser)) == 10
    given_up = [said for said in answer.headers.getlist("Set-Cookie") if "Max-Age=0" in said]
    assert len(given_up) == 3
    assert all(said.startswith("__Host-") and "Secure" in said and "Path=/" in said for said in given_up)
    assert any(cookie.key.endswith(parts.sessions.browsers.cookie_of("clerk")) for cookie in cookies(browser))


def test_over_tls_it_bears_the_name_that_no_neighbour_can_give(app: Flask) -> None:
    browser = app.test_client()
    body = {"username": "clerk", "password": PASSWORD}
    assert browser.post("/api/v1/session", json=body, base_url=TLS).status_code == 201
    (cookie,) = cookies(browser)
    assert (cookie.key.startswith("__Host-huiyin_browser_"), cookie.secure, cookie.path) == (True, True, "/")
    assert cookie.origin_only
    # what somebody plants under the plain name is not looked at there
    known = app.test_client()
    known.set_cookie(cookie.key.removeprefix("__Host-"), cookie.value)
    wrong = {**body, "password": "wrong"}
    fails = [known.post("/api/v1/session", json=wrong, base_url=TLS).status_code for _ in range(6)]
    assert fails == [401] * 5 + [429]
    assert browser.post("/api/v1/session", json=body, base_url=TLS).status_code == 201


def test_behind_a_proxy_that_ends_tls_the_site_s_own_address_says_so(build: Callable[..., Parts], parts: Parts) -> None:
    asked = OidcSettings("https://id.example", "huiyin", "https://board.example")
    browser = create_app(build(GatewaySettings(rate_limit=None, oidc=asked))).test_client()
    assert "__Host-huiyin_browser_" in sign_in(browser).headers["Set-Cookie"]
