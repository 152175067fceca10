"""The application: its parts, put together. Knows WSGI, not what serves it."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import errors, hygiene, language, openapi
from gateway.pages import pages
from gateway.parts import EXTENSION, Parts
from gateway.portal import PORTAL
from gateway.resources.admin import ADMIN
from gateway.resources.bulletins import CITIZEN
from gateway.resources.desk import DESK
from gateway.resources.events import EVENTS
from gateway.resources.health import HEALTH
from gateway.resources.people import SESSION
from gateway.uploads import Incoming


class FastJson(JSONProvider):
    """JSON by orjson."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """Text of a value."""
        return orjson.dumps(obj, default=str).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Value of a text."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Any:
        """An answer holding a value."""
        value = self._prepare_response_obj(args, kwargs)
        return Response(orjson.dumps(value, default=str), mimetype="application/json")


def create_app(parts: Parts) -> Flask:
    """The WSGI application over these parts."""
    app = Flask("gateway", template_folder="pages/templates", static_folder="pages/static", static_url_path="/static")
    app.request_class = Incoming
    app.json = FastJson(app)
    app.extensions[EXTENSION] = parts
    app.config["MAX_CONTENT_LENGTH"] = parts.settings.body_limit
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.install(app)
    hygiene.install(app)
    errors.install(app)
    door = openapi.install(app)
    for resources in (CITIZEN, SESSION, DESK, ADMIN, EVENTS):
        door.register_blueprint(resources)
    app.register_blueprint(HEALTH)
    app.register_blueprint(pages.PAGES)
    app.register_blueprint(PORTAL)
    if parts.settings.trusted_proxies:
        hops = parts.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app
