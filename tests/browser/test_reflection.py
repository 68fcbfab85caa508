"""The private reflection in a real browser: ticking asks nobody, keeps nothing and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import Partner
from tests.servers import App

ADDRESS = "/reading/8/"
KEPT = "() => [localStorage.length, sessionStorage.length, document.cookie, location.href, document.title]"
SHOWN = """() => [...document.querySelectorAll("main *")].map((one) =>
    one.matches("input") ? "" : `${one.tagName} ${one.getBoundingClientRect().height} ${getComputedStyle(one).display}`
).join("\\n")"""


@pytest.fixture(
    params=[True, pytest.param(False, marks=pytest.mark.long)], ids=["with a script", "without a script"]
)
def reader(request: Any, browser: Browser, house: list[App], cast: None) -> Iterator[Page]:
    """Alex, signed in, on the page."""
    alex = Partner("Alex", browser, house[0], java_script_enabled=request.param)
    alex.is_let_in(ADDRESS)
    alex.page.wait_for_load_state("networkidle")
    alex.page.wait_for_timeout(1500)  # the page's own icon comes late
    yield alex.page
    assert not alex.watch.complaints()
    alex.leaves()


def ticked(page: Page) -> int:
    return page.locator("input:checked").count()


def test_ticking_reloading_and_leaving_sends_and_keeps_nothing(reader: Page) -> None:
    page, asked = reader, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    cookies, kept, shown = page.context.cookies(), page.evaluate(KEPT), page.evaluate(SHOWN)
    text = page.locator("main").inner_text()

    boxes = page.get_by_role("checkbox").all()
    for box in boxes:
        box.check()
    page.keyboard.press("Tab")
    page.wait_for_timeout(700)

    assert ticked(page) == len(boxes) > 15
    assert asked == []
    assert page.context.cookies() == cookies
    assert page.evaluate(KEPT) == kept
    assert page.evaluate(SHOWN) == shown
    assert page.locator("main").inner_text() == text
    page.reload()
    assert ticked(page) == 0
    page.get_by_role("checkbox").first.check()
    page.get_by_role("link", name="Signs worth noticing").click()
    page.go_back()
    assert ticked(page) == 0
    assert not [url for url in asked if "?" in url or not url.startswith(page.url.partition("/reading")[0])]
