"""Signing in by the office's identity provider: there, back, and in."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Response, request

from gateway import cookies
from gateway.access import ANYONE, SIGNING_IN
from gateway.asking import wish
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.people.blueprint import SESSION
from gateway.resources.people.sessions import know_again, shown, visit
from gateway.schemas import people as shapes
from gateway.schemas import signing
from gateway.signing.oidc import THERE_AND_BACK, OidcOff, OidcSignIn
from gateway.signing.trail import OIDC
from kernel.decider import Refusal

COOKIE: Final = "huiyin_sign_in"
_FOUND: Final = 302


@SESSION.operation("GET", "/session/ways", ANYONE, answer=signing.Ways)
def ways() -> Answer:
    """How one signs in here."""
    settings = parts().settings
    return {"password": "all" if settings.password_sign_in is None else "one", "oidc": settings.oidc is not None}


@SESSION.operation("GET", "/session/oidc", SIGNING_IN, answer=signing.WayOut, problems=(404, 503))
def depart() -> Answer:
    """Set out for the identity provider: the address to go to, and a cookie to come back with."""
    departure = _way().depart()
    # Lax: it has to come back with whom another site, the provider, sends
    cookies.keep(COOKIE, departure.cookie, THERE_AND_BACK, same_site="Lax")
    return {"address": departure.address}


@SESSION.operation("GET", "/session/oidc/callback", SIGNING_IN, status=_FOUND, problems=(404,))
def arrive() -> Response:
    """Back from the provider: on to the page, with `#code=…` for POST /session/oidc, or `#problem=…`, a problem's code.

    What comes after # stays in the browser.
    """
    way = _way()
    try:
        told = f"code={way.arrive(_cookie(), request.args, visit(OIDC))}"
    except Refusal as refusal:
        told = f"problem={quote(refusal.code)}"
    address = f"{way.settings.site}{way.settings.page}#{told}"
    return Response(status=_FOUND, headers={"Location": address, "Cache-Control": "no-store"})


@SESSION.operation(
    "POST",
    "/session/oidc",
    SIGNING_IN,
    body=signing.OneTimeCode,
    answer=shapes.SignedIn,
    status=201,
    problems=(404,),
)
def redeem(body: Asked) -> Answer:
    """The session for a one-time code, in the browser that came back with it, within a minute."""
    signed_in = _way().redeem(body["code"], _cookie(), visit(OIDC), wish())
    know_again(signed_in.session.account)
    return shown(signed_in)


def _way() -> OidcSignIn:
    way = parts().oidc
    if way is None:
        raise OidcOff
    return way


def _cookie() -> str:
    return cookies.kept(COOKIE)
