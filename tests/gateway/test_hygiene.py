"""What goes with every answer."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from sqlalchemy import text

from contracts import SERVICES
from gateway.app import create_app
from gateway.parts import Parts
from kernel.clock import FixedClock
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
Build = Callable[..., Parts]


@pytest.mark.parametrize(
    "path", ["/", "/status", "/api/docs", "/api/v1/columns", "/api/v1/nothing", "/static/huiyin.css"]
)
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert "Server" not in headers


@pytest.mark.parametrize("path", ["/api/v1/columns", "/api/v1/published", "/api/v1/openapi.json"])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_what_has_changed_is_sent_again(client: FlaskClient, services: FakeServices) -> None:
    path, code = f"/api/v1/messages/{services.written()}", {"X-Query-Code": CODE}
    first = client.get(path, headers=code)
    services.messages["20190307-000001"]["state"] = "in_progress"
    again = client.get(path, headers={**code, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_a_wrong_code_with_the_right_etag_learns_nothing(client: FlaskClient, services: FakeServices) -> None:
    path = f"/api/v1/messages/{services.written()}"
    etag = client.get(path, headers={"X-Query-Code": CODE}).headers["ETag"]
    answer = client.get(path, headers={"X-Query-Code": "AAAAAAAAAAAA", "If-None-Match": etag})
    assert answer.status_code == 404


def test_what_is_personal_is_kept_by_nobody_else(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    own = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE})
    desk = client.get("/api/v1/desk/messages", headers=as_("clerk"))
    public = client.get("/api/v1/columns")
    assert [answer.headers["Cache-Control"] for answer in (own, desk, public)] == [
        "private, no-cache",
        "private, no-cache",
        "no-cache",
    ]
    assert client.get("/api/v1/nothing").headers["Cache-Control"] == "no-store"


def test_tokens_and_query_codes_are_stored_by_no_cache(client: FlaskClient) -> None:
    message = {"column": "mayor", "kind": "request", "title": "路灯", "body": "不亮"}
    answers = [
        client.post("/api/v1/messages", json=message),
        client.post("/api/v1/session", json={"username": "clerk", "password": "a-good-password"}),
    ]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store", "no-store"]


def test_other_websites_are_not_let_in_unless_a_setting_says_so(client: FlaskClient) -> None:
    answer = client.get("/api/v1/columns", headers={"Origin": "https://www.example.gov.cn"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_citys_website_may_call_what_needs_no_account(build: Build) -> None:
    client = create_app(build(cors_origins=("https://www.example.gov.cn",))).test_client()
    asks = {"Origin": "https://www.example.gov.cn", "Access-Control-Request-Method": "POST"}
    answer = client.options("/api/v1/messages", headers=asks)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://www.example.gov.cn"
    assert "Idempotency-Key" in answer.headers["Access-Control-Allow-Headers"]
    assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    other = client.get("/api/v1/columns", headers={"Origin": "https://example.com"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Origin" in other.headers["Vary"]


@pytest.mark.parametrize(("proxies", "seen"), [(0, "192.0.2.1"), (1, "203.0.113.9")])
def test_forwarded_addresses_are_believed_only_if_a_setting_says_so(build: Build, proxies: int, seen: str) -> None:
    parts = build(rate_limit=1, trusted_proxies=proxies)
    client = create_app(parts).test_client()
    client.post(
        "/api/v1/session",
        json={"username": "a", "password": "b"},
        headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert list(parts.session_rate._buckets) == [seen]


def test_a_log_line_names_the_route_and_the_role_and_nobody(
    client: FlaskClient, services: FakeServices, as_: As, capsys: pytest.CaptureFixture[str]
) -> None:
    number = services.written()
    headers = as_("clerk")
    capsys.readouterr()
    client.get(f"/api/v1/desk/messages/{number}?x=13800138000", headers=headers)
    line = capsys.readouterr().out
    assert "/api/v1/desk/messages/<number:number>" in line
    assert "role=clerk" in re.sub(r"\x1b\[[0-9;]*m", "", line)
    for secret in (number, "13800138000", headers["Authorization"], "127.0.0.1"):
        assert secret not in line


def test_requests_are_counted_by_route_and_status(client: FlaskClient, services: FakeServices) -> None:
    client.get(f"/api/v1/messages/{services.written()}", headers={"X-Query-Code": CODE})
    client.get("/api/v1/nothing-" + "x" * 30)
    text = client.get("/metrics").text
    assert re.search(r'huiyin_http_requests_total\{.*route="/api/v1/messages/<number:number>",status="200"\}', text)
    assert 'route="(none)"' in text
    assert "x" * 30 not in text
    assert "20190307-000001" not in text


def test_the_process_lives_whatever_else_is_away(client: FlaskClient, services: FakeServices) -> None:
    services.away = set(SERVICES)
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz/gateway").status_code == 200


def test_readiness_names_what_does_not_answer(client: FlaskClient, services: FakeServices, clock: FixedClock) -> None:
    assert client.get("/readyz").status_code == 200
    services.away = {"stats"}
    clock.at += timedelta(seconds=1)
    answer = client.get("/readyz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"]) == (503, "degraded")
    assert {name for name, one in answer.json["dependencies"].items() if not one["ok"]} == {"stats"}
    assert set(answer.json["dependencies"]) == {"database", *SERVICES}


def test_what_is_still_being_brought_in_makes_nobody_ready_and_says_so(parts: Parts, clock: FixedClock) -> None:
    waiting = ["city"]
    client = create_app(replace(parts, awaited=lambda: tuple(waiting))).test_client()
    for path in ("/readyz", "/readyz/gateway"):
        answer = client.get(path)
        assert answer.json is not None
        assert (answer.status_code, answer.json["dependencies"]["city"]) == (503, {"ok": False, "why": "loading"})
    assert "演示城市" in client.get("/status").text
    assert client.get("/livez").status_code == 200
    waiting.clear()
    clock.at += timedelta(seconds=1)
    assert [client.get(path).status_code for path in ("/readyz", "/readyz/gateway")] == [200, 200]


def test_readiness_is_looked_up_once_a_second(client: FlaskClient, services: FakeServices, clock: FixedClock) -> None:
    for _ in range(3):
        client.get("/readyz")
    assert len(services.calls) == len(SERVICES)
    clock.at += timedelta(seconds=1)
    client.get("/readyz")
    assert len(services.calls) == 2 * len(SERVICES)


def test_a_proxy_says_who_asks_and_how_and_never_which_host_this_is(build: Build) -> None:
    app = create_app(build(trusted_proxies=1))
    app.add_url_rule("/seen", view_func=lambda: [request.remote_addr, request.scheme, request.host])
    forwarded = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    answer = app.test_client().get("/seen", headers=forwarded)
    assert answer.json == ["192.0.2.9", "https", "localhost"]


def test_the_gateways_own_database_away_is_a_503(build: Build, tmp_path: Path) -> None:
    parts = build()
    app = create_app(parts)
    parts.engine.dispose()
    (tmp_path / "gateway.db").rename(tmp_path / "gone")
    (tmp_path / "gateway.db").mkdir()
    answer = app.test_client().get("/api/v1/me", headers={"Authorization": "Bearer x"})
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (503, "kernel.unavailable")


def test_a_missing_table_is_a_bug_and_no_outage(client: FlaskClient, parts: Parts) -> None:
    with parts.engine.begin() as connection:
        connection.execute(text("DROP TABLE sessions"))
    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer huiyin_x"})
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (500, "gateway.unexpected")
