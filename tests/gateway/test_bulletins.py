"""Bulletins over HTTP: made by four eyes, frozen, and read by everyone as what they were counted as."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from gateway.asking import PATIENCE_WITH_COUNTING
from gateway.schemas.statistics import FIGURES, PUBLIC
from kernel.errors import Refused
from tests.gateway.fake_bulletins import content
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
API = "/api/v1"
DESK = f"{API}/desk/bulletins"
PUBLISHED = "2019Q1-mayor"
QUARTER = {"column": "mayor", "from": "2019-04-01", "to": "2019-07-01"}


def made(client: FlaskClient, who: dict[str, str], path: str, body: Any) -> dict[str, Any]:
    answer = client.post(path, json=body, headers=who)
    assert answer.status_code == 200, answer.text
    return answer.json or {}


def refused(client: FlaskClient, who: dict[str, str], path: str, body: Any) -> tuple[int, str]:
    answer = client.post(path, json=body, headers=who)
    return answer.status_code, (answer.json or {})["code"]


def test_a_bulletin_is_drafted_checked_by_somebody_else_and_published(client: FlaskClient, as_: As) -> None:
    office, supervisor = as_("office"), as_("supervisor")
    draft = made(client, office, DESK, QUARTER)
    assert (draft["bulletin"], draft["version"], draft["state"]) == ("2019Q2-mayor", 1, "drafted")
    one, looked_at = f"{DESK}/2019Q2-mayor", {"digest": draft["digest"]}
    assert client.get(f"{API}/bulletins/2019Q2-mayor").status_code == 404
    assert refused(client, office, f"{one}/check", looked_at) == (403, "stats.drafted_by_the_same")
    assert made(client, supervisor, f"{one}/check", looked_at)["state"] == "checked"
    assert made(client, office, f"{one}/publication", looked_at)["state"] == "published"
    out = client.get(f"{API}/bulletins/2019Q2-mayor").json or {}
    assert (out["version"], out["digest"]) == (1, draft["digest"])


def test_what_is_counted_before_it_is_recorded_is_waited_for(
    client: FlaskClient, as_: As, services: FakeServices
) -> None:
    draft = made(client, as_("office"), DESK, QUARTER)
    looked_at = {"digest": draft["digest"]}
    made(client, as_("supervisor"), f"{DESK}/2019Q2-mayor/check", looked_at)
    made(client, as_("office"), f"{DESK}/2019Q2-mayor/publication", looked_at)
    waited = services.waited
    assert waited["stats.draft_bulletin"] == waited["stats.publish_bulletin"] == PATIENCE_WITH_COUNTING
    assert waited["stats.check_bulletin"] < PATIENCE_WITH_COUNTING


def test_a_refusal_says_where_the_missing_events_stand(client: FlaskClient, as_: As, services: FakeServices) -> None:
    missing = {"missing": 5, "which": ["intake 41", "routing 57–60"]}
    services.refuse_next = Refused("stats.figures_incomplete", missing)
    answer = client.post(DESK, json=QUARTER, headers={**as_("office"), "Accept-Language": "en"})
    told = answer.json or {}
    assert (answer.status_code, told["values"]) == (409, missing)
    assert "5, by their places in the logs: intake 41, routing 57–60." in told["detail"]


def test_a_draft_is_sent_back_with_a_reason_that_staff_read(client: FlaskClient, as_: As) -> None:
    draft = made(client, as_("office"), DESK, QUARTER)
    back = {"digest": draft["digest"], "reason": "与台账不符"}
    assert made(client, as_("supervisor"), f"{DESK}/2019Q2-mayor/return", back)["state"] == "sent_back"
    told = client.get(f"{DESK}/2019Q2-mayor", headers=as_("auditor")).json or {}
    assert (told["state"], told["comment"], told["drafted_by"]) == ("sent_back", "与台账不符", "office")
    listed = client.get(f"{DESK}?state=sent_back", headers=as_("auditor")).json or {}
    assert [item["bulletin"] for item in listed["items"]] == ["2019Q2-mayor"]


def test_what_was_not_looked_at_is_not_decided_about(client: FlaskClient, as_: As) -> None:
    made(client, as_("office"), DESK, QUARTER)
    wrong = {"digest": "0" * 64}
    assert refused(client, as_("supervisor"), f"{DESK}/2019Q2-mayor/check", wrong) == (409, "stats.bulletin_moved_on")
    assert refused(client, as_("supervisor"), f"{DESK}/2019Q2-mayor/check", {}) == (422, "gateway.invalid_input")


def test_repeating_a_wish_records_nothing(client: FlaskClient, as_: As, services: FakeServices) -> None:
    headers = {**as_("office"), "Idempotency-Key": "one-draft-only"}
    first, again = (made(client, headers, DESK, QUARTER) for _ in range(2))
    assert first == again
    assert len(services.recorded) == 1


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("supervisor", "", 403),
        ("auditor", "", 403),
        ("clerk", "/2019Q2-mayor/check", 403),
        ("auditor", "/2019Q2-mayor/check", 403),
        ("supervisor", "/2019Q2-mayor/publication", 403),
    ],
)
def test_who_may_not_is_refused(client: FlaskClient, as_: As, who: str, act: str, status: int) -> None:
    body = {"digest": "0" * 64} if act else QUARTER
    assert refused(client, as_(who), f"{DESK}{act}", body) == (status, "gateway.role_not_allowed")


def test_a_refusal_says_why_in_words(client: FlaskClient, as_: As) -> None:
    answer = client.post(DESK, json={**QUARTER, "to": "2019-08-01"}, headers=as_("office")).json or {}
    assert (answer["code"], answer["title"]) == ("stats.period_not_over", "统计期尚未结束")
    assert answer["detail"] == "通报按整日统计：该统计期至2019-07-31止，而截止时间为2019-04-10 00:00。"


def test_everyone_lists_what_is_published(client: FlaskClient) -> None:
    listed = client.get(f"{API}/bulletins?column=mayor&period=2019Q1").json or {}
    (item,) = listed["items"]
    assert (item["bulletin"], item["version"]) == (PUBLISHED, 2)
    assert item["period"] == {"name": "2019Q1", "kind": "quarter", "from": "2019-01-01", "to": "2019-04-01"}
    assert (item["accepted"], item["closed"], item["completion_rate"]) == (104, 102, "98.08")
    assert "drafted_by" not in item


def test_what_is_read_is_what_was_frozen_and_its_digest_can_be_computed_from_it(client: FlaskClient) -> None:
    told = client.get(f"{API}/bulletins/{PUBLISHED}", headers={"Accept-Language": "en"}).json or {}
    assert told["content"] == content(PUBLISHED, 2)
    text = json.dumps(told["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(text.encode()).hexdigest() == told["digest"]


def test_every_version_stays_to_be_read(client: FlaskClient) -> None:
    last = client.get(f"{API}/bulletins/{PUBLISHED}").json or {}
    assert [(one["version"], one["reason"]) for one in last["versions"]] == [(2, "补录一件纸质办结材料"), (1, None)]
    first = client.get(f"{API}/bulletins/{PUBLISHED}?version=1").json or {}
    assert (first["version"], [one["version"] for one in first["versions"]]) == (1, [1])
    assert client.get(f"{API}/bulletins/{PUBLISHED}?version=3").status_code == 404


def test_a_version_can_be_kept_for_good_and_the_last_one_until_there_is_another(client: FlaskClient) -> None:
    last = client.get(f"{API}/bulletins/{PUBLISHED}")
    assert last.headers["ETag"] == f'"{(last.json or {})["digest"]}"'
    assert last.headers["Cache-Control"] == "no-cache"
    kept = client.get(f"{API}/bulletins/{PUBLISHED}?version=1")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(f"{API}/bulletins/{PUBLISHED}?version=1", headers={"If-None-Match": kept.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_each_figure_links_to_its_messages_as_they_were_counted(client: FlaskClient, as_: As) -> None:
    made(client, as_("office"), DESK, QUARTER)
    links = (client.get(f"{DESK}/2019Q2-mayor", headers=as_("office")).json or {})["links"]
    assert {name for name in content(PUBLISHED, 1)["workload"] if name in FIGURES} == {
        pointer.rpartition("/")[2] for pointer in links if pointer.startswith("/workload/")
    }
    asked = urlsplit(links["/agencies/0/overdue"])
    assert asked.path == f"{API}/desk/statistics/messages"
    assert parse_qs(asked.query) == {
        "figure": ["overdue"],
        "from": ["2019-04-01"],
        "to": ["2019-07-01"],
        "as_of": ["2019-04-09T16:00:00Z"],
        "positions": ["intake:123,review:45,routing:99"],
        "column": ["mayor"],
        "by": ["agency"],
        "key": ["housing"],
    }
    assert parse_qs(urlsplit(links["/fields/1/accepted"]).query)["keyless"] == ["true"]
    assert not any(pointer.endswith("rate") for pointer in links)


def test_every_link_can_be_followed(client: FlaskClient, as_: As) -> None:
    made(client, as_("office"), DESK, {**QUARTER, "column": None})
    links = (client.get(f"{DESK}/2019Q2", headers=as_("office")).json or {})["links"]
    assert {client.get(link, headers=as_("office")).status_code for link in set(links.values())} == {200}
    public = (client.get(f"{API}/bulletins/{PUBLISHED}").json or {})["links"]
    assert {client.get(link).status_code for link in set(public.values())} == {200}
    assert {pointer.rpartition("/")[2] for pointer in public} <= set(PUBLIC)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_everyone_gets_what_is_published_as_a_file(client: FlaskClient, form: str) -> None:
    files = [client.get(f"{API}/bulletins/{PUBLISHED}.{form}{version}") for version in ("", "", "?version=1")]
    last, again, first = (file.data for file in files)
    assert last == again != first
    assert files[0].headers["Content-Disposition"] == f'attachment; filename="bulletin-{PUBLISHED}-v2.{form}"'
    assert client.get(f"{API}/bulletins/2019Q4-mayor.{form}").status_code == 404


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_checker_reads_what_will_go_out(client: FlaskClient, as_: As, form: str) -> None:
    draft = made(client, as_("office"), DESK, QUARTER)
    file = client.get(f"{DESK}/2019Q2-mayor.{form}", headers=as_("supervisor"))
    assert file.headers["Content-Disposition"] == f'attachment; filename="bulletin-2019Q2-mayor-v1-draft.{form}"'
    with ZipFile(BytesIO(file.data)) as parts:
        assert draft["digest"] in "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    assert client.get(f"{DESK}/2019Q2-mayor.{form}", headers=as_("clerk")).status_code == 403


def test_what_a_period_should_have_is_listed(client: FlaskClient, as_: As) -> None:
    made(client, as_("office"), DESK, QUARTER)
    due = client.get(f"{DESK}/due?from=2019-04-01&to=2019-07-01", headers=as_("office")).json or {}
    assert due["period"] == "2019Q2"
    assert [(item["bulletin"], item["state"]) for item in due["items"]] == [
        ("2019Q2-mayor", "drafted"),
        ("2019Q2", "absent"),
    ]


@pytest.mark.parametrize("name", ["2019Q5", "2019", "2019-13x", "2019Q1-Mayor", "mayor"])
def test_a_name_that_no_bulletin_can_have_or_none_has_is_a_404(client: FlaskClient, name: str) -> None:
    assert client.get(f"{API}/bulletins/{name}").status_code == 404
