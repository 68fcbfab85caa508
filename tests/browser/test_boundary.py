"""Sort out one thing between us: two people put one thing each on the table, and find it on the page of agreements."""

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import look
from tests.browser.people import Partner, Room

LIMIT = "When voices are raised, I will leave the room for ten minutes."
PROPOSED = "We put both phones away at dinner."
COUNTERED = "We put both phones away at dinner, except when a child is out."
WISH = "Would you take the bins out on Mondays?"
OTHER_WAY = "I could take them out every second Monday."
WHY = "An hour in which nobody else is with us."
COMPANY = "Would you come along to the choir evening?"
ON_THE_TABLE = (LIMIT, "A limit"), (PROPOSED, "An agreement", "After two weeks")
"""What Alex writes, and what Blair does."""


def put_down(person: Partner, words: str, kind: str, weeks: str = "") -> None:
    person.at("Write one thing")
    person.writes("What would you like to put on the table?", words, keeps=True)
    person.chooses("Which of the three is it?", kind)
    if weeks:
        person.chooses("When would you like to look at it again?", weeks)


def to_the_table(room: Room, alexs: tuple[str, ...], blairs: tuple[str, ...]) -> None:
    alex, blair = room.alex, room.blair
    alex.starts("Sort out one thing between us")
    blair.joins()
    room.get_ready()
    write_and_open(room, alexs, blairs)


def write_and_open(room: Room, alexs: tuple[str, ...], blairs: tuple[str, ...]) -> None:
    """Until Blair alone has not opened."""
    alex, blair = room.alex, room.blair
    put_down(alex, *alexs)
    alex.looks("boundary-0-sheet")
    put_down(blair, *blairs)
    blair.writes("What is this for, for you?", WHY, keeps=True)
    room.nothing_leaks()
    room.both(lambda person: person.presses("I’m done"))
    room.both(lambda person: person.at("Read it over once more"))
    alex.presses("Open")
    alex.reads("Both sheets open when Blair has pressed it too.")
    blair.reads("Alex is ready to open.")
    room.all_open()


@pytest.mark.long
def test_a_limit_is_complete_and_an_agreement_needs_the_same_words_from_both(room: Room) -> None:
    to_the_table(room, *ON_THE_TABLE)
    look(room.alex.page, "boundary-1-ready-to-open")
    look(room.blair.page, "boundary-2-partner-is-ready")
    talk_about_each(room)
    end_with_the_ledger(room)


def talk_about_each(room: Room) -> None:
    """Of what is in ON_THE_TABLE, from the sheets that Blair opens to the step of closing."""
    alex, blair = room.alex, room.blair
    blair.presses("Open")
    for number in (1, 2):  # chance draws whose comes first
        both_at_item(room, number)
        share_the_limit(room) if alex.sees("Your limit") else agree(room)
        button = "Next item" if number == 1 else "Go on"
        blair.presses(button)
        blair.reads("The session goes on when Alex is ready too.")
        alex.presses(button)


def both_at_item(room: Room, number: int) -> None:
    room.both(lambda person: person.at(f"On the table: {number} of 2"))


def share_the_limit(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.reads("Alex’s limit", LIMIT, "It is never a rule for you.", "Nothing depends on this.")
    assert not blair.page.get_by_role("button", name="accept").count(), "a limit has nothing to accept"
    blair.looks("boundary-3-limit")
    alex.looks("boundary-4-own-limit")
    blair.presses("I have read this")
    alex.reads("Blair has read this.")


def agree(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.reads("An agreement Blair proposes", PROPOSED, "What this is for Blair", WHY)
    alex.looks("boundary-5-agreement")
    alex.opens("Suggest other words")
    expect(alex.box("Other words for it")).to_have_value(PROPOSED)
    alex.writes("Other words for it", COUNTERED, keeps=True)
    alex.chooses("Look at it again after", "3 weeks")
    room.all_open()
    alex.presses("Suggest these words")
    blair.reads(COUNTERED, "These are Alex’s words.", "What is different", "[added:")
    blair.looks("boundary-5b-other-words")
    blair.presses("I accept exactly these words")
    alex.reads("Blair accepts exactly these words.")
    alex.looks("boundary-6-one-has-accepted")
    alex.presses("I accept exactly these words")
    for person in (alex, blair):
        person.reads("You both accepted exactly these words.", "It is in force from tomorrow")
    blair.looks("boundary-7-agreed")


def end_with_the_ledger(room: Room) -> None:
    room.both(lambda person: person.presses("Close the session"))
    room.both(lambda person: person.at("You can let it rest now"))
    look(room.alex.page, "boundary-8-over")
    room.alex.follows("See what you two have")
    room.alex.at("Agreements")
    room.alex.reads("Your limit", LIMIT, COUNTERED, "Accepted by both in the same words", "In force from")
    room.alex.reads_nothing_of(PROPOSED)
    look(room.alex.page, "boundary-9-ledger")
    room.alex.follows("Back to the home page")
    room.alex.reads("What you two have", LIMIT, COUNTERED)
    look(room.alex.page, "boundary-10-home")
    room.alex.follows("All agreements, and what has ended")
    room.blair.follows("See what you two have")
    room.blair.reads("Alex’s limit", COUNTERED)
    room.blair.opens("Withdraw it")
    room.blair.presses("Yes, withdraw it")
    room.blair.reads("Ended on")
    room.alex.page.reload()
    room.alex.opens("Earlier")
    room.alex.reads("Ended on")


@pytest.mark.long
def test_a_no_is_complete_and_another_way_can_become_a_yes(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_table(room, (WISH, "A request"), (COMPANY, "A request"))
    blair.presses("Open")
    for number in (1, 2):
        both_at_item(room, number)
        another_way(room) if blair.sees("Alex’s request") else say_no(room)
        onward = "Go on" if number == 2 else "Next item"
        alex.presses(onward)
        blair.presses(onward)
    room.both(lambda person: person.presses("Close the session"))
    alex.follows("See what you two have")
    alex.reads(OTHER_WAY)
    alex.reads_nothing_of(COMPANY, WISH)


def another_way(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.reads(WISH)
    look(blair.page, "boundary-10-request")
    blair.opens("Another way")
    blair.writes("Other words for it", OTHER_WAY)
    blair.presses("Offer this")
    alex.reads(OTHER_WAY, "These are Blair’s words.")
    alex.presses("Yes")
    blair.reads("Alex’s answer is yes.", "A yes can become a no, now or later.")


def say_no(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.reads(COMPANY)
    alex.presses("No")
    alex.reads("You said no.", "Nothing more is asked of you.")
    blair.reads("Alex’s answer is no.", "no reason is needed")
    look(blair.page, "boundary-11-heard-no")
