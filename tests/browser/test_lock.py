"""The lock of private pages in a real browser: a PIN, its codes, and a passkey that gives a secret of its own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.gallery import look
from tests.browser.people import Partner
from tests.browser.test_accounts import KEY
from tests.servers import App

PIN = "five quite unlikely words here"
CODE = re.compile(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}")


class Drew(Partner):
    def gets_a_device_key(self, **more: object) -> None:
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | more})

    def goes_to(self, path: str) -> None:
        self.page.goto(self.app.url(path, "drew"))

    def presses_passkey(self, button: str) -> None:
        self.page.wait_for_load_state("load")
        self.presses(button)

    def sets_the_pin(self, has_script: bool = True) -> list[str]:
        self.goes_to("/account/lock/settings/")
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


def comes_in(browser: Browser, house: list[App], **options: object) -> Iterator[Drew]:
    drew = Drew("Drew", browser, house[0], **options)
    drew.page.goto(drew.app.url("/demo/drew/", "drew"))
    drew.at("Hello Drew")
    yield drew
    complaints = drew.watch.complaints()
    drew.leaves()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def drew(browser: Browser, house: list[App], cast: None) -> Iterator[Drew]:
    yield from comes_in(browser, house)


@pytest.fixture
def plain_drew(browser: Browser, house: list[App], cast: None) -> Iterator[Drew]:
    yield from comes_in(browser, house, java_script_enabled=False)


def add_a_passkey(drew: Drew) -> None:
    drew.goes_to("/account/passkeys/add/")
    drew.presses_passkey("Make the passkey")
    expect(drew.page).not_to_have_url(re.compile("passkeys/add"))


def test_a_passkey_that_was_let_in_opens_the_pages_and_one_code_once(drew: Drew) -> None:
    drew.gets_a_device_key(hasPrf=True)
    add_a_passkey(drew)
    drew.goes_to("/account/lock/settings/")
    drew.presses_passkey("Let a passkey open these pages")
    drew.reads("opens these pages, with a PIN and without")
    look(drew.page, "lock-settings")
    codes = drew.sets_the_pin()
    assert len(codes) == 6
    look(drew.page, "lock-settings-with-a-pin")
    drew.presses("Lock now")
    drew.at("Your private pages are locked")
    look(drew.page, "lock")
    drew.presses_passkey("Use a passkey")
    drew.at("My private pages")
    drew.goes_to("/account/lock/settings/")
    drew.presses("Lock now")
    drew.types(codes[0])
    drew.at("My private pages")
    drew.goes_to("/account/lock/settings/")
    drew.presses("Lock now")
    drew.types(codes[0])
    drew.reads("That doesn’t open these pages.")
    drew.watch.forgive("status of 422")
    drew.types(PIN)
    drew.at("My private pages")


def test_one_that_gives_no_secret_is_told_so(drew: Drew) -> None:
    drew.gets_a_device_key()
    add_a_passkey(drew)
    drew.goes_to("/account/lock/settings/")
    drew.presses_passkey("Let a passkey open these pages")
    drew.reads("gives no secret for them")
    drew.watch.forgive("status of 422")


def test_without_javascript_there_is_no_button_for_passkeys_and_a_code_works(plain_drew: Drew) -> None:
    drew = plain_drew
    codes = drew.sets_the_pin(has_script=False)
    drew.presses("Lock now")
    expect(drew.page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    drew.reads("Passkeys work only with JavaScript")
    drew.types(codes[5])
    drew.at("My private pages")
