"""What is tried by turns is all tried within three days, and nothing else is left out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.by_turns import TURN, TURNS, left_out, now


@dataclass(frozen=True)
class Mark:
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    nodeid: str
    mark: Mark | None = None

    def get_closest_marker(self, _name: str) -> Mark | None:
        return self.mark


CASES = [Item(f"a.py::test_it[{number}]", Mark()) for number in range(7)]
OTHERS = [Item("a.py::test_it[7]"), Item("b.py::test_alone")]


@pytest.mark.parametrize("first", [0, 739_587])
def test_each_case_has_its_turn_within_three_days(first):
    tried = [set(CASES + OTHERS) - set(left_out(CASES + OTHERS, str(first + day))) for day in range(TURNS)]
    assert set.union(*tried) == {*CASES, *OTHERS}
    assert all(day >= set(OTHERS) and len(day) <= len(OTHERS) + 3 for day in tried)
    assert not set.intersection(*tried) - set(OTHERS)


def test_without_a_turn_all_are_tried(monkeypatch):
    monkeypatch.delenv(TURN, raising=False)
    assert left_out(CASES) == []


def test_the_tests_of_a_module_can_be_its_cases():
    tests = [Item(f"c.py::test_{name}", Mark(("module",))) for name in "abc"]
    assert [len(left_out(tests, str(day))) for day in range(TURNS)] == [2, 2, 2]
    assert {one for day in range(TURNS) for one in set(tests) - set(left_out(tests, str(day)))} == set(tests)


def test_anything_can_have_its_turn():
    assert [now("abcdefg", str(day)) for day in range(TURNS)] == [list("adg"), list("be"), list("cf")]
