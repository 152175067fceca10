"""What travels with a call and what comes back: contexts, tags, and nothing that a log or a caller must not see."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import orjson
import psycopg2
import pytest
import structlog
from sqlalchemy import exc as sql

from kernel.actor import CITIZEN, Actor
from kernel.context import Context
from kernel.decider import Refusal
from kernel.errors import Conflict, NotFound, Refused, RequestReused, Unavailable
from kernel.transport import answers

HANDLER = Actor("li", "handler", columns=("mayor",), agencies=("housing", "water"), levels=(1,))


@dataclass(eq=False)
class AlreadyLent(Refusal):
    code: ClassVar[str] = "library.already_lent"
    reader: str
    until: date


def over_the_wire(tagged: dict[str, Any]) -> dict[str, Any]:
    decoded: dict[str, Any] = orjson.loads(answers.encode(tagged))
    return decoded


@pytest.mark.parametrize(
    "context",
    [
        Context(HANDLER, "wish-1", "intake-7", "request-1", "f" * 64),
        Context(CITIZEN, "wish-2"),
    ],
)
def test_a_context_comes_out_of_its_headers_as_it_went_in(context: Context) -> None:
    assert answers.context(answers.headers(context)) == context


def test_headers_are_texts_and_leave_out_what_is_missing() -> None:
    assert answers.headers(Context(CITIZEN, "wish-2")) == {
        "nameko.correlation_id": "wish-2",
        "nameko.actor": orjson.dumps(CITIZEN.to_dict()).decode(),
    }


def test_headers_that_cannot_be_read_are_no_context() -> None:
    headers = answers.headers(Context(CITIZEN, "wish-2"))
    for junk in ("{", "[]", '{"account": "li"}', "1"):
        assert answers.context({**headers, "nameko.actor": junk}) is None


@pytest.mark.parametrize("missing", ["nameko.actor", "nameko.correlation_id"])
def test_headers_without_who_or_why_are_no_context(missing: str) -> None:
    headers = answers.headers(Context(CITIZEN, "wish-2"))
    del headers[missing]
    assert answers.context(headers) is None


def test_an_answer_comes_back() -> None:
    tagged = over_the_wire({"answer": {"at": datetime(2026, 3, 2, 4, tzinfo=UTC), "day": date(2026, 3, 2)}})
    assert answers.result(tagged) == {"at": "2026-03-02T04:00:00Z", "day": "2026-03-02"}


@pytest.mark.parametrize(
    ("error", "code", "values"),
    [
        (AlreadyLent("ann", date(2026, 3, 2)), "library.already_lent", {"reader": "ann", "until": "2026-03-02"}),
        (Conflict("book-1"), "kernel.conflict", {"stream": "book-1"}),
        (RequestReused("r-1"), "kernel.request_reused", {"request_id": "r-1"}),
        (NotFound("book", "1"), "kernel.not_found", {"what": "book", "id": "1"}),
        (Refused("review.same_person", {"by": "li"}), "review.same_person", {"by": "li"}),
    ],
)
def test_a_no_comes_back_as_refused_with_its_code_and_values(error: Exception, code: str, values: object) -> None:
    tagged = answers.refusal(error)
    assert tagged is not None
    with pytest.raises(Refused) as caught:
        answers.result(over_the_wire(tagged))
    assert (caught.value.code, caught.value.values()) == (code, values)


def test_a_service_that_found_another_away_says_which() -> None:
    tagged = answers.refusal(Unavailable("review"))
    assert tagged is not None
    with pytest.raises(Unavailable) as caught:
        answers.result(over_the_wire(tagged))
    assert caught.value.service == "review"


def test_a_bug_is_no_refusal() -> None:
    assert answers.refusal(ValueError("x")) is None


def quote_a_citizen() -> None:
    try:
        {"name": ""}["Zhang San"]
    except KeyError as error:
        raise ValueError("13800138000") from error


def test_a_bug_is_answered_by_its_correlation_id_and_logged_without_what_it_says() -> None:
    with pytest.raises(ValueError, match="138") as caught:
        quote_a_citizen()
    with structlog.testing.capture_logs() as logged:
        tagged = answers.failure(caught.value, "intake", "wish-1")
    assert tagged == {"internal": {"correlation_id": "wish-1"}}
    (line,) = logged
    assert (line["error"], line["service"], line["correlation_id"]) == ("ValueError", "intake", "wish-1")
    assert line["frames"][-2].endswith("quote_a_citizen")
    assert line["frames"][-1] == "from KeyError"
    assert "Zhang" not in str(logged)
    assert "138" not in str(logged)


def test_a_bug_reaches_the_caller_as_internal() -> None:
    with pytest.raises(answers.Internal) as caught:
        answers.result({"internal": {"correlation_id": "wish-1"}})
    assert (caught.value.code, caught.value.values()) == ("kernel.internal", {"correlation_id": "wish-1"})


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


def no_such_table() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("no such table: shelf")
    error.sqlite_errorname = "SQLITE_ERROR"
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (Unavailable("routing"), True),
        (ConnectionResetError(), True),
        (TimeoutError(), True),
        (busy(), True),
        (sql.OperationalError("SELECT 1", {}, busy()), True),
        (psycopg2.OperationalError("server closed the connection unexpectedly"), True),
        (no_such_table(), False),
        (sql.OperationalError("SELECT 1", {}, no_such_table()), False),
        (sql.IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE")), False),
        (FileNotFoundError("template.docx"), False),
        (KeyError("number"), False),
    ],
)
def test_an_outage_is_told_from_a_bug(error: Exception, *, outage: bool) -> None:
    assert answers.is_outage(error) is outage


def test_an_outage_of_its_database_makes_the_service_unavailable() -> None:
    with structlog.testing.capture_logs():
        tagged = answers.failure(psycopg2.OperationalError("gone"), "intake", "wish-1")
    assert tagged == {"unavailable": {"service": "intake"}}


def test_sets_are_answered_in_order_and_bytes_not_at_all() -> None:
    assert answers.encode({"columns": frozenset({"b", "a"})}) == b'{"columns":["a","b"]}'
    with pytest.raises(TypeError):
        answers.encode({"key": b"\xff"})


def test_an_instant_is_answered_with_a_z() -> None:
    noon = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
    assert (
        answers.encode({"refused": {"values": {"at": noon}}}) == b'{"refused":{"values":{"at":"2024-03-01T04:00:00Z"}}}'
    )
