"""One device, two people: a whole exercise apart, by keyboard, with a script and without, and a cover between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.gallery import PICTURES, look
from tests.browser.people import Partner
from tests.long_run import IS_LONG
from tests.servers import App

THANKS = {"alex": "WORDS-of-alex", "blair": "WORDS-of-blair"}


@pytest.fixture(
    params=[True, pytest.param(False, marks=pytest.mark.long)], ids=["with a script", "without a script"]
)
def alex(request: Any, browser: Browser, house: list[App], cast: None) -> Iterator[Partner]:
    person = Partner("Alex", browser, house[0], java_script_enabled=request.param)
    person.is_let_in("/exercises/two-minutes-of-thanks/")
    yield person
    assert not person.watch.complaints()
    person.leaves()


def keyed(person: Partner, control: Any, words: str = "") -> None:
    """By keyboard alone: go to it, type, and press Enter."""
    control.focus()
    if words:
        person.page.keyboard.type(words)
    person.page.keyboard.press("Enter")


def goes_on(person: Partner, name: str) -> None:
    """Prove on the cover who has the device. Invented people have no secret; any words count."""
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Who has the device now?")
    keyed(person, person.page.get_by_role("textbox", name=f"{name}: your PIN"), "a secret")


def does_their_part(person: Partner, name: str) -> None:
    """Write one thing where there is room for it, and do whatever leads on, until nothing is left to do here."""
    page = person.page
    for _press in range(10):
        page.wait_for_timeout(200)
        page.wait_for_load_state("networkidle")
        able = page.locator("main form[data-command] button.main, main .acts button.main")
        if able.count() == 0:
            page.wait_for_timeout(1000)  # between two pages there is nothing to press either
        if able.count() == 0 or page.get_by_text("Who has the device now?").count():
            return
        box = page.get_by_role("textbox").first
        if box.count() and THANKS[name] not in page.content():
            box.fill(THANKS[name])
        keyed(person, able.first)


def passes(person: Partner) -> None:
    keyed(person, person.page.get_by_role("link", name="Pass the device"))
    cover = person.page.get_by_role("button", name="Cover my pages now")
    expect(cover).to_be_visible()
    looks(person, "before")
    keyed(person, cover)


def looks(person: Partner, name: str) -> None:
    if IS_LONG or PICTURES:
        look(person.page, f"pass-{name}")


def test_two_people_do_an_exercise_on_one_device(alex: Partner) -> None:
    page = alex.page
    keyed(alex, page.get_by_role("button", name="Start apart"))
    expect(page.get_by_text("You two do this apart.")).to_be_visible()
    session = page.url
    passes(alex)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who has the device now?")
    looks(alex, "cover")
    goes_on(alex, "Blair")
    expect(page.get_by_text("Blair, this is your part.")).to_be_visible()
    looks(alex, "beside")
    keyed(alex, page.get_by_role("button", name="Join", exact=True))
    does_their_part(alex, "blair")
    keyed(alex, page.get_by_role("button", name="Give the device back"))
    is_covered(alex)
    page.go_back()
    is_covered(alex)
    page.goto(alex.address("/"))
    is_covered(alex)
    goes_on(alex, "Alex")
    expect(page.get_by_text("You two do this apart.")).to_be_visible()
    assert page.url == session
    does_their_part(alex, "alex")
    passes(alex)
    goes_on(alex, "Blair")
    does_their_part(alex, "blair")
    expect(page.get_by_text("The session is over.")).to_be_visible()
    looks(alex, "over")
    goes_on(alex, "Alex")
    expect(page.get_by_role("heading", level=1)).to_have_text("You can let it rest now")
    assert all(words in page.content() for words in THANKS.values())


def is_covered(person: Partner) -> None:
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Who has the device now?")
    assert not any(words in person.page.content() for words in THANKS.values())
