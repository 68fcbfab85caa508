"""Every exercise of the catalogue is walked by two people in front of browsers, by the forms that their pages show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from couples.accounts import users
from couples.accounts.demo_people import email_of
from couples.pairing import acceptance
from exercises import catalog
from tests.browser.by_what_is_offered import HANDS, walks
from tests.browser.conftest import two_people
from tests.browser.gallery import look
from tests.browser.people import Room
from tests.exercises.live.rooms import WALKED, opened
from tests.exercises.live.rooms import Room as Session
from tests.long_run import IS_LONG
from tests.servers import App

IN_THE_GATE = ("two-minutes-of-thanks", "mouse")


def covering() -> list[str]:
    """So few exercises that each step kind is in one of them."""
    kinds = {slug: {step.kind for step in catalog.named(slug).steps} for slug in WALKED}
    left, found = set().union(*kinds.values()), []
    while left:
        best = max(kinds, key=lambda slug: len(kinds[slug] & left))
        found.append(best)
        left -= kinds[best]
    return found


def cells() -> Iterator[object]:
    """Each exercise by mouse; each kind by keyboard and without a script as well."""
    for how in HANDS:
        for slug in WALKED if how == "mouse" else covering():
            marks = () if (slug, how) == IN_THE_GATE else pytest.mark.long
            yield pytest.param(slug, how, marks=marks, id=f"{slug} {how}")


@pytest.fixture
def session(request: pytest.FixtureRequest, transactional_db: None) -> Session:
    slug = request.node.callspec.params["slug"]
    alex, blair = (users.create(email_of(name.lower()), name) for name in ("Alex", "Blair"))
    return opened(acceptance.pair(alex, blair), alex, blair, slug)


@pytest.mark.parametrize(("slug", "how"), list(cells()))
def test_two_people_come_to_the_end(
    slug: str, how: str, session: Session, browser: Browser, house: list[App]
) -> None:
    script = how != "without a script"
    for room in two_people(browser, house, f"/sessions/{session.id}/", java_script_enabled=script):
        people = room.alex, room.blair
        if script:
            room.both(lambda person: person.is_connected())
        for step in walks(session, people, HANDS[how]):
            pictured(room, slug, step, how)
        for person in people:
            person.page.goto(person.page.url)
            pictured(room, slug, "end", how)


def pictured(room: Room, slug: str, step: str, how: str) -> None:
    """Looked at once on its way: as a person with a mouse sees it."""
    if how == "mouse" and IS_LONG:
        look(room.alex.page, f"{slug}-{step}")
