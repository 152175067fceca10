"""Whatever comes in: an answer that says what is wrong, and never a 500."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
MESSAGE: dict[str, Any] = {"column": "mayor", "kind": "request", "title": "路灯不亮", "body": "路灯已经三天不亮。"}
JSON = {"Content-Type": "application/json"}


def errors_of(client: FlaskClient, body: object) -> dict[str, str]:
    answer = client.post("/api/v1/messages", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json is not None
    assert answer.json["code"] == "gateway.invalid_input"
    return {error["field"]: error["message"] for error in answer.json["errors"]}


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 400, "gateway.malformed_json"),
        (b"\xff\xfe", 400, "gateway.malformed_json"),
        (b'{"title": "\\ud800"}', 400, "gateway.malformed_json"),
        (b'{"title": NaN}', 400, "gateway.malformed_json"),
        (b"[" * 5000, 400, "gateway.malformed_json"),
        (b"[]", 422, "gateway.invalid_input"),
        (b"null", 422, "gateway.invalid_input"),
        (b'"text"', 422, "gateway.invalid_input"),
        (b"1e999", 400, "gateway.malformed_json"),
        (b"1" * 400, 400, "gateway.malformed_json"),
        (b"", 422, "gateway.invalid_input"),
        (b"{}", 422, "gateway.invalid_input"),
    ],
)
def test_a_body_that_is_no_message_has_its_own_problem(client: FlaskClient, raw: bytes, status: int, code: str) -> None:
    answer = client.post("/api/v1/messages", data=raw, headers=JSON)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_of_another_kind_is_a_415(client: FlaskClient, kind: str) -> None:
    answer = client.post("/api/v1/messages", data=b"title=x", headers={"Content-Type": kind})
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (415, "gateway.unsupported_media_type")


def test_a_body_of_ten_megabytes_is_a_413(client: FlaskClient) -> None:
    answer = client.post("/api/v1/messages", data=b'{"body": "' + b"a" * 10_000_000 + b'"}', headers=JSON)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (413, "gateway.too_large")
    assert answer.json["detail"] == "一次请求最多 256 KiB，请缩短内容。"


def test_another_method_is_a_405_that_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/columns")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_everything_that_is_wrong_is_said_at_once(client: FlaskClient) -> None:
    assert errors_of(client, {"column": "Mayor!", "kind": "poem", "title": " ", "surprise": 1}) == {
        "body": "必须填写。",
        "column": "应为代码：以小写字母开头，其后最多 63 个小写字母、数字、点、连字符或下划线。",
        "kind": "应为下列之一：consultation, suggestion, request, complaint, thanks。",
        "surprise": "没有这一项。",
        "title": "请填写。",
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", 5, "应为文本。"),
        ("title", None, "不能为空值。"),
        ("title", "a" * 501, "最多 500 个字，现在是 501 个字。"),
        ("title", "a\x00b", "含有不能使用的字符。"),
        ("title", "a\nb", "含有不能使用的字符。"),
        ("title", "a\u202eb", "含有不能使用的字符。"),
        ("body", "a\x07b", "含有不能使用的字符。"),
        ("body", ["text"], "应为文本。"),
        ("consent_public", "yes", "应为 true 或 false。"),
        ("consent_public", 1, "应为 true 或 false。"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(client: FlaskClient, field: str, value: object, message: str) -> None:
    assert errors_of(client, {**MESSAGE, field: value}) == {field: message}


def test_texts_are_trimmed_and_lines_end_one_way(client: FlaskClient, services: FakeServices) -> None:
    client.post("/api/v1/messages", json={**MESSAGE, "title": "  路灯 ", "body": "一\r\n二\t三\n"})
    payload = services.calls[-1][2]
    assert (payload["title"], payload["body"]) == ("路灯", "一\n二\t三")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=abc",
        "limit=1e3",
        "limit=",
        "limit=99999999999999999999999",
        "limit=٣",
        "after=%00",
        "after=%E4%B8%AD",
        "column=%ff",
        "surprise=1",
    ],
)
def test_a_wrong_query_is_a_422(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/published?{query}")
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (422, "gateway.invalid_input")
    assert answer.json["errors"][0]["in"] == "query"


@pytest.mark.parametrize(
    "query",
    [
        "from=2019-01-01",
        "from=2019-01-01&to=2019-13-01",
        "from=2019-01-01&to=20190201",
        "from=2019-01-01&to=2019-02-01&as_of=2019-02-01",
        "from=2019-01-01&to=2019-02-01&as_of=2019-02-01T00:00:00",
        "from=2019-01-01&to=2019-02-01&as_of=0001-01-01T00:00:00%2B08:00",
        "from=2019-01-01&to=2019-02-01&by=weather",
    ],
)
def test_a_wrong_period_is_a_422(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/statistics/completion?{query}").status_code == 422


def test_a_plus_sign_in_an_instant_may_have_become_a_blank(client: FlaskClient, services: FakeServices) -> None:
    client.get("/api/v1/statistics/completion?from=2019-01-01&to=2019-02-01&as_of=2019-02-01T00:00:00+08:00")
    assert services.calls[-1][2]["as_of"] == "2019-01-31T16:00:00+00:00"


@pytest.mark.parametrize(
    "number", ["x", "20190307-00000", "20190307-000001%00", "２０１９０３０７-000001", "..%2f..%2fetc"]
)
def test_what_is_no_number_is_no_address(client: FlaskClient, number: str) -> None:
    answer = client.get(f"/api/v1/messages/{number}")
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (404, "gateway.not_found")


@pytest.mark.parametrize("value", ["true", "1.5", '"3"', "null", "[]", "0", "6", str(2**70)])
def test_a_rating_is_a_whole_number_from_one_to_five(client: FlaskClient, value: str) -> None:
    raw = f'{{"satisfaction": {value}}}'
    answer = client.post("/api/v1/messages/20190307-000001/evaluation", data=raw, headers=JSON)
    assert answer.status_code == 422


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
members = st.sampled_from(["column", "kind", "title", "body", "name", "phone", "email", "consent_public"]) | st.text()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=anything | st.dictionaries(members, anything | st.sampled_from(["mayor", "request"])))
def test_no_json_makes_a_500(app: Flask, body: object) -> None:
    raw = json.dumps(body, ensure_ascii=True)
    answer = app.test_client().post("/api/v1/messages", data=raw, headers=JSON)
    assert answer.status_code in {201, 400, 422}, answer.text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200), header=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0")))
def test_no_bytes_and_no_headers_make_a_500(app: Flask, raw: bytes, header: str) -> None:
    names = (
        "Authorization",
        "X-Query-Code",
        "X-API-Key",
        "Accept-Language",
        "If-None-Match",
        "Idempotency-Key",
        "Accept",
    )
    headers = dict.fromkeys(names, header.strip())
    client = app.test_client()
    for answer in (
        client.post("/api/v1/messages", data=raw, headers={**headers, **JSON}),
        client.get("/api/v1/messages/20190307-000001", headers=headers),
        client.get("/api/v1/events?source=intake", headers=headers),
        client.get("/api/v1/me", headers=headers),
        client.get("/", headers=headers),
    ):
        assert answer.status_code < 500, answer.text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(max_size=40), query=st.text(max_size=40))
def test_no_address_makes_a_500(app: Flask, path: str, query: str) -> None:
    answer = app.test_client().get(
        "/api/v1/" + quote(path, safe="/", errors="surrogatepass"),
        query_string=quote(query, safe="&=%", errors="surrogatepass"),
    )
    assert answer.status_code < 500, answer.text
