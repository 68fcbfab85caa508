"""Exit this page: blank at once, a neutral page, and nothing private behind Back. The outside page is played here."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from couples.accounts.models import SignIn
from tests.browser.people import Partner, Room
from tests.conftest import StartApps
from tests.servers import App

pytestmark = pytest.mark.by_turns("module")

SECRET = "I am afraid to say this aloud."
OUTSIDE = "https://www.weather.gov/"


LAST_SEEN = """() => new MutationObserver(() => {
    const shown = (each) => getComputedStyle(each).display !== "none" && getComputedStyle(each).visibility !== "hidden";
    window.lastSight({shown: shown(document.documentElement) && shown(document.body), title: document.title.trim()});
}).observe(document.documentElement, {attributes: true})"""


class Outside:
    """The neutral page. It answers only when told to: `sights` holds what the page showed when it was asked for."""

    def __init__(self, page: Page) -> None:
        self.page, self.sights = page, list[Any]()
        self.asked: list[Route] = []
        page.expose_binding("lastSight", lambda _source, seen: self.sights.append(seen))
        page.evaluate(LAST_SEEN)
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
    alex = room.alex
    alex.writes("What would you like to put on the table?", SECRET, keeps=True)
    alex.reads("Saved")
    alex.watch.forgive("a request to www.weather.gov")
    return alex


def test_shift_three_times_blanks_the_page_and_back_shows_nothing_private(at_the_forms: Room) -> None:
    alex = writes_something_private(at_the_forms)
    outside = Outside(alex.page)
    for _press in range(3):
        alex.page.keyboard.press("Shift")
    outside.is_asked_by_a_blank_page()
    at_the_forms.blair.reads("Alex is here")
    is_signed_out(alex, others=1)
    alex.page.go_back()
    assert "/sessions/" not in alex.page.url
    assert SECRET not in alex.page.content()
    assert "You and" not in alex.page.content()
    at_the_forms.blair.reads_nothing_of("signed out", "has left")


def test_the_link_leaves_at_once_and_two_presses_do_not(at_the_forms: Room) -> None:
    alex = writes_something_private(at_the_forms)
    outside = Outside(alex.page)
    alex.page.keyboard.press("Shift")
    alex.page.keyboard.press("Shift")
    expect(alex.page.get_by_text("press Shift once more")).to_have_count(1)
    alex.page.keyboard.press("a")
    alex.page.keyboard.press("Shift")
    assert not outside.asked
    alex.page.get_by_role("link", name="Exit this page").click(no_wait_after=True)
    outside.is_asked_by_a_blank_page()


def is_signed_out(person: Partner, others: int) -> None:
    """Within two seconds the server knows, and the browser has no cookie of ours. `others`: who are signed in still."""

    def is_known_still() -> bool:
        return "session" in {cookie["name"] for cookie in person.context.cookies()}

    until = time.monotonic() + 2
    while (SignIn.objects.count() > others or is_known_still()) and time.monotonic() < until:
        person.page.wait_for_timeout(50)
    assert SignIn.objects.count() == others
    assert not is_known_still()


def test_a_server_that_hangs_keeps_nobody_and_ends_the_sign_in_when_it_wakes(
    house: list[App], cast: None, browser: Browser
) -> None:
    [server] = house
    alex = Partner("Alex", browser, server)
    alex.is_let_in()
    alex.watch.forgive("a request to www.weather.gov")
    alex.page.route(
        f"{OUTSIDE}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    server.freeze()
    try:
        begun = time.monotonic()
        alex.page.get_by_role("link", name="Exit this page").click(no_wait_after=True)
        alex.page.wait_for_url(OUTSIDE)
        assert time.monotonic() - begun < 3  # on a loaded machine; nobody waits for the server
        assert SignIn.objects.count() == 1
    finally:
        server.thaw()
    until = time.monotonic() + 5
    while SignIn.objects.exists() and time.monotonic() < until:
        alex.page.wait_for_timeout(50)
    assert not SignIn.objects.exists()
    assert not alex.watch.complaints()
    alex.leaves()


class Weather(BaseHTTPRequestHandler):
    """The ordinary page, played by a real server: Playwright cannot play what a redirect leads to."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title>")

    def log_message(self, *_told: object) -> None:
        """Not among the lines of the tests."""


@pytest.fixture
def weather() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def plain_alex(apps: StartApps, browser: Browser, cast: None, weather: str) -> Iterator[Partner]:
    alex = Partner("Alex", browser, *apps(1, DEBUG="0", EXIT_URL=weather), java_script_enabled=False)
    alex.watch.forgive("a request to 127.0.0.1")
    alex.is_let_in()
    yield alex
    assert not alex.watch.complaints()
    alex.leaves()


def test_without_a_script_the_first_stop_of_the_tab_key_is_the_way_out(
    plain_alex: Partner, weather: str
) -> None:
    alex = plain_alex
    alex.reads("You and")
    alex.page.keyboard.press("Tab")
    expect(alex.page.get_by_role("link", name="Exit this page")).to_be_focused()
    alex.page.keyboard.press("Enter")
    expect(alex.page).to_have_title("Weather")
    is_signed_out(alex, others=0)
    for _again in range(5):
        alex.page.go_back()
        assert "You and" not in alex.page.content()
        alex.page.goto(weather)
