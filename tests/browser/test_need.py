"""See, feel, need, ask: two people walk it to the end by what they see."""

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
MISSING = "That I was also angry."
THANKS = {"Alex": "Thank you for staying with it.", "Blair": "I am glad you told me."}


def write_the_form(alex: Partner) -> None:
    for label, words in SHEET.items():
        alex.writes(label, words, keeps=True)


def test_a_need_is_written_opened_heard_and_answered(room: Room) -> None:
    alex = room.alex
    look(alex.page, "home")
    alex.starts("See, feel, need, ask")
    alex.reads("Blair hasn’t joined yet", "It’s fine to leave now; nothing counts as missed.")
    look(alex.page, "need-1-lobby")
    meet(room)
    write_and_open(room)
    hear(room)
    answer(room)
    close(room)


def meet(room: Room) -> None:
    alex, blair = room.alex, room.blair
    blair.goes_home()
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
    alex.presses("I have finished")
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
    alex.opens("If not quite")
    look(alex.page, "need-9-was-that-it")
    alex.writes("What was missing?", MISSING)
    pause(room)
    alex.presses("Not quite")
    blair.at("Alex says: not quite")
    blair.reads(MISSING)
    blair.page.get_by_role("textbox").fill("You were lonely, and angry too.")
    blair.presses("That is what I heard")
    blair.at("Alex says whether that was it")
    alex.presses("That’s it")


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
    look(alex.page, "need-17-over")
    for person in (alex, blair):
        assert person.page.get_by_role("link", name="Back to the home page").count() == 1


def test_when_both_like_they_swap_and_begin_again(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.starts("See, feel, need, ask")
    blair.joins()
    room.get_ready("In the same room")
    alex.at("Write it down")
    write_the_form(alex)
    alex.presses("I have finished")
    room.all_open()
    alex.presses("Open")
    blair.reads("nothing is typed")
    look(blair.page, "need-18-aloud")
    blair.presses("I said it back")
    alex.presses("That’s it")
    blair.presses("Yes")
    room.both(lambda person: person.presses("Go on"))
    room.both(lambda person: person.presses("Swap now"))
    alex.at("Blair writes alone first")
    blair.at("Write it down")
