"""The machine that puts faults into the code that decides: they are real, are put where they run, and are counted."""

from __future__ import annotations

import ast
import gc
import importlib.util
from pathlib import Path
from typing import Final

import pytest

from tests.long_run import IS_LONG
from tests.mutation import __main__ as mutation
from tests.mutation import swapping
from tests.mutation.modules import SAME, TESTS
from tests.mutation.operators import mutants, outer_mutants

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = """
from functools import wraps
OPEN = ("GET", "POST")

def guarded(function):
    @wraps(function)
    def asks(person, limit=3):
        if person is None or person.blocked:
            raise PermissionError
        return function(person, limit)
    return asks

@guarded
def may(person, limit) -> bool:
    tell(person)
    found = rows.filter(person=person, left=None)
    return not found and person.age >= 18

def tell(person):
    log.info("asked")
"""


def texts() -> list[str]:
    return [str(one) for one in (*mutants(SOURCE), *outer_mutants(SOURCE))]


@pytest.mark.parametrize(
    "fault",
    [
        "guarded.asks:8: person is None or person.blocked → person is None and person.blocked",
        "guarded.asks:8: person is None or person.blocked → person.blocked or False",
        "guarded.asks:8: person is None → person is not None",
        "guarded.asks:9: raise PermissionError → nothing",
        "guarded.asks:10: return function(person, limit) → return None",
        "may:15: tell(person) → nothing",
        "may:16: rows.filter(person=person, left=None) → rows.filter(left=None)",
        "may:16: rows.filter(person=person, left=None) → rows.filter(person=person)",
        "may:17: not found → found",
        "may:17: person.age >= 18 → person.age > 18",
        "may:17: 18 → 19",
        "@may:14: guarded → nothing",
        "OPEN:3: 'POST' → nothing",
    ],
)
def test_these_are_faults(fault):
    assert fault in texts()


def test_what_is_logged_is_none():
    assert not [one for one in texts() if "log.info" in one]


def test_a_fault_is_put_where_the_function_runs_already_also_in_what_a_decorator_returned(tmp_path):
    path = tmp_path / "planted.py"
    path.write_text(SOURCE.replace("rows.filter", "list").replace("list(person=person, left=None)", "[]"))
    spec = importlib.util.spec_from_file_location("planted", path)
    planted = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planted)
    vars(planted)["log"] = type("Log", (), {"info": print})
    blocked = type("Person", (), {"blocked": True, "age": 40})
    kept = planted.may  # as an address keeps its view
    with pytest.raises(PermissionError):
        kept(blocked)

    [mutant] = [one for one in mutants(path.read_text()) if "raise PermissionError" in one.was]
    swapping.swap(str(path), ast.parse(path.read_text()), mutant.tree)
    gc.freeze()

    assert kept(blocked) is True


def test_a_fault_that_runs_nowhere_cannot_be_tried():
    [mutant, *_] = mutants(SOURCE)
    with pytest.raises(swapping.CannotBeTried):
        swapping.swap("/no/such/module.py", ast.parse(SOURCE), mutant.tree)


def test_a_score_counts_what_was_noticed_and_leaves_out_what_changes_nothing():
    outcomes = {
        "killed": ["f:1: a → b"] * 8,
        "hangs": ["f:2: a → b"],
        "survived": ["g:3: c → d", "h:4: e → f"],
    }
    assert mutation.score(outcomes, {}) == (9, 11, ["survived: g:3: c → d", "survived: h:4: e → f"])
    assert mutation.score(outcomes, {"g: c → d": "the same"}) == (9, 10, ["survived: h:4: e → f"])
    assert mutation.score({"not tried": ["f:1: a → b"]}, {}) == (0, 0, [])


@pytest.mark.parametrize("module", TESTS)
def test_every_module_of_the_list_exists_and_so_do_its_tests_and_what_is_said_to_change_nothing(module):
    assert all((ROOT / path).exists() for path in (module, *TESTS[module]))
    if module not in SAME or not IS_LONG:
        return
    source = (ROOT / module).read_text()
    known = {
        mutation.WITHOUT_LINE.sub(r"\1:", str(one)) for one in (*mutants(source), *outer_mutants(source))
    }
    assert SAME[module].keys() <= known
