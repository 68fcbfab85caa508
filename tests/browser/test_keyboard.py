"""A whole exercise with a keyboard only: Tab, arrows, Space, Enter and Ctrl+Enter. No pointer touches a page here."""

import pytest

from tests.browser.people import Partner, Room
from tests.browser.test_need import SAID_BACK, SHEET

FOCUSED = """() => {
    const here = document.activeElement;
    const name = here.labels?.[0]?.innerText || here.getAttribute("aria-label") || here.innerText || "";
    return name.replace(/\\s+/g, " ").trim();
}"""


def goes_to(person: Partner, words: str) -> None:
    """Tab by tab, until the focus is where these words stand."""
    passed = []
    for _step in range(70):
        person.page.keyboard.press("Tab")
        passed.append(person.page.evaluate(FOCUSED))
        if passed[-1].startswith(words):
            return
    pytest.fail(f"{person.name} cannot reach “{words}” by Tab, only {passed}")


def presses(person: Partner, button: str) -> None:
    goes_to(person, button)
    person.page.keyboard.press("Enter")


def picks(person: Partner, first: str, steps: int) -> None:
    goes_to(person, first)
    person.page.keyboard.press("Space")
    for _step in range(steps):
        person.page.keyboard.press("ArrowDown")


def focus_is_on(person: Partner, heading: str) -> None:
    person.at(heading)
    person.page.wait_for_function(f"() => ({FOCUSED})() === {heading!r}")


def sends(person: Partner, words: str) -> None:
    person.page.keyboard.type(words)
    person.page.keyboard.press("Control+Enter")


def meet(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.page.goto(alex.address("/exercises/?aim=need"))
    presses(alex, "Say one thing I need")
    alex.at("Say one thing I need")
    presses(alex, "Start")
    alex.at("You are here")
    blair.goes_home()
    presses(blair, "Have a look and join")
    blair.at("Alex invites you")
    blair.is_connected()
    presses(blair, "Join")
    focus_is_on(blair, "You are here")
    for person, steps in ((alex, 0), (blair, 1)):
        picks(person, "In the same room", 2)
        picks(person, "I would like to", steps)
        presses(person, "I am ready")


def test_a_need_by_keyboard_alone(room: Room) -> None:
    alex, blair = room.alex, room.blair
    meet(room)
    alex.at("Write it down")
    for label, words in SHEET.items():
        goes_to(alex, label)
        alex.page.keyboard.type(words)
    alex.page.keyboard.press("Control+Enter")
    alex.at("Read it over once more")
    presses(alex, "Open")
    focus_is_on(alex, "Blair says it back")
    goes_to(blair, "In your own words")
    sends(blair, SAID_BACK)
    focus_is_on(blair, "Alex says whether that was it")
    presses(alex, "That’s it")
    focus_is_on(alex, "You said: that’s it")
    presses(alex, "Go on")
    focus_is_on(alex, "Blair answers")
    presses(blair, "No")
    alex.reads("Blair’s answer is no.")
    for person in (alex, blair):
        presses(person, "Go on")
    for person in (alex, blair):
        person.at("Swap now, or another day?")
        presses(person, "Another day")
    for person in (alex, blair):
        goes_to(person, "One sentence for")
        sends(person, "Thank you.")
    for person in (alex, blair):
        person.at("You can let it rest now")
        person.reads("Thank you.")


def test_the_way_out_is_first_and_help_opens_over_the_room(at_the_forms: Room) -> None:
    alex, blair = at_the_forms.alex, at_the_forms.blair
    alex.page.keyboard.press("Tab")
    assert alex.page.evaluate(FOCUSED) == "Exit this page"
    presses(alex, "Help")
    dialog = alex.page.get_by_role("dialog", name="Help")
    dialog.get_by_role("heading", level=1).wait_for()
    blair.reads("Alex is here")
    alex.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert alex.page.evaluate(FOCUSED) == "Help"
