"""The list of what costs most is one of tests that exist, and whoever makes it anew gets what the reports say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import costly
from tests.by_turns import COSTLY, TURNS, left_out

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("module", sorted({test.partition("::")[0] for test in COSTLY}))
def test_each_test_of_the_list_exists(module):
    defined = set(re.findall(r"^(?:async )?def (test_\w+)", (ROOT / module).read_text(), re.M))
    listed = {test.partition("::")[2] for test in COSTLY if test.startswith(f"{module}::")}
    assert listed <= defined


def test_what_decides_for_everything_else_is_not_in_it():
    assert not [test for test in COSTLY if test.startswith(costly.EVERY_DAY)]


def test_what_is_tried_each_day_exists():
    for one in costly.EVERY_DAY:
        path, _, test = one.partition("::")
        assert list(ROOT.glob(f"{path}*")), one
        assert not test or f"def {test}" in (ROOT / path).read_text(), one


def test_nothing_has_turns_twice():
    """Of a module that lets a third of its cases go each day, the same third would be tried for ever."""
    assert not [test for test in COSTLY if costly.has_turns(test.partition("::")[0])]


REPORT = """<testsuites><testsuite>
<testcase classname="tests.couples.test_a" name="test_long[1]" time="0.1"/>
<testcase classname="tests.couples.test_a" name="test_long[2]" time="2.5"/>
<testcase classname="tests.couples.test_a" name="test_short" time="0.2"/>
<testcase classname="tests.matrix.test_matrix" name="test_all" time="20"/>
</testsuite></testsuites>"""


def test_it_is_made_of_reports(tmp_path, monkeypatch):
    report, made = tmp_path / "sqlite.xml", tmp_path / "costly.txt"
    report.write_text(REPORT)
    monkeypatch.setattr(costly, "LIST", made)
    costly.main([str(report)])
    assert made.read_text() == "tests/couples/test_a.py::test_long\n"


class Item:
    def __init__(self, nodeid):
        self.nodeid = nodeid

    def get_closest_marker(self, _name):
        return None


def test_a_costly_test_alone_has_its_turn_once_in_three_days():
    names = frozenset(f"a.py::test_{number}" for number in range(30))
    items = [*map(Item, sorted(names)), Item("a.py::test_short")]
    tried = [set(items) - set(left_out(items, str(day), names)) for day in range(TURNS)]
    assert set.union(*tried) == set(items)
    assert set.intersection(*tried) == {items[-1]}
    assert all(len(day) < 20 for day in tried), "about a third of them each day"


def test_the_cases_of_a_costly_test_have_their_turns():
    cases = [Item(f"a.py::test_it[{number}]") for number in range(6)]
    left = [left_out(cases, str(day), frozenset({"a.py::test_it"})) for day in range(TURNS)]
    assert [len(day) for day in left] == [4, 4, 4]
