"""Dispatch rules through the door of those who write them, and what a dispatcher sees of them."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from kernel.errors import Refused
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
RULES = "/api/v1/admin/dispatch-rules"
RULE = {"name": "路灯照明", "lead": "housing", "fields": ["lighting"], "working_days": 3}
WHOLE = {
    **RULE,
    "columns": [],
    "territories": [],
    "kinds": [],
    "urgency": None,
    "complexity": None,
    "co_agencies": [],
}


def test_rules_are_read_written_tried_out_and_switched_on(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    office = as_("office")
    version = (client.get(RULES, headers=office).json or {})["version"]
    drafted = client.put(RULES, json={"rules": [RULE], "replaces": version}, headers=office)
    assert (drafted.status_code, drafted.json) == (200, {"version": 3, "on": 2})
    assert services.calls[-1][:3] == ("routing", "draft_rules", {"rules": [WHOLE], "replaces": 2})
    tried: dict[str, Any] = client.post(f"{RULES}/trial", json={"from": "2018-10-01"}, headers=office).json or {}
    assert (tried["from"], tried["to"], tried["cases"], tried["rules"][0]["sent"]) == (
        "2018-10-01",
        "2019-01-01",
        120,
        37,
    )
    assert (tried["items"][0]["number"], tried["items"][0]["title"]) == (number, "路灯不亮")
    switched = client.post(f"{RULES}/switching-on", json={"version": 3}, headers=office)
    assert (switched.status_code, switched.json) == (200, {"version": 3, "on": 3})


def test_the_period_of_a_trial_reaches_the_service(client: FlaskClient, services: FakeServices, as_: As) -> None:
    client.post(f"{RULES}/trial", json={"from": "2019-01-01", "to": "2019-02-01", "limit": 5}, headers=as_("office"))
    assert services.calls[-1][:3] == ("routing", "trial", {"from": "2019-01-01", "to": "2019-02-01", "limit": 5})


def test_trying_out_records_nothing_and_needs_no_key(client: FlaskClient, services: FakeServices, as_: As) -> None:
    client.post(f"{RULES}/trial", json={}, headers=as_("office"))
    (called,) = [context for _, method, _, context in services.calls if method == "trial"]
    assert called.request_id is None


def test_who_wrote_on_an_older_edition_is_told_so(client: FlaskClient, as_: As) -> None:
    answer = client.put(RULES, json={"rules": [], "replaces": 1}, headers=as_("office"))
    assert answer.status_code == 409
    assert (answer.json or {})["detail"] == "您看到的是第 1 版，最新的是第 2 版。请查看最新版本后再修改。"


def test_who_reaches_beyond_their_columns_is_told_which_rules_do(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    services.refuse_next = Refused("routing.rule_beyond_columns", {"rules": ["路灯照明"], "columns": ["mayor"]})
    answer = client.put(RULES, json={"rules": [], "replaces": 2}, headers=as_("office"))
    assert answer.status_code == 403
    assert (answer.json or {})["detail"] == "“路灯照明”的改动会影响其他栏目；您只管理：市长信箱（mayor）。"


def test_a_rule_needs_a_name_and_a_lead_and_knows_its_words(client: FlaskClient, as_: As) -> None:
    wrong = {"rules": [{"kinds": ["wish"], "working_days": 0}], "replaces": 2}
    answer = client.put(RULES, json=wrong, headers=as_("office"))
    assert answer.status_code == 422
    assert sorted(error["field"] for error in (answer.json or {})["errors"]) == [
        "rules.0.kinds.0",
        "rules.0.lead",
        "rules.0.name",
        "rules.0.working_days",
    ]


def test_a_dispatcher_sees_what_the_rules_propose_and_why(client: FlaskClient, services: FakeServices, as_: As) -> None:
    answer = client.get(f"/api/v1/desk/cases/{services.written()}/proposal", headers=as_("dispatcher"))
    found: dict[str, Any] = answer.json or {}
    assert found["proposed"]["lead"] == "housing"
    assert found["fitting"][0]["reasons"] == [{"condition": "kinds", "named": "request", "value": "request"}]


def test_a_dispatcher_reads_the_rules_and_does_not_write_them(client: FlaskClient, as_: As) -> None:
    assert client.get(RULES, headers=as_("dispatcher")).status_code == 200
    assert client.put(RULES, json={"rules": [], "replaces": 2}, headers=as_("dispatcher")).status_code == 403
