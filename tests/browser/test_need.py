"""Say one thing I need: two people walk it to the end by what they see."""

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import look
from tests.browser.people import Partner, Room

SHEET = {
    "What happened?": "On three evenings this week dinner stood cold at nine.",
    "What did you feel": "Lonely, and a little angry.",
    "What do you need?": "To know when we have an evening together.",
    "What would you like to ask": "Would you keep Thursday evening for the two of us?",
}
SAID_BACK = "Dinner got cold three times and you were lonely."
SAID_BACK_AGAIN = "You were lonely, and angry too."
MAKES_SENSE = "That you would like to know beforehand when I am late."
MISSING = "That I was also angry."
WAY = "Not this Thursday; on Sunday I am free."
SENTENCE = "We keep Sunday evening for the two of us."
THANKS = {"Alex": "Thank you for staying with it.", "Blair": "I am glad you told me."}


def write_the_form(alex: Partner) -> None:
    for label, words in SHEET.items():
        alex.writes(label, words, keeps=True)


@pytest.mark.long
def test_a_need_is_written_opened_heard_and_answered(room_of_two_processes: Room) -> None:
    room = room_of_two_processes
    alex = room.alex
    look(alex.page, "home")
    alex.starts("Say one thing I need")
    alex.reads("Blair hasn’t joined yet", "It’s fine to leave now; nothing counts as missed.")
    look(alex.page, "need-1-lobby")
    meet(room)
    write_and_open(room)
    hear(room)
    answer(room)
    close(room)


def meet(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.reads("Alex has opened a session")  # on the page that was open already
    blair.follows("Have a look and join")
    blair.at("Alex invites you")
    blair.reads("Each of you can pause, leave or stop at any time, without a reason.")
    look(blair.page, "need-2-invited")
    blair.presses("Join")
    for person, other in ((alex, "Blair"), (blair, "Alex")):
        person.reads(f"{other} is here", f"{other} does not see what you choose here.")
    look(blair.page, "need-3-arrive")
    room.get_ready()


def write_and_open(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.at("Alex writes alone first")
    look(blair.page, "need-4-listener-waits")
    alex.at("Write it down")
    write_the_form(alex)
    look(alex.page, "need-5-writing")
    alex.reads("Saved")
    room.nothing_leaks()
    alex.presses("I’m done")
    alex.at("Read it over once more")
    alex.reads(*SHEET.values(), "This is exactly what Blair will see.")
    look(alex.page, "need-6-closed-sheet")
    blair.at("Alex writes alone first")
    room.all_open()
    alex.presses("Open")
    blair.at("Say back what you heard")
    blair.reads(*SHEET.values(), "This is Alex’s turn to be heard.")
    look(blair.page, "need-7-say-it-back")


def hear(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.page.get_by_role("textbox").fill(SAID_BACK)
    blair.kept.append(SAID_BACK)
    alex.at("Blair says it back")
    look(alex.page, "need-8-speaker-listens")
    room.all_open()
    blair.presses("That is what I heard")
    alex.at("Was that it?")
    alex.reads(SAID_BACK)
    look(alex.page, "need-9-was-that-it")
    alex.writes("What was missing?", MISSING)
    pause(room)
    alex.presses("Not quite")
    blair.at("Alex says: not quite")
    blair.reads(MISSING)
    blair.page.get_by_role("textbox").fill(SAID_BACK_AGAIN)
    blair.presses("That is what I heard")
    blair.at("Alex says whether that was it")
    in_reach(alex)
    alex.presses("That’s it")
    blair.at("Alex says: that’s it")
    alex.at("You said: that’s it")
    look(blair.page, "need-9-makes-sense")
    blair.writes("What makes sense to me in it", MAKES_SENSE)
    blair.presses("Say it")
    alex.at("What makes sense to Blair in it")
    alex.reads(MAKES_SENSE)
    look(alex.page, "need-9-what-makes-sense")
    alex.presses("Go on")


def in_reach(speaker: Partner) -> None:
    """On a small phone what was said back and both answers are on the first screen, the speaker's sheet folded."""
    speaker.page.set_viewport_size({"width": 360, "height": 740})
    speaker.reads_nothing_of(*SHEET.values())
    answers = [speaker.page.get_by_role("button", name=one) for one in ("That’s it", "Not quite")]
    for one in answers:
        expect(one).to_be_in_viewport(ratio=1)
    said = speaker.page.get_by_text(SAID_BACK_AGAIN).bounding_box()
    below = answers[0].bounding_box()
    assert said
    assert below
    assert said["y"] + said["height"] < below["y"], "the answers hide nothing of what was said"


def pause(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.presses("Pause")
    alex.reads("Blair has paused.")
    expect(alex.page.get_by_role("button", name="Not quite")).to_be_hidden()
    look(alex.page, "need-9-paused")
    alex.presses("Ask to go on")
    blair.reads("Alex would like to go on, when you are ready.")
    blair.presses("Go on")


def answer(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.at("Your answer")
    blair.reads(SHEET["What would you like to ask"], "no reason is needed")
    look(blair.page, "need-10-answer")
    alex.at("Blair answers")
    look(alex.page, "need-11-waits-for-the-answer")
    blair.presses("No")
    blair.reads("You said no.", "Nothing more is asked of you.")
    look(blair.page, "need-12-said-no")
    alex.reads("Blair’s answer is no.", "That is a complete answer; no reason is needed.")
    look(alex.page, "need-13-heard-no")
    alex.presses("Go on")
    alex.reads("The next step comes when Blair is ready too.")
    blair.reads("Alex is ready to go on.")
    blair.presses("Go on")
    room.both(lambda person: person.at("Swap now, or another day?"))


def close(room: Room) -> None:
    alex, blair = room.alex, room.blair
    look(blair.page, "need-14-swap")
    blair.presses("Another day")
    blair.at("You have answered")
    alex.presses("Swap now")
    for person in (alex, blair):
        person.writes("One sentence for", THANKS[person.name], keeps=True)
    alex.chooses("How understood do you feel?", "Quite well")
    look(alex.page, "need-15-close")
    room.nothing_leaks()
    alex.presses("Close the session")
    alex.at("You have closed the session on your side")
    blair.reads("Alex has closed the session.")
    look(alex.page, "need-16-closed-own-side")
    room.all_open()
    blair.presses("Close the session")
    room.both(lambda person: person.at("You can let it rest now"))
    for person in (alex, blair):
        person.reads(*THANKS.values(), *SHEET.values())
    alex.reads("How understood do you feel?", "Quite well", "Only you can see this.")
    blair.reads_nothing_of("How understood do you feel?", "Quite well")
    look(alex.page, "need-17-over")
    for person in (alex, blair):
        assert person.page.get_by_role("link", name="That’s enough for today").count() == 1


@pytest.mark.long
def test_when_both_like_they_swap_and_begin_again(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.starts("Say one thing I need")
    blair.joins()
    room.get_ready("In the same room")
    alex.at("Write it down")
    write_the_form(alex)
    alex.presses("I’m done")
    room.all_open()
    alex.presses("Open")
    blair.reads("nothing is typed")
    look(blair.page, "need-18-aloud")
    blair.presses("I said it back")
    alex.presses("Not quite")
    alex.at("Tell Blair aloud what was missing")
    blair.reads("Listen to what was missing.")
    look(alex.page, "need-18-aloud-not-quite")
    blair.presses("I said it back")
    alex.presses("That’s it")
    blair.presses("Go on without it")
    agree_on_a_sentence(room)
    room.both(lambda person: person.presses("Go on"))
    room.both(lambda person: person.presses("Swap now"))
    alex.at("Blair writes alone first")
    blair.at("Write it down")
    alex.goes_home()
    alex.reads(SENTENCE)
    alex.follows("Agreements")
    alex.reads(
        "You asked:", SHEET["What would you like to ask"], "Blair offered this, and you both said yes:", WAY
    )
    alex.reads("And so, in one sentence:", SENTENCE, "Accepted by both in the same words")
    look(alex.page, "need-22-agreement")


def agree_on_a_sentence(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.opens("Another way")
    blair.writes("What you could do instead", WAY)
    blair.presses("Offer this")
    alex.presses("Yes")
    alex.at("You have answered")
    look(alex.page, "need-19-one-sentence")
    blair.at("Alex has answered")
    assert alex.box("In one sentence, what will we do?").input_value() == WAY
    alex.writes("In one sentence, what will we do?", SENTENCE)
    alex.chooses("Look at it again after", "4 weeks")
    alex.presses("Suggest this sentence")
    alex.at("You have suggested one sentence")
    blair.at("Alex suggests one sentence")
    blair.reads(SENTENCE, "To look at again after 4 weeks.")
    look(blair.page, "need-20-sentence-suggested")
    blair.presses("I accept exactly these words")
    room.both(lambda person: person.at("You have agreed on one sentence"))
    look(alex.page, "need-21-sentence-accepted")
