"""Real Chromium in front of real server processes, with the invented people. No mocks, no test client.

With PostgreSQL and Redis given, Alex and Blair are on two processes; otherwise one process serves both.
"""

import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs on this thread

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from scripts import machine
from tests import servers
from tests.browser.people import Partner, Room

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


@pytest.fixture(scope="session")
def house(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[servers.App]]:
    """The processes that all tests share which do not kill any."""
    databases = {name: connections[name].settings_dict for name in ("default", "keys")}
    folder = tmp_path_factory.mktemp("house")
    started = [servers.app(folder, databases, DEBUG="0") for _ in range(how_many())]
    for process in started:
        process.start()
    yield started
    for process in started:
        process.stop()


@pytest.fixture
def cast(transactional_db: None) -> None:
    call_command("demo_people", verbosity=0)


@pytest.fixture
def room(browser: Browser, house: list[servers.App], cast: None) -> Iterator[Room]:
    """Alex and Blair, signed in, each in a browser of their own. At the end nobody's browser has complained."""
    yield from two_people(browser, house)


def two_people(browser: Browser, processes: list[servers.App], **options: object) -> Iterator[Room]:
    alex = Partner("Alex", browser, processes[0], **options)
    blair = Partner("Blair", browser, processes[-1], **options)
    alex.sign_in()
    blair.sign_in()
    yield Room(alex, blair)
    complaints = sorted({*alex.watch.complaints(), *blair.watch.complaints()})
    alex.leaves()
    blair.leaves()
    assert not complaints, "\n".join(complaints)
