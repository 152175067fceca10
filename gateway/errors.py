"""From any error to its problem document: the only place where an exception becomes an HTTP answer."""

from __future__ import annotations

from traceback import extract_tb
from typing import Final

from flask import Flask, Response, g, render_template, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from gateway.asking import called
from gateway.parts import parts
from gateway.problems import Problem, document, response
from kernel import logs, postgres, sqlite
from kernel.decider import Refusal
from kernel.errors import KernelError

log = logs.get(__name__)

BY_STATUS: Final = {
    400: "gateway.bad_request",
    404: "gateway.not_found",
    405: "gateway.method_not_allowed",
    406: "gateway.not_acceptable",
    413: "gateway.too_large",
    415: "gateway.unsupported_media_type",
}
_UNEXPECTED: Final = "gateway.unexpected"
PORTAL: Final = ("/statistics", "/bulletins")
"""Where pages are, whether or not there is one at the very address."""


def install(app: Flask) -> None:
    """Every error of the application is answered here."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(Refusal, lambda error: answer(Problem(error.code, error.values())))
    app.register_error_handler(KernelError, _kernel)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _own_database)
    app.register_error_handler(PoolTimeout, _away)
    app.register_error_handler(Exception, _unexpected)


def answer(problem: Problem) -> Response:
    """The problem as a document, or as a page where a person's browser asked for a page."""
    made = response(problem, called)
    if _wants_page():
        page = render_template("problem.html", problem=document(problem, called))
        made = Response(page, status=made.status_code, mimetype="text/html", headers=_kept(made))
    return made


def _kernel(error: KernelError) -> Response:
    return answer(Problem(error.code, error.values()))


def _http(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect):
        return Response(status=error.code, headers={"Location": error.new_url})
    code = error.code or 500
    headers: dict[str, str] = {}
    values = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if code == 413:  # noqa: PLR2004 - an HTTP status
        values["limit_kib"] = parts().settings.body_limit // 1024
    known = BY_STATUS.get(code) or ("gateway.bad_request" if code < 500 else _UNEXPECTED)  # noqa: PLR2004 - HTTP statuses
    return answer(Problem(known, values, headers=headers))


def _own_database(error: DBAPIError) -> Response:
    """A database that does not answer is an outage; one that answers with an error has met a bug."""
    cause = error.orig or error
    outage = error.connection_invalidated or postgres.is_outage(cause) or sqlite.is_outage(cause)
    return _away(error) if outage else _unexpected(error)


def _away(error: Exception) -> Response:
    log.error("the gateway's database does not answer", error=type(error).__qualname__)
    return answer(Problem("kernel.unavailable", {"service": "gateway"}))


def _unexpected(error: Exception) -> Response:
    """Logged by type and place: what an error says, and the values around it, may quote what a citizen wrote."""
    log.error(
        "a request failed over a bug",
        request_id=g.get("request_id"),
        route=str(request.url_rule),
        error=type(error).__qualname__,
        frames=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)[-8:]],
    )
    return answer(Problem(_UNEXPECTED))


def _wants_page() -> bool:
    """Where a page was asked for; of the portal's addresses, by everyone who would take one."""
    accepts = request.accept_mimetypes
    if any(request.path == page or request.path.startswith(f"{page}/") for page in PORTAL):
        return not accepts or accepts.accept_html
    return not request.path.startswith("/api/v1") and accepts.best == "text/html"


def _kept(made: Response) -> dict[str, str]:
    return {name: value for name, value in made.headers if name not in {"Content-Type", "Content-Length"}}
