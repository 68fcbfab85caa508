"""Exit this page: blank at once, a neutral page, and nothing private behind Back. The outside page is played here."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.people import Partner, Room

SECRET = "I am afraid to say this aloud."
OUTSIDE = "https://www.weather.gov/"


LAST_SIGHT = """() => new MutationObserver(() => {
    const shown = (each) => getComputedStyle(each).display !== "none" && getComputedStyle(each).visibility !== "hidden";
    window.lastSight({shown: shown(document.documentElement) && shown(document.body), title: document.title.trim()});
}).observe(document.documentElement, {attributes: true})"""


class Outside:
    """The neutral page. It answers only when told to: `sights` holds what the page showed when it was asked for."""

    def __init__(self, page: Page) -> None:
        self.page, self.sights = page, list[Any]()
        self.asked: list[Route] = []
        page.expose_binding("lastSight", lambda _source, seen: self.sights.append(seen))
        page.evaluate(LAST_SIGHT)
        page.route(f"{OUTSIDE}**", lambda route: self.asked.append(route))

    def is_asked_by_a_blank_page(self) -> None:
        for _moment in range(100):
            if self.asked and self.sights:
                break
            self.page.wait_for_timeout(50)
        assert self.sights == [{"shown": False, "title": ""}]
        self.asked[0].fulfill(body="<title>Weather</title><p>Cloudy, later sun.", content_type="text/html")
        expect(self.page).to_have_title("Weather")


def writes_something_private(room: Room) -> Partner:
    alex, blair = room.alex, room.blair
    alex.starts("Limit, request or agreement")
    blair.joins()
    room.get_ready()
    alex.writes("What would you like to put on the table?", SECRET, keeps=True)
    alex.reads("Saved")
    alex.watch.forgive("a request to www.weather.gov")
    return alex


def test_shift_three_times_blanks_the_page_and_back_shows_nothing_private(room: Room) -> None:
    alex = writes_something_private(room)
    outside = Outside(alex.page)
    for _press in range(3):
        alex.page.keyboard.press("Shift")
    outside.is_asked_by_a_blank_page()
    alex.page.go_back()
    assert "/sessions/" not in alex.page.url
    assert SECRET not in alex.page.content()
    room.blair.reads("Alex is here")


def test_the_link_leaves_at_once_and_two_presses_do_not(room: Room) -> None:
    alex = writes_something_private(room)
    outside = Outside(alex.page)
    alex.page.keyboard.press("Shift")
    alex.page.keyboard.press("Shift")
    expect(alex.page.get_by_text("press Shift once more")).to_have_count(1)
    alex.page.keyboard.press("a")
    alex.page.keyboard.press("Shift")
    assert not outside.asked
    alex.page.get_by_role("link", name="Exit this page").click(no_wait_after=True)
    outside.is_asked_by_a_blank_page()
