"""Word lists through the door of the portal office, and of those who may only read them."""

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook

from tests.gateway.fake_services import FakeServices
from tests.gateway.fake_words import ENTRY

As = Callable[[str], dict[str, str]]
LISTS = "/api/v1/admin/word-lists"
CSV = "错误写法,正确写法,说明,例外\n布署,部署,,\n公布署名,,,是\n"
TEXT = "# 本市用词\n布署 => 部署\n！公布署名\n"
ENTRIES = [ENTRY, {"word": "公布署名", "suggestion": None, "note": None, "right": True}]


def sheet() -> bytes:
    """The same words in a spreadsheet without a head."""
    book = Workbook()
    assert book.active is not None
    for row in (("布署", "部署"), (None, None), ("公布署名", None, None, "是")):
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def packed(size: int, how: int) -> bytes:
    """An archive with a part of this size."""
    written = BytesIO()
    with ZipFile(written, "w", how) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(size))
    return written.getvalue()


def file(form: str, content: bytes, replaces: int = 2) -> dict[str, Any]:
    return {"form": form, "content": base64.b64encode(content).decode(), "replaces": replaces}


def test_the_office_makes_a_list_writes_its_words_and_puts_them_in_force(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    office = as_("office")
    made = client.put(f"{LISTS}/local", json={"name": "本市用词", "severity": "warning"}, headers=office)
    assert (made.status_code, made.json) == (200, {"list": "local", "version": 0, "on": None})
    arranged = {"list": "local", "name": "本市用词", "severity": "warning", "columns": None}
    assert services.calls[-1][:3] == ("review", "arrange_words", arranged)
    revised = client.post(f"{LISTS}/typos/editions", json={"entries": ENTRIES, "replaces": 2}, headers=office)
    said: dict[str, Any] = revised.json or {}
    assert (said["version"], said["on"], said["added"]) == (3, 1, {"count": 2, "words": ["布署", "公布署名"]})
    switched = client.post(f"{LISTS}/typos/switching-on", json={"version": 2}, headers=office)
    assert switched.json == {"list": "typos", "version": 2, "on": 2}
    assert client.post(f"{LISTS}/typos/retirement", headers=office).json == {"list": "typos", "version": 2, "on": None}


@pytest.mark.parametrize(
    ("form", "content"),
    [("csv", CSV.encode()), ("csv", CSV.encode("gb18030")), ("text", TEXT.encode()), ("xlsx", sheet())],
)
def test_a_file_of_words_is_read_whatever_its_form(
    client: FlaskClient, services: FakeServices, as_: As, form: str, content: bytes
) -> None:
    answer = client.post(f"{LISTS}/typos/imports", json=file(form, content), headers=as_("office"))
    assert answer.status_code == 200
    assert services.calls[-1][:3] == ("review", "revise_words", {"list": "typos", "entries": ENTRIES, "replaces": 2})


@pytest.mark.parametrize(
    ("form", "content", "because"),
    [
        ("xlsx", b"no sheet", "这不是可以打开的 XLSX 文件。"),
        ("xlsx", packed(33 * 1024**2, ZIP_DEFLATED), "解压后超过 32 MiB。"),
        ("xlsx", packed(10, ZIP_BZIP2), "这不是可以打开的 XLSX 文件。"),
        ("csv", b'a,b\n"open', "这不是规范的 CSV 文件"),
        ("csv", "错误写法\n".encode(), "文件中没有词语。"),
        ("csv", ",部署\n".encode(), "第 1 行没有词语。"),
        ("text", b"# nothing", "文件中没有词语"),
    ],
)
def test_a_file_that_holds_no_words_is_refused_and_says_why(
    client: FlaskClient, as_: As, form: str, content: bytes, because: str
) -> None:
    answer = client.post(f"{LISTS}/typos/imports", json=file(form, content), headers=as_("office"))
    said: dict[str, Any] = answer.json or {}
    assert (answer.status_code, said["code"]) == (422, "gateway.word_table_unreadable")
    assert because in said["detail"]


def test_lists_and_words_are_read_by_everyone_at_a_desk_and_written_by_the_office_alone(
    client: FlaskClient, as_: As
) -> None:
    handler = as_("handler")
    listed: dict[str, Any] = client.get(LISTS, headers=handler).json or {}
    assert [(each["list"], each["on"], each["newest"]) for each in listed["items"]] == [("typos", 1, 2)]
    one: dict[str, Any] = client.get(f"{LISTS}/typos", headers=handler).json or {}
    assert [edition["version"] for edition in one["editions"]] == [2, 1]
    words: dict[str, Any] = client.get(f"{LISTS}/typos/words?version=2&containing=布", headers=handler).json or {}
    assert (words["version"], words["items"]) == (2, [ENTRY])
    for role in ("handler", "reviewer1", "clerk", "auditor", "admin"):
        answer = client.post(f"{LISTS}/typos/retirement", headers=as_(role))
        assert (answer.status_code, (answer.json or {})["code"]) == (403, "gateway.role_not_allowed")


def test_who_wrote_on_an_older_edition_is_told_so(client: FlaskClient, as_: As) -> None:
    answer = client.post(f"{LISTS}/typos/editions", json={"entries": [], "replaces": 1}, headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["detail"]) == (
        409,
        "您看到的是第 1 版，最新的是第 2 版。请查看最新版本后再修改。",
    )


def test_a_list_that_is_not_there_is_not_found(client: FlaskClient, as_: As) -> None:
    answer = client.get(f"{LISTS}/nothing", headers=as_("office"))
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "review.unknown_list")
    assert client.get(f"{LISTS}/Not-A-Code", headers=as_("office")).status_code == 404
