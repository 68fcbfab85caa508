"""The demo cannot be offered to a network, and hosts are named."""

import pytest
from django.conf import settings
from django.test import override_settings

from config.checks import demo_stays_here, hosts_are_named, keys_are_apart, processes_hear_each_other

HERE = ["localhost", ".localhost", "127.0.0.1", "127.8.8.8", "[::1]", "testserver"]
ELSEWHERE = ["counterpoint.example", "*", ".example", "192.168.1.7", "[::]", "0.0.0.0", "xlocalhost"]


@override_settings(DEMO=True, ALLOWED_HOSTS=HERE)
def test_the_demo_may_run_on_this_machine() -> None:
    assert demo_stays_here(None) == []


@pytest.mark.parametrize(
    "host", ["counterpoint.example", "*", ".example", "192.168.1.7", "[::]", "0.0.0.0", "xlocalhost"]
)
def test_the_demo_may_not_answer_for_a_host_of_the_network(host: str) -> None:
    with override_settings(DEMO=True, ALLOWED_HOSTS=[*HERE, host]):
        assert [message.id for message in demo_stays_here(None)] == ["counterpoint.E001"]
    with override_settings(DEMO=False, ALLOWED_HOSTS=[host]):
        assert demo_stays_here(None) == []


@pytest.mark.parametrize("host", ["counterpoint.example", "*"])
def test_debug_may_not_answer_for_a_host_of_the_network_either(host: str) -> None:
    with override_settings(DEMO=False, DEBUG=True, ALLOWED_HOSTS=[*HERE, host]):
        assert [message.id for message in demo_stays_here(None)] == ["counterpoint.E001"]
    with override_settings(DEMO=False, DEBUG=True, ALLOWED_HOSTS=HERE):
        assert demo_stays_here(None) == []


@override_settings(LOCAL=False, ALLOWED_HOSTS=[])
def test_a_site_without_a_host_is_refused() -> None:
    assert [message.id for message in hosts_are_named(None)] == ["counterpoint.E002"]


def test_the_keys_may_not_lie_in_the_main_database(monkeypatch) -> None:
    assert keys_are_apart(None) == []
    monkeypatch.setitem(settings.DATABASES, "keys", settings.DATABASES["default"])
    assert [message.id for message in keys_are_apart(None)] == ["counterpoint.E010"]


@pytest.mark.parametrize(("url", "found"), [("", ["counterpoint.W004"]), ("redis://127.0.0.1", [])])
def test_several_processes_without_redis_are_warned_of(url: str, found: list[str]) -> None:
    with override_settings(LOCAL=False, REDIS_URL=url):
        assert [message.id for message in processes_hear_each_other(None)] == found


@override_settings(ALLOWED_HOSTS=["*"])
def test_hosts_must_be_named() -> None:
    assert [message.id for message in hosts_are_named(None)] == ["counterpoint.E002"]
