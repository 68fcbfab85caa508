"""A counselor and exercises in a browser: a favorite is given in two presses; one is tried as both, by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from couples.counseling.models import Counseling
from exercises.counselor.assignments.models import Assignment
from exercises.favorites import kept
from tests import servers
from tests.browser.people import Partner
from tests.browser.test_assignment import casey, linked
from tests.exercises.live.rooms import NEED

pytestmark = pytest.mark.long
__all__ = ["casey", "linked"]
PRESSES = "addEventListener('click', () => localStorage.presses = 1 + Number(localStorage.presses ?? 0))"


@pytest.fixture
def plain(browser: Browser, house: list[servers.App], linked: Counseling) -> Iterator[Partner]:
    person = Partner("Casey", browser, house[0], java_script_enabled=False)
    person.is_let_in(f"/counsel/exercises/{NEED}/try/")
    yield person
    person.leaves()


def test_a_favorite_is_given_in_two_presses(casey: Partner, linked: Counseling) -> None:
    kept.keep(linked.counselor_id, NEED, is_wanted=True)
    before = Assignment.objects.count()
    casey.page.goto(casey.address(f"/counsel/exercises/?for={linked.pk}"))
    casey.page.context.add_init_script(PRESSES)
    casey.page.reload()
    favorites = casey.page.get_by_role("region", name="Your favorites")
    favorites.get_by_role("link", name="Assign “").click()
    casey.presses("Assign")
    casey.reads("Both partners can now see it on their home page.")
    assert Assignment.objects.count() == before + 1
    assert casey.page.evaluate("localStorage.presses") == "2"


def test_it_is_tried_without_a_script_and_by_keyboard(plain: Partner) -> None:
    alex = plain.page.get_by_role("region", name="What Alex sees")
    blair = plain.page.get_by_role("region", name="What Blair sees")
    blair.get_by_role("button", name="Join").press("Enter")
    plain.reads("Blair has pressed “Join”.")
    for frame, first in ((alex, "I would like to"), (blair, "I would rather listen first")):
        frame.get_by_role("radio", name="In writing").press(" ")
        frame.get_by_role("radio", name=first).press(" ")
        frame.get_by_role("button", name="I am ready").press("Enter")
    plain.reads("They are at step 2 of 6.")
    alex.get_by_role("textbox").first.fill("Only Alex may see this.")
    alex.get_by_role("button", name="I’m done").press("Enter")
    expect(alex.get_by_role("alert")).to_contain_text("Something is still missing")
    expect(alex.get_by_role("textbox").first).to_have_value("Only Alex may see this.")
    expect(blair).not_to_contain_text("Only Alex may see this.")
    plain.presses("Take the last press back")
    plain.reads("They are at step 1 of 6.")
