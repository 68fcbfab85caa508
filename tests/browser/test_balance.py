"""The balance check-in: eight areas apart, a few opened together, a guided talk about one of them."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.gallery import look
from tests.browser.people import Partner, Room
from tests.exercises.live.rooms import BALANCE

AREAS = ["Comfort and talking", "Knowing that it is all right", "Deciding and planning", "Money"]
AREAS += ["Everyday things", "Room for myself", "Other people to turn to", "Having a say"]
OPENED = ["Comfort and talking", "Everyday things", "Room for myself"]
TALKED = "What I meant: a Saturday morning by myself."


KEYS = ["emotional", "reassurance", "decisions", "money", "practical", "own_time", "outside", "influence"]
RATE = """ratings => {
  for (const [name, value] of ratings) {
    const radio = document.querySelector(`input[name="${name}"][value="${value}"]`);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", {bubbles: true}));
  }
}"""


TO_THE_LAST_PAGE = """() => {
  const next = () => [...document.querySelectorAll("button")].find(each => each.textContent === "Next" && !each.hidden);
  for (let button = next(); button; button = next()) button.click();
}"""


def question(person: Partner) -> Locator:
    """The seven steps that are shown."""
    return person.page.get_by_role("group").filter(has=person.page.get_by_role("radio")).filter(visible=True)


def answers_by_tap(person: Partner, words: Sequence[str], most: int = 24) -> None:
    """Three words for each area; the next question comes by itself. `most`: after how many to stop."""
    person.presses("Next")
    stays_after_a_key(person)
    for number in range(most):
        expect(person.page.get_by_text(f"{number + 1} of 24")).to_be_attached()
        if number == 1:
            look(person.page, "balance-1-question")
        if number == 23:
            question(person).get_by_text("Skip this one").click()
            person.picks(question(person), "Prefer not to say")
        else:
            person.picks(question(person), words[number % 3])
    person.reads("Nothing is chosen for you." if most == 24 else f"{most + 1} of 24")


def stays_after_a_key(person: Partner) -> None:
    """Whoever goes on by key chooses with the arrows, and is left in peace."""
    question(person).get_by_role("radio").first.focus()
    person.page.keyboard.press("ArrowRight")
    person.page.wait_for_timeout(700)
    expect(person.page.get_by_text("1 of 24")).to_be_attached()
    assert question(person).get_by_role("radio", checked=True).count() == 1


def answers(person: Partner, own: int, partner: int, comfort: int) -> None:
    """All 24 at once, then on to the last page."""
    given = (("own", own), ("partner", partner), ("comfort", comfort))
    person.page.evaluate(RATE, [[f"{what}.{key}", value] for key in KEYS for what, value in given])
    person.page.evaluate(TO_THE_LAST_PAGE)
    person.reads("Nothing is chosen for you.")


def lets_open(person: Partner, areas: Sequence[str]) -> None:
    for area in areas:
        person.page.get_by_role("checkbox", name=area, exact=True).locator("..").click()


def finishes(person: Partner) -> None:
    person.presses("I’m done")
    person.at("Read it over once more")


def to_the_closed_forms(room: Room) -> None:
    room.alex.starts("See how we balance")
    room.blair.joins()
    room.get_ready()
    room.both(lambda person: person.at("Your own sheet"))


@pytest.mark.parametrize("at_the_forms", [BALANCE], indirect=True, ids=["balance"])
@pytest.mark.long
def test_each_answer_leads_to_the_next_question_and_the_last_page_says_what_may_open(
    at_the_forms: Room,
) -> None:
    alex = at_the_forms.alex
    answers_by_tap(alex, ("Very little", "Quite a lot", "Mixed"), most=4)
    answers(alex, 4, 5, 3)
    lets_open(alex, OPENED)
    look(alex.page, "balance-2-what-may-open")
    finishes(alex)
    look(alex.page, "balance-3-read-over")


@pytest.mark.long
def test_eight_areas_apart_then_exactly_what_both_allow(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_closed_forms(room)
    look(alex.page, "balance-0-start")
    answers_by_tap(alex, ("Very little", "Quite a lot", "Mixed"))
    lets_open(alex, OPENED)
    alex.page.get_by_role("checkbox", name="Blair may also see").first.locator("..").click()
    marks = alex.page.get_by_role("radio", name=re.compile("talk about this one.*Room for myself"))
    marks.locator("..").click()
    alex.opens("If you like: two more questions")
    alex.opens("If you like: go deeper")
    look(alex.page, "balance-2-what-may-open")
    finishes(alex)
    look(alex.page, "balance-3-read-over")
    answers(blair, 4, 5, 3)
    lets_open(blair, [*OPENED, "Money"])
    finishes(blair)
    alex.presses("Open")
    blair.reads("Alex is ready to open.")
    assert not blair.page.get_by_role("heading", name="What you both see").count()
    blair.presses("Open")
    room.both(lambda person: person.at("Both sheets are in; these areas opened"))
    compare(room)
    talk(room)
    close(room)


def compare(room: Room) -> None:
    for person in (room.alex, room.blair):
        shown = person.page.get_by_role("region", name="What you both see").get_by_role("heading", level=3)
        assert sorted(shown.all_inner_texts()) == sorted(OPENED)
        assert person.page.get_by_role("img").count() == len(OPENED)
        person.opens("As a table")
        assert person.page.get_by_role("table").first.is_visible()
        person.reads("On another day you might each answer one step higher or lower")
    look(room.alex.page, "balance-4-open")
    look(room.blair.page, "balance-5-open-as-blair")
    feels = [
        room.blair.page.get_by_text(f"{who} mixed feelings about it.") for who in ("Alex has", "You have")
    ]
    assert [each.count() for each in feels] == [1, 3], (
        "the one comfort that Alex ticked to be seen, and one's own"
    )
    assert room.alex.page.get_by_text("Blair has mixed feelings").count() == 0, "Blair ticked none"
    room.both(lambda person: person.presses("Go on"))


def talk(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.at("You have the floor")
    alex.chooses("What would you like to talk about?", "Room for myself")
    alex.page.get_by_role("textbox").fill(TALKED)
    alex.opens("What you both saw")
    look(alex.page, "balance-6-floor")
    look(blair.page, "balance-7-listens")
    for speaks, listens in ((alex, blair), (blair, alex)):
        speaks.at("You have the floor")
        speaks.page.get_by_role("textbox").fill(TALKED)
        speaks.presses("Say it")
        listens.at("Say back what you heard")
        listens.reads(TALKED, "You are talking about: Room for myself")
        listens.page.get_by_role("textbox").fill("A morning for yourself.")
        listens.presses("That is what I heard")
        speaks.presses("That’s it")


def close(room: Room) -> None:
    room.both(lambda person: person.presses("Close the session"))
    room.both(lambda person: person.at("You can let it rest now"))
    room.both(lambda person: person.reads("Room for myself", TALKED))
    look(room.blair.page, "balance-8-over")


@pytest.mark.long
def test_where_both_allow_too_few_areas_none_opens(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_closed_forms(room)
    for person, ratings, areas in ((alex, (1, 3, 3), AREAS[:2]), (blair, (3, 2, 3), AREAS)):
        answers(person, *ratings)
        lets_open(person, areas)
        finishes(person)
    room.both(lambda person: person.presses("Open"))
    room.both(lambda person: person.at("No areas open this time"))
    assert not alex.page.get_by_role("img").count()
    look(alex.page, "balance-9-none-open")
    room.both(lambda person: person.presses("Go on"))
    alex.at("You have the floor")


@pytest.mark.long
def test_where_both_allow_all_a_few_open_on_pages_of_three(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_closed_forms(room)
    for person in (alex, blair):
        answers(person, 1, 3, 3)
        lets_open(person, AREAS)
        finishes(person)
    room.both(lambda person: person.presses("Open"))
    alex.at("Both sheets are in; these areas opened")
    first = alex.page.get_by_role("heading", level=3).all_inner_texts()
    seen = list(first)
    if alex.page.get_by_role("button", name="Next areas").count():
        alex.presses("Next areas")
        alex.reads("page 2 of 2")
        seen += alex.page.get_by_role("heading", level=3).all_inner_texts()
        alex.presses("Previous areas")
        alex.reads("page 1 of 2")
    assert len(first) == 3
    assert 3 <= len(seen) <= 6
    assert len(set(seen)) == len(seen)
