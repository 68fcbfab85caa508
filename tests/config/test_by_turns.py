"""What is tried by turns is all tried within three days, and nothing else is left out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.by_turns import TURN, TURNS, left_out


@dataclass(frozen=True)
class Item:
    nodeid: str
    marks: tuple[str, ...] = ()

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


CASES = [Item(f"a.py::test_it[{number}]", ("by_turns",)) for number in range(7)]
OTHERS = [Item("a.py::test_it[7]"), Item("b.py::test_alone", ("long",))]


@pytest.mark.parametrize("first", [0, 739_587])
def test_each_case_has_its_turn_within_three_days(first):
    tried = [set(CASES + OTHERS) - set(left_out(CASES + OTHERS, str(first + day))) for day in range(TURNS)]
    assert set.union(*tried) == {*CASES, *OTHERS}
    assert all(day >= set(OTHERS) and len(day) <= len(OTHERS) + 3 for day in tried)
    assert not set.intersection(*tried) - set(OTHERS)


def test_without_a_turn_all_are_tried(monkeypatch):
    monkeypatch.delenv(TURN, raising=False)
    assert left_out(CASES) == []
