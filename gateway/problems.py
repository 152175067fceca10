"""Problems: every refusal and failure as an RFC 9457 document, with one table from code to status and sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson
from flask import Response, g, has_app_context
from flask_babel import get_locale, gettext

from gateway.account import RESERVED
from gateway.directory import Named
from gateway.language import tag
from gateway.sentences import N_, Sentence
from gateway.sentences.attachments import ATTACHMENTS
from gateway.sentences.calendar import CALENDAR
from gateway.sentences.cases import CASES
from gateway.sentences.deliveries import DELIVERIES
from gateway.sentences.findings import FOUND, FOUND_WITH, MORE, RULES, WORD
from gateway.sentences.intake import FOR_STAFF, INTAKE
from gateway.sentences.labels import label
from gateway.sentences.names import NOTIFICATION_GROUPS
from gateway.sentences.notices import NOTICES
from gateway.sentences.own import OWN
from gateway.sentences.review import REVIEW
from gateway.sentences.routing import ROUTING
from gateway.sentences.scope import OUT_OF_SCOPE
from gateway.sentences.signing import OF_SEVERAL_KINDS, SIGNING
from gateway.sentences.stats import STATS
from gateway.sentences.words import WORDS
from kernel.actor import CITIZEN

Say = Callable[[str], str]
"""Puts a text of the source into the reader's language."""

Called = Callable[[Named, str], str | None]
"""What an agency, a column or an account of this code is called; None where that is not known."""

CONTENT_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 2
FINDINGS_SAID: Final = 10
_ASKED_FOR: Final[dict[int, dict[str, str]]] = {
    401: {"WWW-Authenticate": 'Bearer realm="huiyin"'},
    503: {"Retry-After": str(RETRY_SECONDS)},
}
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

_NAMES: Final = frozenset({"account", "accounts", "name", "needs", "username"})
"""Values that name someone or something, and are no words, even where they look like one."""

_TYPED: Final = frozenset({("gateway.unknown_role", "known")})
"""Codes that the reader is to write as they are."""

_CODES: Final[dict[str, Named]] = {
    "by": "account",
    "agency": "agency",
    "agencies": "agency",
    "lead": "agency",
    "parent": "agency",
    "column": "column",
    "columns": "column",
}
"""Values that are codes of agencies, columns or accounts, and are said by name where it is known."""

_LABELLED: Final = frozenset({"field", "fields", "missing"})
"""Values that are parts of a form, and are said as people call them there."""

_CLAUSES: Final = frozenset({"why"})
"""Values whose words are clauses with commas of their own."""

_SCOPES: Final[dict[str, Named]] = {"agency": "agency", "column": "column", "city": "column"}
"""What the values `wanted` and `granted` are codes of, by the value `because`."""

_UNSAID: Final = {("routing.not_a_working_day", "name"): "weekend"}
"""What it means that a value of a sentence is empty, where that means something."""

SENTENCES: Final[dict[str, Sentence]] = {
    **OWN,
    **ATTACHMENTS,
    **SIGNING,
    **INTAKE,
    **ROUTING,
    **CALENDAR,
    **CASES,
    **REVIEW,
    **STATS,
    **DELIVERIES,
    **NOTICES,
}


class Problem(Exception):
    """A request that is answered with a problem document: its code, the values of its sentence, and headers."""

    def __init__(
        self,
        code: str,
        values: Mapping[str, Any] | None = None,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
        self.errors = list(errors)
        self.headers = dict(headers or {})


def sentence_of(code: str) -> Sentence:
    """The row of a code for who asks; a refusal without a row is still answered, as a refusal."""
    if has_app_context() and g.get("actor", CITIZEN) is not CITIZEN and code in FOR_STAFF:
        return FOR_STAFF[code]
    return SENTENCES.get(code) or OWN["gateway.refused"]


def unnamed(_: Named, __: str) -> None:
    """Nothing is known but the code."""


def document(problem: Problem, called: Called = unnamed) -> dict[str, Any]:
    """The RFC 9457 members of a problem, in the language of the request; `values` keep the codes."""
    sentence = sentence_of(problem.code)
    members: dict[str, Any] = {
        "type": f"urn:huiyin:problem:{problem.code}",
        "title": gettext(sentence.title),
        "status": sentence.status,
        "detail": explained(problem.code, problem.values, gettext, called, g.get("request_id", "")),
        "code": problem.code,
        "values": problem.values,
        "request_id": g.get("request_id", ""),
    }
    if sentence.hint:
        members["hint"] = sentence.hint
    if problem.errors:
        members["errors"] = problem.errors
    return members


def explained(code: str, values: Mapping[str, Any], say: Say, called: Called = unnamed, request_id: str = "") -> str:
    """The sentence of a code with its values, in the language of `say`."""
    detail = sentence_of(code).detail
    if code.endswith(".out_of_scope"):
        detail = OUT_OF_SCOPE.get(str(values.get("because")), detail)
    if code == "gateway.weak_password" and values.get("kinds", 1) > 1:
        detail = OF_SEVERAL_KINDS
    return closed_up(say(detail) % _Shown(values, code, say, called, request_id))


def closed_up(text: str) -> str:
    """The text without a space behind a full-width bracket, which brings its own: a sentence sets off any name."""
    return text.replace("） ", "）")


def response(problem: Problem, called: Called = unnamed) -> Response:
    """The HTTP answer of a problem, with the headers that its status asks for."""
    sentence = sentence_of(problem.code)
    body = orjson.dumps(document(problem, called), default=str, option=orjson.OPT_UTC_Z)
    answer = Response(body, status=sentence.status, content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = tag(str(get_locale()))
    if sentence.status == 429:  # noqa: PLR2004 - an HTTP status
        answer.headers["Retry-After"] = str(problem.values.get("seconds") or 60 * problem.values.get("minutes", 1))
    answer.headers.update(_ASKED_FOR.get(sentence.status, {}))
    answer.headers.update(problem.headers)
    return answer


class _Shown(dict[str, Any]):
    """The values of a sentence as a person reads them; a value that is not there reads as a dash."""

    def __init__(self, values: Mapping[str, Any], code: str, say: Say, called: Called, request_id: str) -> None:
        super().__init__(code=code, request_id=request_id)
        self.update(values)
        self._say = say
        self._called = called
        self._code = code

    def __getitem__(self, key: str) -> str:
        value = self.get(key)
        if value == "" and (self._code, key) in _UNSAID:
            return in_words(_UNSAID[self._code, key], self._say)
        if kind := self._kind(key):
            return self._by_name(kind, value)
        if key == "findings" and isinstance(value, list | tuple):
            return found(value, self._say)
        if key in _NAMES or (self._code, key) in _TYPED:
            return self._as_it_is(value)
        if key == "groups" and isinstance(value, list | tuple):
            return self._say(N_(", ")).join(self._say(NOTIFICATION_GROUPS.get(str(one), str(one))) for one in value)
        if key in _CLAUSES and isinstance(value, list | tuple):
            return self._say(N_("; ")).join(in_words(one, self._say) for one in value)
        if key in _LABELLED:
            return self._labelled(value)
        return in_words(value, self._say)

    def _as_it_is(self, value: Any) -> str:
        """A name that somebody bears, even where it looks like a word."""
        match value:
            case str() if value and value not in RESERVED:
                return value
            case list() | tuple() if value:
                return self._say(N_(", ")).join(self._as_it_is(one) for one in value)
            case _:
                return in_words(value, self._say)

    def _labelled(self, value: Any) -> str:
        match value:
            case str() if said := label(self._code, value):
                return self._say(said)
            case list() | tuple() if value:
                return self._say(N_(", ")).join(self._labelled(one) for one in value)
            case _:
                return in_words(value, self._say)

    def _kind(self, key: str) -> Named | None:
        if key in {"wanted", "granted"}:
            return _SCOPES.get(str(self.get("because")))
        return _CODES.get(key)

    def _by_name(self, kind: Named, value: Any) -> str:
        match value:
            case str() if value and value not in RESERVED:
                return self._called(kind, value) or value
            case list() | tuple() if value:
                return self._say(N_(", ")).join(self._by_name(kind, one) for one in value)
            case _:
                return in_words(value, self._say)


def found(findings: Sequence[Mapping[str, Any]], say: Say) -> str:
    """What proofreading found, one after the other: listed words, or rules, and what to write instead."""
    said = [_finding(each, say) for each in findings[:FINDINGS_SAID]]
    if len(findings) > FINDINGS_SAID:
        said.append(say(MORE) % {"count": len(findings) - FINDINGS_SAID})
    return say(N_(", ")).join(said)


def _finding(finding: Mapping[str, Any], say: Say) -> str:
    word, rule = finding.get("word"), str(finding.get("rule"))
    what = say(WORD) % {"word": word} if word else say(RULES[rule]) if rule in RULES else rule
    instead = None if finding.get("kind") == "personal" else finding.get("suggestion")
    parts = {"what": what, "finding": finding.get("finding")}
    if not instead:
        return say(FOUND) % parts
    return say(FOUND_WITH) % {**parts, "suggestion": " ".join(str(instead).split())}


def in_words(value: Any, say: Say) -> str:
    """A value as a person reads it: instants in Shanghai time, known codes in words, lists joined."""
    match value:
        case None | "" | [] | ():
            return "—"
        case datetime():
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case str() if value in WORDS:
            return say(WORDS[value])
        case str() if len(value) >= 20 and value[4:5] == "-" and value[10:11] == "T":  # noqa: PLR2004 - RFC 3339
            return _instant(value, say)
        case list() | tuple():
            return say(N_(", ")).join(in_words(item, say) for item in value)
        case _:
            return str(value)


def _instant(text: str, say: Say) -> str:
    try:
        return in_words(datetime.fromisoformat(text), say)
    except ValueError:
        return text
