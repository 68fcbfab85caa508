"""Typing while the other person acts: nothing being typed is changed. A pause causes the new screen."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.people import Partner, Room

pytestmark = pytest.mark.by_turns("module")

PUSHES = 10
BEGUN = "We keep Sundays free, both of us, whatever comes."
HERE = """() => {
    const box = document.activeElement;
    return [box.localName, box.value, box.selectionStart, box.selectionEnd];
}"""


def push(acts: Partner, typing: Page) -> None:
    """Two changes of the other's screen: a pause begins and ends."""
    acts.presses("Pause")
    expect(typing.get_by_role("heading", name="Paused")).to_be_visible()
    acts.presses("Go on")
    expect(typing.get_by_role("heading", name="Paused")).to_have_count(0)


def test_focus_caret_text_choices_and_open_details_outlive_what_the_other_does(at_the_forms: Room) -> None:
    alex, blair = at_the_forms.alex, at_the_forms.blair
    alex.opens("Steps, and ways to stop")
    alex.chooses("Which of the three is it?", "An agreement")
    alex.chooses("When would you like to look at it again?", "After three weeks")
    box = alex.box("What would you like to put on the table?")
    box.click()
    alex.page.keyboard.type(BEGUN)
    alex.reads("Saved")
    box.evaluate("box => box.setSelectionRange(3, 8)")
    for _round in range(PUSHES // 2):
        push(blair, alex.page)
        assert alex.page.evaluate(HERE) == ["textarea", BEGUN, 3, 8]
    alex.reads("Saved")
    typed_through_pushes(alex, blair)
    assert alex.page.get_by_role("radio", checked=True).count() == 2
    assert alex.page.locator("summary", has_text="End this session").first.is_visible(), (
        "the open steps closed"
    )
    at_the_forms.nothing_leaks()


def typed_through_pushes(alex: Partner, blair: Partner) -> None:
    """Keys that fall exactly while a push is on its way land where they were meant to."""
    alex.box("What would you like to put on the table?").fill("")
    words = ""
    for number in range(PUSHES // 2):
        blair.presses("Pause" if number % 2 == 0 else "Go on")
        alex.page.keyboard.type(f"word{number} ")
        words += f"word{number} "
        blair.page.wait_for_timeout(100)
    blair.presses("Go on")
    expect(alex.page.get_by_role("heading", name="Paused")).to_have_count(0)
    assert alex.page.evaluate(HERE) == ["textarea", words, len(words), len(words)]


def test_a_reload_keeps_the_draft(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.writes("What would you like to put on the table?", BEGUN, keeps=True)
    alex.chooses("Which of the three is it?", "A request")
    alex.reads("Saved")
    alex.page.reload()
    expect(alex.box("What would you like to put on the table?")).to_have_value(BEGUN)
    assert alex.group("Which of the three is it?").get_by_role("radio", checked=True).count() == 1
    at_the_forms.nothing_leaks()


def test_a_second_tab_of_the_same_person_shows_the_same_and_may_act(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.writes("What would you like to put on the table?", BEGUN, keeps=True)
    alex.chooses("Which of the three is it?", "A request")
    alex.reads("Saved")
    second = alex.context.new_page()
    second.goto(alex.page.url)
    expect(second.get_by_role("textbox").first).to_have_value(BEGUN)
    second.get_by_role("button", name="I’m done").click()
    alex.at("Read it over once more")
    alex.presses("Change it")
    expect(second.get_by_role("heading", level=1)).to_have_text("Write one thing")
    second.close()
    at_the_forms.nothing_leaks()


def test_a_phone_that_slept_shows_what_is_true_and_sends_what_was_typed(at_the_forms: Room) -> None:
    alex, blair = at_the_forms.alex, at_the_forms.blair
    alex.watch.forgive("ERR_INTERNET_DISCONNECTED")
    alex.context.set_offline(True)
    alex.writes("What would you like to put on the table?", BEGUN, keeps=True)
    alex.chooses("Which of the three is it?", "A request")
    alex.presses("I’m done")
    alex.reads("You can go on writing", "Not sent yet. It will be sent when the connection is back.")
    blair.presses("Pause")
    blair.reads("Paused")
    blair.presses("Go on")
    alex.context.set_offline(False)
    alex.at("Read it over once more")
    alex.reads(BEGUN)
    at_the_forms.nothing_leaks()


def test_what_was_entered_before_the_script_came_is_kept(at_the_forms: Room) -> None:
    """On a slow line the page stands there, and is used, before its script has arrived and its first screen is read."""
    alex, blair = at_the_forms.alex, at_the_forms.blair
    held: list[Route] = []
    alex.page.route("**/live*.js", lambda route: held.append(route))
    alex.page.reload(wait_until="commit")
    alex.writes("What would you like to put on the table?", BEGUN, keeps=True)
    alex.chooses("Which of the three is it?", "An agreement")
    for route in held:
        route.continue_()
    alex.is_connected()
    push(blair, alex.page)
    expect(alex.box("What would you like to put on the table?")).to_have_value(BEGUN)
    assert alex.page.get_by_role("radio", checked=True).count() == 1
    alex.reads("Saved")
    at_the_forms.nothing_leaks()


def test_what_is_too_long_to_be_kept_is_said_at_its_field_and_stays(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    box = alex.box("What would you like to put on the table?")
    box.evaluate("box => box.removeAttribute('maxlength')")
    box.fill("w" * 50_000)
    said = alex.page.locator("[data-error-for]:not([hidden])")
    expect(said).to_contain_text("too long to be kept")
    assert alex.page.evaluate("document.activeElement.localName") == "textarea"
    assert len(box.input_value()) == 50_000
    box.fill(BEGUN)
    alex.reads("Saved")
    expect(said).to_have_count(0)
