"""Somebody without an account comes by a link or a mail, and makes one. All are on one host, as real people are."""

import time

from playwright.sync_api import Browser, Locator

from tests.browser.gallery import look
from tests.browser.people import Partner
from tests.browser.test_accounts import PASSWORD, code_for
from tests.servers import App

WOULD_LIKE = "Casey would like to work with you two"


class Guest(Partner):
    """Somebody without an account. `screens`: what was shown, also where the page changed by itself."""

    def __init__(self, name: str, browser: Browser, app: App, script: bool = True) -> None:
        super().__init__(name, browser, app, java_script_enabled=script)
        self.screens: list[str] = []
        self.since, self.mail = time.time(), f"{name.lower()}-{time.time_ns()}@example.org"
        self.has_script = script

    def address(self, path: str = "/") -> str:
        return self.app.url(path)

    def at(self, heading: str) -> None:
        """Without a script one has to look again, which is a screen too."""
        if not self.has_script and self.page.get_by_role("heading", level=1).inner_text() != heading:
            self.follows("Look again")
        super().at(heading)
        self.screens.append(heading)

    def looks(self, name: str) -> None:
        if self.has_script:
            look(self.page, name)

    def fills(self, label: str, words: str) -> None:
        self.types(self.page.get_by_label(label), words)

    def types(self, box: Locator, words: str) -> None:
        box.fill(words)

    def ticks(self, box: Locator) -> None:
        box.check()

    def comes(self, link: str, other: str) -> None:
        self.page.goto(link)
        self.at(WOULD_LIKE)
        self.signs_up()
        self.at(WOULD_LIKE)
        self.writes("The other person’s name here", other)

    def signs_up(self) -> None:
        """From a page that offers an account, and with the code from the mail."""
        self.follows("Create an account")
        self.at("Create an account")
        self.fills("Your name", self.name)
        self.fills("E-mail address", self.mail)
        self.fills("Password", PASSWORD)
        self.ticks(self.page.get_by_label("I am 18 or older"))
        self.presses("Create my account")
        self.at("Your code")
        self.writes("The code from the e-mail", code_for(self.mail, self.since))
        self.presses("Go on")

    def signs_in(self) -> None:
        """With the password, from the first page."""
        self.goes_home()
        self.follows("Sign in")
        self.at("Sign in")
        self.fills("E-mail address", self.mail)
        self.types(self.page.get_by_label("Password", exact=True), PASSWORD)
        self.presses("Sign in")
