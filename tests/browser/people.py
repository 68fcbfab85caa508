"""A partner in front of a browser: acts by the words and roles a person sees. Knows no class, no id, no table."""

import re
from collections.abc import Callable

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from couples.accounts.demo_people import email_of
from couples.accounts.models import User
from tests.browser.gallery import look
from tests.browser.watching import Watch
from tests.servers import App

PATIENCE = 30_000  # milliseconds; on two cores other rings of tests run beside the browsers
expect.set_options(timeout=PATIENCE)


def let_in(context: BrowserContext, user: User, address: str) -> None:
    """Give this browser the cookie of a sign-in of this person, for the host of this address."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


class Partner:
    """One person with a browser of their own. `kept`: words that the other must not get, for now."""

    def __init__(self, name: str, browser: Browser, app: App, **options: object) -> None:
        self.name, self.app = name, app
        self.kept: list[str] = []
        self.context = browser.new_context(
            viewport={"width": 360, "height": 800}, locale="en", reduced_motion="reduce", **options
        )
        self.watch = Watch(name, self.context)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()

    def address(self, path: str = "/") -> str:
        return self.app.url(path, self.name.lower())

    def is_let_in(self, path: str = "/") -> None:
        """Signed in without a page, and on this one."""
        let_in(self.context, User.objects.get(email=email_of(self.name.lower())), self.address())
        self.page.goto(self.address(path))

    def starts(self, exercise: str) -> None:
        self.page.goto(self.address("/exercises/?all"))
        self.page.get_by_role("main").get_by_role("link", name=exercise).first.click()
        self.presses("Start")
        self.at("You are here")

    def joins(self) -> None:
        self.goes_home()
        self.follows("Have a look and join")
        self.reads("Before you join")
        self.presses("Join")

    def goes_home(self) -> None:
        self.page.goto(self.address())

    def is_connected(self) -> None:
        """Wait until the page is live. Before that its forms work too, as forms do."""
        for _moment in range(PATIENCE // 25):
            if self.watch.is_live:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{self.name}'s page did not come to life")

    def presses(self, button: str, inside: Locator | None = None) -> None:
        (inside or self.page).get_by_role("button", name=button, exact=True).click()

    def follows(self, link: str) -> None:
        self.page.get_by_role("link", name=link).first.click()

    def writes(self, label: str, words: str, keeps: bool = False) -> None:
        if keeps:
            self.kept.append(words)
        self.box(label).fill(words)

    def box(self, label: str) -> Locator:
        return self.page.get_by_role("textbox", name=label)

    def chooses(self, question: str, answer: str) -> None:
        """In a group of choices, the one that begins with these words."""
        self.picks(self.group(question), answer)

    def picks(self, group: Locator, answer: str) -> None:
        begins = re.compile("^" + re.escape(answer))
        group.get_by_role("radio", name=begins).first.locator("..").click()

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=question)

    def opens(self, summary: str) -> None:
        self.page.locator("summary", has_text=summary).first.click()

    def at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).filter(visible=True).first).to_be_visible()

    def reads_nothing_of(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).filter(visible=True)).to_have_count(0)

    def sees(self, words: str) -> bool:
        """Are these words on the page now?"""
        return self.page.get_by_text(words).filter(visible=True).count() > 0

    def looks(self, name: str) -> None:
        """The page is checked by machine here, and a picture of it is kept under this name where pictures are kept."""
        look(self.page, name)

    def leaves(self) -> None:
        self.context.close()


class Room:
    """Alex and Blair, and the promise between them: what one keeps is nowhere in what the other gets."""

    def __init__(self, alex: Partner, blair: Partner) -> None:
        self.alex, self.blair = alex, blair

    def nothing_leaks(self) -> None:
        """Neither the page as it stands nor any frame so far holds words that the other keeps."""
        for one, other in ((self.alex, self.blair), (self.blair, self.alex)):
            holds = "\n".join([other.page.content(), *other.watch.received])
            for words in one.kept:
                assert words not in holds, f"{other.name} got what {one.name} keeps: {words}"

    def all_open(self) -> None:
        """From here on both may read all that was written."""
        self.nothing_leaks()
        self.alex.kept.clear()
        self.blair.kept.clear()

    def both(self, act: Callable[[Partner], None]) -> None:
        act(self.alex)
        act(self.blair)
        self.nothing_leaks()

    def get_ready(self, together: str = "In writing") -> None:
        """From the lobby into the first step; Alex speaks first where somebody does."""
        for person, speaks in ((self.alex, "I would like to"), (self.blair, "I would rather listen first")):
            person.chooses("How are you meeting today?", together)
            if person.group("Who speaks first?").count():
                person.chooses("Who speaks first?", speaks)
            person.presses("I am ready")
