"""Real Chromium in front of real server processes, with the invented people. No mocks, no test client.

One process serves all who are on one worker. Where two processes are the matter, and PostgreSQL and Redis are given to
connect them, Alex and Blair are on one each.
"""

import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs on this thread

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from couples.accounts import users
from couples.accounts.demo_people import email_of
from couples.pairing import acceptance
from scripts import machine
from tests import servers
from tests.browser.people import Partner, Room
from tests.exercises.live.rooms import LIMIT, opened
from tests.exercises.live.rooms import Room as Session

OPTIONS = ["--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has none for root
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=machine.chromium(), args=[*OPTIONS, *QUIET, *sandbox])
        yield chromium
        chromium.close()


def how_many() -> int:
    """Two processes where a database and a Redis are there to connect them."""
    is_postgres = "sqlite" not in connections["default"].settings_dict["ENGINE"]
    return 2 if is_postgres and os.environ.get("REDIS_URL") else 1


def running(folders: pytest.TempPathFactory) -> Iterator[servers.App]:
    databases = {name: connections[name].settings_dict for name in ("default", "keys")}
    process = servers.app(folders.mktemp("house"), databases, DEBUG="0")
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def first(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.App]:
    yield from running(tmp_path_factory)


@pytest.fixture(scope="session")
def second(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.App]:
    yield from running(tmp_path_factory)


@pytest.fixture(scope="session")
def house(first: servers.App) -> list[servers.App]:
    """The process that all tests share which do not kill any."""
    return [first]


@pytest.fixture
def cast(transactional_db: None) -> None:
    call_command("demo_people", verbosity=0)


@pytest.fixture
def room(browser: Browser, house: list[servers.App], cast: None) -> Iterator[Room]:
    """Alex and Blair, signed in, each in a browser of their own. At the end nobody's browser has complained."""
    yield from two_people(browser, house)


@pytest.fixture
def room_of_two_processes(
    request: pytest.FixtureRequest, browser: Browser, first: servers.App, cast: None
) -> Iterator[Room]:
    """The same, each on a process of their own where a database and a Redis connect two."""
    second = [request.getfixturevalue("second")] if how_many() == 2 else []
    yield from two_people(browser, [first, *second])


@pytest.fixture
def at_the_forms(
    request: pytest.FixtureRequest, browser: Browser, house: list[servers.App], transactional_db: None
) -> Iterator[Room]:
    """Alex and Blair at the closed forms of one exercise. Others walk there from the home page."""
    session = started_session(getattr(request, "param", LIMIT))
    for room in two_people(browser, house, f"/sessions/{session.id}/"):
        room.both(Partner.is_connected)
        yield room


def started_session(slug: str = LIMIT) -> Session:
    """Alex and Blair, a couple, have started this exercise and are ready for it."""
    alex, blair = (users.create(email_of(name.lower()), name) for name in ("Alex", "Blair"))
    session = opened(acceptance.pair(alex, blair), alex, blair, slug)
    for chair, first in zip(session.chairs, ("me", "you"), strict=True):
        chair.do("ready", together="writing", **({} if slug == LIMIT else {"first": first}))
    return session


def two_people(
    browser: Browser, processes: list[servers.App], path: str = "/", **options: object
) -> Iterator[Room]:
    alex = Partner("Alex", browser, processes[0], **options)
    blair = Partner("Blair", browser, processes[-1], **options)
    alex.is_let_in(path)
    blair.is_let_in(path)
    yield Room(alex, blair)
    complaints = sorted({*alex.watch.complaints(), *blair.watch.complaints()})
    alex.leaves()
    blair.leaves()
    assert not complaints, "\n".join(complaints)
