"""What changed, how a reply is laid out, and the evidence of how it went out, through HTTP."""

import hashlib
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient

from gateway.account import NewAccount
from gateway.documents.evidence_record import FRAMED, evidence_record
from gateway.evidences import case_of, with_causes, with_people
from gateway.parts import Parts
from kernel.errors import Refused
from tests.gateway.conftest import PASSWORD
from tests.gateway.fake_evidence import AT, FIRST, FORM, MAP, PLAN, SECOND, WHY, evidence, hash_of
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
DESK = "/api/v1/desk/replies"
TEMPLATES = "/api/v1/admin/reply-templates"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HASH = re.compile("[0-9a-f]{64}")


@pytest.fixture(autouse=True)
def _a_column_administrator(parts: Parts) -> None:
    """One who runs the mayor's column."""
    person = NewAccount("columnadmin", "栏目管理员", "columnadmin", columns=("mayor",), password=PASSWORD)
    parts.accounts.add(person, by=person.username)


def test_the_difference_of_two_drafts_is_shown_piece_by_piece(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    shown: dict[str, Any] = client.get(f"{DESK}/{number}/difference", headers=as_("reviewer1")).json or {}
    assert (shown["because"], shown["from"]["draft"], shown["to"]["draft"]) == ("yours", 1, 2)
    assert shown["segments"][1] == {"op": "replace", "before": "将", "after": "已"}
    assert shown["counts"] == {"inserted": 1, "deleted": 1, "changes": 1}
    (added,) = shown["files"].pop("added")
    assert added.items() >= MAP.items()
    assert shown["files"] == {"removed": [], "replaced": [], "reordered": False}
    asked = client.get(f"{DESK}/{number}/difference?from=2&to=5&part=interim", headers=as_("handler"))
    assert asked.status_code == 200
    assert services.calls[-1][:3] == ("review", "difference", {"number": number, "part": "interim", "from": 2, "to": 5})
    assert client.get(f"{DESK}/{number}/difference?from=0", headers=as_("handler")).status_code == 422


def test_the_template_is_filled_in_for_who_drafts(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    shown: dict[str, Any] = client.get(f"{DESK}/{number}/template", headers=as_("handler")).json or {}
    assert shown["text"].endswith("市住建局\n2019年3月7日")
    assert services.calls[-1][:3] == ("review", "template_for", {"number": number, "part": "reply"})


def test_a_template_is_written_by_who_runs_the_column_on_the_edition_that_they_read(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    for role in ("columnadmin", "office"):
        written = client.put(f"{TEMPLATES}/mayor", json={**FORM, "replaces": 2}, headers=as_(role))
        assert (written.status_code, written.json) == (200, {"column": "mayor", "version": 3})
    assert services.calls[-1][:3] == ("review", "write_template", {"column": "mayor", **FORM, "replaces": 2})
    late = client.put(f"{TEMPLATES}/mayor", json={**FORM, "replaces": 1}, headers=as_("office"))
    assert (late.status_code, (late.json or {})["detail"]) == (
        409,
        "您看到的是第 1 版，最新的是第 2 版。请查看最新版本后再修改。",
    )
    for role in ("handler", "reviewer1", "auditor", "admin"):
        refused = client.put(f"{TEMPLATES}/mayor", json={**FORM, "replaces": 2}, headers=as_(role))
        assert (refused.status_code, (refused.json or {})["code"]) == (403, "gateway.role_not_allowed")


def test_an_unknown_placeholder_is_named(client: FlaskClient, services: FakeServices, as_: As) -> None:
    values = {"field": "body", "placeholder": "{name}", "known": ["{number}", "{date}"]}
    services.refuse_next = Refused("review.unknown_placeholder", values)
    answer = client.put(f"{TEMPLATES}/mayor", json={**FORM, "replaces": 2}, headers=as_("office"))
    assert answer.status_code == 422
    assert "{name}" in (answer.json or {})["detail"]


def test_templates_and_their_editions_are_read(client: FlaskClient, as_: As) -> None:
    auditor = as_("auditor")
    listed: dict[str, Any] = client.get(TEMPLATES, headers=auditor).json or {}
    assert [(each["column"], each["version"]) for each in listed["items"]] == [("mayor", 2)]
    one: dict[str, Any] = client.get(f"{TEMPLATES}/mayor", headers=auditor).json or {}
    assert {name: one[name] for name in FORM} == FORM
    editions: dict[str, Any] = client.get(f"{TEMPLATES}/mayor/editions", headers=auditor).json or {}
    assert [each["version"] for each in editions["items"]] == [2, 1]
    assert client.get(TEMPLATES, headers=as_("handler")).status_code == 403


def test_anyone_computes_the_hashes_anew_from_the_evidence_alone(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    shown: dict[str, Any] = client.get(f"{DESK}/{number}/evidence", headers=as_("auditor")).json or {}
    for out in shown["publications"]:
        assert hash_of(out["text"], *(file["digest"] for file in out["attachments"])) == out["text_hash"]
    assert [file["digest"] for file in shown["publications"][1]["attachments"]] == [PLAN["digest"], MAP["digest"]]
    assert [step["digest"] for step in shown["steps"] if step["digest"]] == [PLAN["digest"], MAP["digest"]]
    for link in shown["journal"]["links"]:
        assert hash_of(link["previous"] + link["content"]) == link["digest"]
    assert shown["how"].endswith(f"huiyin verify review --anchor {shown['journal']['anchor']}")
    assert [step["on_behalf_of"] for step in shown["steps"] if step["on_behalf_of"]] == ["reviewer1"]


@pytest.mark.parametrize("form", ["evidence", "evidence.docx"])
def test_the_evidence_is_for_who_reviews_and_oversees(
    client: FlaskClient, services: FakeServices, as_: As, form: str
) -> None:
    number = services.written()
    for role in ("reviewer1", "supervisor", "columnadmin", "office", "auditor"):
        assert client.get(f"{DESK}/{number}/{form}", headers=as_(role)).status_code == 200, role
    for role in ("handler", "clerk", "dispatcher", "admin"):
        assert client.get(f"{DESK}/{number}/{form}", headers=as_(role)).status_code == 403, role
    assert client.get(f"{DESK}/20190307-999999/{form}", headers=as_("office")).status_code == 404


def framed(content: bytes) -> list[tuple[str, str, list[str]]]:
    """The texts in the document's frames, each with the hashes that stand below it: its own, and its files'."""
    found: list[tuple[str, str, list[str]]] = []
    lines: list[str] = []
    file = False
    for paragraph in Document(BytesIO(content)).paragraphs:
        if paragraph.style is not None and paragraph.style.name == FRAMED:
            lines.append(paragraph.text)
        elif lines:
            said = HASH.search(paragraph.text)
            assert said is not None
            found.append(("\n".join(lines), said[0], []))
            lines = []
        elif file and (said := HASH.search(paragraph.text)):
            found[-1][2].append(said[0])
        file = paragraph.text.startswith("附件") and bool(found)
    return found


def test_the_texts_that_went_out_have_the_hashes_that_the_document_says(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    answer = client.get(f"{DESK}/{number}/evidence.docx", headers=as_("auditor"))
    assert answer.mimetype == DOCX
    assert f"evidence-{number}.docx" in answer.headers["Content-Disposition"]
    found = framed(answer.data)
    assert [(text, len(files)) for text, _, files in found] == [(FIRST, 0), (SECOND, 2)]
    for text, said, files in found:
        alone = hashlib.sha256(text.encode()).hexdigest()
        assert said == (hashlib.sha256("\n".join((alone, *files)).encode()).hexdigest() if files else alone)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_document_says_in_chinese_who_did_what_and_where_it_is_proved(
    client: FlaskClient, services: FakeServices, as_: As, language: str
) -> None:
    number = services.written()
    headers = {**as_("auditor"), "Accept-Language": language}
    document = Document(BytesIO(client.get(f"{DESK}/{number}/evidence.docx", headers=headers).data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    said = "\n".join(lines)
    for words in (
        "1．2019年3月7日10:15:00，系统获知网民同意公开。",
        "2019年3月7日10:15:00，承办单位经办人经办人（handler）起草第2稿（采用第1稿文字）。",
        "审核人初审（reviewer1）第1级审核将第1稿退回承办单位。",
        "所附文字：请核对日期。",
        "督办员督办员（supervisor）代审核人初审（reviewer1）第1级审核通过。",
        f"第13至23字，电话号码；督办员（supervisor）予以保留，理由：{WHY}",
        "词表“常见错别字”第3版",
        "提起勘误（事实有误）",
        "第4稿添加附件",
        f"附件 pdf 17 字节 SHA-256 {PLAN['digest']}",
        "附件1：施工方案.pdf，17字节",
        f"huiyin verify review --anchor {evidence(number)['journal']['anchor']}",
    ):
        assert words in said, words
    assert {"一、起草、审核和发出经过", "二、日志凭据", "三、发出的文本"} <= set(lines)
    assert lines[-1].startswith("校验方法：")
    (table,) = document.tables
    shown = [[cell.text for cell in row.cells] for row in table.rows][1:]
    links = evidence(number)["journal"]["links"]
    assert [(row[0], row[2]) for row in shown] == [(str(link["position"]), link["digest"]) for link in links]


def test_a_text_that_was_erased_is_said_to_be_gone() -> None:
    told = named(evidence("20190307-482913"))
    gone = {**told, "publications": [{**told["publications"][0], "text": None, "public": False}]}
    lines = [paragraph.text for paragraph in Document(BytesIO(evidence_record(gone))).paragraphs]
    assert "（原文已随留言删除，无法再读取。）" in lines
    assert framed(evidence_record(gone)) == []
    nothing = [each.text for each in Document(BytesIO(evidence_record({**told, "publications": []}))).paragraphs]
    assert nothing[-1] == "截至本记录形成时，尚无文本发出。"


def named(told: dict[str, Any]) -> dict[str, Any]:
    """Evidence as the document takes it, of people whose accounts are gone."""
    return {**told, "steps": with_people(with_causes(told["steps"], []), {}, {}, str)}


def test_a_private_reply_is_not_said_to_have_been_published() -> None:
    told = named(evidence("20190307-482913"))
    steps = [
        {**told["steps"][0], "public": False},
        *({**step, "event": "delivered", "public": False} for step in told["steps"] if step["event"] == "published"),
    ]
    out = {**told["publications"][0], "public": False}
    links = [link for link in told["journal"]["links"] if link["position"] in {step["position"] for step in steps}]
    private = {**told, "steps": steps, "publications": [out], "journal": {**told["journal"], "links": links}}
    document = Document(BytesIO(evidence_record(private)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert any(line.endswith("获知网民不同意公开。") for line in lines)
    assert [line for line in lines if "公开" in line and "不同意公开" not in line] == []


def test_people_are_named_as_they_are_known_now_and_a_deputy_in_the_own_role(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    shown: dict[str, Any] = client.get(f"{DESK}/{number}/evidence", headers=as_("auditor")).json or {}
    steps = {step["position"]: step for step in shown["steps"]}
    names = ("by", "by_name", "role_name", "own_role", "own_role_name", "on_behalf_of_name")
    assert [tuple(steps[position][name] for name in names) for position in (2, 7, 10)] == [
        ("system", "系统", "系统", None, None, None),
        ("reviewer1", "初审（reviewer1）", "审核岗", None, None, None),
        ("supervisor", "督办员（supervisor）", "审核岗", "supervisor", "督办岗", "初审（reviewer1）"),
    ]
    assert shown["list_names"] == {"typos": "常见错别字"}


def test_who_set_in_motion_what_the_program_recorded_is_told_where_routing_knows(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    act: dict[str, Any] = {"recorded_at": AT, "on_behalf_of": None, "facts": {}, "withheld": [], "of": "case", "at": AT}
    services.past = {
        "routing": [
            {**act, "position": 1, "type": "routing.urged.v1", "actor": "supervisor", "role": "supervisor"},
            {**act, "position": 2, "type": "routing.assigned.v1", "actor": "dispatcher", "role": "dispatcher"},
        ]
    }
    shown: dict[str, Any] = client.get(f"{DESK}/{number}/evidence", headers=as_("auditor")).json or {}
    caused = [(step["event"], step["by"], step["caused_by"]["by_name"]) for step in shown["steps"] if step["caused_by"]]
    assert caused == [("entrusted", "system", "转办员（dispatcher）")]
    document = Document(BytesIO(client.get(f"{DESK}/{number}/evidence.docx", headers=as_("auditor")).data))
    assert any("转办员转办员（dispatcher）交由市住建局承办第1轮答复。" in each.text for each in document.paragraphs)
    services.away = {"routing"}
    assert client.get(f"{DESK}/{number}/evidence", headers=as_("auditor")).status_code == 503


def test_a_case_with_more_than_a_page_of_history_is_read_to_its_end() -> None:
    told = [{"at": AT, "position": position} for position in range(450)]

    def ask(_: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        begin = 0 if payload["after"] is None else payload["after"]["position"] + 1
        return {"items": told[begin : begin + payload["limit"] + 1], "total": 450}

    assert case_of(ask, "20190307-482913") == told
