"""How a resource is declared: one decorator says who may use it, what it takes, what it answers.

    @desk.operation("POST", "/messages/<number:number>/acceptance", staff("messages.accept"),
                    body=Acceptance, answer=Screened, problems=(404, 409))
    def accept(number: str, body: Asked) -> Answer:
        return command("intake", "accept", {"number": number, **body})

The order of checks is fixed: rate limit or sign-in and role, then the query, then the body, then the work.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, Final

import marshmallow as ma
import orjson
from flask import Request, Response, g
from flask_babel import gettext
from flask_smorest import Api, Blueprint
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import BaseConverter

from gateway.access import Access
from gateway.fields import flat
from gateway.problems import CONTENT_TYPE, Problem
from gateway.schemas.problem import ProblemDocument

Asked = dict[str, Any]
Answer = dict[str, Any]
View = Callable[..., Any]

NUMBER: Final = r"[0-9]{8}-[0-9]{6}"
CODE: Final = r"[a-z][a-z0-9_.-]{0,63}"
ATTACHMENT: Final = r"[0-9a-f]{32}"
_UPLOAD: Final = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            }
        }
    },
}


NOTICE: Final = r"n[0-9a-f]{16}"
SESSION: Final = r"[0-9a-f]{24}"
BULLETIN: Final = rf"([0-9]{{4}}(Q[1-4]|H[12]|-(0[1-9]|1[0-2]))?|[0-9]{{8}}-[0-9]{{8}})(-{CODE})?"


class BulletinConverter(BaseConverter):
    """What a bulletin is known by, in an address: its period, and the column that it is of."""

    regex = BULLETIN.replace("(", "(?:")


class NoticeConverter(BaseConverter):
    """What a notice is known by, in an address."""

    regex = NOTICE


class SessionConverter(BaseConverter):
    """What a session is known by, in an address; it opens nothing."""

    regex = SESSION


class NumberConverter(BaseConverter):
    """A message number in an address; any other form is no address of ours."""

    regex = NUMBER


class CodeConverter(BaseConverter):
    """A configured code in an address."""

    regex = CODE


class AttachmentConverter(BaseConverter):
    """A file's id in an address."""

    regex = ATTACHMENT


class Parser(FlaskParser):
    """Reads bodies with orjson (which refuses lone surrogates and NaN) and refuses unknown fields everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs' own declaration
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
    }

    def load_json(self, req: Request, schema: ma.Schema) -> Any:  # noqa: ARG002 - webargs' own signature
        """The body, `missing` when there is none; raises Problem."""
        raw = req.get_data(cache=True)
        if not raw:
            return missing
        if req.content_length is None and len(raw) >= (req.max_content_length or len(raw) + 1):
            raise RequestEntityTooLarge  # a body in chunks was cut off where it became too large
        if req.mimetype != "application/json":
            raise Problem("gateway.unsupported_media_type")
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise Problem("gateway.malformed_json") from None
        g.body = body
        return body

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> Any:
        """What is wrong with which field, in the reader's language; raises Problem."""
        found: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        errors = [
            one
            for where, messages in found.items()
            for one in flat(messages, {"json": "body"}.get(where, where), gettext)
        ]
        raise Problem("gateway.invalid_input", errors=errors)


class Door(Api):  # type: ignore[misc]
    """flask-smorest's Api, answering with problem documents."""

    ERROR_SCHEMA = ProblemDocument
    DEFAULT_ERROR_RESPONSE_NAME = None  # every status that an operation answers with is named

    def _register_error_handlers(self) -> None:
        """Errors are answered in one place, `gateway.errors`, for the API and the pages alike."""

    def _register_responses(self) -> None:
        plain: str = Api.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = CONTENT_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = plain


class Resources(Blueprint):  # type: ignore[misc]
    """A group of resources."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, module: str, prefix: str, description: str) -> None:
        super().__init__(name, module, url_prefix=f"/api/v1{prefix}", description=description)
        self._prepare_doc_cbks.append(_document)
        self.permissions: dict[str, Access] = {}

    def operation(  # noqa: PLR0913 - the parts of an HTTP operation
        self,
        method: str,
        path: str,
        access: Access,
        *,
        answer: type[ma.Schema] | None = None,
        file: str | None = None,
        status: int = 200,
        body: type[ma.Schema] | None = None,
        query: type[ma.Schema] | None = None,
        upload: bool = False,
        headers: tuple[str, ...] = (),
        problems: tuple[int, ...] = (),
    ) -> Callable[[View], View]:
        """Declare one operation; without an `answer` schema it answers 204, or whatever Response the view makes.

        `file` is the content type of an operation that answers with a file; `upload`: it takes one, in a form.
        """

        def declare(view: View) -> View:
            if file is not None:
                wrapped = self.response(status, {"type": "string", "format": "binary"}, content_type=file)(view)
            elif answer is not None:
                wrapped = self.response(status, answer)(view)
            else:
                wrapped = self.response(status)(_bodyless(view, status))
            if body is not None:
                wrapped = self.arguments(body, arg_name="body")(wrapped)
            if query is not None:
                wrapped = self.arguments(query, location="query", arg_name="query")(wrapped)

            @wraps(wrapped)
            def guarded(**values: Any) -> Any:
                access.check()
                return wrapped(**values)

            refused = {
                *access.problems,
                *problems,
                *({400, 413, 415, 422} if body or upload else {422} if query else ()),
            }
            guarded._apidoc = {  # type: ignore[attr-defined] # noqa: SLF001 - flask-smorest reads it from there
                **deepcopy(getattr(wrapped, "_apidoc", {})),
                "door": _Documented(
                    view.__name__, method, access.security, headers, tuple(sorted(refused)), upload=upload
                ),
            }
            self.permissions[f"{method} {self.url_prefix}{path}"] = access
            self.route(path, methods=[method], endpoint=view.__name__)(guarded)
            return view

        return declare


class _Documented:
    """What OpenAPI should say of an operation beyond its schemas."""

    def __init__(
        self,
        name: str,
        method: str,
        security: list[dict[str, list[str]]],
        headers: tuple[str, ...],
        problems: tuple[int, ...],
        *,
        upload: bool,
    ) -> None:
        self.name = name
        self.security = security
        self.problems = problems
        self.upload = upload
        own = ("IF_NONE_MATCH",) if method == "GET" else ("IDEMPOTENCY_KEY",) if method in {"POST", "PUT"} else ()
        self.headers = (*own, *headers)
        self.cacheable = method == "GET"


def _bodyless(view: View, status: int) -> View:
    @wraps(view)
    def answered(**values: Any) -> Any:
        made = view(**values)
        return made if isinstance(made, Response) else Response(status=status)

    return answered


def _document(doc: dict[str, Any], doc_info: dict[str, Any], **_: Any) -> dict[str, Any]:
    said: _Documented = doc_info["door"]
    doc["operationId"] = said.name
    doc["security"] = said.security
    doc.setdefault("parameters", []).extend(said.headers)
    if said.upload:
        doc["requestBody"] = _UPLOAD
    responses = doc.setdefault("responses", {})
    responses.pop(422, None)
    for status in said.problems:
        responses[str(status)] = f"PROBLEM_{status}"
    if said.cacheable:
        responses["304"] = "PROBLEM_304"
    return doc
