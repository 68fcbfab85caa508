"""The catalogue, a preview and a worksheet in Chromium: by keyboard, without a script, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from exercises import catalog
from tests.browser.gallery import look
from tests.browser.people import Partner, Room
from tests.servers import App

ONE_PAGE = 1
MOST_PAGES = 2


def test_two_taps_and_a_look_at_every_screen_without_a_script(
    browser: Browser, house: list[App], cast: None
) -> None:
    alex = Partner("Alex", browser, house[0], java_script_enabled=False)
    alex.is_let_in("/exercises/")
    alex.page.get_by_role("link", name="Say thank you").click()
    alex.page.get_by_role("link", name=catalog.named("two-minutes-of-thanks").title).click()
    alex.page.get_by_role("link", name="Look at every screen first").click()
    alex.at("Every screen, before you start")
    assert all(button.is_disabled() for button in alex.page.get_by_role("main").get_by_role("button").all())
    alex.page.go_back()
    alex.presses("Keep it as a favorite")
    expect(alex.page.get_by_role("button", name="Take it out of my favorites")).to_be_visible()
    alex.context.close()


@pytest.mark.long
def test_start_and_the_caution_are_in_sight_on_a_phone(room: Room) -> None:
    page = room.alex.page
    page.set_viewport_size({"width": 360, "height": 640})
    for definition in catalog.startable():
        page.goto(room.alex.address(f"/exercises/{definition.slug}/"))
        start = page.get_by_role("button", name="Start").first.bounding_box()
        assert start is not None
        assert start["y"] + start["height"] <= 640, definition.slug


def test_the_pages_of_the_catalogue_hold_for_everybody(room: Room) -> None:
    for name, path in {
        "catalogue": "/exercises/",
        "catalogue-list": "/exercises/?group=enjoy",
        "catalogue-nothing": "/exercises/?q=zebra",
        "exercise": "/exercises/see-feel-need-ask/",
        "preview": "/exercises/see-feel-need-ask/preview/",
        "worksheet": "/exercises/see-feel-need-ask/paper/",
    }.items():
        room.alex.page.goto(room.alex.address(path))
        look(room.alex.page, name)


@pytest.mark.long
def test_every_worksheet_fits_on_few_pages(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints how many pages each takes."""
    pages = {}
    for definition in catalog.startable():
        room.alex.page.goto(room.alex.address(f"/exercises/{definition.slug}/paper/"))
        paper = room.alex.page.pdf(prefer_css_page_size=True)
        pages[definition.slug] = int(re.findall(rb"/Count (\d+)", paper)[0])
    with capsys.disabled():
        print(pages)
    assert max(pages.values()) <= MOST_PAGES
    assert list(pages.values()).count(ONE_PAGE) >= len(pages) // 2
