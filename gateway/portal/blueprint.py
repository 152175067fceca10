"""The pages' blueprint, and what is the same for each: caching, language, a policy without scripts."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import get_locale, gettext

from gateway.language import remember, tag
from gateway.portal import words
from gateway.sentences import N_

PORTAL: Final = Blueprint(
    "portal", __name__, template_folder="templates", static_folder="static", static_url_path="/static/portal"
)

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page that a reader may keep, and must ask whether it still holds."""
    made = make_response(render_template(template, words=words, labels=_labels(), **values), status)
    made.headers["Content-Language"] = tag(str(get_locale()))
    made.headers["Content-Security-Policy"] = _POLICY
    made.headers["Cache-Control"] = "no-cache"
    made.vary.add("Cookie")
    remember(made)
    if status == 200:  # noqa: PLR2004 - an HTTP status
        made.add_etag()
        made.make_conditional(request)
    return made


def _labels() -> dict[str, str]:
    """What the fields of forms are called, where one of them is filled in wrongly."""
    named = {
        "from": N_("First day"),
        "to": N_("Day after the last"),
        "as_of": N_("Cut-off, Beijing time"),
        "by": N_("Group by"),
        "column": N_("Column"),
        "hosted": N_("Site"),
        "period": N_("Period"),
    }
    return {name: gettext(text) for name, text in named.items()}
