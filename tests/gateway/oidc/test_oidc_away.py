"""Signing in by an identity provider that is away, slow or out of order: it is said soon, and strands nobody."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.parts import Parts
from gateway.signing.web import Away
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD
from tests.gateway.oidc.trip import WANG, arrive, bind, depart, there_and_back
from tests.support.oidc_provider import OidcProvider

pytestmark = pytest.mark.process


@pytest.mark.parametrize("mood", ["hanging", "failing", "broken", "another issuer", "in the clear"])
def test_without_the_provider_it_is_said_quickly_and_the_password_still_works(
    with_: Callable[..., Parts], provider: OidcProvider, clock: FixedClock, mood: str
) -> None:
    home = with_(timeout=0.3)
    browser = create_app(home).test_client()
    provider.mood = mood
    began = monotonic()
    away = browser.get("/api/v1/session/oidc")
    assert (away.status_code, (away.json or {})["code"]) == (503, "gateway.oidc_away")
    assert monotonic() - began < 3
    assert "Retry-After" in away.headers
    right = browser.post("/api/v1/session", json={"username": "clerk", "password": PASSWORD})
    assert right.status_code == 201
    provider.mood = ""
    clock.at += timedelta(seconds=5)
    assert depart(browser)


def test_a_provider_that_hangs_is_left_alone_for_a_moment(with_: Callable[..., Parts], provider: OidcProvider) -> None:
    home = with_(timeout=0.3)
    bind(home)
    browser = create_app(home).test_client()
    back = provider.sign_in(depart(browser), WANG)
    provider.mood = "hanging"
    assert arrive(browser, back) == ("problem", "gateway.oidc_away")
    asked = len(provider.asked)
    assert arrive(browser, back) == ("problem", "gateway.oidc_away")
    assert len(provider.asked) == asked


@pytest.mark.parametrize("failures", [1, 2])
def test_a_token_endpoint_that_fails_once_is_asked_again_and_strands_nobody(
    browser: FlaskClient, home: Parts, provider: OidcProvider, failures: int
) -> None:
    bind(home)
    back = provider.sign_in(depart(browser), WANG)
    provider.failing_tokens = failures
    first = arrive(browser, back)
    assert first[0] == "code" if failures == 1 else first == ("problem", "gateway.oidc_away")
    # nothing is used up: who loads the same address again comes in, and so does who sets out again, at once
    if failures > 1:
        assert arrive(browser, back)[0] == "code"
    assert there_and_back(browser, provider)[0] == "code"


def test_a_token_endpoint_that_hangs_keeps_nobody_from_setting_out(
    with_: Callable[..., Parts], provider: OidcProvider, clock: FixedClock
) -> None:
    home = with_(timeout=0.3)
    bind(home)
    browser = create_app(home).test_client()
    back = provider.sign_in(depart(browser), WANG)
    provider.mood = "hanging"
    assert arrive(browser, back) == ("problem", "gateway.oidc_away")
    provider.mood = ""
    assert depart(create_app(home).test_client())
    clock.at += timedelta(seconds=5)
    assert there_and_back(browser, provider)[0] == "code"


@pytest.mark.parametrize("mood", ["slow headers", "slow body"])
def test_a_provider_that_answers_ever_so_slowly_is_left_in_time(
    with_: Callable[..., Parts], provider: OidcProvider, mood: str
) -> None:
    browser = create_app(with_(timeout=0.5)).test_client()
    provider.mood = mood
    began = monotonic()
    assert browser.get("/api/v1/session/oidc").status_code == 503
    assert monotonic() - began < 3


def test_a_provider_that_took_longer_than_that_is_left_alone_all_the_same(
    with_: Callable[..., Parts], provider: OidcProvider, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: Any) -> Any:
        clock.at += timedelta(seconds=8)
        raise Away("TimeoutError")

    browser = create_app(with_(timeout=8)).test_client()
    monkeypatch.setattr("gateway.signing.web.get", late)
    assert browser.get("/api/v1/session/oidc").status_code == 503
    before = clock.now()
    assert browser.get("/api/v1/session/oidc").status_code == 503
    assert clock.now() == before
