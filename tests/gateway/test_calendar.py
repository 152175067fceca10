"""The working calendar through the staff's door: seen by everyone at a desk, amended by the portal office."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kernel.errors import Refused
from tests.gateway.fake_calendar import VERSION
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
CALENDAR = "/api/v1/admin/calendar"
AMENDMENT = {"days": [{"date": "2019-09-29", "kind": "makeup", "name": "国庆节"}], "reason": "国办发明电〔2018〕15号"}


def test_a_year_is_shown_with_what_each_day_is(client: FlaskClient, services: FakeServices, as_: As) -> None:
    answer = client.get(f"{CALENDAR}?year=2019", headers=as_("clerk"))
    assert answer.json is not None
    assert (answer.json["year"], answer.json["calendar"], answer.json["announced"]) == (2019, VERSION, True)
    assert answer.json["days"][0]["kind_name"] == "调休上班日"
    assert answer.json["amendments"][0]["days"][0]["kind_name"] == "调休上班日"
    english = client.get(CALENDAR, headers={**as_("clerk"), "Accept-Language": "en"})
    assert (english.json or {})["days"][0]["kind_name"] == "make-up working day"
    assert services.calls[-1][2] == {}


@pytest.mark.parametrize("year", ["1999", "2101", "next"])
def test_a_year_is_one_that_the_calendar_can_hold(client: FlaskClient, as_: As, year: str) -> None:
    assert client.get(f"{CALENDAR}?year={year}", headers=as_("clerk")).status_code == 422


def test_the_office_amends(client: FlaskClient, services: FakeServices, as_: As) -> None:
    answer = client.post(f"{CALENDAR}/amendments", json=AMENDMENT, headers=as_("office"))
    assert (answer.status_code, answer.json) == (200, {"calendar": VERSION, "amendment": 1})
    service, method, payload, context = services.calls[-1]
    assert (service, method, context.actor.role) == ("routing", "amend_calendar", "office")
    assert payload == {**AMENDMENT, "announced": [], "retracted": []}
    assert context.request_id


def test_an_amendment_that_says_nothing_is_told_so(client: FlaskClient, as_: As) -> None:
    answer = client.post(f"{CALENDAR}/amendments", json={"reason": "通知"}, headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["code"]) == (422, "routing.amends_nothing")


@pytest.mark.parametrize("account", ["clerk", "dispatcher", "handler", "auditor", "admin"])
def test_nobody_but_the_office_amends_or_applies(client: FlaskClient, as_: As, account: str) -> None:
    headers = as_(account)
    assert client.post(f"{CALENDAR}/amendments", json=AMENDMENT, headers=headers).status_code == 403
    applied = client.post(f"{CALENDAR}/diff/application", json={"calendar": VERSION}, headers=headers)
    assert applied.status_code == 403


def test_the_difference_is_looked_at_and_applied_under_its_version(client: FlaskClient, as_: As) -> None:
    seen = client.get(f"{CALENDAR}/diff", headers=as_("auditor")).json or {}
    assert (seen["items"][0]["previous"], seen["items"][0]["due"]) == ("2019-03-14", "2019-03-15")
    assert (seen["items"][0]["direction_name"], seen["looked_at"], seen["total"]) == ("推迟", 1, 1)
    office = as_("office")
    applied = client.post(f"{CALENDAR}/diff/application", json={"calendar": seen["calendar"]}, headers=office)
    assert (applied.status_code, (applied.json or {})["items"]) == (200, seen["items"])
    late = client.post(f"{CALENDAR}/diff/application", json={"calendar": "older"}, headers=office)
    assert (late.status_code, (late.json or {})["values"]) == (409, {"calendar": VERSION})


def test_a_deadline_is_explained_day_by_day_in_words(client: FlaskClient, services: FakeServices, as_: As) -> None:
    path = f"/api/v1/desk/cases/{services.written()}/deadline"
    answer = client.get(path, headers=as_("handler")).json or {}
    assert answer["days"] == [
        {"date": "2019-09-29", "kind": "makeup", "kind_name": "调休上班日", "name": "国庆节", "count": 1}
    ]
    assert (answer["limit"]["source"], answer["limit"]["source_name"]) == ("dispatcher", "转办时指定")
    english = client.get(path, headers={**as_("handler"), "Accept-Language": "en"}).json or {}
    assert (english["limit"]["source_name"], english["recounts"][0]["calendar"]) == ("set by the dispatcher", VERSION)


def test_a_deadline_that_stands_says_so_in_words(client: FlaskClient, services: FakeServices, as_: As) -> None:
    path = f"/api/v1/desk/cases/{services.written()}/deadline"
    fresh = client.get(path, headers=as_("handler")).json or {}
    assert (fresh["stands_since"], fresh["stands_because"]) == (None, None)
    services.stands_since = fresh["assigned_at"]
    stands = client.get(path, headers=as_("handler")).json or {}
    assert stands["stands_since"] == fresh["assigned_at"]
    assert stands["stands_because"].endswith("原期限继续有效。")
    english = client.get(path, headers={**as_("handler"), "Accept-Language": "en"}).json or {}
    assert english["stands_because"].endswith("the earlier one stands.")


@pytest.mark.parametrize(
    ("source", "in_words"), [("ordinary", "栏目时限"), ("rule", "转办规则")], ids=["limit", "rule"]
)
def test_whatever_gave_the_days_is_told_in_words(
    client: FlaskClient, services: FakeServices, as_: As, source: str, in_words: str
) -> None:
    services.limit_source = source
    answer = client.get(f"/api/v1/desk/cases/{services.written()}/deadline", headers=as_("handler"))
    assert (answer.json or {})["limit"]["source_name"] == in_words


def test_a_case_that_waits_has_no_deadline(client: FlaskClient, services: FakeServices, as_: As) -> None:
    services.refuse_next = Refused("routing.not_assigned", {"round": 1})
    answer = client.get(f"/api/v1/desk/cases/{services.written()}/deadline", headers=as_("handler"))
    assert (answer.status_code, (answer.json or {})["code"]) == (409, "routing.not_assigned")
