"""A word without an end, in every field that takes words, pushes no page sideways on the narrowest phone.

The pages are those of the matrix, made here and given to one browser; no server runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from couples.counseling.models import CounselorProfile
from exercises import catalog
from exercises.counselor.assignments import giving
from exercises.counselor.assignments.giving import NewAssignment
from exercises.private import entries, store
from exercises.private.support_map import FOR_WHAT
from tests import walker
from tests.couples.lock.opened import opened_store
from tests.exercises.live.rooms import NEED
from tests.long_run import IS_LONG
from tests.matrix import asking
from tests.matrix.rows import ALONE, COUNSELING, PEOPLE, ROWS, SESSIONS
from tests.matrix.world import World, build, in_state

WORD: Final = "Donaudampfschiff" * 17  # 272 letters
PIECE: Final = 40
"""How much of it each field takes, after the name of a person."""
HTML: Final = "text/html; charset=utf-8"
WIDTH: Final = 320
HERE: Final = "http://pages.test"
NO_PAGES: Final = {"exit", "here", "appointment", "days_of_review", "export", "mfa_download_recovery_codes"}
WHO: Final = ("alex", "blair", "casey") if IS_LONG else ("alex", "casey")
WHERE_WORDS_ARE: Final = {
    *("home", "agreements", "session", "counselor_report", "counselors", "assign", "counselor_couple"),
    *(
        "private_limits",
        "private_limit",
        "private_support_map",
        "private_support_map_entry",
        "private_written",
    ),
    *("private_writing", "account", "meeting", "leave", "end_counseling"),
}
WIDER: Final = """() => {
  const page = document.scrollingElement, most = page.clientWidth;
  if (page.scrollWidth <= most) return [];
  const wide = [...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right > most + 1);
  return [`${page.scrollWidth} px`, ...wide.slice(-2).map((each) => each.outerHTML.slice(0, 90))];
}"""


Shown = tuple[str, str, str, bytes]
"""Whose page it is, its name, its path, and its markup."""


@pytest.fixture
def pages(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[Shown]:
    """The pages of everybody, made on a thread of their own: the browser has the loop of this one."""
    value = walker._value

    def long(field: Any, rng: Any, mark: str) -> Any:
        return WORD[: field["max_length"]] if field["type"] == "text" else value(field, rng, mark)

    monkeypatch.setattr(walker, "_value", long)
    with ThreadPoolExecutor(1) as worker:
        shown = worker.submit(lambda: list(made())).result()
        worker.submit(connections.close_all).result()
    return shown


def made() -> Iterator[Shown]:
    world = full_of_it()
    with in_state(world, "both"):
        for role in WHO:
            cookie = asking.sign_in(role, world)
            for name, path in pages_of(role, world):
                page = asking.ask(cookie, "GET", path)
                is_page = page.status_code == 200 and not page.streaming and page["Content-Type"] == HTML
                if is_page and WORD[:PIECE].encode() in page.content:
                    yield role, name, path, page.content


def full_of_it() -> World:
    world = build()
    for name, user in world.people.items():
        user.write(name=(name.title() + WORD)[:60])
    CounselorProfile.objects.update(practice=WORD[:120], confidences=WORD)
    giving.assign(world.people["casey"], world.couple, NewAssignment(NEED, None, WORD))
    world.rooms["open"].alex.do("enough")
    alone(world)
    return world


def alone(world: World) -> None:
    """Fill the private pages of Alex, and let the addresses of the matrix lead to what is there."""
    check_in = catalog.check_in()
    rated = {area.key: {"own": 3, "partner": 2, "comfort": 1} for area in check_in.areas}
    writing = catalog.writings()[0]
    sheet = {"slug": writing.slug, "answers": {one.name: WORD[: one.max_length] for one in writing.questions}}
    with store.changing(opened_store(world.people["alex"])) as contents:
        contents["limits"].clear()
        entries.add(contents, "limits", {"limit": WORD, "then": WORD}, world.entry)
        entries.add(contents, "map", {"who": WORD[:80], "areas": list(FOR_WHAT), "note": WORD}, world.entry)
        entries.add(contents, "sheets", sheet, world.entry)
        entries.add(contents, "check_ins", {"with": "partner", "answers": rated}, world.entry)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": 700}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_word_without_end_pushes_no_page_sideways(pages: list[Shown], narrow: Page) -> None:
    markup = {f"/{number}": content for number, (*_about, content) in enumerate(pages)}
    narrow.route("**/*", lambda route: answer(route, markup))
    wide = []
    for number, (role, _name, path, _content) in enumerate(pages):
        narrow.goto(f"{HERE}/{number}")
        if found := narrow.evaluate(WIDER):
            wide.append(f"{role} {path}: {found}")
    assert wide == [], "\n".join(wide)
    assert {name for _role, name, _path, _content in pages} >= WHERE_WORDS_ARE


def pages_of(role: str, world: World) -> Iterator[tuple[str, str]]:
    for name, rows in (
        PEOPLE | SESSIONS | COUNSELING | ALONE | {one: ROWS[one] for one in ("home", "account")}
    ).items():
        for row in rows:
            path = reverse(name, kwargs=dict(row.args(world)))
            is_theirs = row.may(role, world) or (role == "alex" and path.startswith("/alone/"))
            if "GET" in row.methods and is_theirs and name not in NO_PAGES:
                yield name, path


def answer(route: Route, markup: dict[str, bytes]) -> None:
    """Give the browser the page, or the file in static/."""
    path = urlsplit(route.request.url).path
    if path in markup:
        route.fulfill(body=markup[path], content_type="text/html; charset=utf-8")
    elif path.startswith(settings.STATIC_URL):
        route.fulfill(path=Path(settings.BASE_DIR) / "static" / path.removeprefix(settings.STATIC_URL))
    else:
        route.abort()
