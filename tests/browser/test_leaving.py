"""Blair leaves while Alex has the session open: within two seconds it is closed there, and both homes say one thing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import started_session, two_people
from tests.browser.gallery import look
from tests.browser.people import Partner, Room
from tests.browser.test_boundary import LIMIT, WISH
from tests.exercises.live.rooms import NEED
from tests.servers import App
from tests.stored_sign_ins import unused_for

pytestmark = pytest.mark.by_turns("module")

SENTENCE = "The space the two of you shared here is closed."
UNSENT = "On three evenings this week dinner stood cold at nine."
CLOSED = "You no longer have access to it"


@pytest.mark.parametrize("at_the_forms", [NEED], indirect=True, ids=["a need"])
def test_the_room_closes_within_two_seconds_and_the_home_says_so(at_the_forms: Room) -> None:
    room = at_the_forms
    room.alex.writes("What happened?", UNSENT)
    room.blair.goes_home()
    room.blair.follows("Leaving this space")
    room.blair.at("Leaving")
    room.blair.reads("What Alex will see", SENTENCE)
    look(room.blair.page, "parting-1-leaving")

    room.blair.presses("Leave now")
    begun = monotonic()
    expect(room.alex.page.get_by_text(CLOSED).filter(visible=True).first).to_be_visible()
    assert monotonic() - begun < 2
    room.alex.at("This session is closed")
    room.alex.reads("These words of yours were not sent", UNSENT)
    expect(room.alex.page.locator("[data-part] form")).to_have_count(0)
    expect(room.alex.page.locator("[data-connection]")).to_have_text("")
    expect(room.alex.page.get_by_role("link", name="home page")).to_have_count(1)
    look(room.alex.page, "parting-1-closed")
    room.alex.follows("Go to the home page")

    room.blair.reads(SENTENCE)
    room.blair.reads_nothing_of("Alex")
    room.alex.reads(SENTENCE)
    room.alex.reads_nothing_of("Blair")


@pytest.fixture
def on_the_table(browser: Browser, house: list[App], transactional_db: None) -> Iterator[Room]:
    """Both have opened what they wrote, and the first of the two items lies there."""
    session = started_session()
    session.alex.do("hand_in", words=LIMIT, kind="limit")
    session.blair.do("hand_in", words=WISH, kind="request")
    for chair in session.chairs:
        chair.do("open")
    for room in two_people(browser, house, f"/sessions/{session.id}/"):
        room.both(Partner.is_connected)
        yield room


def test_words_are_taken_back_in_two_presses_and_both_read_removed(on_the_table: Room) -> None:
    room, alex = on_the_table, on_the_table.alex
    room.both(lambda person: person.reads(LIMIT if person.sees(LIMIT) else WISH))
    alex.opens("Steps, and ways to stop")
    alex.opens("End this session …")
    alex.page.locator("#sure-end").get_by_role("button").click()
    room.both(lambda person: person.at("You can let it rest now"))
    alex.opens("Take back words of mine …")
    look(alex.page, "parting-2-take-back")
    alex.chooses("From which step?", "Write one thing")
    alex.presses("Take my words out of it")
    room.both(lambda person: person.reads("This was removed by its author."))
    room.both(lambda person: person.reads_nothing_of(LIMIT))


def test_own_data_is_taken_along_and_erased(room: Room) -> None:
    alex = room.alex
    alex.goes_home()
    alex.follows("Your data")
    alex.at("Your data")
    look(alex.page, "parting-3-own-data")
    alex.follows("Download")
    look(alex.page, "parting-4-download")
    with alex.page.expect_download() as given:
        alex.presses("As a page to read")
    assert "Alex" in given.value.path().read_text()
    alex.follows("Back")
    alex.follows("See what erasing does")
    look(alex.page, "parting-5-erase")
    alex.watch.forgive("status of 422")
    alex.presses("Erase everything")
    alex.reads("Nothing was erased.")
    alex.page.get_by_text("I am sure.").click()
    alex.presses("Erase everything")
    alex.at("It is done")
    look(alex.page, "parting-6-erased")
    alex.goes_home()
    alex.reads("Sign in")
    room.blair.goes_home()
    room.blair.reads(SENTENCE)
    look(room.blair.page, "parting-7-home-afterwards")
    room.blair.follows("Read your earlier agreements")
    room.blair.at("Earlier agreements")
    look(room.blair.page, "parting-8-earlier")


@pytest.mark.parametrize("at_the_forms", [NEED], indirect=True, ids=["a need"])
def test_who_is_signed_out_meanwhile_reads_that_and_how_to_come_back(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.writes("What happened?", "On three evenings")
    alex.reads("Saved")
    [cookie] = [one for one in alex.context.cookies() if one["name"] == "session"]
    unused_for(cookie["value"], timedelta(days=15))
    alex.at("You are signed out")
    alex.reads("Sign in again to return to it; what was saved is kept.", "On three evenings")
    alex.reads_nothing_of(
        "This session is closed", "nothing more for you to do here", "gone", "Reload the page"
    )
    look(alex.page, "parting-3-signed-out")
    alex.follows("Sign in")
    expect(alex.page).to_have_url(re.compile(r"/account/login/\?next=/sessions/"))
    alex.reads_nothing_of("You were signed out here")  # to whoever looks at this browser
