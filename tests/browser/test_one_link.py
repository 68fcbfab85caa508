"""From no accounts to linked, with two phones and one link: Alex by keyboard, Blair by touch; and without a script."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, expect

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, scopes
from couples.counseling.models import CounselorProfile
from couples.pairing import membership
from tests.browser.gallery import look
from tests.browser.guests import WOULD_LIKE, Guest
from tests.browser.people import Partner, let_in
from tests.browser.test_keyboard import presses
from tests.browser.typist import Typist
from tests.cast import with_second_step
from tests.couples.counseling.test_from_one_link import LABEL, MOST_SCREENS
from tests.servers import App


@contextmanager
def counselor(browser: Browser, app: App) -> Iterator[Partner]:
    casey = with_second_step(users.create("casey-link@example.org", "Casey", is_counselor=True))
    CounselorProfile.objects.create(
        user=casey, practice="North Street", confidences="What you say alone stays with me."
    )
    person = Partner("Casey", browser, app)
    let_in(person.context, casey, app.url("/"))
    yield person
    assert not person.watch.complaints()
    person.leaves()


def makes_a_link(casey: Partner) -> str:
    """As she sends it: with words of her own, from the clipboard."""
    casey.page.goto(casey.app.url("/counselor/couples/"))
    casey.writes("Who is it for?", LABEL)
    casey.presses("Make a link")
    casey.at(LABEL)
    look(casey.page, "link-hers")
    casey.context.grant_permissions(["clipboard-read", "clipboard-write"])
    casey.writes("Your words to go with it", "Until Tuesday.")
    casey.page.wait_for_load_state("networkidle")
    presses(casey, "Copy words and link")
    casey.reads("Copied.")
    words, link = str(casey.page.evaluate("navigator.clipboard.readText()")).splitlines()
    assert words == "Until Tuesday."
    return link


def finds_it_linked(casey: Partner) -> None:
    casey.page.goto(casey.app.url("/counselor/couples/"))
    casey.reads("linked since")
    look(casey.page, "link-list")
    casey.follows(LABEL)
    expect(casey.page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Alex and Blair|Blair and Alex")
    )


def two_come(link: str, alex: Guest, blair: Guest) -> None:
    alex.comes(link, "Blair")
    alex.presses("Go on")
    alex.at("You come with Blair")
    blair.comes(link, "Alex")
    blair.looks("link-come-with")
    blair.presses("Go on")


def they_confirm_each_other(alex: Guest, blair: Guest) -> None:
    blair.at("Is this the Alex you mean?")
    blair.looks("link-is-it-them")
    blair.presses("Yes, this is them")
    blair.at("You said that Alex is the right person")
    alex.at("Is this the Blair you mean?")
    alex.presses("Yes, this is them")


def accepts(person: Guest) -> None:
    person.at(WOULD_LIKE)
    person.looks("link-accept")
    person.ticks(person.page.get_by_label("I have read the rule on confidences"))
    person.presses("Accept")


def allows_everything(person: Guest) -> None:
    person.at("What may Casey read?")
    person.looks("link-scopes")
    expect(person.page.get_by_role("checkbox", checked=True)).to_have_count(0)
    for scope in scopes.SCOPES:
        person.ticks(person.page.locator(f"#scope-{scope.value}"))
    person.presses("Allow what I ticked")
    person.at("Your counselor")


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_two_people_without_accounts_come_from_one_link_to_all_scopes(
    browser: Browser, house: list[App], transactional_db: None, script: bool
) -> None:
    app, kind = house[0], Typist if script else Guest
    with ExitStack() as ending:
        casey = ending.enter_context(counselor(browser, app))
        link = makes_a_link(casey)
        alex, blair = kind("Alex", browser, app, script), Guest("Blair", browser, app, script)
        two_come(link, alex, blair)
        they_confirm_each_other(alex, blair)
        accepts(alex)
        alex.at("You accepted Casey")
        alex.looks("link-accepted")
        accepts(blair)
        for person in (blair, alex):
            allows_everything(person)
            assert len(person.screens) <= MOST_SCREENS, person.screens
            assert not person.watch.complaints()
            person.leaves()
        finds_it_linked(casey)
    couple = membership.couple_of(User.objects.get(email=alex.mail))
    assert couple is not None
    assert consent.scopes(User.objects.get(name="Casey"), couple) == set(scopes.SCOPES)
