"""The demo cannot be offered to a network, and hosts are named."""

import pytest
from django.test import override_settings

from config.checks import demo_stays_here, hosts_are_named

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


@override_settings(ALLOWED_HOSTS=["*"])
def test_hosts_must_be_named() -> None:
    assert [message.id for message in hosts_are_named(None)] == ["counterpoint.E002"]
