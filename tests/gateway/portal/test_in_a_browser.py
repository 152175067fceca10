"""The pages in a real browser, over services of our own: by keyboard, on a narrow screen, to who needs contrast."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.support.browser import chromium, page_of

pytestmark = [pytest.mark.browser, pytest.mark.process]

PAGES: Final = (
    "/",
    "/statistics",
    "/statistics?by=month&lang=en",
    "/bulletins",
    "/bulletins/2019Q1",
    "/bulletins/2019Q1-mayor?lang=en",
)

_OVERFLOWING: Final = """() => [...document.querySelectorAll("*")].filter(element =>
  element.scrollWidth > element.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(element).overflowX)
  && element.tabIndex < 0).map(element => element.outerHTML.slice(0, 80))"""

_NAMELESS: Final = """() => [...document.querySelectorAll("a, button, input, select, [role=img], [role=region], nav")]
  .filter(element => {
    const by = (element.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id));
    const named = by.map(other => other && other.textContent).join("") || element.getAttribute("aria-label")
      || (element.labels && [...element.labels].map(label => label.textContent).join("")) || element.textContent;
    return !named.trim();
  }).map(element => element.outerHTML.slice(0, 80))"""

_TOO_FAINT: Final = """() => {
  const channels = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage.includes("gradient")) return channels(style.backgroundImage.match(/rgb[^)]*\\)/)[0]);
      const colour = channels(style.backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.getClientRects().length || element.closest("title, desc")) continue;
    const style = getComputedStyle(element);
    const colour = channels(element.closest("svg") ? style.fill : style.color);
    const [one, other] = [light(colour), light(ground(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) faint.push(node.textContent.trim());
  }
  return faint;
}"""

_FOCUSABLE: Final = "() => [...document.querySelectorAll('a[href], button, input, select, [tabindex=\"0\"]')].length"
_FOCUSED: Final = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return {tag: document.activeElement.tagName, text: document.activeElement.textContent.trim().slice(0, 30),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight};
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The application on a port of the loopback."""
    server = make_server("127.0.0.1", 0, app)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with page_of(browser, 360) as opened:
        yield opened


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    with page_of(browser, 1280) as opened:
        yield opened


def test_on_a_narrow_screen_only_tables_scroll_sideways_and_a_keyboard_reaches_them(phone: Page, site: str) -> None:
    for path in PAGES:
        phone.goto(f"{site}{path}")
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert phone.evaluate(_OVERFLOWING) == [], path


def test_everything_one_can_use_has_a_name_and_every_text_stands_out(desktop: Page, site: str) -> None:
    for path in PAGES:
        desktop.goto(f"{site}{path}")
        assert desktop.evaluate(_NAMELESS) == [], path
        assert desktop.evaluate(_TOO_FAINT) == [], path


def test_the_contrast_check_finds_what_is_too_faint(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/statistics")
    desktop.evaluate("document.querySelector('h1').style.color = '#bbbbbb'")
    assert desktop.evaluate(_TOO_FAINT) == ["统计"]


def test_a_keyboard_goes_through_the_form_in_order_and_one_sees_where_it_is(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/bulletins")
    stops: list[dict[str, Any]] = []
    for _ in range(desktop.evaluate(_FOCUSABLE)):
        desktop.keyboard.press("Tab")
        stops.append(desktop.evaluate(_FOCUSED))
    assert stops[0]["text"] == "跳到正文"
    assert [stop for stop in stops if not (stop["outline"] and stop["seen"])] == []
    assert {"INPUT", "SELECT", "BUTTON", "A", "DIV"} == {stop["tag"] for stop in stops}


def test_the_form_asks_by_keyboard_alone_and_the_address_can_be_handed_on(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/statistics?from=2019-01-01&to=2019-04-01")
    desktop.locator("#by").focus()
    desktop.keyboard.press("End")
    desktop.locator("button[type=submit]").focus()
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**by=month**")
    assert "from=2019-01-01" in desktop.url
    assert desktop.locator(".of-completion thead th").first.inner_text() == "月份"
    asked_again = desktop.url
    desktop.goto(asked_again)
    assert desktop.locator("#by").input_value() == "month"


def test_on_paper_nothing_is_left_that_one_would_click(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/bulletins/2019Q1-mayor")
    desktop.emulate_media(media="print")
    assert not desktop.locator("nav").first.is_visible()
    assert not desktop.locator(".files").first.is_visible()
    assert desktop.locator(".of-agencies").is_visible()
    assert desktop.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
