"""A counselor's whole work by keyboard on a phone: from the mail that invites her to an agreement looked at again."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from couples.accounts.models import User
from tests.browser import counselors_way
from tests.browser.by_what_is_offered import KEYBOARD, walks
from tests.browser.people import Room
from tests.browser.test_boundary import COUNTERED, ON_THE_TABLE, talk_about_each, write_and_open
from tests.browser.test_holding import goes_in, holds
from tests.browser.test_one_link import accepts, allows_everything, they_confirm_each_other, two_come
from tests.browser.typist import Typist
from tests.conftest import StartApps
from tests.exercises.live.rooms import Chair
from tests.exercises.live.rooms import Room as Session
from tests.servers import App

pytestmark = pytest.mark.long
BOUNDARY, NEED, DAY = "Sort out one thing between us", "Say one thing I need", "Five minutes of the day"
PROGRAMME = (
    (BOUNDARY, "At once", "", "The evenings"),
    (NEED, "After the one before", "", "One small thing"),
    (DAY, "Some days after the one before", "7", "This week"),
)
UNTIL_REVIEW = 23
"""Days: the two agree on three weeks, from the day after."""


class Two(Room):
    """Alex and Blair, each with keys and no pointer."""

    alex: Typist
    blair: Typist


@pytest.fixture
def office(apps: StartApps) -> App:
    """A server that is stopped and started again, as time passes."""
    return apps(1)[0]


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def three(request: pytest.FixtureRequest, browser: Browser, office: App) -> Iterator[list[Typist]]:
    with ExitStack() as ending:
        people = [Typist(name, browser, office, request.param) for name in ("Casey", "Alex", "Blair")]
        for person in people:
            ending.callback(person.leaves)
        yield people
        assert not [said for person in people for said in person.watch.complaints()]


def test_from_the_mail_that_invites_her_to_an_agreement_both_looked_at_again(
    three: list[Typist], office: App
) -> None:
    casey, alex, blair = three
    room = Two(alex, blair)
    key = counselors_way.becomes_a_counselor(casey, counselors_way.is_invited(casey, office))
    two_are_linked(counselors_way.makes_a_link(casey), room)
    counselors_way.writes_a_programme(casey, PROGRAMME)
    counselors_way.starts_it(casey)
    make_an_agreement(room)
    counselors_way.sets_a_time(casey)
    counselors_way.reads_the_brief(casey, COUNTERED)
    a_session_is_held(casey, room)
    weeks_pass(office, three)
    alex.signs_in()
    blair.signs_in()
    look_at_it_again(room)
    the_last_is_done(room)
    counselors_way.signs_in(casey, key, UNTIL_REVIEW)
    finds_it_reviewed_and_done(casey)


def two_are_linked(link: str, room: Two) -> None:
    alex, blair = room.alex, room.blair
    two_come(link, alex, blair)
    they_confirm_each_other(alex, blair)
    accepts(alex)
    alex.at("You accepted Casey")
    accepts(blair)
    for person in (blair, alex):
        allows_everything(person)


def take_up(room: Two, exercise: str, number: int) -> Session:
    alex, blair = room.alex, room.blair
    for person in (alex, blair):
        person.goes_home()
        person.reads(f"From Casey, for the two of you: {number} of 3", exercise)
    alex.looks(f"journey-{20 + number}-home")
    alex.presses(f"Take it up: {exercise}")
    alex.at("You are here")
    blair.joins()
    alex.reads("Blair is here")
    room.get_ready()
    for person in (alex, blair):
        person.is_past("You are here")
    id = UUID(alex.page.url.rstrip("/").split("/")[-1])
    return Session(id, *(Chair(id, User.objects.get(email=one.mail)) for one in (alex, blair)))


def make_an_agreement(room: Two) -> None:
    take_up(room, BOUNDARY, 1)
    write_and_open(room, *ON_THE_TABLE)
    talk_about_each(room)
    room.both(lambda person: person.presses("Close the session"))
    room.both(lambda person: person.at("You can let it rest now"))


def walk_to_the_end(session: Session, room: Two) -> None:
    hand = replace(KEYBOARD, reloads=not room.alex.has_script)
    for _step in walks(session, (room.alex, room.blair), hand):
        pass


def a_session_is_held(casey: Typist, room: Two) -> None:
    session = take_up(room, NEED, 2)
    counselors_way.is_with_the_couple(casey)
    casey.follows("Go to their session")
    goes_in(casey)
    holds(casey, room)
    walk_to_the_end(session, room)
    casey.reads("This session is over")
    casey.looks("journey-13-held")


def weeks_pass(office: App, people: list[Typist]) -> None:
    for person in people:
        person.page.goto("about:blank")
    office.stop()
    office.env |= {"DJANGO_SETTINGS_MODULE": "tests.served_later", "LATER_DAYS": str(UNTIL_REVIEW)}
    office.start()


def look_at_it_again(room: Two) -> None:
    for person in (room.alex, room.blair):
        person.at(f"You and {'Blair' if person is room.alex else 'Alex'}")
        person.looks(f"journey-30-{person.name}-weeks-later")
        person.follows("Look at it again")
        person.at("Agreements")
        person.reads("Time to look at it again", COUNTERED)
        person.stands_below(
            person.page.get_by_text("Keep it going"), person.page.get_by_role("button", name="Not really")
        )
        person.presses("Well")
        person.looks(f"journey-31-{person.name}-review")
        person.presses("4 weeks")
    for person in (room.alex, room.blair):
        person.page.reload()
        person.reads("Renewed; you will look at it again on", "For you, it went well")
    room.alex.looks("journey-32-renewed")


def the_last_is_done(room: Two) -> None:
    walk_to_the_end(take_up(room, DAY, 3), room)


def finds_it_reviewed_and_done(casey: Typist) -> None:
    counselors_way.is_with_the_couple(casey)
    casey.reads("programme, 3 of 3 done")
    casey.looks("journey-40-couple")
    counselors_way.reads_the_brief(casey, COUNTERED)
