"""Casey holds a session by keyboard on a phone, or without a script: both read each of it, and go on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from couples.counseling import scopes
from couples.counseling.models import Counseling
from tests import servers
from tests.browser.gallery import DESKTOP, PHONE
from tests.browser.people import Partner, Room
from tests.browser.test_assignment import allow, linked
from tests.browser.typist import Typist

__all__ = ["linked"]
pytestmark = pytest.mark.long
WORDS = "Breathe out, both of you. There is no hurry."


@pytest.fixture(params=[True, False], ids=["by keyboard", "without a script"])
def casey(
    request: pytest.FixtureRequest, browser: Browser, house: list[servers.App], linked: Counseling
) -> Iterator[Typist]:
    allow(linked, scopes.LIVE)
    person = Typist("Casey", browser, house[0], request.param)
    person.is_let_in()
    person.at("My couples")
    yield person
    complaints = person.watch.complaints()
    person.leaves()
    assert not complaints, "\n".join(complaints)


def has_the_steps_at_the_side(person: Partner) -> None:
    """On a desk: no part of it lies empty."""
    person.page.set_viewport_size(DESKTOP)
    names = ("Where they are", "What you can do")
    heads = [person.page.get_by_role("heading", name=one, exact=True) for one in names]
    steps, acts = (head.locator("xpath=ancestor::section[1]").bounding_box() for head in heads)
    assert steps
    assert acts
    assert acts["x"] + acts["width"] < steps["x"]
    assert steps["x"] + steps["width"] > DESKTOP["width"] * 0.9
    person.page.set_viewport_size(PHONE)


def test_a_session_is_held_and_both_go_on(room: Room, casey: Partner, linked: Counseling) -> None:
    room.alex.starts("Say one thing I need")
    room.blair.joins()
    room.get_ready()
    casey.page.goto(casey.address(f"/counseling/{linked.pk}/room/"))
    goes_in(casey)
    holds(casey, room)


def goes_in(casey: Typist) -> None:
    casey.reads("A session is open")
    casey.looks("holding-threshold")
    casey.follows("Go in")
    casey.reads("Where they are")


def holds(casey: Typist, room: Room) -> None:
    """She asks them to wait, says something and begins a pause; they go on all the same."""
    both = (room.alex, room.blair)
    casey.presses("Ask them to wait here")
    casey.reads("You ask them to wait here.")
    for person in both:
        person.reads("Casey asks you to wait here.")
    casey.page.goto(f"{casey.page.url.split('?')[0]}?write")
    casey.types(casey.page.get_by_role("textbox"), WORDS)
    casey.presses("Say it to both")
    casey.reads("You said to both:")
    has_the_steps_at_the_side(casey)
    for person in both:
        person.reads(WORDS)
    casey.presses("Begin a pause")
    casey.looks("holding-hers")
    for person in both:
        person.reads("Casey has begun a pause.")
        person.presses("Go on all the same")
    for person in both:
        person.reads_nothing_of("Casey has begun a pause.")
    room.alex.presses("Put these words aside")
    room.alex.reads_nothing_of(WORDS)
    room.blair.reads(WORDS)
    room.blair.looks("holding-theirs")
