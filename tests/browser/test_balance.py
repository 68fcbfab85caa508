"""The balance check-in: eight areas apart, a few opened together, a guided talk about one of them."""

from tests.browser.gallery import look
from tests.browser.people import Partner, Room

AREAS = ["Comfort and talking", "Knowing that it is all right", "Deciding and planning", "Money"]
AREAS += ["Everyday things", "Room for myself", "Other people to turn to", "Having a say"]
OPENED = ["Comfort and talking", "Everyday things", "Room for myself"]
TALKED = "What I meant: a Saturday morning by myself."


def rate(person: Partner, area: str, own: str, partner: str, comfort: str, may_open: bool) -> None:
    """One page of the stepper, by the words on it."""
    page = person.group(area)
    for number, word in enumerate((own, partner, comfort)):
        person.picks(page.get_by_role("group").nth(number), word)
    person.picks(page.get_by_role("group", name="May this area open?"), "May open" if may_open else "Keep")


def fill_in(person: Partner, own: str, partner: str, may_open: list[str]) -> None:
    for number, area in enumerate(AREAS, 1):
        person.reads(f"{number} of 8")
        rate(person, area, own, partner, "Mixed", area in may_open)
        if number < len(AREAS):
            person.presses("Next")
    person.presses("I have finished")
    person.at("Read it over once more")


def to_the_closed_forms(room: Room) -> None:
    room.alex.starts("See how we balance")
    room.blair.joins()
    room.get_ready()
    room.both(lambda person: person.at("Your own sheet"))


def test_eight_areas_apart_then_exactly_what_both_allow(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_closed_forms(room)
    look(alex.page, "balance-1-first-area")
    alex.presses("Next")
    alex.presses("Back")
    alex.opens("Go deeper")
    look(alex.page, "balance-2-go-deeper")
    alex.group(AREAS[0]).get_by_text("If this area opens, Blair may see this too").first.click()
    fill_in(alex, "Very little", "Quite a lot", OPENED)
    look(alex.page, "balance-3-read-over")
    fill_in(blair, "Quite a lot", "A great deal", [*OPENED, "Money"])
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


def test_where_both_allow_too_few_areas_none_opens(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_closed_forms(room)
    fill_in(alex, "Very little", "Somewhat", AREAS[:2])
    fill_in(blair, "Somewhat", "A little", AREAS)
    room.both(lambda person: person.presses("Open"))
    room.both(lambda person: person.at("No areas open this time"))
    assert not alex.page.get_by_role("img").count()
    look(alex.page, "balance-9-none-open")
    room.both(lambda person: person.presses("Go on"))
    alex.at("You have the floor")


def test_where_both_allow_all_a_few_open_on_pages_of_three(room: Room) -> None:
    alex, blair = room.alex, room.blair
    to_the_closed_forms(room)
    fill_in(alex, "Very little", "Somewhat", AREAS)
    fill_in(blair, "Very little", "Somewhat", AREAS)
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
