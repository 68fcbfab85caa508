"""What the script promises to whoever is typing, and to whoever must leave at once."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from exercises.live.models import Lease
from tests.browser.people import Partner, Room

pytestmark = pytest.mark.by_turns("module")

QUESTION = "What would you like to put on the table?"
CARET = "box => [box.selectionStart, box === document.activeElement]"


def types_before_the_end(person: Partner, words: str, back: int) -> None:
    person.box(QUESTION).press_sequentially(words)
    for _ in range(back):
        person.page.keyboard.press("ArrowLeft")


def test_typing_goes_on_while_the_other_acts(at_the_forms: Room) -> None:
    alex, blair = at_the_forms.alex, at_the_forms.blair
    alex.chooses("Which of the three is it?", "A request")
    types_before_the_end(alex, "Tuesdays free", back=5)
    blair.writes(QUESTION, "An item of mine.", keeps=True)
    blair.chooses("Which of the three is it?", "A limit")
    blair.presses("I’m done")
    blair.at("Read it over once more")
    alex.page.keyboard.type(" evening")
    assert alex.box(QUESTION).evaluate(CARET) == [16, True]
    expect(alex.box(QUESTION)).to_have_value("Tuesdays evening free")
    expect(alex.page.get_by_role("radio", name=re.compile("^A request"))).to_be_checked()


def test_what_was_typed_is_still_there_after_a_pause_by_the_other(at_the_forms: Room) -> None:
    alex, blair = at_the_forms.alex, at_the_forms.blair
    alex.box(QUESTION).press_sequentially("I will be home")
    blair.presses("Pause")
    alex.reads("Paused")
    blair.presses("Go on")
    expect(alex.box(QUESTION)).to_have_value("I will be home")


def test_an_answer_that_is_not_taken_keeps_its_words_and_leads_to_the_field(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.writes(QUESTION, "Only this.", keeps=True)
    alex.presses("I’m done")
    summary = alex.page.locator(".errors:focus")
    expect(summary).to_be_visible()
    expect(alex.box(QUESTION)).to_have_value("Only this.")
    expect(summary.get_by_role("link")).to_have_text(re.compile("^Which of the three is it\\? – "))
    summary.get_by_role("link").first.click()
    expect(alex.page.get_by_role("radio").first).to_be_focused()


def test_the_new_heading_has_the_focus_of_whoever_went_on_and_of_nobody_else(at_the_forms: Room) -> None:
    at_the_forms.blair.box(QUESTION).click()
    at_the_forms.alex.writes(QUESTION, "An item.", keeps=True)
    at_the_forms.alex.chooses("Which of the three is it?", "A limit")
    at_the_forms.alex.page.keyboard.press("Control+Enter")
    at_the_forms.alex.at("Read it over once more")
    expect(at_the_forms.alex.page.get_by_role("heading", level=1)).to_be_focused()
    expect(at_the_forms.blair.box(QUESTION)).to_be_focused()


def test_who_waited_sees_the_new_heading_once_the_other_has_led_on(at_the_forms: Room) -> None:
    for person in (at_the_forms.alex, at_the_forms.blair):
        person.writes(QUESTION, "An item.")
        person.chooses("Which of the three is it?", "A limit")
        person.presses("I’m done")
    at_the_forms.alex.presses("Open")
    at_the_forms.alex.page.set_viewport_size({"width": 360, "height": 400})
    at_the_forms.alex.page.evaluate("scrollTo(0, 9999)")
    at_the_forms.blair.presses("Open")
    at_the_forms.alex.at("On the table: 1 of 2")
    heading = at_the_forms.alex.page.get_by_role("heading", level=1)
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()


def test_after_the_end_nobody_is_asked_whether_to_wait_for_the_other(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    at_the_forms.blair.goes_home()
    Lease.objects.filter(person__name="Blair").update(until=timezone.now())  # as after half a minute
    alex.reads("Blair is not here just now")
    alex.opens("Steps, and ways to stop")
    alex.opens("End this session")
    alex.presses("Yes, end it for both of us")
    alex.at("You can let it rest now")
    alex.reads_nothing_of("Blair is not here", "What would suit you?")


def test_help_opens_over_the_room_and_leaves_nothing_behind(at_the_forms: Room) -> None:
    at_the_forms.alex.follows("Help")
    expect(at_the_forms.alex.page.get_by_role("dialog")).to_be_visible()
    at_the_forms.alex.page.keyboard.press("Escape")
    expect(at_the_forms.alex.page.get_by_role("dialog")).to_have_count(0)
    expect(at_the_forms.alex.page.locator("[data-help-body]")).to_be_empty()
    at_the_forms.blair.reads("Alex is here")


@pytest.mark.long
def test_shift_three_times_leaves_even_when_the_server_is_frozen(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.watch.forgive("a request to www.weather.gov")
    alex.context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Sun"))
    for _ in range(3):
        alex.page.keyboard.press("Shift+A")
    alex.at("Write one thing")
    alex.app.freeze()
    try:
        for _ in range(3):
            alex.page.keyboard.press("Shift")
        alex.page.wait_for_url("https://www.weather.gov/")
    finally:
        alex.app.thaw()
