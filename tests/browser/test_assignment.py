"""Casey assigns an exercise, both homes show it, Alex takes it up; both play it to its end, and Casey reads “done”."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect

from couples import demo
from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.counseling.models import Counseling, CounselorProfile
from couples.pairing import membership as couple_membership
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.assignments.giving import assign as assign_directly
from exercises.live.start import start_session
from tests import servers
from tests.browser.gallery import look
from tests.browser.people import Partner, Room
from tests.browser.test_need import answer, close, hear, write_and_open

pytestmark = pytest.mark.by_turns("module")

NOTE = "Take one small thing, not the biggest one."


@pytest.fixture
def casey(browser: Browser, house: list[servers.App], linked: Counseling) -> Iterator[Partner]:
    person = Partner("Casey", browser, house[0])
    person.is_let_in()
    person.at("My couples")
    yield person
    complaints = person.watch.complaints()
    person.leaves()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def linked(cast: None) -> Counseling:
    """Casey is linked with the invented couple, as they are when nobody has allowed anything."""
    people = demo.make_people()
    couple = couple_membership.couple_of(people["alex"])
    assert couple is not None
    found = next(iter(links.of_couple(couple)), None)
    if found is None:
        profile, _made = CounselorProfile.objects.get_or_create(
            user=people["casey"], defaults={"confidences": "What one of you tells me alone stays with me."}
        )
        link = links.invite(people["casey"])
        for slug in ("alex", "blair"):
            found = links.accept(link, people[slug], profile.confidences_version)
    assert found is not None
    found.consents.all().delete()
    return found


def allow(linked: Counseling, *allowed: scopes.Scope) -> None:
    assert linked.couple is not None
    for membership in linked.couple.memberships.filter(left_at=None):
        for scope in allowed:
            consent.give(linked, membership.user, scope)


def test_an_assignment_is_given_and_taken_up(room: Room, casey: Partner) -> None:
    look(casey.page, "counsel-1-home")
    casey.follows("Alex and Blair")
    casey.at("Alex and Blair")
    look(casey.page, "counsel-2-only-linked")
    assign(casey)
    for person in (room.alex, room.blair):
        person.goes_home()
        person.reads("From Casey, for the two of you", NOTE, "Have a look")
    look(room.blair.page, "counsel-5-on-the-home")
    take_it_up(room)


@pytest.mark.long
def test_what_was_assigned_is_done_and_what_opened_may_be_read(
    room: Room, casey: Partner, linked: Counseling
) -> None:
    casey.follows("Alex and Blair")
    assign(casey)
    room.both(Partner.goes_home)
    take_it_up(room)
    play(room)
    look_at_done(casey, linked)
    read_what_they_opened(casey, linked)


def assign(casey: Partner) -> None:
    casey.follows("Assign an exercise")
    casey.at("Assign an exercise")
    casey.page.get_by_role("textbox", name="A note to both").fill(NOTE)
    casey.watch.forgive("422")
    casey.presses("Assign")
    casey.reads("Please check the entries below", "Please choose an exercise.")
    assert casey.page.get_by_role("textbox", name="A note to both").input_value() == NOTE
    look(casey.page, "counsel-3-assign")
    casey.page.get_by_role("combobox", name="Exercise").select_option("Say one thing I need, 10 minutes")
    casey.presses("Assign")
    casey.reads("Both partners can now see it on their home page.", NOTE)
    look(casey.page, "counsel-4-assigned")


def take_it_up(room: Room) -> None:
    alex, blair = room.alex, room.blair
    alex.opens("Have a look")
    alex.reads("Write it down")
    alex.presses("Take it up: Say one thing I need")
    alex.at("You are here")
    blair.joins()
    room.get_ready()


def play(room: Room) -> None:
    write_and_open(room)
    hear(room)
    answer(room)
    close(room)
    for person in (room.alex, room.blair):
        person.goes_home()
        person.reads_nothing_of("From Casey, for the two of you")


def look_at_done(casey: Partner, linked: Counseling) -> None:
    casey.page.reload()
    casey.reads("You don’t have access to this.")
    expect(casey.page.get_by_text("done", exact=True)).to_have_count(0)
    allow(linked, scopes.PROGRESS)
    casey.page.reload()
    expect(casey.page.get_by_text("done", exact=True)).to_be_visible()


def read_what_they_opened(casey: Partner, linked: Counseling) -> None:
    allow(linked, scopes.ANSWERS, scopes.AGREEMENTS)
    casey.page.reload()
    look(casey.page, "counsel-6-couple")
    casey.follows("What they opened to each other")
    casey.reads("Would you keep Thursday evening for the two of us?", "Blair’s answer is no.")
    look(casey.page, "counsel-7-answers")


def withdraws(person: User, linked: Counseling, scope: scopes.Scope) -> None:
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright has a loop in this thread
        elsewhere.submit(consent.withdraw, linked, person, scope).result()
        elsewhere.submit(connections.close_all).result()


def test_what_lies_open_on_her_screen_closes_with_the_consent(casey: Partner, linked: Counseling) -> None:
    assert linked.couple is not None
    one, other = [membership.user for membership in linked.couple.memberships.filter(left_at=None)]
    given = NewAssignment("see-feel-need-ask", None, NOTE)
    assign_directly(linked.counselor, linked.couple, given)
    allow(linked, scopes.PROGRESS, scopes.AGREEMENTS)
    casey.follows("Alex and Blair")
    casey.reads("not done yet")
    withdraws(one, linked, scopes.PROGRESS)
    expect(casey.page.get_by_text("not done yet")).to_have_count(0, timeout=4_000)
    casey.follows("Agreements")
    casey.reads("There is nothing to read yet.")
    casey.watch.forgive("404")
    withdraws(other, linked, scopes.AGREEMENTS)
    expect(casey.page.get_by_text("You don’t have access to this.")).to_be_visible(timeout=4_000)
    allow(linked, scopes.LIVE)
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(start_session, linked.couple, one.pk, "see-feel-need-ask").result()
        elsewhere.submit(connections.close_all).result()
    casey.page.goto(casey.address(f"/counseling/{linked.pk}/room/"))
    casey.reads("A session is open")
    casey.follows("Go in")
    casey.reads("Where they are")
    casey.is_connected()
    withdraws(one, linked, scopes.LIVE)
    closes_by = 7_000  # only the poll of that process notices what this one has withdrawn
    expect(casey.page.get_by_role("heading", level=1)).to_have_text(
        "This session is closed", timeout=closes_by
    )
    casey.reads_nothing_of("Where they are")


@pytest.mark.long
def test_not_this_one_is_gone_from_the_own_home_only(room: Room, linked: Counseling) -> None:
    assert linked.couple is not None
    assign_directly(linked.counselor, linked.couple, NewAssignment("balance-check-in", None, NOTE))
    room.alex.goes_home()
    room.alex.presses("Not this one: See how we balance")
    room.alex.reads("It’s no longer on your page. Nobody is told.")
    room.alex.reads_nothing_of("From Casey, for the two of you")
    look(room.alex.page, "counsel-8-not-this-one")
    room.blair.goes_home()
    room.blair.reads("From Casey, for the two of you")


def test_a_reading_that_lies_open_closes_when_one_no_longer_allows_it(
    casey: Partner, linked: Counseling, room: Room
) -> None:
    allow(linked, scopes.AGREEMENTS)
    casey.page.goto(casey.app.url(f"/counsel/couples/{linked.pk}/read/agreements/", "casey"))
    casey.reads_nothing_of("It opens when both of them allow it")
    casey.watch.forgive("status of 404")
    blair = room.blair.page
    blair.goto(room.blair.app.url("/counselors/", "blair"))
    blair.get_by_role("button", name="Don’t allow: Agreements").click()
    expect(casey.page.get_by_text("It opens when both of them allow it")).to_be_visible(timeout=4000)


@pytest.mark.long
def test_a_session_that_has_closed_no_longer_says_who_can_read_it(room: Room, linked: Counseling) -> None:
    allow(linked, scopes.ANSWERS)
    who = "Casey can read what the two of you opened here"
    room.alex.starts("See how we balance")
    room.alex.is_connected()
    room.alex.reads(who)
    room.blair.goes_home()
    room.blair.follows("Leaving this space")
    room.blair.presses("Leave now")
    room.alex.at("This session is closed")
    room.alex.reads_nothing_of(who)
