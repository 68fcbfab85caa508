"""What all rings share: both databases, and server processes on request. The cast lives with the people it plays."""

import gc
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps as apps_of_django
from django.db import connection

from couples.backups import loading
from tests import any_order, by_turns, fast_flush, forging, servers, whole_sign_ins
from tests.both_databases import run_on_both
from tests.long_run import IS_LONG

# A loaded machine is slow now and then: that is no fault of what is tested.
hypothesis.settings.register_profile("here", deadline=None, print_blob=True)
hypothesis.settings.load_profile("here")

gc.disable()  # until all tests have been collected: nothing of them is garbage
fast_flush.use()
any_order.use()
whole_sign_ins.use()

StartApps = Callable[..., list[servers.App]]


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that may use the database may use both: people and their keys belong together."""
    asked = item.get_closest_marker("django_db")
    if asked is None and "apps" in getattr(item, "fixturenames", ()):
        asked = pytest.mark.django_db(transaction=True).mark
    if asked is not None and "databases" not in asked.kwargs:
        item.add_marker(pytest.mark.django_db(*asked.args, **asked.kwargs, databases="__all__"), append=False)
    if run_on_both(item.path, getattr(item, "originalname", item.name)):
        item.add_marker("both_databases")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is long to the long run, what is about SQLite's files to SQLite, and cases to the day of their turn.

    What runs on PostgreSQL each day has turns on SQLite. Pytest says how many they are.
    """
    is_left = set()
    if not IS_LONG and config.getoption("markexpr") != "long":
        is_left.add("long")
    if connection.vendor != "sqlite":
        is_left.add("sqlite_alone")
    daily_elsewhere = {
        by_turns.name_of(item)
        for item in items
        if connection.vendor == "sqlite" and item.get_closest_marker("both_databases")
    }
    not_now = set(by_turns.left_out(items, costly=by_turns.COSTLY | daily_elsewhere))
    left = {item for item in items if item in not_now or any(map(item.get_closest_marker, is_left))}
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=list(left))


def pytest_runtest_setup(item: pytest.Item) -> None:
    any_order.LOT.seed(item.nodeid)


def pytest_collection_finish() -> None:
    """Thousands of tests are no garbage: looking through them again and again costs a tenth of all time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 50, 50)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """What was kept goes with the process: to take it apart costs a ring seconds. What was lost may still complain."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """At the end of each test with a database, what decides about people holds, unless the test is marked `forges`.

    It looks while the test's keys and databases are there, and fails when they have been put away.
    """
    broken: list[str] = []
    if item.get_closest_marker("django_db") and not item.get_closest_marker("forges"):
        broken = forging.what_does_not_hold()
    yield
    assert not broken


@pytest.fixture
def apps(transactional_db: None, tmp_path: Path) -> Iterator[StartApps]:
    """Start Counterpoint processes on the databases of this test: `one, two = apps(2, DEMO="1")`.

    Each can be `kill()`ed (as by a power cut) and `start()`ed again on its port. All end with the test.
    """
    from django.db import connections

    with ExitStack() as ending:

        def start(number: int = 1, application: str = "", **changed: str) -> list[servers.App]:
            databases: dict[str, Any] = {
                name: connections[name].settings_dict for name in ("default", "keys")
            }
            started = [servers.app(tmp_path, databases, application, **changed) for _ in range(number)]
            for process in started:
                ending.callback(process.stop)
                process.launch()
            for process in started:
                process.wait_until_it_answers()
            return started

        yield start


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[servers.Process]:
    """A running Redis of this test's own, to be killed, frozen and started again. See `redis_url`."""
    process = servers.redis(tmp_path)
    process.start()
    yield process
    process.thaw() if process.is_running() else None
    process.stop()


@pytest.fixture
def redis_url(own_redis: servers.Process) -> str:
    return f"redis://127.0.0.1:{own_redis.port}/0"


@pytest.fixture
def queued(settings: Any) -> None:
    """Mails wait in the queue, as in production, and leave from there into the outbox of tests."""
    settings.EMAIL_BACKEND = "couples.mail_queue.backend.Queue"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def nobody_else_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """`restore` takes this process, whose threads keep connections, for no server. A test of its own has one."""
    monkeypatch.setattr(loading, "others", lambda _found: 0)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """As in pytest-django. When one test database has been made, the other is not there yet to be looked at."""
    from django.db.models.signals import post_migrate

    from couples.facts import signing
    from exercises.live.store import readable
    from exercises.live.store import signing as of_records

    assert post_migrate.disconnect(signing.after_migrating, sender=apps_of_django.get_app_config("couples"))
    assert post_migrate.disconnect(
        of_records.after_migrating, sender=apps_of_django.get_app_config("exercises")
    )
    assert post_migrate.disconnect(readable.fill_in, sender=apps_of_django.get_app_config("exercises"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """As in pytest-django. Database threads give back their connections before the databases are removed."""
    yield
    from django.conf import settings
    from django.db import connections

    from exercises.live.database_threads import _threads

    together = threading.Barrier(settings.DB_THREADS + 1)
    for _ in range(settings.DB_THREADS):  # one in each thread, for none is free before all have begun
        _threads.submit(close_and_wait, connections, together)
    together.wait(60)


def close_and_wait(connections: Any, together: threading.Barrier) -> None:
    connections.close_all()
    together.wait(60)
