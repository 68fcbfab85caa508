"""Where the password has to wait, one comes in by keyboard on the page that takes a recovery code, too."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.gallery import look
from tests.browser.test_accounts import ADDRESS, PASSWORD, Kim
from tests.servers import App

pytestmark = pytest.mark.long
CODE = re.compile(r"\b\d{8}\b|\b\d{4}-\d{4}\b")


class Waiting(Kim):
    def gets_codes(self) -> str:
        """Signed up, with a passkey. Returns a recovery code."""
        self.gets_a_device_key()
        self.goes_to("/account/signup/")
        self.signs_up()
        self.types_the_code()
        self.goes_to("/account/passkeys/add/")
        self.proves_it_again()
        self.presses_passkey("Make the passkey")
        self.at("Recovery codes")
        code = CODE.search(self.page.locator("main").inner_text())
        assert code
        return code[0]

    def types_a_wrong_password(self) -> None:
        self.goes_to("/account/login/")
        self.page.get_by_label("E-mail address").fill(ADDRESS)
        self.page.get_by_label("Password", exact=True).fill("wrong")
        self.presses("Sign in")

    def types(self, *several: str) -> None:
        """By keyboard alone: one field after the other, then Enter in the last one."""
        for number, typed in enumerate(several):
            self.page.keyboard.type(typed)
            self.page.keyboard.press("Enter" if number == len(several) - 1 else "Tab")


def test_where_the_password_waits_a_recovery_code_works_at_once(
    browser: Browser, house: list[App], transactional_db: None
) -> None:
    kim = Waiting(browser, house[0])
    code = kim.gets_codes()
    kim.goes_to("/account/sign-ins/")
    kim.at("Where I am signed in")
    look(kim.page, "sign-ins")
    kim.goes_to("/account/name/")
    kim.page.get_by_label("Your name").fill("Your counselor")
    kim.presses("Use this name")
    kim.reads("take this name for something else")
    look(kim.page, "name-refused")
    kim.signs_out()
    for _time in range(9):
        kim.types_a_wrong_password()
    kim.reads("Please wait one minute")
    look(kim.page, "sign-in-waits")
    kim.follows("Use my password and a recovery code")
    kim.at("Sign in with a recovery code")
    look(kim.page, "sign-in-recovery")
    kim.page.get_by_label("E-mail address").focus()
    kim.types(ADDRESS, PASSWORD, code)
    kim.at("Hello Kim")
    kim.watch.forgive("status of 422")
    kim.leaves()
