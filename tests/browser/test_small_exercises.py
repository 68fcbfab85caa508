"""The day in five parts, calming down, and who is there: two people walk them to the end by what they see."""

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import look
from tests.browser.people import Partner, Room

pytestmark = pytest.mark.long
WORDS = {
    "Something I value": ("What did", "You made soup when I came home late."),
    "Something new": ("What is new with you?", "The course starts in March."),
    "A puzzle or a question": ("What do you wonder about?", "Whether we want a garden."),
    "One complaint, with a request": ("What bothers you?", "The radio was on while I rang my mother."),
    "A hope": ("What do you hope for?", "A Sunday with nothing in it."),
}


def begins(room: Room, exercise: str, together: str = "In writing") -> tuple[Partner, Partner]:
    room.alex.starts(exercise)
    room.blair.joins()
    room.get_ready(together)
    return room.alex, room.blair


def both_close(room: Room) -> None:
    room.alex.presses("Close the session")
    room.blair.presses("Close the session")
    room.both(lambda person: person.at("You can let it rest now"))


def test_five_parts_are_said_in_turn_and_only_thanked_for(room: Room) -> None:
    alex, blair = begins(room, "Five minutes of the day")
    alex.at("Is there room for a complaint today?")
    look(alex.page, "day-1-before")
    alex.presses("There is room for it")
    blair.reads("Alex has answered.")
    blair.presses("There is room for it")
    blair.reads("Part 1 of 5")
    first = next(one for one in (alex, blair) if one.page.get_by_role("textbox").count())
    second = blair if first is alex else alex
    for heading, (label, words) in WORDS.items():
        for speaker, listener in ((first, second), (second, first)):
            speaker.at(heading)
            listener.at(f"{speaker.name}: {heading}")
            speaker.writes(label, words)
            if "complaint" in heading:
                speaker.writes("What would you like instead?", "Would you switch it off when I ring?")
            look(speaker.page, f"day-2-says-{heading[:12]}")
            speaker.presses("Say it")
            listener.at(f"{speaker.name} has said it")
            listener.reads(words)
            look(listener.page, f"day-3-thanks-{heading[:12]}")
            listener.presses("Thank you")
    look(alex.page, "day-4-close")
    alex.opens("How was this? Only for you")
    alex.chooses("How was that for you?", "Good")
    alex.chooses("Could you say what you wanted to say?", "In part")
    look(alex.page, "day-4-check")
    both_close(room)
    alex.reads("How this was for you", "Only you can see this.", "A Sunday with nothing in it.")
    blair.reads_nothing_of("How this was for you")
    look(alex.page, "day-5-over")


def test_one_breathes_with_the_other_and_one_other_day_is_enough(room: Room) -> None:
    alex, blair = begins(room, "Calm down first", "In the same room")
    alex.at("Breathe together")
    alex.reads("Breathe in while you slowly count to four")
    expect(alex.page.get_by_text("In", exact=True)).to_have_count(1)
    look(alex.page, "calm-1-breathe-in-words")
    alex.page.emulate_media(reduced_motion="no-preference")
    alex.page.wait_for_timeout(3000)
    expect(alex.page.locator(".breath-ring")).to_be_visible()
    look(alex.page, "calm-2-breathe")
    blair.presses("Go on from here")
    alex.at("Is this a talk for today?")
    look(alex.page, "calm-3-check")
    alex.presses("Calm enough")
    blair.reads("Alex has answered.")
    blair.presses("Another day")
    room.both(lambda person: person.at("Another day, then"))
    look(alex.page, "calm-4-another-day")
    room.both(lambda person: person.presses("Go on"))
    both_close(room)
    alex.reads("Set a time for the two of you")


def test_of_a_map_the_other_sees_only_what_was_released(room: Room) -> None:
    alex, blair = begins(room, "Who is there for me")
    alex.at("Who is there for what")
    alex.writes("Comfort", "my sister")
    alex.writes("Money matters", "R. from the bank", keeps=True)
    alex.page.get_by_role("checkbox").first.check()
    look(alex.page, "map-1-form")
    alex.presses("I’m done")
    alex.at("Read it over once more")
    alex.reads("What Blair will see", "my sister", "Only you see this", "R. from the bank", "Nobody here yet")
    look(alex.page, "map-2-preview")
    alex.presses("Open")
    blair.reads("Alex is ready to open.")
    blair.presses("I’m done")
    look(blair.page, "map-3-nothing-released")
    blair.presses("Open")
    room.both(lambda person: person.at("What you show each other"))
    blair.reads("my sister", "Nothing is shown here, and nothing has to be.")
    look(blair.page, "map-4-open")
    look(alex.page, "map-5-open-own")
    room.both(lambda person: person.presses("Go on"))
    both_close(room)
    alex.reads("R. from the bank")
    look(alex.page, "map-6-over")
    room.nothing_leaks()
