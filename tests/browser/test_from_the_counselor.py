"""By keyboard on a phone: what a counselor gives one alone, marks and asks for; and the weekly mail."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from couples.counseling.models import Counseling
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.assignments.giving import assign as assign_directly
from tests.browser.counselors_way import is_with_the_couple
from tests.browser.test_assignment import linked
from tests.browser.typist import Typist
from tests.servers import App

__all__ = ["linked"]
pytestmark = pytest.mark.long
NOTE, TOLD = "For an evening when you are alone.", "I sat with it for a while."
People = tuple[Typist, Typist, Typist]


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def three(
    request: pytest.FixtureRequest, browser: Browser, house: list[App], linked: Counseling
) -> Iterator[People]:
    """Casey, Alex and Blair."""
    with ExitStack() as ending:
        casey, alex, blair = (
            Typist(name, browser, house[0], request.param) for name in ("Casey", "Alex", "Blair")
        )
        for person in (casey, alex, blair):
            ending.callback(person.leaves)
            person.is_let_in()
        yield casey, alex, blair
        assert not [said for person in (casey, alex, blair) for said in person.watch.complaints()]


def test_what_she_gives_to_one_alone_is_found_told_and_taken_back(three: People) -> None:
    casey, alex, blair = three
    gives_to_alex(casey)
    finds_it_and_tells(alex)
    casey.page.reload()
    casey.reads("What Alex told you", TOLD)
    casey.looks("one-6-hers")
    alex.presses("Take it back")
    alex.reads_nothing_of(TOLD)
    casey.page.reload()
    casey.reads_nothing_of(TOLD)
    blair.page.goto(blair.address("/alone/f/"))
    blair.reads("Nothing that a counselor gave to you alone is here now.")


def gives_to_alex(casey: Typist) -> None:
    is_with_the_couple(casey)
    casey.follows("For one of them")
    casey.looks("one-1-which")
    casey.follows("For Alex alone")
    casey.follows("Give an exercise")
    casey.selects("Exercise", "What I have room for")
    casey.writes("A note (optional)", NOTE)
    casey.looks("one-2-give")
    casey.presses("Give it to Alex")
    casey.reads("What you gave Alex", NOTE)


def finds_it_and_tells(alex: Typist) -> None:
    alex.follows("My private pages")
    alex.looks("one-3-overview")
    alex.follows("Open that page")
    alex.reads(NOTE)
    alex.opens("Tell Casey: I did this")
    box = alex.page.get_by_role("main").get_by_role("textbox")
    alex.types(box, TOLD)
    alex.stands_below(alex.page.get_by_role("button", name="Tell Casey"), box)
    alex.looks("one-4-tell")
    alex.presses("Tell Casey")
    alex.reads("What you told", TOLD, "Only Casey and you can read this.")
    alex.looks("one-5-told")


def test_what_she_marks_stands_on_both_homes(three: People, linked: Counseling) -> None:
    casey, alex, blair = three
    assert linked.couple is not None
    assign_directly(linked.counselor, linked.couple, NewAssignment("balance-check-in", None, NOTE))
    is_with_the_couple(casey)
    casey.follows("Mark what you would like to talk about")
    casey.ticks(casey.page.get_by_role("checkbox").first)
    marked = casey.page.get_by_role("checkbox").first.locator("..").inner_text().strip()
    casey.looks("marks-1-marking")
    casey.presses("Save")
    casey.reads(f"You would like to talk about: {marked}")
    casey.looks("marks-2-marked")
    for person in (alex, blair):
        person.goes_home()
        person.reads("Casey would like to talk with both of you about:", marked)
    alex.looks("marks-3-home")


def test_what_she_asks_for_stands_on_both_homes_until_put_away(three: People) -> None:
    casey, alex, blair = three
    is_with_the_couple(casey)
    casey.follows("Ask both for one of them")
    casey.picks(casey.group("What would help you"), "Agreements")
    casey.looks("ask-1-asking")
    casey.presses("Ask both")
    casey.reads("You asked for", "It stands on their pages until")
    casey.looks("ask-2-asked")
    for person in (alex, blair):
        person.goes_home()
        person.reads("Casey asks")
    alex.looks("ask-3-home")
    alex.presses("Put it away")
    alex.reads_nothing_of("Casey asks")
    blair.goes_home()
    blair.reads("Casey asks")
    casey.page.reload()
    casey.reads("You asked for")


def test_the_weekly_mail_is_switched_on_changed_and_off(three: People) -> None:
    _casey, alex, _blair = three
    alex.follows("Your account")
    alex.follows("A weekly hour")
    alex.reads("It is off.")
    alex.selects("Day of the week", "Thursday")
    alex.looks("weekly-1-off")
    alex.presses("Send me this e-mail")
    alex.reads("You get it every week: Thursday")
    alex.selects("Day of the week", "Monday")
    alex.presses("Change it")
    alex.reads("You get it every week: Monday")
    alex.looks("weekly-2-on")
    alex.presses("Don’t send it any more")
    alex.reads("It is off.")
