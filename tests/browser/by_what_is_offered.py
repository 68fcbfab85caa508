"""Two people in front of browsers walk any exercise by the forms that their pages show. Knows no step kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from playwright.sync_api import Error, Locator, Page, expect

from tests import walker
from tests.browser.people import Partner
from tests.exercises.live.rooms import Chair
from tests.exercises.live.rooms import Room as Session

MOST = 300
CROSSED = ("ERR_ABORTED", "Not attached to an active page")
MOST_CROSSED = 10
"""So often in a row, looking again crosses a page that refreshes itself."""


@dataclass(frozen=True)
class Hand:
    """How somebody fills in a form and sends it. `reloads`: without a script, a page is looked at again."""

    marks: Callable[[Locator], None]
    types: Callable[[Locator, str], None]
    presses: Callable[[Locator], None]
    reloads: bool = False


def clicked(box: Locator) -> None:
    box.locator("..").click()


def keyed(key: str) -> Callable[[Locator], None]:
    def press(where: Locator) -> None:
        where.focus()
        where.page.keyboard.press(key)

    return press


def typed(box: Locator, words: str) -> None:
    box.focus()
    box.page.keyboard.press("Control+A")
    box.page.keyboard.insert_text(words)


MOUSE = Hand(clicked, lambda box, words: box.fill(words), lambda button: button.click())
KEYBOARD = Hand(keyed("Space"), typed, keyed("Enter"))
PLAIN = Hand(clicked, lambda box, words: box.fill(words), lambda button: button.click(), reloads=True)
HANDS = {"mouse": MOUSE, "keyboard": KEYBOARD, "without a script": PLAIN}


def walks(session: Session, people: tuple[Partner, Partner], hand: Hand, seed: int = 1) -> Iterator[str]:
    """To the end of the session; yields each phase of each step that Alex comes to, before anything is done there."""
    rng, been = Random(seed), set[tuple[str, ...]]()
    slots = list(zip(session.chairs, people, strict=True))
    for _ in range(MOST):
        view = session.alex.look()
        if view["over"]:
            return
        phase = (view["step"]["id"], *(one["name"] for one in view["commands"] if one["scope"] == "step"))
        if phase not in been:
            been.add(phase)
            yield f"{phase[0]}-{sum(one[0] == phase[0] for one in been)}"
        chair, person = rng.choice(slots)
        if offered := walker.picked(chair.look()["commands"], rng):
            does(session, chair, person, offered, hand, rng)
    raise AssertionError(f"no end after {MOST} acts: {session.alex.look()}")


def does(session: Session, chair: Chair, person: Partner, offered: Any, hand: Hand, rng: Random) -> None:
    """Fill in what is offered and send it; it has been carried out when this returns."""
    if hand.reloads:
        reload(person.page)
    name, visit = offered["name"], offered["visit"]
    form = person.page.locator(f'form[data-command="{name}"][data-visit="{visit}"]').first
    expect(form).to_be_attached()
    before, values = len(session.sequences()), walker.filled(offered, rng, person.name)
    for field in offered["fields"]:
        if field["type"] != "hidden" and field["name"] in values:
            fills(form, field, values[field["name"]], hand)
    sends(form, hand)
    for _moment in range(400):
        if len(session.sequences()) > before:
            return
        person.page.wait_for_timeout(25)
    raise AssertionError(f"{person.name} pressed {name}, and nothing came of it")


def reload(page: Page) -> None:
    """Look again. A page that waits refreshes itself, and may do so in this very moment: then once more."""
    for _moment in range(MOST_CROSSED):
        try:
            page.reload()
        except Error as error:
            if not any(one in error.message for one in CROSSED):
                raise
            page.wait_for_timeout(250)  # until then the page before this one still counts as loaded
            page.wait_for_load_state("load")
        else:
            return
    raise AssertionError(f"{page.url} is always just being loaded")


def fills(form: Locator, field: dict[str, Any], value: Any, hand: Hand) -> None:
    many = value if isinstance(value, list) else [value]
    boxes = form.locator(f'[name="{field["name"]}"]')
    if field["type"] == "text":
        box = form.locator(f'textarea[name="{field["name"]}"]')
        hand.types(box, str(value)) if box.is_visible() else set_unseen(box, "value", str(value))
    elif field["type"] == "number":
        box = boxes.first
        hand.types(box, str(value)) if box.is_visible() else set_unseen(box, "value", str(value))
    elif field["type"] == "date":
        boxes.first.fill(str(value))
    else:
        for one in many:
            box = form.locator(f'input[name="{field["name"]}"][value="{one}"]')
            if box.count() == 0 or box.is_checked():  # what is kept has no box: it is left without a tick
                continue
            hand.marks(box) if box.locator("..").is_visible() else set_unseen(box, "checked", True)


def set_unseen(box: Locator, what: str, value: Any) -> None:
    """On another page of a long form, which its own tests go through page by page."""
    box.evaluate(
        "(it, [what, value]) => { it[what] = value; it.dispatchEvent(new Event('input', {bubbles: true}));"
        " it.dispatchEvent(new Event('change', {bubbles: true})) }",
        [what, value],
    )


def sends(form: Locator, hand: Hand) -> None:
    for _page in range(form.locator("[data-page]").count()):
        onward = form.get_by_role("button", name="Next", exact=True)
        if onward.is_visible():  # of a long form the last page is sent
            hand.presses(onward)
    button = form.page.locator(f'button[form="{form.get_attribute("id")}"]').or_(form.locator("button.btn"))
    seen = button.filter(visible=True)
    if seen.count():
        hand.presses(seen.last)
    else:
        form.evaluate("form => form.requestSubmit()")
