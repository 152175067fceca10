"""Cookies of this site: read by no script, sent to no other host, and over TLS never without it.

Over TLS they bear the prefix `__Host-` (RFC 6265bis), under which no neighbour and nobody on the way can plant one.
Without TLS, as on one's own machine, browsers keep no cookie of that name: there it is the plain one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from flask import Response, after_this_request, request

from gateway.parts import parts


def over_tls() -> bool:
    """Whether the browser speaks TLS: to us, to a proxy that says so, or to the site as the provider knows it."""
    oidc = parts().settings.oidc
    return request.is_secure or (oidc is not None and oidc.site.startswith("https:"))


def called(name: str) -> str:
    """What a cookie is called here."""
    return f"__Host-{name}" if over_tls() else name


def kept(name: str) -> str:
    """What the browser kept under this name; empty where it kept nothing."""
    return request.cookies.get(called(name), "")


def beginning(prefix: str) -> dict[str, str]:
    """What the browser kept under names that begin so, by name."""
    whole, marked = called(prefix), len(called(""))
    return {name[marked:]: value for name, value in request.cookies.items() if name.startswith(whole)}


def forget(name: str) -> None:
    """Have the browser keep it no longer, from the answer to the present request on."""
    keep(name, "", timedelta(0))


def keep(name: str, value: str, lasts: timedelta, same_site: Literal["Lax", "Strict"] = "Strict") -> None:
    """Have the browser keep it, with the answer to the present request."""
    secure, whole = over_tls(), called(name)

    @after_this_request
    def keeping(response: Response) -> Response:
        response.set_cookie(whole, value, max_age=lasts, path="/", secure=secure, httponly=True, samesite=same_site)
        response.headers["Cache-Control"] = "no-store"
        return response
