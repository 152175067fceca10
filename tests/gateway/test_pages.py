"""The pages: what this is, the columns, the state of the system, the documentation."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.pages.pages import DEMONSTRATION_ACCOUNTS
from gateway.parts import Parts
from gateway.roles import ROLES
from tests.gateway.fake_services import FakeServices

Build = Callable[..., Parts]
PAGES = ("/", "/status", "/api/docs")


class Reader(HTMLParser):
    """What a page is made of: its tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_first_page_says_what_this_is_and_shows_the_columns(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "件件有回音" in text
    assert "市长信箱" in text
    assert "暂不接受留言" in text
    assert 'href="/api/docs"' in text
    assert 'href="/status"' in text


def test_while_routing_is_away_the_columns_are_being_prepared(client: FlaskClient, services: FakeServices) -> None:
    services.away = {"routing"}
    answer = client.get("/")
    assert answer.status_code == 200
    assert "栏目正在准备中" in answer.text


def test_pages_are_chinese_until_the_reader_chooses_english(client: FlaskClient) -> None:
    browser = {"Accept-Language": "en-US,en"}
    assert '<html lang="zh-CN">' in client.get("/", headers=browser).text
    chosen = client.get("/?lang=en", headers=browser)
    assert '<html lang="en">' in chosen.text
    assert "every message answered." in chosen.text
    assert chosen.headers["Content-Language"] == "en"
    assert '<html lang="en">' in client.get("/status", headers=browser).text
    assert '<html lang="zh-CN">' in client.get("/?lang=zh", headers=browser).text
    assert '<html lang="zh-CN">' in client.get("/", headers=browser).text


def test_a_language_there_is_none_of_changes_nothing(client: FlaskClient) -> None:
    answer = client.get("/?lang=%3Cscript%3E")
    assert '<html lang="zh-CN">' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "<script>" not in answer.text


def test_a_demonstration_says_so_and_shows_its_accounts(build: Build) -> None:
    text = create_app(build(demonstration=True)).test_client().get("/").text
    assert "演示环境" in text
    assert "huiyin-demo" in text
    for username, _, _ in DEMONSTRATION_ACCOUNTS:
        assert f"<code>{username}</code>" in text


def test_every_role_is_in_the_demonstration() -> None:
    assert {username.rstrip("123") for username, _, _ in DEMONSTRATION_ACCOUNTS} == set(ROLES)


def test_outside_a_demonstration_nothing_is_said_of_it(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "huiyin-demo" not in text
    assert "演示" not in text


def test_the_state_of_the_system_is_told_in_plain_words(client: FlaskClient, services: FakeServices) -> None:
    assert "一切正常" in client.get("/status").text
    services.away = {"review"}
    text = client.get("/status").text
    assert "没有响应" in text
    assert "一切正常" not in text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_built_for_everyone(client: FlaskClient, path: str) -> None:
    page = Reader(client.get(path).text)
    assert page.all("html")[0]["lang"] == "zh-CN"
    assert [attributes["content"] for attributes in page.all("meta") if attributes.get("name") == "viewport"]
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.all(landmark)) == 1
    assert len(page.all("h1")) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert page.all("main")[0]["id"] == "main"
    assert all("alt" in attributes for attributes in page.all("img"))
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(headings))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fetches_nothing_from_elsewhere_and_holds_no_inline_code(client: FlaskClient, path: str) -> None:
    page = Reader(client.get(path).text)
    fetched = [attributes.get("src") or attributes.get("href") for tag in ("script", "link", "img", "use")
               for attributes in page.all(tag)]  # fmt: skip
    assert all(address and address.startswith("/") and not address.startswith("//") for address in fetched)
    assert all("src" in attributes for attributes in page.all("script"))
    assert page.all("style") == []
    assert not [name for _, attributes in page.tags for name in attributes if name == "style" or name.startswith("on")]
    for address in fetched:
        with client.get(str(address).split("#", maxsplit=1)[0]) as answer:
            assert answer.status_code == 200, address


def test_the_documentation_is_served_from_here(client: FlaskClient) -> None:
    with client.get("/api/docs/swagger-ui-bundle.js") as script:
        assert script.status_code == 200
        assert len(script.data) > 100_000
    assert client.get("/api/docs/../../settings.py").status_code in {302, 404}
    assert client.get("/api/docs/index.html").status_code == 302
    assert client.get("/api/v1").location == "/api/docs"


def test_a_browser_gets_a_page_where_there_is_nothing(client: FlaskClient) -> None:
    answer = client.get("/nothing", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "这里没有内容" in answer.text
    assert client.get("/nothing").mimetype == "application/problem+json"


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#17252d", "#f5f7f7"),
        ("#4a5b65", "#f5f7f7"),
        ("#0d4a5e", "#f5f7f7"),
        ("#1b6b3a", "#ffffff"),
        ("#9a3412", "#ffffff"),
        ("#9a3412", "#f5f7f7"),
        ("#5b3d00", "#fdf3d7"),
        ("#e6f0f3", "#0d4a5e"),
        ("#ffffff", "#0d4a5e"),
        ("#eaf3f5", "#093543"),
    ],
)
def test_text_stands_out_from_its_ground(client: FlaskClient, text: str, ground: str) -> None:
    with client.get("/static/huiyin.css") as sheet:
        style = re.sub(r"#fff\b", "#ffffff", sheet.get_data(as_text=True))
    assert text in style
    assert ground in style
    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
