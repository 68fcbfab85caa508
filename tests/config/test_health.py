"""Who watches the process from its machine learns whether it is ready; nobody else that there is such a page."""

import json
import time
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import OperationalError

from config import health
from config.health import Health
from couples import duties

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"the usual page"})


async def asked(
    path: str,
    peer: str | None = HERE,
    headers: tuple[tuple[bytes, bytes], ...] = (),
    app: Health | None = None,
) -> tuple[int, Any]:
    scope = {"type": "http", "method": "GET", "path": path, "client": peer and (peer, 1), "headers": headers}
    asking = ApplicationCommunicator(app or Health(nothing, well), scope)
    status = (await asking.receive_output(9))["status"]
    body = (await asking.receive_output(9))["body"]
    await asking.wait()
    return status, body if status == 404 else json.loads(body)


def well() -> health.Report:
    return {"databases": {"default": "ok", "keys": "ok"}, "layer": "ok", "master_keys": "ok"}


async def test_this_machine_learns_that_the_process_lives_under_any_host() -> None:
    assert await asked("/healthz", headers=((b"host", b"203.0.113.9:1"),)) == (200, {"alive": True})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize(
    ("peer", "header"),
    [
        (ELSEWHERE, b""),
        (None, b""),
        (ELSEWHERE, b"x-forwarded-for"),
        (HERE, b"x-forwarded-for"),
        (HERE, b"Via"),
    ],
)
async def test_nobody_else_learns_that_there_is_such_a_page(path: str, peer: str, header: bytes) -> None:
    headers = ((header, b"127.0.0.1"),) if header else ()
    assert await asked(path, peer, headers) == (404, b"the usual page")


@pytest.mark.parametrize("state", ["away", "not migrated", "no answer"])
async def test_it_is_ready_while_both_databases_are(state: str) -> None:
    status, said = await asked("/readyz")
    assert (status, said["ready"]) == (200, True)
    for name in ("default", "keys"):
        check = lambda name=name: {"databases": {"default": "ok", "keys": "ok", name: state}, "layer": "ok"}  # noqa: E731
        status, said = await asked("/readyz", app=Health(nothing, check))
        assert (status, said["ready"], said["databases"][name]) == (503, False, state)


async def test_with_other_master_keys_it_is_not_ready() -> None:
    check = lambda: well() | {"master_keys": "Some data keys lie elsewhere."}  # noqa: E731
    status, said = await asked("/readyz", app=Health(nothing, check))
    assert (status, said["ready"]) == (503, False)


async def test_without_redis_it_is_ready_and_says_so() -> None:
    check = lambda: well() | {"layer": "away"}  # noqa: E731
    status, said = await asked("/readyz", app=Health(nothing, check))
    assert (status, said["layer"]) == (200, "away")


async def test_a_database_that_does_not_answer_is_not_waited_for_and_asked_once(monkeypatch) -> None:
    monkeypatch.setattr(health, "SECONDS", 0.05)
    looked = []

    def hangs() -> health.Report:
        looked.append(1)
        time.sleep(0.5)
        return well()

    app = Health(nothing, hangs)
    for _again in range(3):
        status, said = await asked("/readyz", app=app)
        assert (status, set(said["databases"].values())) == (503, {"no answer"})
    assert len(looked) == 1


async def test_it_says_when_each_duty_was_last_carried_out(monkeypatch) -> None:
    monkeypatch.setitem(duties.last_done, "counts of security events", time.monotonic() - 7)
    _status, said = await asked("/readyz")
    assert said["duties"]["counts of security events"] == 7
    assert said["duties"]["the clock of this machine"] is None
    assert "mails that wait" in said["duties"]


@pytest.mark.django_db
def test_a_database_that_is_away_or_lacks_a_migration_is_named(monkeypatch) -> None:
    def away(_alias: str) -> bool:
        raise OperationalError

    monkeypatch.setattr(health, "is_migrated", away)
    assert health._state_of("default") == "away"
    monkeypatch.setattr(health, "is_migrated", lambda alias: alias == "keys")
    assert [health._state_of(alias) for alias in ("default", "keys")] == ["not migrated", "ok"]


@pytest.mark.django_db
def test_a_pool_that_cannot_connect_is_away_though_another_connection_works(monkeypatch) -> None:
    monkeypatch.setattr(health, "is_migrated", lambda alias: True)
    monkeypatch.setattr(health, "leave_pool", lambda: None)
    monkeypatch.setattr(health, "connections", Pools({"default": "away", "keys": "busy"}))
    assert health.stores()["databases"] == {"default": "away", "keys": "busy"}


class Pools:
    """As Django's connections, with pools in these states."""

    def __init__(self, states: dict[str, str]) -> None:
        self.states = states

    def __getitem__(self, alias: str) -> Any:
        return SimpleNamespace(state=lambda seconds: self.states[alias])

    def close_all(self) -> None:
        """There are none."""
