"""A counselor's notes in a browser: what she types outlives a killed server, and two windows lose nothing."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from couples.counseling.models import Counseling
from tests.browser.people import Partner
from tests.browser.test_assignment import linked
from tests.conftest import StartApps
from tests.servers import App

__all__ = ["linked"]
LOST_AT_MOST = 5
"""Seconds of typing."""
A_LETTER_EVERY = 250  # milliseconds
WORDS = "They began with the week, and then with the move; " * 3
BOX = "Notes"


@pytest.fixture
def office(apps: StartApps) -> App:
    return apps(1)[0]


@pytest.fixture
def casey(browser: Browser, office: App, linked: Counseling) -> Iterator[Partner]:
    person = Partner("Casey", browser, office)
    person.watch.forgive(
        "ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 412|status of 422"
    )
    person.is_let_in(f"/counsel/notes/{linked.pk}/")
    yield person
    complaints = person.watch.complaints()
    person.leaves()
    assert not complaints, "\n".join(complaints)


@pytest.mark.long
def test_what_is_typed_outlives_a_killed_server(casey: Partner, office: App) -> None:
    casey.follows("About Alex alone")
    casey.presses("Write a new page")
    address, begun, typed = casey.page.url, time.monotonic(), ""
    casey.box(BOX).focus()
    while time.monotonic() - begun < LOST_AT_MOST + 2:
        typed = WORDS[: len(typed) + 1]
        casey.page.keyboard.type(typed[-1])
        if time.monotonic() - begun < 2:
            surely_kept = typed
        casey.page.wait_for_timeout(A_LETTER_EVERY)
    office.kill()
    casey.page.close()
    office.start()
    casey.page = casey.context.new_page()
    casey.page.goto(address)
    found = casey.box(BOX).input_value()
    assert found
    assert typed.startswith(found)
    assert len(found) >= len(surely_kept)


@pytest.mark.long
def test_a_page_that_is_open_in_two_windows_shows_both_texts(casey: Partner) -> None:
    casey.follows("Joint notes")
    casey.presses("Write a new page")
    first, second = casey.page, casey.context.new_page()
    second.goto(first.url)
    casey.writes(BOX, "From the first window.")
    casey.reads("Kept as a draft.")
    casey.page = second
    casey.writes(BOX, "From the second window.")
    casey.reads("this page was changed in another window")
    casey.presses("Finish")
    casey.reads("What was saved in the other window", "From the first window.")
    casey.presses("Finish")
    casey.reads("Finished. Only you can read it.", "From the second window.")
    casey.page = first
    casey.writes(BOX, "From the first window, later.")
    casey.reads("this page was changed in another window")
