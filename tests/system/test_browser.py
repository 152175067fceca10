"""The first pages as people see them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import chromium, page_of
from tests.support.embedded import Embedded

pytestmark = [pytest.mark.browser, pytest.mark.process]

WIDTHS = {"phone": 390, "desktop": 1280}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """The demonstration city, running."""
    system = Embedded(Path(tmp_path_factory.mktemp("city")) / "home")
    system.start()
    yield system
    system.stop()


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """An empty page, as wide as a phone and as a desktop's window; what it complains about fails the test."""
    with page_of(browser, WIDTHS[request.param]) as opened:
        yield opened


def test_the_first_page_names_every_column_and_fits_the_screen(page: Page, city: Embedded) -> None:
    page.goto(city.url)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    for name in ("市委书记留言板", "市长信箱", "望川县县长信箱"):
        assert page.get_by_text(name, exact=True).first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_api_documentation_lists_its_operations_from_this_machine_alone(page: Page, city: Embedded) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{city.url}/api/docs")
    page.locator(".opblock").first.wait_for()
    page.locator(".opblock").last.scroll_into_view_if_needed()  # they are drawn as one goes down the page
    page.locator(".opblock").nth(6).wait_for()
    assert [url for url in asked if not url.startswith((city.url, "data:"))] == []


def test_the_status_page_says_that_everything_works(page: Page, city: Embedded) -> None:
    page.goto(f"{city.url}/status")
    assert page.locator("main").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("path", ["/statistics?from=2019-01-01&to=2020-01-01", "/statistics", "/bulletins"])
def test_figures_are_there_for_everyone_and_fit_the_screen(page: Page, city: Embedded, path: str) -> None:
    page.goto(f"{city.url}{path}")
    assert page.locator("h1").is_visible()
    assert page.locator("[role=alert]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
