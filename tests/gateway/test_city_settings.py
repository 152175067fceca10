"""Columns and agencies changed at the gateway: whoever has read an older version overwrites nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
MAYOR = "/api/v1/admin/columns/mayor"


def test_an_editor_reads_a_version_and_changes_that_one(client: FlaskClient, services: FakeServices, as_: As) -> None:
    office = as_("office")
    read = client.get(MAYOR, headers=office)
    assert read.headers["ETag"] == '"1"'
    body = {"review_levels": 2, "terms": {"yellow_working_days": 2}}
    changed = client.put(MAYOR, json=body, headers={**office, "If-Match": read.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    sent = next(payload for _, method, payload, _ in services.calls if method == "set_column")
    assert sent == {"column": "mayor", "version": 1, **body}
    late = client.put(MAYOR, json=body, headers={**office, "If-Match": read.headers["ETag"]})
    assert late.json is not None
    assert (late.status_code, late.json["code"], late.json["values"]) == (412, "routing.changed_since", {"version": 2})
    unchanged = client.get(MAYOR, headers={**office, "If-None-Match": '"2"'})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}, {"If-Match": "1"}, {"If-Match": '"x"'}])
def test_without_a_version_nothing_is_changed(
    client: FlaskClient, services: FakeServices, as_: As, headers: dict[str, str]
) -> None:
    refused = client.put(MAYOR, json={"accepts": False}, headers={**as_("office"), **headers})
    assert refused.json is not None
    assert (refused.status_code, refused.json["code"]) == (428, "gateway.if_match_required")
    assert "set_column" not in [method for _, method, _, _ in services.calls]


def test_what_is_to_be_new_is_at_no_version(client: FlaskClient, services: FakeServices, as_: As) -> None:
    headers = {**as_("office"), "If-None-Match": "*"}
    client.put("/api/v1/admin/agencies/housing", json={"name": "住建局"}, headers=headers)
    assert next(sent for _, method, sent, _ in services.calls if method == "set_agency")["version"] == 0


@pytest.mark.parametrize("body", [{"terms": {"unknown": 1}}, {"review_levels": 0}, {"office": "Not A Code"}])
def test_what_is_no_setting_is_refused(client: FlaskClient, as_: As, body: Any) -> None:
    assert client.put(MAYOR, json=body, headers={**as_("office"), "If-Match": '"1"'}).status_code == 422


@pytest.mark.parametrize(("path", "code"), [("columns", "column_not_found"), ("agencies", "agency_not_found")])
def test_what_is_not_there_is_404_whether_it_is_read_or_changed(
    client: FlaskClient, as_: As, path: str, code: str
) -> None:
    office, nowhere = as_("office"), f"/api/v1/admin/{path}/nowhere"
    for answer in (
        client.get(nowhere, headers=office),
        client.put(nowhere, json={"name": "某处"}, headers={**office, "If-Match": '"3"'}),
    ):
        assert answer.json is not None
        assert (answer.status_code, answer.json["code"]) == (404, f"routing.{code}")
