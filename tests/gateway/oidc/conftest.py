"""A home with an identity provider, and a browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.parts import Parts
from gateway.signing.settings import OidcSettings
from kernel.clock import FixedClock
from tests.gateway.oidc.trip import SITE
from tests.support.oidc_provider import CLIENT, SECRET, OidcProvider, oidc_provider


@pytest.fixture
def provider(clock: FixedClock) -> Iterator[OidcProvider]:
    with oidc_provider(clock) as running:
        yield running


@pytest.fixture
def asked(provider: OidcProvider) -> OidcSettings:
    return OidcSettings(provider.issuer, CLIENT, SITE, SECRET, page="/desk", timeout=5)


@pytest.fixture
def with_(build: Callable[..., Parts], parts: Parts, asked: OidcSettings) -> Callable[..., Parts]:
    """The same home at a start with a provider."""

    def started(only: str | None = None, **changes: Any) -> Parts:
        return build(oidc=replace(asked, **changes), password_sign_in=only)

    return started


@pytest.fixture
def home(with_: Callable[..., Parts]) -> Parts:
    return with_()


@pytest.fixture
def browser(home: Parts) -> FlaskClient:
    return create_app(home).test_client()
