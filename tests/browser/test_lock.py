"""The lock of private pages in a real browser: a PIN, its codes, and a passkey that gives a secret of its own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.gallery import look
from tests.browser.test_accounts import PASSWORD, Kim, registered
from tests.servers import App

PIN = "five quite unlikely words here"
CODE = re.compile(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}")


class Owner(Kim):
    """Somebody fresh, at the lock of their private pages."""

    def goes_to_the_lock(self) -> None:
        """Sometimes one has to prove first who one is."""
        self.goes_to("/account/lock/settings/")
        if "/account/again/" in self.page.url:
            self.proves_it_again()
        self.at("How your private pages are locked")

    def confirms(self, where: str, secret: str = PASSWORD) -> None:
        """In this part of the page, which may be folded up."""
        part = self.page.locator(where)
        for folded in part.locator("details:has(form):not([open]) > summary").all():
            folded.click()
        part.get_by_label(re.compile("^Your (password|present PIN), or a code")).fill(secret)

    def sets_the_pin(self, has_script: bool = True) -> list[str]:
        self.goes_to_the_lock()
        self.confirms("form[aria-labelledby=new-pin]")
        self.page.get_by_label("New PIN or passphrase").fill(PIN)
        self.page.get_by_label("Repeat it").fill(PIN)
        self.presses("Set this PIN")
        self.at("Your codes for the private pages")
        if has_script:
            look(self.page, "lock-codes")
        found = self.page.get_by_role("listitem").filter(has_text=CODE).all_inner_texts()
        self.follows("I have written them down")
        return found

    def types(self, secret: str) -> None:
        self.page.get_by_label("Your PIN").fill(secret)
        self.presses("Open my private pages")

    def adds_a_passkey(self) -> None:
        self.goes_to("/account/passkeys/add/")
        self.proves_it_again()
        self.at("Add a passkey")
        self.presses_passkey("Make the passkey")
        self.at("Recovery codes")


def comes_in(browser: Browser, house: list[App], **options: object) -> Iterator[Owner]:
    owner = Owner(browser, house[0], **options)
    yield owner
    complaints = owner.watch.complaints()
    owner.leaves()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def owner(browser: Browser, house: list[App], transactional_db: None) -> Iterator[Owner]:
    for owner in comes_in(browser, house):
        owner.goes_to("/account/signup/")  # a passkey of who signed in with a password alone has to wait
        owner.signs_up()
        owner.types_the_code()
        owner.at("Hello Kim")
        yield owner


@pytest.fixture
def plain_owner(browser: Browser, house: list[App], transactional_db: None) -> Iterator[Owner]:
    registered()
    for owner in comes_in(browser, house, java_script_enabled=False):
        owner.goes_to("/account/login/")
        owner.signs_in_with_the_password()
        owner.at("Hello Kim")
        yield owner


def test_a_passkey_that_was_let_in_opens_the_pages_and_one_code_once(owner: Owner) -> None:
    owner.gets_a_device_key(hasPrf=True)
    owner.adds_a_passkey()
    owner.goes_to_the_lock()
    owner.confirms("section[aria-labelledby=passkeys]")
    owner.presses_passkey("Let a passkey open these pages")
    owner.reads("opens these pages, with a PIN and without")
    look(owner.page, "lock-settings")
    codes = owner.sets_the_pin()
    assert len(codes) == 6
    look(owner.page, "lock-settings-with-a-pin")
    owner.presses("Lock now")
    owner.at("Your private pages are locked")
    look(owner.page, "lock")
    owner.presses_passkey("Use a passkey")
    owner.at("My private pages")
    owner.goes_to_the_lock()
    owner.presses("Lock now")
    owner.types(codes[0])
    owner.at("My private pages")
    owner.goes_to_the_lock()
    owner.presses("Lock now")
    owner.types(codes[0])
    owner.reads("That doesn’t open these pages.")
    owner.watch.forgive("status of 422")
    owner.types(PIN)
    owner.at("My private pages")
    makes_new_codes(owner, codes[1])


def makes_new_codes(owner: Owner, code: str) -> None:
    owner.goes_to_the_lock()
    owner.confirms("section[aria-labelledby=codes]", "not a code")
    owner.presses("Make new codes")
    owner.reads("Please check the entries below")
    owner.watch.forgive("status of 422")
    owner.confirms("section[aria-labelledby=codes]", code)
    look(owner.page, "lock-settings-refused")
    owner.presses("Make new codes")
    owner.at("Your codes for the private pages")
    owner.follows("I have written them down")
    owner.reads("4 older codes still open these pages, until")
    look(owner.page, "lock-settings-older-codes")


@pytest.mark.long
def test_one_that_gives_no_secret_is_told_so(owner: Owner) -> None:
    owner.gets_a_device_key()
    owner.adds_a_passkey()
    owner.goes_to_the_lock()
    owner.confirms("section[aria-labelledby=passkeys]")
    owner.presses_passkey("Let a passkey open these pages")
    owner.reads("gives no secret for them")
    owner.watch.forgive("status of 422")


def test_without_javascript_there_is_no_button_for_passkeys_and_a_code_works(plain_owner: Owner) -> None:
    owner = plain_owner
    codes = owner.sets_the_pin(has_script=False)
    owner.presses("Lock now")
    expect(owner.page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    owner.reads("Passkeys work only with JavaScript")
    owner.types(codes[5])
    owner.at("My private pages")
    owner.goes_to_the_lock()
    owner.confirms("form[aria-labelledby=without-pin]", codes[4])
    owner.presses("Remove the PIN")
    owner.reads("The PIN has been removed.")
