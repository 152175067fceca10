"""What goes with every answer: security headers, ETags, CORS where it is switched on, a log line, a measurement."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, request

from gateway import asking, metrics
from gateway.parts import parts
from gateway.problems import CONTENT_TYPE
from kernel import logs

log = logs.get("gateway.access")

_SECURITY: Final = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
_PAGE_POLICY: Final = (
    f"{_POLICY}; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'"
)
_YEAR: Final = 365 * 24 * 3600
_CORS_HEADERS: Final = "Content-Type, Idempotency-Key, X-Query-Code, Accept-Language, If-None-Match"
_QUIET: Final = frozenset({"/livez", "/readyz", "/metrics"})


def install(app: Flask) -> None:
    """Around every request of the application."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.wsgi_app = with_security_headers(app.wsgi_app)  # type: ignore[method-assign, assignment]


def with_security_headers(application: WSGIApplication) -> WSGIApplication:
    """The headers that are the same on every answer, added as one list where WSGI hands it over."""

    def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, headers + _SECURITY, *error)

        return application(environ, start)

    return served


def _begin() -> None:
    asking.begin()
    g.started = perf_counter()
    metrics.IN_HAND.inc()
    g.counted = True


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["X-Request-Id"] = g.get("request_id", "")
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = _PAGE_POLICY if response.mimetype == "text/html" else _POLICY
    if request.is_secure:
        headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    if response.mimetype == CONTENT_TYPE:
        response.vary.add("Accept-Language")
    elif request.path.startswith("/api/v1/"):
        if request.method in {"GET", "HEAD"} and headers.get("Cache-Control") != "no-store":
            _let_reuse(response)
        else:
            headers["Cache-Control"] = "no-store"
    _cross_origin(response)
    _record(response)
    return response


def _let_reuse(response: Response) -> None:
    """A reader may keep an answer, and must ask whether it still holds; what is personal only for itself.

    What never changes says itself for how long it can be kept.
    """
    personal = "session" in g or request.headers.get(asking.QUERY_CODE) or request.headers.get("X-API-Key")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache" if personal else "no-cache"
    response.vary.update(("Accept-Language", "Authorization", asking.QUERY_CODE, "X-API-Key"))
    if response.status_code == 200:  # noqa: PLR2004 - an HTTP status
        response.add_etag()
        response.make_conditional(request)


def _cross_origin(response: Response) -> None:
    """The city's own website may call what needs no account; `Authorization` is not among the headers it may send."""
    allowed = parts().settings.cors_origins
    if not allowed:
        return
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in allowed or not request.path.startswith("/api/v1/"):
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-Request-Id"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = _CORS_HEADERS
        response.headers["Access-Control-Max-Age"] = "3600"


def _record(response: Response) -> None:
    """The route instead of the address, the role instead of the account: no number, no name, no address of a person."""
    took = perf_counter() - g.get("started", perf_counter())
    route = request.url_rule.rule if request.url_rule else "(none)"
    if g.pop("counted", False):
        metrics.IN_HAND.dec()
    metrics.REQUESTS.labels(request.method, route, response.status_code).inc()
    metrics.SECONDS.labels(route).observe(took)
    if request.path in _QUIET:
        return
    log.info(
        "request",
        method=request.method,
        route=route,
        status=response.status_code,
        milliseconds=round(took * 1000, 1),
        role=asking.actor().role,
        request_id=g.get("request_id"),
    )
