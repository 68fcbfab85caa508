"""Each part of a browser that the scripts use may be missing or broken: the page goes on with the next best."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.cells import SEND, Cell, context_of, writing
from tests.long_run import IS_LONG
from tests.servers import App

BROKEN = "class { constructor() { throw new Error('broken') } }"
MISSING = {
    "sockets": "delete window.WebSocket",
    "sockets that open": f"window.WebSocket = {BROKEN}",
    "timeouts of requests": "delete window.WebSocket; delete AbortSignal.timeout",
    "signals of requests": "delete window.WebSocket; delete window.AbortSignal; delete window.AbortController",
    "requests": "delete window.fetch",
    "sockets and requests": "delete window.WebSocket; delete window.fetch",
    "random numbers": "Object.defineProperty(window, 'crypto', {value: undefined})",
    "ids": "delete Crypto.prototype.randomUUID; delete window.structuredClone",
    "dialogs": "delete HTMLDialogElement.prototype.showModal",
    "names in selectors": "delete window.CSS",
    "sending by script": "delete HTMLFormElement.prototype.requestSubmit",
    "observers and segments": "delete window.IntersectionObserver; delete Intl.Segmenter; delete window.ResizeObserver",
    "time zones": "delete window.Intl",
    "beacons": "delete Navigator.prototype.sendBeacon",
    "beacons that are sent": "Navigator.prototype.sendBeacon = () => { throw new Error('broken') }",
}
IN_THE_GATE = {
    "sockets and requests": MISSING["sockets and requests"],
    "sockets that open, and all that is small": "; ".join(
        [MISSING["sockets that open"], "delete AbortSignal.timeout", *list(MISSING.values())[6:13]]
    ),
}
OUTSIDE = "https://www.weather.gov/"


@pytest.fixture
def errors() -> list[str]:
    return []


def hands_in(cell: Cell) -> None:
    """By its keys, with a field that is missing at first."""
    cell.types()
    cell.page.keyboard.press("Control+Enter")
    expect(cell.page.locator(".errors").filter(visible=True).first).to_be_visible()
    expect(cell.page.get_by_role("textbox").first).to_have_value(cell.words)
    cell.page.get_by_role("radio").first.locator("..").click()
    cell.page.get_by_role("button", name=SEND, exact=True).click()
    expect(cell.page.get_by_role("heading", level=1)).to_have_text("Read it over once more")
    expect(cell.page.get_by_text(cell.words)).to_be_visible()


def note(errors: list[str], part: str, error: Error) -> None:
    errors.append(f"without {part}: {error}")


def goes_home_and_out(page: Page, home: str) -> None:
    page.goto(home)
    expect(
        page.get_by_role("link", name="Have a look and join").or_(page.get_by_text("You and")).first
    ).to_be_visible()
    with page.expect_request("**/exit/"):  # the server is told: by a beacon, or on the way out
        page.get_by_role("link", name="Exit this page").click(no_wait_after=True)
    expect(page.get_by_text("You and")).to_have_count(0)
    for _attempt in range(20):  # the request has left, and the answer is not waited for
        page.goto(home)
        if not page.get_by_text("You and").count():
            return
        page.wait_for_timeout(100)
    raise AssertionError("still signed in")


def test_a_page_works_without_any_one_part_of_the_browser(
    browser: Browser, house: list[App], transactional_db: None, errors: list[str]
) -> None:
    for number, (part, script) in enumerate((MISSING if IS_LONG else IN_THE_GATE).items(), 1):
        context = context_of(browser, "socket")
        context.add_init_script(script)
        context.route(f"{OUTSIDE}**", lambda route: route.fulfill(body="<title>Weather</title>"))
        cell = writing(number, part, context, house[0], hands_in)
        cell.opens()
        cell.page.on("pageerror", partial(note, errors, part))
        hands_in(cell)
        goes_home_and_out(cell.page, f"{cell.host}/")
        context.close()
    assert not errors
