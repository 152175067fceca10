"""The first page, the state of the system in plain words, and the API's documentation."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_from_directory
from flask_babel import get_locale, gettext

from gateway.asking import ask
from gateway.language import ENGLISH, remember, tag
from gateway.parts import parts
from gateway.passwords import DEMONSTRATION
from gateway.resources.health import dependencies
from gateway.sentences import N_
from kernel.errors import KernelError

PAGES = Blueprint("pages", __name__)

SWAGGER: Final = Path(str(files("flask_swagger_ui"))) / "dist"
_SWAGGER_FILES: Final = frozenset({"swagger-ui.css", "swagger-ui-bundle.js"})
_PATIENCE: Final = 1.0
_DAY: Final = 24 * 3600
# Swagger UI writes style attributes while it draws
_DOCS_POLICY: Final = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)

DEMONSTRATION_ACCOUNTS: Final = (
    ("clerk", N_("intake clerk"), N_("accepts, declines or redirects what citizens write")),
    ("dispatcher", N_("dispatcher"), N_("gives each case to the agency that answers for it")),
    ("handler", N_("agency handler"), N_("drafts the reply and submits it for review")),
    ("reviewer1", N_("reviewer"), N_("passes texts at the first level, or sends them back")),
    ("reviewer2", N_("reviewer"), N_("passes texts at the second level")),
    ("reviewer3", N_("reviewer"), N_("passes texts at the last level; then the reply is published")),
    ("supervisor", N_("supervisor"), N_("watches what is not done yet")),
    ("columnadmin", N_("column administrator"), N_("looks after columns of their own")),
    ("office", N_("portal office"), N_("looks after the whole")),
    ("auditor", N_("auditor"), N_("reads everything, changes nothing")),
    ("admin", N_("administrator"), N_("makes accounts and keys")),
)
"""Who exists in a demonstration, all with the same password."""

_NAMES: Final = {
    "database": N_("Accounts"),
    "city": N_("The demonstration's city"),
    "intake": N_("Messages and screening"),
    "routing": N_("Columns, agencies and deadlines"),
    "review": N_("Replies and review"),
    "stats": N_("Statistics"),
    "notices": N_("Notices to staff"),
}


@PAGES.app_context_processor
def _everywhere() -> dict[str, Any]:
    """What every page needs, those of other blueprints and of errors too."""
    locale = str(get_locale())
    other = {**request.args.to_dict(flat=False), "lang": ["zh" if locale == ENGLISH else "en"]}
    return {
        "lang": tag(locale),
        "english": locale == ENGLISH,
        "in_the_other_language": f"?{urlencode(other, doseq=True)}",
        "demonstration": parts().settings.demonstration,
    }


@PAGES.get("/")
def first() -> Response:
    """What this is, the columns, where to go on."""
    page = render_template(
        "first.html",
        columns=_columns(),
        accounts=DEMONSTRATION_ACCOUNTS,
        password=DEMONSTRATION,
        address=request.host_url.rstrip("/"),
    )
    return _page(page)


@PAGES.get("/status")
def status() -> Response:
    """Whether everything works, in plain words."""
    found = dependencies(parts())
    lines = [{"name": gettext(_NAMES[name]), "ok": one["ok"]} for name, one in found.items()]
    return _page(render_template("status.html", lines=lines, well=all(line["ok"] for line in lines)))


@PAGES.get("/api/docs")
def docs() -> Response:
    """The API's documentation, drawn by Swagger UI from the contract."""
    made = _page(render_template("docs.html"))
    made.headers["Content-Security-Policy"] = _DOCS_POLICY
    return made


@PAGES.get("/api/docs/<name>")
def docs_file(name: str) -> Response:
    """Swagger UI's own files, from its package."""
    if name not in _SWAGGER_FILES:
        return make_response(redirect("/api/docs"))
    made: Response = send_from_directory(SWAGGER, name, max_age=_DAY)
    return made


@PAGES.get("/api")
@PAGES.get("/api/v1")
def api() -> Response:
    """Whoever opens the API's address in a browser finds its documentation."""
    return make_response(redirect("/api/docs"))


@PAGES.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask here first."""
    return make_response(redirect("/static/mark.svg"))


def _columns() -> list[dict[str, Any]] | None:
    """The columns, or nothing while routing is away or has none yet."""
    try:
        return list(ask("routing", "columns", {}, patience=_PATIENCE)["items"])
    except KernelError:
        return None


def _page(text: str) -> Response:
    made = make_response(text)
    made.headers["Content-Language"] = tag(str(get_locale()))
    made.headers["Cache-Control"] = "no-cache"
    made.vary.add("Cookie")
    return remember(made)
