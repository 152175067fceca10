"""The time for the identity provider is one time: for every address, the handshake, every byte and a second attempt."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from gateway.app import create_app
from gateway.parts import Parts
from tests.gateway.oidc.trip import WANG, arrive, bind, depart
from tests.support.oidc_provider import OidcProvider

pytestmark = pytest.mark.process

AWAY = ("problem", "gateway.oidc_away")


def test_a_failure_that_comes_late_is_not_asked_for_again_and_left_alone_for_a_moment(
    with_: Callable[..., Parts], provider: OidcProvider
) -> None:
    home = with_(timeout=5)
    bind(home)
    browser = create_app(home).test_client()
    back = provider.sign_in(depart(browser), WANG)
    provider.failing_tokens, provider.failing_after = 9, 1.2
    assert arrive(browser, back) == AWAY
    assert arrive(browser, back) == AWAY
    assert provider.asked.count("/token") == 1


def test_both_attempts_have_one_time(with_: Callable[..., Parts], provider: OidcProvider) -> None:
    home = with_(timeout=1)
    bind(home)
    browser = create_app(home).test_client()
    back = provider.sign_in(depart(browser), WANG)
    provider.failing_tokens, provider.failing_after = 9, 0.9
    began = monotonic()
    assert arrive(browser, back) == AWAY
    assert monotonic() - began < 1.7


def test_a_token_endpoint_that_sends_elsewhere_is_asked_once(
    with_: Callable[..., Parts], provider: OidcProvider
) -> None:
    home = with_()
    bind(home)
    browser = create_app(home).test_client()
    back = provider.sign_in(depart(browser), WANG)
    provider.mood = "elsewhere"
    assert arrive(browser, back) == AWAY
    assert provider.asked.count("/token") == 1


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port at which nobody is ever let in."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = int(server.getsockname()[1])
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        yield port
        for one in waiting:
            one.close()


def test_an_address_that_never_answers_leaves_the_next_one_its_share_and_no_more(
    with_: Callable[..., Parts], provider: OidcProvider, deaf: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = socket.getaddrinfo

    def two_addresses(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        if host != "localhost":
            return found(host, port, *rest, **named)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", one)) for one in (deaf, provider.server_port)]

    browser = create_app(with_(timeout=1, issuer=f"http://localhost:{provider.server_port}")).test_client()
    monkeypatch.setattr("socket.getaddrinfo", two_addresses)
    provider.mood = "slow headers"
    began = monotonic()
    assert browser.get("/api/v1/session/oidc").status_code == 503
    assert monotonic() - began < 3
    assert provider.asked == ["/.well-known/openid-configuration"]


@pytest.fixture
def endless_handshake() -> Iterator[int]:
    """A port at which a TLS handshake begins and comes to no end, with a byte now and then."""
    over = Event()

    def drip() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
                while not over.wait(0.1):
                    connection.sendall(b"\x00")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        over.set()
        thread.join(10)


def test_a_handshake_that_does_not_end_is_left_in_time(with_: Callable[..., Parts], endless_handshake: int) -> None:
    browser = create_app(with_(timeout=0.5, issuer=f"https://127.0.0.1:{endless_handshake}")).test_client()
    began = monotonic()
    assert browser.get("/api/v1/session/oidc").status_code == 503
    assert monotonic() - began < 3
