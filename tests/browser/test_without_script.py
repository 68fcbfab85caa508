"""Without JavaScript a whole exercise works for both: forms, redirects, and a waiting page that asks again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import two_people
from tests.browser.people import Partner, Room
from tests.browser.test_need import SAID_BACK, SHEET, THANKS, write_the_form
from tests.servers import App


@pytest.fixture
def plain_room(browser: Browser, house: list[App], cast: None) -> Iterator[Room]:
    yield from two_people(browser, house, java_script_enabled=False)


def look_again(*people: Partner) -> None:
    for person in people:
        person.page.goto(person.page.url)


def test_a_need_is_opened_without_a_script(plain_room: Room) -> None:
    open_it(plain_room)


@pytest.mark.long
def test_a_whole_need_without_a_script(plain_room: Room) -> None:
    open_it(plain_room)
    say_it_back(plain_room)
    answer_and_close(plain_room)


def open_it(plain_room: Room) -> None:
    alex, blair = plain_room.alex, plain_room.blair
    alex.starts("Say one thing I need")
    blair.joins()
    blair.reads("Alex is here")
    plain_room.get_ready()
    write_with_a_mistake(plain_room)
    alex.presses("I’m done")
    alex.at("Read it over once more")
    plain_room.all_open()
    alex.presses("Open")
    blair.at("Say back what you heard")  # the waiting page came by itself
    blair.reads(*SHEET.values())


def write_with_a_mistake(room: Room) -> None:
    """A field left empty: the error stands at the field, a summary on top, and nothing typed is lost."""
    alex, blair = room.alex, room.blair
    blair.at("Alex writes alone first")
    look_again(alex)
    write_the_form(alex)
    last = alex.page.get_by_role("textbox").last
    asked = last.input_value()
    last.fill("")
    alex.watch.forgive("status of 422")
    alex.presses("I’m done")
    alert = alex.page.get_by_role("alert")
    expect(alert.get_by_role("link")).to_contain_text("What would you like to ask")
    alert.get_by_role("link").click()
    expect(last).to_be_focused()
    kept = [box.input_value() for box in alex.page.get_by_role("textbox").all()]
    assert kept == [*list(SHEET.values())[:3], ""]
    expect(last).to_have_attribute("aria-invalid", "true")
    last.fill(asked)
    room.nothing_leaks()


def say_it_back(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.page.get_by_role("textbox").fill(SAID_BACK)
    blair.presses("That is what I heard")
    look_again(alex)
    alex.at("Was that it?")
    alex.page.get_by_role("textbox").fill("The angry part.")
    alex.presses("Not quite")
    look_again(blair)
    blair.reads("The angry part.")
    blair.page.get_by_role("textbox").fill(SAID_BACK)
    blair.presses("That is what I heard")
    look_again(alex)
    alex.presses("That’s it")
    look_again(blair)
    blair.page.get_by_role("textbox", name="What makes sense to me in it").fill("That Thursdays matter.")
    blair.presses("Say it")
    look_again(alex)
    alex.reads("That Thursdays matter.")
    alex.presses("Go on")


def answer_and_close(room: Room) -> None:
    alex, blair = room.alex, room.blair
    look_again(blair)
    blair.presses("Pause")
    blair.reads("Paused")
    look_again(alex)
    alex.reads("Blair has paused.")
    alex.presses("Ask to go on")
    look_again(blair)
    blair.reads("Alex would like to go on, when you are ready.")
    blair.presses("Go on")
    blair.presses("No")
    blair.reads("You said no.")
    look_again(alex)
    alex.reads("Blair’s answer is no.")
    room.both(lambda person: person.presses("Go on"))
    look_again(alex)
    room.both(lambda person: person.presses("Another day"))
    look_again(alex)
    for person in (alex, blair):
        person.page.get_by_role("textbox").fill(THANKS[person.name])
        person.kept.append(THANKS[person.name])
    alex.presses("Close the session")
    room.all_open()
    blair.presses("Close the session")
    look_again(alex)
    for person in (alex, blair):
        person.at("You can let it rest now")
        person.reads(*THANKS.values(), *SHEET.values())
