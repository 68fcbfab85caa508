"""How much room is left is counted in sight, nothing is cut, and a second press sends nothing. No server runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from exercises.core.fields import Text
from exercises.core.text import say
from exercises.markup import markup
from exercises.private.forms import PrivateForm

pytestmark = pytest.mark.by_turns("module")

MOST: Final = 600
FAMILY: Final = "👨‍👩‍👧‍👦"
FORM: Final = PrivateForm((Text(name="words", label=say("Words"), max_length=MOST),))
PAGE: Final = """<!doctype html><script type="module" src="/static/js/once.js"></script>
<script type="module" src="/static/js/left.js"></script><form method="post" action="/sent">
{field}<button>Save</button></form>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin="http://localhost")
    shown = context.new_page()
    shown.route("**/*", answer)
    shown.goto("http://localhost/")
    shown.wait_for_load_state("networkidle")
    yield shown
    context.close()


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith(settings.STATIC_URL):
        route.fulfill(path=Path(settings.BASE_DIR) / "static" / path.removeprefix(settings.STATIC_URL))
    elif path == "/":
        field = markup("live/field.jinja", {"field": FORM.shown({})["fields"][0]})
        route.fulfill(body=PAGE.format(field=field), content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=204)  # the page stays, as it does until an answer has come


def paste(page: Page, words: str) -> None:
    page.evaluate("words => navigator.clipboard.writeText(words)", words)
    page.get_by_label("Words").focus()
    page.keyboard.press("Control+V")


def length(page: Page) -> int:
    return int(page.evaluate("[...document.querySelector('textarea').value].length"))


@pytest.mark.parametrize("sign", ["x", "😀", FAMILY], ids=ascii)
def test_it_counts_as_the_server_does_and_cuts_nothing(page: Page, sign: str) -> None:
    left = page.locator("[data-left]")
    expect(left).to_be_hidden()
    paste(page, sign * ((MOST - 40) // len(sign)))
    room = MOST - length(page)
    expect(left).to_have_text(f"About {-(-room // 10) * 10} characters left.")
    paste(page, sign * 300)
    assert page.get_by_label("Words").input_value() == sign * ((MOST - 40) // len(sign) + 300)
    expect(left).to_contain_text(f"{length(page) - MOST} characters too many. Nothing is cut")


def test_what_is_far_too_long_is_not_taken_in_and_that_is_said(page: Page) -> None:
    page.get_by_label("Words").fill("mine")
    paste(page, "x" * 70_000)
    expect(page.locator("[data-left]")).to_have_text(
        "That has 70000 characters, and 600 fit here. It was not pasted; please take a shorter part."
    )
    assert page.get_by_label("Words").input_value() == "mine"


def test_a_second_press_sends_nothing(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Words").fill("mine")
    page.get_by_role("button").dblclick()
    page.wait_for_timeout(300)
    assert len(sent) == 1
