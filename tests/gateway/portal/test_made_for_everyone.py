"""What holds for every page of the portal: landmarks, headings, names of fields, heads of tables, nothing from afar."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from tests.gateway.portal.reader import Reader

PAGES = (
    "/",
    "/statistics",
    "/statistics?by=kind&lang=en",
    "/statistics?from=never",
    "/bulletins",
    "/bulletins/2019Q1",
    "/bulletins/2019Q1-mayor",
    "/bulletins/2019Q1-mayor?version=1&lang=en",
    "/bulletins/2031Q1",
)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, client: FlaskClient) -> Reader:
    return Reader(client.get(request.param, headers={"Accept": "text/html"}).text)


def test_the_page_says_its_language_and_is_laid_out_by_landmarks(page: Reader) -> None:
    assert page.all("html")[0]["lang"] in {"zh-CN", "en"}
    for landmark in ("header", "main", "footer", "h1"):
        assert len(page.all(landmark)) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert all(nav["aria-label"] for nav in page.all("nav"))


def test_no_level_of_headings_is_left_out(page: Reader) -> None:
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_ids_are_unique_and_whatever_refers_to_one_finds_it(page: Reader) -> None:
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for reference in ("aria-labelledby", "aria-describedby", "for"):
            assert set((attributes.get(reference) or "").split()) <= set(ids)
        if (attributes.get("href") or "").startswith("#"):
            assert str(attributes["href"])[1:] in ids


def test_every_field_has_a_label(page: Reader) -> None:
    labelled = {label["for"] for label in page.all("label")}
    assert {field["id"] for tag in ("input", "select") for field in page.all(tag)} == labelled


def test_every_table_has_a_caption_and_every_head_a_scope(page: Reader) -> None:
    captioned = [table for table in page.all("table") if table.get("class")]
    assert len(page.all("caption")) == len(captioned)
    assert {head.get("scope") for head in page.all("th")} <= {"col", "row", "colgroup"}


def test_nothing_comes_from_afar_and_nothing_runs(page: Reader, client: FlaskClient) -> None:
    fetched = [str(link["href"]) for link in page.all("link")] + [str(use["href"]) for use in page.all("use")]
    assert all(re.match(r"/(?!/)", address) for address in fetched)
    assert page.all("script") == page.all("style") == []
    assert not [name for _, attributes in page.tags for name in attributes if name == "style" or name.startswith("on")]
    for address in fetched:
        with client.get(address.partition("#")[0]) as answer:
            assert answer.status_code == 200, address


@pytest.mark.parametrize("path", ["/statistics", "/bulletins", "/bulletins/2019Q1-mayor"])
def test_the_policy_lets_no_script_run(client: FlaskClient, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )


@pytest.mark.parametrize("path", ["/", "/statistics", "/bulletins"])
def test_one_finds_from_every_page_what_there_is(client: FlaskClient, path: str) -> None:
    links = [link["href"] for link in Reader(client.get(path).text).all("a")]
    assert {"/statistics", "/bulletins", "/api/docs", "/status"} <= set(links)
