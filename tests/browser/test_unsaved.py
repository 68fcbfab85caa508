"""What was typed and could not be saved: the browser asks before the page goes, and never when somebody exits."""

import re

from playwright.sync_api import Dialog, expect

from tests.browser.people import Room

QUESTION = "What would you like to put on the table?"
WORDS = "Not saved by anything yet."
OUTSIDE = "https://www.weather.gov/"


def test_words_that_cannot_be_saved_are_asked_about_and_an_exit_asks_nothing(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.reads("Blair is here")
    alex.watch.forgive("ERR_INTERNET_DISCONNECTED|a request to www.weather.gov")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    alex.page.on("dialog", stay)
    alex.page.route(f"{OUTSIDE}**", lambda route: route.fulfill(body="<title>Weather</title>"))
    alex.context.set_offline(True)
    alex.box(QUESTION).press_sequentially(WORDS)
    alex.reads("You can go on writing")
    alex.reads_nothing_of("Blair is here", "Blair is not here")
    alex.page.get_by_role("link", name="Counterpoint").click(no_wait_after=True)
    expect(alex.box(QUESTION)).to_have_value(WORDS)
    assert asked == ["beforeunload"]
    alex.page.get_by_role("link", name="Exit this page").click(no_wait_after=True)
    expect(alex.page).to_have_title("Weather")
    assert asked == ["beforeunload"]


def test_an_error_goes_when_its_field_is_filled(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.presses("I’m done")
    summary = alex.page.locator(".errors:focus")
    expect(summary.get_by_role("link")).to_have_count(2)
    alex.writes(QUESTION, "One thing.")
    expect(alex.page.get_by_role("link", name=re.compile("^What would you like .* – "))).to_have_count(0)
    alex.reads_nothing_of(QUESTION + " – ")
    alex.chooses("Which of the three is it?", "A limit")
    expect(alex.page.locator(".errors").filter(visible=True)).to_have_count(0)
    expect(alex.page.locator(".error").filter(visible=True)).to_have_count(0)
