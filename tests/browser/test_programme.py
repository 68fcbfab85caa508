"""Casey writes a programme down and starts it, by keyboard and without a script; both find the first of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from couples.counseling.models import Counseling
from tests import servers
from tests.browser.gallery import look
from tests.browser.people import Partner
from tests.browser.test_assignment import linked

pytestmark = pytest.mark.long
__all__ = ["linked"]
ITEMS = (
    ("Say one thing I need, 10 minutes", "At once", "", "Evenings without a screen"),
    ("Sort out one thing between us, 20 minutes", "Some days after the one before", "7", ""),
)


@pytest.fixture
def plain(browser: Browser, house: list[servers.App], linked: Counseling) -> Iterator[Partner]:
    person = Partner("Casey", browser, house[0], java_script_enabled=False)
    person.is_let_in("/counsel/programmes/")
    yield person
    person.leaves()


def test_a_programme_is_written_down_started_and_taken_up(
    browser: Browser, house: list[servers.App], plain: Partner
) -> None:
    page = plain.page
    page.get_by_role("textbox", name="Title").fill("After the holidays")
    page.get_by_role("button", name="Write a new one").press("Enter")
    for exercise, when, days, topic in ITEMS:
        page.get_by_role("link", name="Add an exercise").press("Enter")
        fields = page.get_by_role("combobox", name="Exercise")
        value = fields.locator("option", has_text=exercise.split(",")[0]).get_attribute("value")
        fields.select_option(value)
        page.get_by_role("radio", name=when, exact=True).press(" ")
        page.get_by_role("spinbutton", name="How many days").fill(days)
        page.get_by_role("textbox", name="What it could be about").fill(topic)
        page.get_by_role("button", name="Add").press("Enter")
    plain.reads("7 days after the one before")
    written = page.url
    page.get_by_role("link", name="Alex and Blair").press("Enter")
    page.get_by_role("button", name="Start").press("Enter")
    plain.reads("Started. Both find what comes first")
    looks_right(browser, house, written, page.url)
    alex = Partner("Alex", browser, house[0])
    alex.is_let_in()
    alex.reads("1 of 2", "Casey suggests:", "Evenings without a screen")
    look(alex.page, "programme-on-the-home")
    alex.leaves()


def looks_right(browser: Browser, house: list[servers.App], *addresses: str) -> None:
    """With scripts, which the check of a page needs."""
    casey = Partner("Casey", browser, house[0])
    casey.is_let_in()
    for number, address in enumerate(addresses, 1):
        casey.page.goto(address)
        look(casey.page, f"programme-{number}")
    casey.leaves()
