"""The contract: OpenAPI 3.1, and an application that keeps it whatever it is asked."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.parts import Parts
from gateway.resources.admin import ADMIN
from gateway.resources.citizen import CITIZEN
from gateway.resources.desk import DESK
from gateway.resources.events import EVENTS
from gateway.resources.people import SESSION
from gateway.roles import PERMISSIONS
from tests.gateway.fake_notices import NOTICE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def contract(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json or {}
    return found


def operations(contract: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in contract["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "delete"}
    }


def test_the_contract_is_openapi_3_1(contract: dict[str, Any]) -> None:
    assert contract["openapi"] == "3.1.0"
    assert set(contract["components"]["securitySchemes"]) == {"session", "key"}


def test_every_resource_is_in_the_contract(contract: dict[str, Any]) -> None:
    declared = sum(len(group.permissions) for group in (CITIZEN, SESSION, DESK, ADMIN, EVENTS))
    assert len(operations(contract)) == declared


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(contract: dict[str, Any]) -> None:
    found = operations(contract)
    names = [operation["operationId"] for operation in found.values()]
    assert len(names) == len(set(names))
    assert [name for name, operation in found.items() if not operation.get("summary")] == []


def test_every_post_and_put_takes_an_idempotency_key(contract: dict[str, Any]) -> None:
    for name, operation in operations(contract).items():
        parameters = [parameter.get("$ref", "") for parameter in operation["parameters"]]
        takes = "#/components/parameters/IDEMPOTENCY_KEY" in parameters
        assert takes is name.startswith(("POST", "PUT")), name


def test_every_desk_operation_needs_a_session(contract: dict[str, Any]) -> None:
    for name, operation in operations(contract).items():
        if "/desk/" in name or "/admin/" in name:
            assert operation["security"] == [{"session": []}], name


def label(group_operation: str) -> tuple[str, str]:
    """Method and path of an operation as the contract writes them."""
    method, path = group_operation.split(" ")
    return method, re.sub(r"<[^>]*?(\w+)>", r"{\1}", path)


OPERATIONS = [label(name) for group in (CITIZEN, SESSION, DESK, ADMIN, EVENTS) for name in group.permissions]
# what ends the very session it is called with is tried without one
ENDING = {("DELETE", "/api/v1/session"), ("DELETE", "/api/v1/me/sessions"), ("PUT", "/api/v1/me/password")}
BY_ROLE = {
    "clerk": "clerk",
    "dispatcher": "dispatcher",
    "handler": "handler",
    "reviewer": "reviewer1",
    "supervisor": "supervisor",
    "office": "office",
    "admin": "admin",
}


def headers_of(method: str, path: str, as_: As, key: str) -> dict[str, str]:
    """What the operation asks for: a key, or an account whose role may call it."""
    accesses = {label(name): access for group in (SESSION, DESK, ADMIN) for name, access in group.permissions.items()}
    access = accesses.get((method, path))
    if access is None or (method, path) in ENDING:
        return {"X-API-Key": key}
    roles = PERMISSIONS[access.permission] if access.permission else ("clerk",)
    return as_(next(BY_ROLE[role] for role in roles if role in BY_ROLE))


@cache
def described(app: Flask) -> Any:
    """The contract as schemathesis reads it, once for an application."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def asked(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    """Ask what can be made up, and hold each answer against the contract."""

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        if "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = "20190307-000001"
        if "bulletin" in (case.path_parameters or {}):
            case.path_parameters["bulletin"] = "2019Q1-mayor"
        if "notice" in (case.path_parameters or {}):
            case.path_parameters["notice"] = NOTICE
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    holds()


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_no_request_that_can_be_made_up_breaks_the_contract(  # noqa: PLR0917 - fixtures and the two parameters
    app: Flask, services: FakeServices, parts: Parts, as_: As, mode: GenerationMode, method: str, path: str
) -> None:
    services.written("20190307-000001")
    services.written("20190307-000002", "closed", published=True)
    key = parts.keys.add("12345", by="admin", wish=parts.wishes.make("", "", "", None, None))["key"]
    operation = described(app)[path][method]
    try:
        asked(operation, mode, headers_of(method, path, as_, key))
    except Unsatisfiable:
        # nothing about this operation can be wrong: it takes neither body nor query
        assert mode is GenerationMode.NEGATIVE
