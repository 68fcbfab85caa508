"""Server processes for tests can be started, killed and started again, on the databases of the test."""

from urllib.request import urlopen

import pytest

from couples.accounts import users
from couples.accounts.models import User
from tests import servers


def status_of(app: servers.App, path: str = "/") -> int:
    with urlopen(f"http://127.0.0.1:{app.port}{path}", timeout=10) as answer:
        return int(answer.status)


def test_two_processes_serve_what_the_test_has_stored_also_when_killed(apps) -> None:
    users.create("alex@example.org", "Alex")
    for app in apps(2):
        assert status_of(app) == 200
        assert status_of(app, "/demo/alex/") == 200
    comes_back_on_its_port(app)


def comes_back_on_its_port(app: servers.App) -> None:
    app.kill()
    assert not app.is_running()
    with pytest.raises(OSError, match="refused"):
        status_of(app)
    app.start()
    assert status_of(app) == 200


def test_nothing_that_a_test_stored_is_left_for_the_next(apps) -> None:
    assert not User.objects.exists()


def test_a_redis_of_the_test_may_be_killed_and_started_again(own_redis) -> None:
    own_redis.kill()
    assert not own_redis.is_running()
    own_redis.start()
    assert own_redis.is_running()
