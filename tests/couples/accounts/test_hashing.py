"""Never more than two passwords are looked at at once; others wait, without a database connection, or are told."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils.module_loading import import_string

from config import accounts
from couples.accounts import hashing
from couples.accounts.hashing import Busy, Turns
from couples.ratelimits.devices import served_first
from couples.security_log import Kind
from tests.couples.accounts.signing_in import sign_in, signed_in, somebody


def held(turns: Turns, until: threading.Event, began: threading.Semaphore) -> str:
    try:
        with turns.turn():
            began.release()
            until.wait(5)
            return "done"
    except Busy:
        return "busy"


def test_two_at_once_a_few_wait_and_the_others_are_told_at_once() -> None:
    turns, over, began = Turns(2, 3, seconds=5), threading.Event(), threading.Semaphore(0)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(held, turns, over, began) for _ in range(8)]
        assert began.acquire(timeout=5)
        assert began.acquire(timeout=5)
        refused = [one for one in asked if wait_for(one)]
        assert not began.acquire(blocking=False)
        over.set()
        assert sorted(one.result(5) for one in asked) == ["busy"] * 3 + ["done"] * 5
    assert len(refused) == 3


def wait_for(one) -> bool:
    try:
        return bool(one.result(0.05) == "busy")
    except TimeoutError:
        return False


def hashed(turns: Turns, name: str, is_known: bool, done: list[str]) -> None:
    served_first.set(is_known)
    try:
        with turns.turn():
            done.append(name)
    except Busy:
        done.append(f"{name} busy")


def test_known_devices_go_first_and_strangers_who_fill_the_room_take_none_of_theirs() -> None:
    turns, done = Turns(1, 3, seconds=5), list[str]()
    with ThreadPoolExecutor(9) as pool, turns.turn():
        strangers = [pool.submit(hashed, turns, f"stranger {n}", False, done) for n in range(5)]
        wait_until(lambda: len(turns._others) == 3 and len(done) == 2)
        hers = [pool.submit(hashed, turns, f"known {n}", True, done) for n in range(3)]
        wait_until(lambda: len(turns._known) == 3)
        done.clear()
    for one in (*strangers, *hers):
        one.result(5)
    assert sorted(done[:3]) == ["known 0", "known 1", "known 2"]
    assert [name.split()[0] for name in done[3:]] == ["stranger"] * 3
    assert turns._free == 1


def wait_until(holds) -> None:
    for _time in range(500):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError


def test_a_turn_that_nobody_waited_for_any_longer_is_not_lost() -> None:
    turns = Turns(1, 3, seconds=0.01)
    for _time in range(3):
        with turns.turn(), ThreadPoolExecutor(1) as pool:
            assert pool.submit(held, turns, threading.Event(), threading.Semaphore(0)).result(5) == "busy"
    assert (turns._free, len(turns._others)) == (1, 0)


@pytest.mark.django_db
def test_a_known_device_is_served_first_and_another_one_is_not(monkeypatch) -> None:
    seen = list[bool]()
    hers = signed_in(somebody())
    monkeypatch.setattr(type(get_hasher()), "verify", lambda *_args: seen.append(served_first.get()))
    for browser in (hers, Client()):
        browser.get("/exit/")
        sign_in(browser, password="wrong")
    assert seen == [True, False]


def test_nobody_waits_for_ever() -> None:
    turns = Turns(1, 3, seconds=0.01)
    with turns.turn(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(held, turns, threading.Event(), threading.Semaphore(0)).result(5) == "busy"


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_holds_no_connection() -> None:
    turns = Turns(1, 3, seconds=0.01)
    connection.ensure_connection()
    with turns.turn():
        assert connection.connection is not None
        with transaction.atomic(), pytest.raises(Busy), turns.turn():
            pass
        assert connection.connection is not None
        with pytest.raises(Busy), turns.turn():
            pass
    assert connection.connection is None


@pytest.mark.parametrize("path", accounts.PASSWORD_HASHERS)
def test_each_hash_and_each_look_at_one_takes_one_turn(path: str, monkeypatch) -> None:
    monkeypatch.setattr(hashing, "HASHING", turns := Counted())
    hasher = import_string(path)()
    hasher.iterations, hasher.memory_cost = 1, 64  # cheap: only the turns are looked at
    encoded = hasher.encode("a secret", "saltsalt")
    assert hasher.verify("a secret", encoded)
    assert turns.taken == 2


class Counted(Turns):
    taken = 0

    def __init__(self) -> None:
        super().__init__(1, 1, 0.01)

    def turn(self):
        self.taken += 1
        return super().turn()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cause", "kind", "heading"),
    [(None, Kind.OVERLOADED, "A lot is going on"), ("PoolTimeout", Kind.OVERLOADED, "A lot is going on"),
     ("Away", Kind.DATABASE_AWAY, "This can’t be reached just now")],
)  # fmt: skip
def test_who_finds_no_turn_reads_why_and_that_nothing_happened(
    cause, kind, heading, monkeypatch, caplog
) -> None:
    caplog.set_level("INFO", "security")

    def overloaded(*_args, **_more):
        if cause:  # as config/postgresql raises it, which SQLite does not bring
            raise OperationalError("no connection") from type(cause, (Exception,), {})()
        raise Busy

    monkeypatch.setattr(type(get_hasher()), "encode", overloaded)
    client = Client(raise_request_exception=False)
    answer = client.post("/account/login/", {"login": "kim@example.org", "password": "a password"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "nothing was changed" in answer.content.decode()
    assert heading in answer.content.decode()
    assert [one.message for one in caplog.records if one.name == "security"] == [kind]


def test_the_tests_alone_hash_cheaply() -> None:
    assert settings.PASSWORD_HASHERS != accounts.PASSWORD_HASHERS
