"""Words that were typed and not sent: whatever becomes of the form, their author finds them, and nobody else does.

A table: what may happen × how the page talks to the server. Each cell is a couple of its own, and all happen at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Error

from couples.accounts.models import SignIn, User
from couples.privacy import leaving
from exercises.live.access import AccessDenied
from exercises.live.models import Draft
from tests.browser.cells import Cell, context_of, writing
from tests.long_run import IS_LONG
from tests.servers import App

SHOW = "Show me what I had written"


def the_other_ends_the_session(cell: Cell) -> None:
    cell.room.blair.do("end")
    cell.sends()


def the_form_is_sent_from_another_page(cell: Cell) -> None:
    cell.room.alex.do("hand_in", words="Other words of mine", kind="limit")
    cell.sends()


def the_couple_parts(cell: Cell) -> None:
    with ThreadPoolExecutor(1) as another:  # the loop of the browser runs on this thread
        another.submit(leaves, cell.room.blair.user).result()
    cell.sends()


def leaves(user: User) -> None:
    leaving.leave(user)
    connections.close_all()


def the_sign_in_ends(cell: Cell) -> None:
    SignIn.objects.filter(person=cell.ann.pk).delete()
    cell.sends()


def she_signs_in_again(cell: Cell) -> None:
    SignIn.objects.filter(person=cell.ann.pk).delete()
    cell.is_signed_in(cell.ann)
    cell.sends()


def her_partner_signs_in_and_then_she(cell: Cell) -> None:
    SignIn.objects.filter(person=cell.ann.pk).delete()
    cell.is_signed_in(cell.room.blair.user)
    cell.sends()
    cell.waits_until(
        lambda: "somebody else’s" in cell.page.inner_text("body"), "it does not say whose it was"
    )
    assert not cell.are_shown(), f"{cell}: somebody else sees them"
    assert cell.words not in cell.page.content(), f"{cell}: they are in the page"
    assert not Draft.objects.filter(person=cell.room.blair.user).exists(), f"{cell}: they were stored"
    cell.is_signed_in(cell.ann)
    if cell.has_script:
        cell.page.evaluate("dispatchEvent(new Event('focus'))")
    else:
        cell.page.get_by_role("button", name=SHOW).click()


def the_page_is_loaded_again(cell: Cell) -> None:
    cell.page.reload()


def the_browser_crashes(cell: Cell) -> None:
    cell.waits_until(cell.is_kept, "no draft was kept")
    cell.page.close(run_before_unload=False)
    cell.opens()


def the_script_comes_late(cell: Cell) -> None:
    cell.waits_until(cell.is_kept, "what was there before the script is no draft")
    cell.gets_them()
    cell.page.reload()


def a_tool_sets_them_without_a_key(cell: Cell) -> None:
    box = cell.page.get_by_role("textbox").first
    box.evaluate("(box, words) => { box.value = words; }", cell.words)
    cell.waits_until(cell.is_kept, "what no event told of is no draft")
    cell.page.reload()


ALWAYS = [
    the_other_ends_the_session,
    the_form_is_sent_from_another_page,
    the_couple_parts,
    the_sign_in_ends,
    she_signs_in_again,
    her_partner_signs_in_and_then_she,
]
WHERE_DRAFTS_ARE_KEPT = [the_page_is_loaded_again, the_browser_crashes, a_tool_sets_them_without_a_key]
EVERY = {
    "socket": [*ALWAYS, *WHERE_DRAFTS_ARE_KEPT, the_script_comes_late],
    "fallback": [*ALWAYS, *WHERE_DRAFTS_ARE_KEPT],
    "plain form": ALWAYS,
    "script missing": [the_other_ends_the_session, she_signs_in_again],
}
IN_THE_GATE = {
    "socket": [ALWAYS[0], ALWAYS[5], a_tool_sets_them_without_a_key, the_script_comes_late],
    "fallback": [ALWAYS[2], the_browser_crashes],
    "plain form": [the_form_is_sent_from_another_page, her_partner_signs_in_and_then_she],
    "script missing": [she_signs_in_again],
}
TABLE = EVERY if IS_LONG else IN_THE_GATE


@pytest.fixture
def cells(browser: Browser, house: list[App], transactional_db: None) -> Iterator[list[Cell]]:
    contexts = {by: context_of(browser, by) for by in TABLE}
    found: list[Cell] = []
    for by, ways in TABLE.items():
        for way in ways:
            found.append(writing(len(found) + 1, by, contexts[by], house[0], way))
    yield found
    for context in contexts.values():
        context.close()


def opens_and_types(cell: Cell, errors: list[str]) -> None:
    held: list[Any] = []
    if cell.way is the_script_comes_late:
        cell.context.route(f"{cell.host}/**/live*.js", lambda route: held.append(route))
        cell.page = cell.context.new_page()
        cell.page.goto(cell.path, wait_until="commit")
    else:
        cell.opens()
    cell.page.on("pageerror", lambda error: errors.append(f"{cell}: {error}"))
    if cell.way is not a_tool_sets_them_without_a_key:
        cell.types()
    if cell.way is the_script_comes_late:
        cell.waits_until(lambda: bool(held), "no script was asked for")
        for route in held:
            route.continue_()
        cell.context.unroute(f"{cell.host}/**/live*.js")


def nobody_else_gets_them(cell: Cell) -> None:
    ben = cell.room.blair
    client = Client()
    client.force_login(ben.user)
    pages = [client.get(path).content.decode() for path in (f"/sessions/{cell.room.id}/", "/")]
    with suppress(AccessDenied):
        pages += [*ben.page().values(), str(ben.look())]
    assert not any(cell.words in page for page in pages), f"{cell}: the other gets them"


def test_whatever_becomes_of_a_form_its_author_finds_the_words_and_nobody_else(cells: list[Cell]) -> None:
    errors: list[str] = []
    lost: list[str] = []
    for cell in cells:
        opens_and_types(cell, errors)
    for step in (lambda cell: cell.way(cell), Cell.gets_them, nobody_else_gets_them):
        for cell in cells:
            try:
                step(cell)
            except (AssertionError, Error) as failure:
                lost.append(f"{cell}: {failure}")
    assert not lost, "\n\n".join(lost)
    assert not errors, errors
