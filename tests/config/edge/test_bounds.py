"""Connections have bounds, and whoever is at home with somebody who opens too many still gets a page."""

import resource
from dataclasses import dataclass

import pytest

from config.edge.bounds import NOT_COUNTED, Admission, Bounds, counted_address, of_this_process

HOME, ELSEWHERE = "203.0.113.9", "198.51.100.7"


@dataclass(eq=False)
class Held:
    is_open: bool = True

    def give_way(self) -> None:
        self.is_open = False


def opened(bounds: Bounds, number: int, address: str = HOME, used: bool = False) -> list[Held]:
    """So many connections from an address, those that were admitted."""
    held = [one for one in (Held() for _ in range(number)) if bounds.admit(one, address)]
    for one in held:
        bounds.is_used(one, used)
    return held


def test_the_oldest_silent_connection_of_an_address_gives_way_and_no_other() -> None:
    bounds = Bounds(in_all=100, per_address=3)
    other = opened(bounds, 1, ELSEWHERE)[0]
    (live,) = opened(bounds, 1, used=True)
    silent = opened(bounds, 2)
    assert len(opened(bounds, 1)) == 1
    assert [one.is_open for one in (other, live, *silent)] == [True, True, False, True]


def test_one_more_is_refused_only_when_all_of_an_address_are_in_use() -> None:
    bounds = Bounds(in_all=100, per_address=3, spare=0)
    held = opened(bounds, 3, used=True)
    assert opened(bounds, 1) == []
    assert opened(bounds, 1, ELSEWHERE)
    bounds.release(held[0])
    bounds.release(held[0])
    assert opened(bounds, 1)
    assert all(one.is_open for one in held)


def test_an_address_with_all_in_use_has_some_spare_ones_and_no_more() -> None:
    bounds = Bounds(in_all=100, per_address=3, spare=2)
    whole = opened(bounds, 3, used=True)
    spare = opened(bounds, 2)
    assert list(bounds.on_spare) == spare
    (third,) = opened(bounds, 1)
    assert [one.is_open for one in (*whole, *spare)] == [True] * 3 + [False, True]
    for one in (spare[1], third):
        bounds.is_used(one, True)
    assert opened(bounds, 1) == []
    bounds.hold(live := Held(), HOME)
    bounds.release(third)
    assert bounds.admit(Held(), HOME) is Admission.SPARE
    for one in (*whole, live):
        bounds.release(one)
    assert bounds.admit(Held(), HOME) is Admission.WHOLE
    assert bounds.numbers[HOME] == 1


def test_a_silent_spare_one_gives_way_to_no_whole_one() -> None:
    bounds = Bounds(in_all=100, per_address=1, spare=1)
    (used,) = opened(bounds, 1, used=True)
    (spare,) = opened(bounds, 1)
    bounds.is_used(used, False)
    assert bounds.admit(Held(), HOME) is Admission.WHOLE
    assert (used.is_open, spare.is_open) == (False, True)


def test_silent_ones_from_many_addresses_keep_nobody_out() -> None:
    bounds = Bounds(in_all=5, per_address=3)
    for number in range(50):
        assert opened(bounds, 1, f"198.51.100.{number}")
    assert len(bounds.address_of) == sum(bounds.numbers.values()) == len(bounds.silent) == 5


def test_one_that_had_its_answer_is_silent_again() -> None:
    bounds = Bounds(in_all=1, per_address=0)
    (held,) = opened(bounds, 1, used=True)
    assert opened(bounds, 1) == []
    bounds.is_used(held, False)
    assert opened(bounds, 1)
    assert not held.is_open
    bounds.is_used(held, False)
    assert len(bounds.silent) == 1


@pytest.mark.parametrize("client", [("127.0.0.1", 1), ("::1", 1), ("a file", 1), None])
def test_this_machine_is_nobodys_address(client: tuple[str, int] | None) -> None:
    assert counted_address(client) == NOT_COUNTED
    bounds = Bounds(in_all=100, per_address=1)
    assert len(opened(bounds, 9, NOT_COUNTED, used=True)) == 9


def test_a_home_is_one_address() -> None:
    assert counted_address(("2001:db8:1:2::1", 1)) == counted_address(("2001:db8:1:2::2", 1))
    assert counted_address((HOME, 1)) != counted_address((ELSEWHERE, 1))


@pytest.mark.parametrize(
    ("files", "most"), [(1024, 896), (10**6, 20_000), (resource.RLIM_INFINITY, 20_000), (9, 1)]
)
def test_no_more_are_held_than_the_process_may_open(files: int, most: int, monkeypatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (files, files))
    assert of_this_process() == Bounds(most, per_address=500)
    monkeypatch.setenv("CONNECTIONS_OF_ADDRESS", "0")
    monkeypatch.setenv("CONNECTIONS", "5")
    assert of_this_process() == Bounds(min(5, most), per_address=0)
