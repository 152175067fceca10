"""Nobody learns anything beyond their scope (domain.md, rule 8): every operation as every role, over real services.

Side `b` has the secretary's column and the transport bureau. Whatever side `a` does with the mayor's column and the
housing bureau, side `b` is answered to the byte as if it had not happened, and asking by number is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook

from gateway.roles import PERMISSIONS
from tests.gateway.scope.office import OVERSEERS, SIDES, STAFF, Office
from tests.gateway.scope.operations import OPERATIONS, Kind, Operation

FOREIGN = tuple(f"b.{role}" for role in STAFF)
NO_NOTICE = "n" + "0" * 16
PLACES = {
    "column": "mayor",
    "agency": "housing",
    "key_id": "1",
    "reason": "unclear",
    "n": "1",
    "words": "sensitive",
    "attachment": "0" * 32,
    "notice": NO_NOTICE,
    "bulletin": "2023Q4-mayor",
    "draft": "1",
    "webhook": "w" + "0" * 16,
    "delivery": "d" + "0" * 16,
}
REFUSED = {403, 404}
NOBODY = "a.nobody"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office.open(tmp_path_factory.mktemp("office"))
    opened.before = {who: seen(opened, who) for who in FOREIGN}  # type: ignore[attr-defined]
    opened.work()
    yield opened
    opened.town.close()


def of(*kinds: Kind) -> list[tuple[str, Operation]]:
    return [(name, operation) for name, operation in OPERATIONS.items() if operation.kind in kinds]


def asked(office: Office, who: str, name: str, operation: Operation, **places: Any) -> Any:
    """The answer to an operation about this message, person or column."""
    method, path = name.split(" ")
    filled = re.sub(r"\{(\w+)\}", lambda found: str({**PLACES, **places}[found[1]]), path)
    written = orjson.dumps(operation.body).decode()
    for place, value in places.items():
        written = written.replace(f"{{{place}}}", str(value))
    body = orjson.loads(written)
    query = f"?{operation.query}" if operation.query else ""
    return office.ask(who, method, f"{filled}{query}", body, **operation.headers)


def seen(office: Office, who: str) -> dict[str, tuple[int, bytes, str | None]]:
    """Every list and everything of one's own, with status, body and ETag."""
    reads = [*of("list"), *((name, operation) for name, operation in of("own") if name.startswith("GET"))]
    found: dict[str, tuple[int, bytes, str | None]] = {}
    for name, operation in reads:
        answer = asked(office, who, name, operation)
        if answer.mimetype.endswith("sheet"):  # a file tells when it was packed
            found[name] = (answer.status_code, cells(answer.data), None)
            continue
        body = re.sub(rb'"request_id":"[0-9a-f]+"', b"", answer.data)
        found[name] = (answer.status_code, body, answer.headers.get("ETag"))
    return found


def cells(file: bytes) -> bytes:
    """Everything that a sheet says."""
    sheets = load_workbook(BytesIO(file)).worksheets
    return repr([[[cell.value for cell in row] for row in sheet.rows] for sheet in sheets]).encode()


def told(answer: Any, secrets: set[str]) -> list[str]:
    """Which secrets an answer tells, in its body or its headers."""
    body = cells(answer.data) if answer.mimetype.endswith("sheet") else answer.data
    text = f"{body.decode(errors='replace')} {answer.headers}"
    return sorted(secret for secret in secrets if secret in text)


def anonymous(answer: Any, named: Any) -> dict[str, Any]:
    """A problem document without the name that was asked for, and without the request's id."""
    document = dict(answer.json, request_id="", detail=answer.json["detail"].replace(f"{named}", "…"))
    return {**document, "values": {name: "…" if it == named else it for name, it in document["values"].items()}}


def role_of(who: str) -> str:
    return who.partition(".")[2] or who


def permitted(office: Office, name: str) -> tuple[str, ...]:
    """The roles that the operation is open to."""
    method, path = name.split(" ")
    for group in office.client.application.blueprints.values():
        for declared, access in getattr(group, "permissions", {}).items():
            if re.sub(r"<[^>]*?(\w+)>", r"{\1}", declared) == f"{method} /api/v1{path}":
                return PERMISSIONS[access.permission] if access.permission else ()
    raise AssertionError(name)


def test_every_operation_is_walked(office: Office) -> None:
    paths = (office.client.get("/api/v1/openapi.json").json or {})["paths"]
    offered = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, item in paths.items()
        for method in item
        if method in {"get", "post", "put", "delete", "patch"}
    }
    assert offered == set(OPERATIONS)


@pytest.mark.parametrize("who", FOREIGN)
def test_lists_counts_and_etags_are_as_if_the_others_had_done_nothing(office: Office, who: str) -> None:
    before: dict[str, Any] = office.before[who]  # type: ignore[attr-defined]
    after = seen(office, who)
    assert {name for name, answer in after.items() if answer != before[name]} == set()


@pytest.mark.parametrize("who", FOREIGN)
def test_a_figure_is_everyones_and_the_foreign_messages_behind_it_are_not(office: Office, who: str) -> None:
    everybody = asked(office, "office", *of("figure")[0]).json
    assert everybody["counted"] == everybody["total"] > 0
    for name, operation in of("figure"):
        answer = asked(office, who, name, operation)
        if role_of(who) in permitted(office, name):
            assert answer.status_code == 200, answer.text
            assert told(answer, office.secrets) == [], (name, answer.text)
            if answer.is_json:
                assert (answer.json["counted"], answer.json["total"]) == (everybody["counted"], 0)


@pytest.mark.parametrize("who", FOREIGN)
def test_a_foreign_message_is_refused_without_a_word_of_it_and_nothing_is_recorded(office: Office, who: str) -> None:
    before = office.town.recorded()
    for name, operation in of("matter"):
        for number in office.numbers:
            answer = asked(office, who, name, operation, number=number)
            if name == "POST /desk/urgings" and answer.status_code == 200:
                (refused,) = (one["refused"]["code"] for one in answer.json["results"])
                assert refused in {"routing.out_of_scope", "routing.not_found"}
            else:
                assert answer.status_code in REFUSED, (name, answer.text)
            assert told(answer, office.secrets - {number}) == [], (name, answer.text)
    assert office.town.recorded() == before


@pytest.mark.parametrize("level", [2, 3])
def test_a_reviewer_of_another_level_passes_and_sends_back_nothing(office: Office, level: int) -> None:
    before = office.town.recorded()
    for name, operation in of("matter"):
        if name.endswith(("/pass", "/send-back")):
            answer = asked(office, f"a.level{level}", name, operation, number=office.numbers[1])
            assert answer.status_code in REFUSED, (name, answer.text)
    assert office.town.recorded() == before


@pytest.mark.parametrize("who", FOREIGN)
def test_foreign_people_are_as_unknown_as_names_that_nobody_has(office: Office, who: str) -> None:
    known = ["a.clerk", "a.columnadmin", "admin", "office"]
    for name, operation in [*of("person"), ("POST /me/deputies", OPERATIONS["POST /me/deputies"])]:
        for username in known:
            if (name, username) == ("POST /me/deputies", "office"):
                continue  # the office works in every column, and may stand in for anyone of the portal office
            answers = []
            for named in (username, NOBODY):
                body = orjson.loads(orjson.dumps(operation.body).replace(b"a.clerk", named.encode()))
                tried = Operation(operation.kind, body, operation.query, operation.headers)
                answer = asked(office, who, name, tried, username=named)
                assert answer.status_code in REFUSED, (name, answer.text)
                answers.append(anonymous(answer, named))
            assert answers[0] == answers[1]


@pytest.mark.parametrize("who", FOREIGN)
def test_foreign_appointments_are_as_unknown_as_any_id(office: Office, who: str) -> None:
    for name, operation in of("appointment"):
        answers = []
        for appointment in (office.appointment, 999):
            answer = asked(office, who, name, operation, appointment=appointment)
            assert answer.status_code in REFUSED
            answers.append(anonymous(answer, appointment))
        assert answers[0] == answers[1], name
    assert asked(office, who, "POST /session/deputising", OPERATIONS["POST /session/deputising"]).status_code == 409


@pytest.mark.parametrize("who", FOREIGN)
def test_foreign_notices_are_as_unknown_as_any_id(office: Office, who: str) -> None:
    for name, operation in of("notice"):
        known, unknown = (asked(office, who, name, operation, notice=notice) for notice in (office.notice, NO_NOTICE))
        assert known.status_code in REFUSED, (name, known.text)
        assert anonymous(known, office.notice) == anonymous(unknown, NO_NOTICE), name


@pytest.mark.parametrize("who", FOREIGN)
def test_a_foreign_column_and_the_office_are_not_changed(office: Office, who: str) -> None:
    before = office.town.recorded()
    for name, operation in of("column", "office"):
        answer = asked(office, who, name, operation)
        if operation.kind == "column" or role_of(who) not in permitted(office, name):
            assert answer.status_code in REFUSED, (name, answer.text)
        assert told(answer, office.secrets) == [], (name, answer.text)
    assert office.town.recorded() == before


@pytest.mark.parametrize("who", [*FOREIGN, *(f"a.{role}" for role in STAFF), *OVERSEERS])
def test_who_has_not_the_role_is_refused_before_anything_is_looked_at(office: Office, who: str) -> None:
    for name, operation in of("list", "figure", "matter", "person", "column", "office"):
        if role_of(who) in permitted(office, name):
            continue
        for number in (office.numbers[0], "20990101-000000"):
            answer = asked(office, who, name, operation, number=number, username="a.clerk")
            assert (answer.status_code, answer.json["code"]) == (403, "gateway.role_not_allowed"), name


def test_an_administrator_reads_nothing_of_any_message(office: Office) -> None:
    messages = {secret for secret in office.secrets if not secret.startswith(("a.", "jia@", "甲方新人"))}
    for name, operation in of("own", "list", "figure", "matter", "column", "office"):
        if name.startswith(("DELETE", "PUT")) or operation.kind == "own":
            continue
        for number in office.numbers:
            answer = asked(office, "admin", name, operation, number=number)
            assert told(answer, messages - {number}) == [], (name, answer.text)


def test_an_auditor_reads_everything_and_changes_nothing(office: Office) -> None:
    before = office.town.recorded()
    looks = {"POST /desk/messages/{number}/reveal"}  # a look that is recorded
    for name, operation in of("list", "figure", "matter", "person", "column", "office"):
        places = {"number": office.numbers[1], "username": "a.clerk"}
        if name.startswith("GET"):
            answer = asked(office, "auditor", name, operation, **places)
            assert answer.status_code != 403 or "auditor" not in permitted(office, name), (name, answer.text)
        elif name not in looks:
            assert asked(office, "auditor", name, operation, **places).status_code == 403, name
    assert office.town.recorded() == before
    unread = {name for name, operation in OPERATIONS.items() if name.startswith("GET") and operation.kind != "public"}
    # the worklists of a handler and of a supervisor, and what is sent to oneself
    unread -= {"GET /desk/urgings", "GET /desk/urging-proposals", "GET /desk/notices", "GET /desk/notices/{notice}"}
    assert {name for name in unread if permitted(office, name) and "auditor" not in permitted(office, name)} == set()


@pytest.mark.parametrize("role", STAFF)
def test_at_home_the_same_is_shown(office: Office, role: str) -> None:
    read = set()
    for name, operation in of("list", "figure", "matter"):
        if name.startswith("GET") and role in permitted(office, name):
            for number in office.numbers:
                answer = asked(office, f"a.{role}", name, operation, number=number)
                if answer.status_code == 200 and told(answer, office.secrets):
                    read.add(name)
    assert len(read) >= 4, read
    assert SIDES["a"][0] == "mayor"
