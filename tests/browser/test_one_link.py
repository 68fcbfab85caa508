"""From no accounts to linked, with two phones and one link: Alex by keyboard, Blair by touch; and without a script."""

import re
import time
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
from tests.browser.people import Partner, let_in
from tests.browser.test_accounts import PASSWORD, code_for
from tests.browser.test_keyboard import presses
from tests.cast import with_second_step
from tests.couples.counseling.test_from_one_link import LABEL, MOST_SCREENS
from tests.servers import App

WOULD_LIKE = "Casey would like to work with you two"


class Guest(Partner):
    """Somebody who has a link and no account. `screens`: what was shown, also where the page changed by itself."""

    def __init__(self, name: str, browser: Browser, app: App, script: bool) -> None:
        super().__init__(name, browser, app, java_script_enabled=script)
        self.screens: list[str] = []
        self.since, self.mail = time.time(), f"{name.lower()}-{time.time_ns()}@example.org"
        self.has_script = script

    def at(self, heading: str) -> None:
        """Without a script one has to look again, which is a screen too."""
        if not self.has_script and self.page.get_by_role("heading", level=1).inner_text() != heading:
            self.follows("Look again")
        super().at(heading)
        self.screens.append(heading)

    def looks(self, name: str) -> None:
        if self.has_script:
            look(self.page, f"link-{name}")

    def comes(self, link: str, other: str) -> None:
        self.page.goto(link)
        self.at(WOULD_LIKE)
        self.follows("Create an account")
        self.at("Create an account")
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("E-mail address").fill(self.mail)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_label("I am 18 or older").check()
        self.presses("Create my account")
        self.at("Your code")
        self.writes("The code from the e-mail", code_for(self.mail, self.since))
        self.presses("Go on")
        self.at(WOULD_LIKE)
        self.writes("The other person’s name here", other)


class ByKeyboard(Guest):
    def presses(self, button: str, inside: object = None) -> None:
        presses(self, button)


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
    blair.looks("come-with")
    blair.presses("Go on")


def they_confirm_each_other(alex: Guest, blair: Guest) -> None:
    blair.at("Is this the Alex you mean?")
    blair.looks("is-it-them")
    blair.presses("Yes, this is them")
    blair.at("You said that Alex is the right person")
    alex.at("Is this the Blair you mean?")
    alex.presses("Yes, this is them")


def accepts(person: Guest) -> None:
    person.at(WOULD_LIKE)
    person.looks("accept")
    person.page.get_by_label("I have read the rule on confidences").check()
    person.presses("Accept")


def allows_everything(person: Guest) -> None:
    person.at("What may Casey read?")
    person.looks("scopes")
    expect(person.page.get_by_role("checkbox", checked=True)).to_have_count(0)
    for scope in scopes.SCOPES:
        person.page.locator(f"#scope-{scope.value}").check()
    person.presses("Allow what I ticked")
    person.at("Your counselor")


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_two_people_without_accounts_come_from_one_link_to_all_scopes(
    browser: Browser, house: list[App], transactional_db: None, script: bool
) -> None:
    app, kind = house[0], ByKeyboard if script else Guest
    with ExitStack() as ending:
        casey = ending.enter_context(counselor(browser, app))
        link = makes_a_link(casey)
        alex, blair = kind("Alex", browser, app, script), Guest("Blair", browser, app, script)
        two_come(link, alex, blair)
        they_confirm_each_other(alex, blair)
        accepts(alex)
        alex.at("You accepted Casey")
        alex.looks("accepted")
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
