"""A fresh person: an account with the code from the mail, a passkey, out, and in again without a password."""

import email
import re
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from secrets import token_urlsafe

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from couples.accounts import users
from couples.accounts.hashing import Argon2InTurn
from couples.accounts.models import User
from tests.browser.gallery import look
from tests.browser.people import PATIENCE, Partner
from tests.servers import App

pytestmark = pytest.mark.by_turns("module")

ADDRESS, PASSWORD = "kim@example.org", "a quiet lake 7"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Kim(Partner):
    """Somebody whom nobody has invented yet. The device has a passkey of its own."""

    def __init__(self, browser: Browser, app: App, **options: object) -> None:
        super().__init__("Kim", browser, app, **options)
        self.since = time.time()

    def goes_to(self, path: str) -> None:
        self.page.goto(self.app.url(path))

    def gets_a_device_key(self, **more: object) -> None:
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | more})

    def signs_up(self) -> None:
        self.page.get_by_label("Your name").fill("Kim")
        self.page.get_by_label("E-mail address").fill(ADDRESS)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_label("I am 18 or older").check()
        self.presses("Create my account")
        self.at("Your code")

    def types_the_code(self) -> None:
        self.writes("The code from the e-mail", code_for(ADDRESS, self.since))
        self.presses("Go on")

    def signs_in_with_the_password(self) -> None:
        self.page.get_by_label("E-mail address").fill(ADDRESS)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.presses("Sign in")

    def proves_it_again(self) -> None:
        self.at("Please confirm it’s you")
        self.page.get_by_label("Your password").fill(PASSWORD)
        self.presses("Go on")

    def presses_passkey(self, button: str) -> None:
        """Its script is there once the page is whole."""
        self.page.wait_for_load_state("load")
        self.presses(button)

    def signs_out(self) -> None:
        self.goes_to("/account/logout/")
        self.presses("Sign out")
        self.at("Two voices, one conversation")


def code_for(address: str, since: float) -> str:
    """The code in the newest mail to this address."""
    return found_in_mail(address, since, r"\b\d{4}-\d{4}\b")


def found_in_mail(address: str, since: float, pattern: str) -> str:
    """What is found in the newest mail to this address, from the files that mail goes into on one's own machine."""
    for _moment in range(PATIENCE // 100):
        for file in newest_first(settings.MAIL_FOLDER, since):
            message = email.message_from_bytes(file.read_bytes())
            found = re.search(pattern, words_of(message))
            if message["To"] == address and found:
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail came for {address} with {pattern}")


def newest_first(folder: Path, since: float) -> list[Path]:
    files = [file for file in folder.glob("*.log") if file.stat().st_mtime >= since - 1]
    return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)


def words_of(message: Message) -> str:
    words = message.get_payload(decode=True)
    return words.decode() if isinstance(words, bytes) else ""


def registered() -> User:
    """Kim's account without the pages that make one."""
    user = users.create(ADDRESS, "Kim", hashed=Argon2InTurn().encode(PASSWORD, token_urlsafe(16)))
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    return user


@pytest.fixture
def kim(browser: Browser, house: list[App], transactional_db: None) -> Iterator[Kim]:
    person = Kim(browser, house[0])
    yield person
    complaints = person.watch.complaints()
    person.leaves()
    assert not complaints, "\n".join(complaints)


def test_a_fresh_person_signs_up_adds_a_passkey_and_signs_in_with_it(kim: Kim) -> None:
    kim.gets_a_device_key()
    kim.goes_to("/account/signup/?next=/example/")
    kim.signs_up()
    kim.types_the_code()
    expect(kim.page).to_have_url(kim.app.url("/example/"))

    kim.goes_to("/account/")
    kim.follows("Add a passkey")
    kim.proves_it_again()
    kim.at("Add a passkey")
    kim.presses_passkey("Make the passkey")
    kim.at("Recovery codes")
    kim.reads("10 codes are left")

    kim.signs_out()
    kim.goes_to("/account/login/?next=/account/")
    kim.presses_passkey("Sign in with a passkey")
    kim.at("Your account")
    kim.reads(ADDRESS)

    kim.signs_out()
    signs_in_with_a_password_and_the_passkey(kim)
    kim.goes_to("/account/passkeys/")
    kim.follows("Change its name")
    kim.at("Please confirm it’s you")
    kim.follows("Use a passkey")
    kim.presses_passkey("Use my passkey")
    kim.at("Name this passkey")
    nothing_is_wider_than_the_window(kim.page)


def test_a_passkey_made_with_the_password_alone_is_shown_as_waiting_and_can_be_cancelled(kim: Kim) -> None:
    registered()
    kim.gets_a_device_key()
    kim.goes_to("/account/login/?next=/account/passkeys/add/")
    kim.signs_in_with_the_password()
    kim.proves_it_again()
    kim.at("Add a passkey")
    kim.reads("This will count after three days")
    look(kim.page, "account-will-wait")
    kim.presses_passkey("Make the passkey")
    kim.at("Two-step sign-in")
    kim.reads("Not in force yet")
    kim.goes_to("/account/")
    look(kim.page, "account-delayed")

    kim.presses("Cancel this")
    kim.at("Your account")
    kim.reads("It was cancelled")
    expect(kim.page.get_by_text("Not in force yet")).to_have_count(0)


def signs_in_with_a_password_and_the_passkey(kim: Kim) -> None:
    kim.goes_to("/account/login/")
    kim.signs_in_with_the_password()
    kim.at("The second step")
    kim.presses_passkey("Use a passkey")
    expect(kim.page.get_by_role("heading", level=1)).not_to_have_text("The second step")


def nothing_is_wider_than_the_window(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_passkey_that_is_not_there_is_said_on_the_page(kim: Kim) -> None:
    kim.gets_a_device_key()
    kim.goes_to("/account/login/")
    kim.presses_passkey("Sign in with a passkey")
    kim.reads("That did not work")


@pytest.mark.long
def test_everything_but_passkeys_works_without_a_script(
    browser: Browser, house: list[App], transactional_db: None
) -> None:
    kim = Kim(browser, house[0], java_script_enabled=False)
    kim.goes_to("/account/signup/")
    kim.signs_up()
    kim.types_the_code()
    kim.signs_out()
    kim.goes_to("/account/login/")
    expect(kim.page.get_by_role("button", name="Sign in with a passkey")).not_to_be_visible()
    kim.follows("Send me a code by e-mail")
    kim.page.get_by_label("E-mail address").fill(ADDRESS)
    kim.since = time.time()
    kim.presses("Send me a code")
    kim.types_the_code()
    kim.goes_to("/account/")
    kim.reads(ADDRESS)
    kim.leaves()
