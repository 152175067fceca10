"""To the provider and back, as a browser goes."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from gateway.parts import Parts
from tests.support.oidc_provider import OidcProvider, Person

SITE: Final = "http://localhost"
WANG: Final = Person("subject-of-wang", {"preferred_username": "Clerk"})


def bind(parts: Parts, username: str = "clerk", person: Person = WANG) -> None:
    assert parts.oidc is not None
    parts.oidc.identities.bind(username, person.subject, by="admin")


def depart(browser: FlaskClient) -> str:
    answer = browser.get("/api/v1/session/oidc")
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["address"])


def arrive(browser: FlaskClient, back: dict[str, str]) -> tuple[str, str]:
    """What the page is told: `code` or `problem`, and which."""
    answer = browser.get("/api/v1/session/oidc/callback", query_string=back)
    assert answer.status_code == 302
    found = urlsplit(answer.headers["Location"])
    assert (f"{found.scheme}://{found.netloc}", found.path, found.query) == (SITE, "/desk", "")
    assert answer.headers["Cache-Control"] == "no-store"
    what, _, which = found.fragment.partition("=")
    return what, which


def there_and_back(browser: FlaskClient, provider: OidcProvider, person: Person = WANG) -> tuple[str, str]:
    return arrive(browser, provider.sign_in(depart(browser), person))


def redeem(browser: FlaskClient, code: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return browser.post("/api/v1/session/oidc", json={"code": code}, headers=headers)


def trail(parts: Parts) -> list[tuple[str | None, str, str, str | None]]:
    page = parts.sessions.trail.page({"limit": 50})
    return [(one["username"], one["way"], one["outcome"], one["why"]) for one in reversed(page["items"])]
