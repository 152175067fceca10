"""Documents of bulletins: written once, kept in bounds, limited for who has no account, and not written in vain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.parts import Parts
from gateway.printing import EDITION, KEPT, LETTER, SHEET, Form, Printing
from kernel.errors import Unavailable
from tests.gateway.fake_bulletins import PUBLISHED_AT, content, digest_of

As = Callable[[str], dict[str, str]]
ONE = "/api/v1/bulletins/2019Q1-mayor"
WRITTEN = {
    (1, "docx"): "657d7991d34005034edaf53461159ef9039ded870dd521700d95cf3b106164c1",
    (1, "xlsx"): "f9a0c1042e156cecc98f293157de7755c65193c34094774a0ca7379d4e42c5a8",
}
"""SHA-256 of what is in the document of one content, by edition."""


class Press:
    """Writes, and remembers what."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.aside = 0
        self.form = Form("txt", "text/plain", self.write)
        self.printing = Printing(self.offload)

    def write(self, told: Mapping[str, Any]) -> bytes:
        self.written.append(told["digest"])
        return f"of {told['digest']}".encode()

    def offload(self, call: Callable[..., Any], *args: Any) -> Any:
        self.aside += 1
        return call(*args)

    def fetch(self, digest: str, *, published: bool = True, had: str = "") -> Any:
        told = {"bulletin": "2019Q1", "version": 1, "digest": digest, "published_at": PUBLISHED_AT if published else ""}
        with Flask("test").test_request_context(headers={"If-None-Match": had}):
            return self.printing.answer(told, self.form)


def test_a_document_is_written_once_beside_the_event_loop_however_many_ask_for_it() -> None:
    press = Press()
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: press.fetch("a").get_data(), range(60)))
    assert answers == [b"of a"] * 60
    assert (press.written, press.aside) == (["a"], 1)


def test_whoever_has_it_is_told_so_and_nothing_is_written() -> None:
    press = Press()
    tag = f'"a-txt-{EDITION}"'
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = press.fetch("a", had=sent)
        assert (answer.status_code, answer.get_data(), answer.headers["ETag"]) == (304, b"", tag)
    assert press.written == []
    assert press.fetch("a", had='"other"').status_code == 200


def test_a_draft_is_another_document_than_what_is_published() -> None:
    press = Press()
    tags = {press.fetch("a", published=published).headers["ETag"] for published in (True, False)}
    assert (len(tags), press.written) == (2, ["a", "a"])


def test_only_the_last_ones_are_kept() -> None:
    press = Press()
    for each in range(KEPT + 1):
        press.fetch(str(each))
    press.fetch(str(KEPT))
    assert len(press.written) == KEPT + 1
    press.fetch("0")
    assert press.written[-1] == "0"
    assert len(press.written) == KEPT + 2


def test_a_document_that_is_given_up_is_said_to_come_later() -> None:
    def never(*_: Any) -> Any:
        raise TimeoutError

    press = Press()
    press.printing = Printing(never)
    with pytest.raises(Unavailable):
        press.fetch("a")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_asked_again_over_http_a_document_is_not_sent_twice(client: FlaskClient, form: str) -> None:
    first = client.get(f"{ONE}.{form}")
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["ETag"] == f'"{digest_of(content("2019Q1-mayor", 2))}-{form}-{EDITION}"'
    again = client.get(f"{ONE}.{form}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_one_address_fetches_so_many_documents_a_minute(parts: Parts, build: Callable[..., Parts], form: str) -> None:
    assert parts.settings.figures_limit is None
    client = create_app(build(figures_limit=2)).test_client()
    answers = [client.get(f"{ONE}.{form}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[-1].json or {})["code"] == "gateway.too_many_requests"
    assert client.get(ONE).status_code == 200


@pytest.mark.parametrize("form", [LETTER, SHEET])
def test_what_is_written_differently_has_another_edition(form: Form) -> None:
    """Where this fails on purpose: count `EDITION` on, and write down what is written now."""
    frozen = content("2019Q1-mayor", 2)
    told = {"bulletin": "2019Q1-mayor", "version": 2, "published_at": PUBLISHED_AT, "content": frozen}
    with ZipFile(BytesIO(form.write({**told, "digest": digest_of(frozen)}))) as parts:
        found = sha256(
            b"".join(parts.read(name) for name in sorted(parts.namelist()) if "xlsx" not in name)
        ).hexdigest()
    assert WRITTEN[EDITION, form.ending] == found
