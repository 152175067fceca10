"""Files through the HTTP door: added, listed, handed out, taken back, made public; and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.parts import Parts
from gateway.sentences.files import size_in_words
from kernel.errors import Refused, Unavailable
from kernel.files import Files
from kernel.files.folder import Folder
from tests.gateway import uploaded
from tests.gateway.fake_attachments import CODE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
PROGRAM = b"MZ\x90\0\3\0 this program cannot be run in DOS mode"
NUMBER = "20190307-000001"
URL = f"/api/v1/messages/{NUMBER}/attachments"
DESK = f"/api/v1/desk/messages/{NUMBER}/attachments"
PUBLISHED = f"/api/v1/published/{NUMBER}/attachments"
OWN = {"X-Query-Code": CODE}
KEY = {"Idempotency-Key": "0b0cfe5e-5c6e-4d3c-a3c5-0b0cfe5e5c6e"}


@pytest.fixture(autouse=True)
def _written(services: FakeServices) -> None:
    services.written(NUMBER)


def send(client: FlaskClient, data: bytes, name: str = "照片.jpg", url: str = URL, **headers: str) -> TestResponse:
    """A file in a form."""
    head = f'--frame\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    form = head.encode() + data + b"\r\n--frame--\r\n"
    return client.post(url, data=form, headers={**OWN, **headers}, content_type="multipart/form-data; boundary=frame")


def blobs(tmp_path: Path) -> list[Path]:
    """What the store holds."""
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def code_of(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None, answer.text
    return answer.status_code, answer.json["code"]


def test_a_citizen_adds_a_file_and_gets_it_back_clean(client: FlaskClient, tmp_path: Path) -> None:
    made = send(client, uploaded.photograph())
    assert made.status_code == 201, made.text
    told: Any = made.json
    assert (told["name"], told["type"], told["public"]) == ("照片.jpg", "jpeg", False)
    assert "key" not in told
    assert "place" not in told
    listed: Any = client.get(URL, headers=OWN).json
    assert listed["items"] == [{name: value for name, value in told.items() if name != "number"}]
    got = client.get(f"{URL}/{told['attachment']}", headers=OWN)
    assert hashlib.sha256(got.data).hexdigest() == told["digest"]
    assert len(got.data) == told["size"] == got.content_length
    assert b"SpyPhone" not in got.data
    (blob,) = blobs(tmp_path)
    assert got.data[:64] not in blob.read_bytes()


def test_a_file_is_handed_out_to_be_saved_and_never_to_be_run(client: FlaskClient) -> None:
    told: Any = send(client, uploaded.picture("PNG"), "水 管.png").json
    got = client.get(f"{URL}/{told['attachment']}", headers=OWN)
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Content-Disposition"] == (
        "attachment; filename=\"attachment.png\"; filename*=UTF-8''%E6%B0%B4%20%E7%AE%A1.png"
    )
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"{URL}/{told['attachment']}", headers={**OWN, "If-None-Match": got.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_only_who_has_the_query_code_adds_reads_or_removes(client: FlaskClient, tmp_path: Path) -> None:
    told: Any = send(client, uploaded.picture()).json
    one = f"{URL}/{told['attachment']}"
    for code in ({}, {"X-Query-Code": "WRONG"}):
        assert client.get(URL, headers=code).status_code == 404
        assert client.get(one, headers=code).status_code == 404
        assert client.delete(one, headers=code).status_code == 404
    stranger = send(client, uploaded.picture("PNG"), **{"X-Query-Code": "WRONG"})
    assert code_of(stranger) == (404, "intake.not_found")
    assert len(blobs(tmp_path)) == 1  # a stranger's file is not even looked at


def test_a_citizen_takes_a_file_back(client: FlaskClient) -> None:
    told: Any = send(client, uploaded.picture()).json
    assert client.delete(f"{URL}/{told['attachment']}", headers=OWN).status_code == 204
    assert code_of(client.get(f"{URL}/{told['attachment']}", headers=OWN)) == (404, "intake.attachment_not_found")


def test_staff_read_the_files_and_a_clerk_makes_one_public(client: FlaskClient, as_: As) -> None:
    told: Any = send(client, uploaded.pdf(), "图纸.pdf").json
    one = f"/{told['attachment']}"
    assert client.get(DESK).status_code == 401
    for account in ("clerk", "handler", "supervisor"):
        assert client.get(DESK, headers=as_(account)).json["total"] == 1  # type: ignore[index]
        got = client.get(f"{DESK}{one}", headers=as_(account))
        assert got.data == uploaded.pdf()
        assert got.headers["Cache-Control"] == "private, no-cache"
    assert client.get(f"{PUBLISHED}{one}").status_code == 404
    assert client.post(f"{DESK}{one}/publication", json={"public": True}, headers=as_("handler")).status_code == 403
    shown = client.post(f"{DESK}{one}/publication", json={"public": True}, headers=as_("clerk"))
    assert shown.json["public"] is True  # type: ignore[index]
    assert client.get(PUBLISHED).json["total"] == 1  # type: ignore[index]
    public = client.get(f"{PUBLISHED}{one}")
    assert public.data == uploaded.pdf()
    assert public.headers["Cache-Control"] == "no-cache"


def test_what_is_refused_leaves_nothing_in_the_store(client: FlaskClient, tmp_path: Path) -> None:
    assert code_of(send(client, PROGRAM)) == (415, "gateway.attachment_type")
    assert code_of(send(client, uploaded.enormous_png())) == (422, "gateway.attachment_pixels")
    assert code_of(send(client, uploaded.document(uploaded.MACROS))) == (422, "gateway.attachment_active")
    assert code_of(send(client, uploaded.pdf(b"<< /Encrypt 5 0 R >>"))) == (422, "gateway.attachment_locked")
    assert blobs(tmp_path) == []


def test_a_refusal_is_said_in_words(client: FlaskClient) -> None:
    answer: Any = send(client, PROGRAM).json
    assert answer["title"] == "不接收这种类型的文件"
    assert "jpeg、png" in answer["detail"]


def test_a_request_that_is_no_form_with_a_file_is_refused(client: FlaskClient) -> None:
    assert code_of(client.post(URL, json={"file": "x"}, headers=OWN)) == (415, "gateway.not_a_form")
    empty = client.post(URL, data={"other": "x"}, headers=OWN, content_type="multipart/form-data")
    assert code_of(empty) == (422, "gateway.no_file")


def test_a_file_may_be_larger_than_other_bodies_and_no_larger_than_its_limit(client: FlaskClient) -> None:
    assert send(client, b"a" * 1024 * 1024, "a.txt").status_code == 201
    assert send(client, b"b" * 10 * 1024 * 1024, "b.txt").status_code == 201
    assert code_of(send(client, b"c" * (10 * 1024 * 1024 + 1), "c.txt")) == (413, "gateway.attachment_too_large")
    assert code_of(send(client, b"d" * 12 * 1024 * 1024, "d.txt")) == (413, "gateway.attachment_too_large")
    other = client.post("/api/v1/messages", data=b"a" * 300_000, content_type="application/json")
    assert code_of(other) == (413, "gateway.too_large")


def test_the_sixth_file_is_refused_before_it_is_read(client: FlaskClient, services: FakeServices) -> None:
    for n in range(5):
        assert send(client, f"file {n}".encode(), "a.txt").status_code == 201
    assert code_of(send(client, b"file 6", "a.txt")) == (409, "intake.too_many_attachments")
    assert [method for _, method, _, _ in services.calls][-1] == "may_attach"


def test_a_repeated_upload_is_answered_as_the_first_time_and_leaves_one_blob(
    client: FlaskClient, tmp_path: Path
) -> None:
    first = send(client, uploaded.picture(), **KEY)
    again = send(client, uploaded.picture(), **KEY)
    assert (again.status_code, again.json) == (201, first.json)
    assert len(blobs(tmp_path)) == 1
    other = send(client, uploaded.picture("PNG"), **KEY)
    assert code_of(other) == (422, "kernel.request_reused")
    assert len(blobs(tmp_path)) == 1


def test_a_file_that_is_refused_when_it_is_recorded_goes_again(
    client: FlaskClient, services: FakeServices, tmp_path: Path
) -> None:
    for n in range(5):
        send(client, f"file {n}".encode(), "a.txt")
    late = send(client, b"file 6", "a.txt", **KEY)  # it may be a repeated one, so it is looked at
    assert code_of(late) == (409, "intake.too_many_attachments")
    assert len(blobs(tmp_path)) == 5


class Gone(Folder):
    """A folder whose disk is gone."""

    def put(self, *_: Any) -> None:
        """Fails."""
        raise OSError(5, "Input/output error")

    def read(self, *_: Any) -> Any:
        """Fails."""
        raise OSError(5, "Input/output error")


def test_a_dead_store_refuses_files_and_hurts_nothing_else(
    parts: Parts, services: FakeServices, tmp_path: Path
) -> None:
    whole = create_app(parts).test_client()
    told: Any = send(whole, uploaded.picture()).json
    dead = replace(parts, uploads=replace(parts.uploads, files=Files(Gone(tmp_path))))
    client = create_app(dead).test_client()
    answer = send(client, uploaded.picture("PNG"))
    assert code_of(answer) == (503, "kernel.unavailable")
    assert answer.headers["Retry-After"]
    assert code_of(client.get(f"{URL}/{told['attachment']}", headers=OWN)) == (503, "kernel.unavailable")
    assert client.get(URL, headers=OWN).status_code == 200
    assert client.get(f"/api/v1/messages/{NUMBER}", headers=OWN).status_code == 200


def test_whether_it_was_recorded_is_not_known_so_the_blob_stays_for_the_sweep(
    client: FlaskClient, services: FakeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_payload: Any, _context: Any) -> Any:
        raise Unavailable("intake")

    monkeypatch.setattr(services, "_intake_attach", lost)
    assert code_of(send(client, uploaded.picture())) == (503, "kernel.unavailable")
    assert len(blobs(tmp_path)) == 1


def test_a_bad_address_is_no_address(client: FlaskClient) -> None:
    for id_ in ("../../x", "Z" * 32, "0" * 31, "0" * 33):
        assert client.get(f"{URL}/{id_}", headers=OWN).status_code == 404


def test_what_a_service_refuses_is_answered_with_its_sentence(client: FlaskClient, services: FakeServices) -> None:
    services.refuse_next = Refused("intake.too_late_to_attach", {"state": "in_progress"})
    answer = send(client, uploaded.picture())
    assert code_of(answer) == (409, "intake.too_late_to_attach")


@pytest.mark.parametrize("path", ["replies", "follow-ups", "interim-replies"])
def test_a_handler_adds_a_file_to_a_draft_and_takes_it_away(client: FlaskClient, as_: As, path: str) -> None:
    files = f"/api/v1/desk/{path}/{NUMBER}/attachments"
    assert send(client, uploaded.pdf(), "函.pdf", url=files).status_code == 401
    assert send(client, uploaded.pdf(), "函.pdf", url=files, **as_("clerk")).status_code == 403
    made = send(client, uploaded.pdf(), "函.pdf", url=files, **as_("handler"))
    assert made.status_code == 201, made.text
    told: Any = made.json
    assert (told["name"], told["type"], told["draft"]) == ("函.pdf", "pdf", 2)
    got = client.get(f"{files}/{told['attachment']}", headers=as_("reviewer1"))
    assert got.data == uploaded.pdf()
    left = client.delete(f"{files}/{told['attachment']}", headers=as_("handler"))
    assert (left.status_code, (left.json or {})["draft"]) == (200, 2)
    assert client.get(f"{files}/{told['attachment']}", headers=as_("handler")).status_code == 404


def test_what_went_out_is_read_by_whom_it_went_to(client: FlaskClient, as_: As, services: FakeServices) -> None:
    files = f"/api/v1/desk/replies/{NUMBER}/attachments"
    told: Any = send(client, uploaded.pdf(), "函.pdf", url=files, **as_("handler")).json
    own = f"/api/v1/messages/{NUMBER}/reply-attachments/{told['attachment']}"
    everyone = f"/api/v1/published/{NUMBER}/reply-attachments/{told['attachment']}"
    assert client.get(own, headers=OWN).data == uploaded.pdf()
    assert client.get(own, headers={"X-Query-Code": "WRONG"}).status_code == 404
    assert client.get(everyone).status_code == 404
    services.attached["review", NUMBER][0]["public"] = True
    assert client.get(everyone).data == uploaded.pdf()


def test_a_file_says_what_it_is_to_its_citizen_and_to_everyone(client: FlaskClient, as_: As) -> None:
    sent = send(client, uploaded.pdf(), "图纸.pdf")
    told: Any = sent.json
    words = f"图纸.pdf（PDF 文档，{told['size']} B）"
    assert told["described"] == words
    shown = client.post(f"{DESK}/{told['attachment']}/publication", json={"public": True}, headers=as_("clerk"))
    assert (shown.json or {})["described"] == f"PDF 文档，{told['size']} B"
    for url, headers in ((URL, OWN), (DESK, as_("clerk")), (PUBLISHED, {})):
        assert [one["described"] for one in client.get(url, headers=headers).json["items"]] == [words]  # type: ignore[index]
    english = client.get(PUBLISHED, headers={"Accept-Language": "en"}).json or {}
    assert english["items"][0]["described"] == f"图纸.pdf (PDF document, {told['size']} B)"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1_258_291, "1.2 MiB"), (10 * 1024**2, "10.0 MiB")],
)
def test_a_size_is_said_as_people_read_it(size: int, said: str) -> None:
    assert size_in_words(size) == said
