"""Which language a person reads: Chinese unless they say otherwise.

The API goes by Accept-Language. Pages are Chinese until the reader chooses English with `?lang=en`, which a cookie
remembers; a browser that merely was installed in English does not decide for its user.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request
from flask_babel import Babel

CHINESE: Final = "zh_Hans_CN"
ENGLISH: Final = "en"
COOKIE: Final = "lang"
_YEAR: Final = 365 * 24 * 3600


def chosen() -> str:
    """The locale of this request."""
    if request.path.startswith("/api/v1"):
        return _accepted()
    wanted = request.args.get("lang") or request.cookies.get(COOKIE)
    return ENGLISH if wanted == "en" else CHINESE


def remember(response: Response) -> Response:
    """Keep a choice made by `?lang=`; the cookie holds the language and nothing else."""
    if (lang := request.args.get("lang")) in {"zh", "en"}:
        response.set_cookie(COOKIE, lang, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def tag(locale: str) -> str:
    """The BCP 47 tag of a locale, for `lang` attributes."""
    return "en" if locale == ENGLISH else "zh-CN"


def install(app: Flask) -> None:
    """Give the application its languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = CHINESE
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Babel(app, locale_selector=chosen)


def _accepted() -> str:
    best = request.accept_languages.best_match(("zh-CN", "zh", "en"), default="zh-CN")
    return ENGLISH if best == "en" else CHINESE
