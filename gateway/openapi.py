"""The contract as OpenAPI 3.1: written from the schemas, served at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask
from flask_smorest.spec.plugins import FlaskPlugin
from werkzeug.routing import BaseConverter, Rule

from gateway.account import USERNAME
from gateway.door import (
    ATTACHMENT,
    BULLETIN,
    CODE,
    NOTICE,
    NUMBER,
    SESSION,
    AttachmentConverter,
    BulletinConverter,
    CodeConverter,
    Door,
    NoticeConverter,
    NumberConverter,
    SessionConverter,
)
from gateway.fields import Code, Day, Instant, Matching, Text, Whole, YesNo
from gateway.glossary import ADDRESSES, explained
from gateway.problems import CONTENT_TYPE

VERSION: Final = "1"

DESCRIPTION: Final = """\
回音 Huiyin: what citizens write to their leaders, from the message to the published reply.

- **Problems** are RFC 9457 documents (`application/problem+json`) with a stable `code`; sentences come in Chinese, or
  in English with `Accept-Language: en`.
- **Repeating is safe**: every POST, and the PUT of a draft, takes an `Idempotency-Key`, 8 to 128 visible
  ASCII characters, at least 22 when not signed in; the same key and body answer the same and do nothing twice, another
  body under the same key is refused.
- **Reading again is cheap**: answers to GET carry an ETag; with `If-None-Match` an unchanged one is a 304.
- **Lists** go by cursor: hand `next` back as `after`.
- Times are RFC 3339 in UTC, dates are days in Asia/Shanghai.
"""

STATUSES: Final = {
    304: "Not modified: what you have still holds",
    400: "The request cannot be read",
    401: "Not signed in, or the session has ended",
    403: "Not within this role or scope; the sentence says why",
    404: "There is no such thing, or not with this query code",
    409: "The state of the matter does not admit this; the values say what has happened, by whom and when",
    412: "It was changed since it was read",
    413: "The request is too large",
    415: "The body must be application/json; a file must be of a type that is taken, in multipart/form-data",
    422: "Something is missing or wrong, or the Idempotency-Key was used for another request",
    428: "Say with If-Match which version was read",
    429: "Too many requests from this address",
    503: "A part of the system does not answer at the moment; try again after Retry-After seconds",
}

_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "IDEMPOTENCY_KEY": {
        "name": "Idempotency-Key",
        "description": "Chosen by the caller, for example a UUID; without an account at least 22 characters. "
        "Without it, repeating the request does it again.",
        "schema": {"type": "string", "minLength": 8, "maxLength": 128, "pattern": r"^[!-~]{8,128}$"},
    },
    "IF_MATCH": {
        "name": "If-Match",
        "description": "The ETag of what was read and is to be changed; `If-None-Match: *` for what is to be new.",
        "schema": {"type": "string", "maxLength": 64, "example": '"3"'},
    },
    "QUERY_CODE": {
        "name": "X-Query-Code",
        "description": "The code that came with the number.",
        "schema": {"type": "string", "maxLength": 64, "example": "7KQ2M8XW4T9Z"},
    },
}


class _Addresses(FlaskPlugin):  # type: ignore[misc]
    """Says what each place in an address stands for."""

    def rule_to_params(self, rule: Rule) -> list[dict[str, Any]]:
        """The places of an address."""
        return [
            {**place, "description": ADDRESSES.get(place["name"], "")} if place["in"] == "path" else place
            for place in super().rule_to_params(rule)
        ]


class UsernameConverter(BaseConverter):
    """A user name in an address."""

    regex = USERNAME.strip("^$")


def install(app: Flask) -> Door:
    """Prepare the contract; resources are registered with what this returns."""
    app.url_map.converters["number"] = NumberConverter
    app.url_map.converters["code"] = CodeConverter
    app.url_map.converters["attachment"] = AttachmentConverter
    app.url_map.converters["bulletin"] = BulletinConverter
    app.url_map.converters["notice"] = NoticeConverter
    app.url_map.converters["session"] = SessionConverter
    app.url_map.converters["account"] = UsernameConverter
    app.config.update(
        API_TITLE="回音 Huiyin",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    door = Door(
        spec_kwargs={
            "info": {"description": DESCRIPTION},
            "servers": [{"url": "/"}],
            "flask_plugin": _Addresses(),
        }
    )
    for custom in (Text, Matching, Code, Day, Instant):
        door.register_field(custom, "string", None)
    door.register_field(Whole, "integer", None)
    door.register_field(YesNo, "boolean", None)
    door.register_converter(NumberConverter, lambda _: {"type": "string", "pattern": f"^{NUMBER}$"})
    door.register_converter(CodeConverter, lambda _: {"type": "string", "pattern": f"^{CODE}$"})
    door.register_converter(AttachmentConverter, lambda _: {"type": "string", "pattern": f"^{ATTACHMENT}$"})
    door.register_converter(BulletinConverter, lambda _: {"type": "string", "pattern": f"^({BULLETIN})$"})
    door.register_converter(NoticeConverter, lambda _: {"type": "string", "pattern": f"^{NOTICE}$"})
    door.register_converter(SessionConverter, lambda _: {"type": "string", "pattern": f"^{SESSION}$"})
    door.register_converter(UsernameConverter, lambda _: {"type": "string", "pattern": USERNAME})
    door.init_app(app)
    door.ma_plugin.converter.add_attribute_function(lambda _, field, ret: explained(field, ret))
    components = door.spec.components
    for status, description in STATUSES.items():
        body = {} if status == 304 else {"content": {CONTENT_TYPE: {"schema": door.ERROR_SCHEMA}}}  # noqa: PLR2004
        components.response(f"PROBLEM_{status}", {"description": description, **body})
    for name, header in _HEADERS.items():
        components.parameter(name, "header", {**header, "required": False})
    components.security_scheme("session", {"type": "http", "scheme": "bearer", "description": "From POST /session"})
    components.security_scheme("key", {"type": "apiKey", "in": "header", "name": "X-API-Key"})
    return door
