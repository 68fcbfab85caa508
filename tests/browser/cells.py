"""Couples of their own, each at the same closed form: one of them in a browser that talks to the server in this way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from couples.accounts.models import User
from exercises.live.models import Draft
from tests.browser.people import let_in
from tests.exercises.live.rooms import LIMIT, Room, opened_by_others
from tests.servers import App

PATIENCE = 40.0  # seconds
SEND = "I’m done"
SHOWN = """words => document.body.innerText.includes(words)
    || [...document.querySelectorAll("textarea")].some((box) => box.value.includes(words))"""


@dataclass
class Cell:
    """Ann of one couple has typed words into her closed form on `page`. `by`: how it talks to the server."""

    by: str
    way: Callable[[Cell], Any]
    room: Room
    host: str
    context: BrowserContext
    words: str = ""
    page: Page = field(init=False)

    def __str__(self) -> str:
        return f"{self.way.__name__} by {self.by}"

    @property
    def ann(self) -> User:
        return self.room.alex.user

    @property
    def path(self) -> str:
        return f"{self.host}/sessions/{self.room.id}/"

    @property
    def has_script(self) -> bool:
        return self.by in ("socket", "fallback")

    def is_signed_in(self, user: User) -> None:
        let_in(self.context, user, self.host)

    def opens(self) -> None:
        self.page = self.context.new_page()
        self.page.goto(self.path)

    def types(self) -> None:
        self.page.get_by_role("textbox").first.fill(self.words)

    def sends(self) -> None:
        """Without a script that keeps them, words are in the answer to the form that held them."""
        if not self.has_script:
            self.page.get_by_role("button", name=SEND, exact=True).click()

    def are_shown(self) -> bool:
        try:
            return bool(self.page.evaluate(SHOWN, self.words))
        except Error:  # it is just being loaded
            return False

    def waits_until(self, is_so: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < until, f"{self}: {what}\n{self.page.inner_text('body')[:1500]}"
            self.page.wait_for_timeout(100)

    def is_kept(self) -> bool:
        return Draft.objects.filter(person=self.ann).exists()

    def gets_them(self) -> None:
        self.waits_until(self.are_shown, "the words are gone")


def writing(number: int, by: str, context: BrowserContext, app: App, way: Callable[[Cell], Any]) -> Cell:
    """The couple of this number, both at their closed form; Ann is signed in in this browser."""
    room = opened_by_others(number, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    cell = Cell(by, way, room, app.url("", f"cell{number}"), context)
    cell.words = f"Nobody else reads the sentence number {number}."
    cell.is_signed_in(cell.ann)
    return cell


def context_of(browser: Browser, by: str) -> BrowserContext:
    context = browser.new_context(java_script_enabled=by != "plain form", locale="en")
    context.set_default_timeout(1000 * PATIENCE)
    if by == "fallback":
        context.add_init_script("delete window.WebSocket")
    if by == "script missing":
        context.route("**/live*.js", lambda route: route.abort())
    return context
