"""A step that no step leads to is named, and a kind that goes back has to say where it may lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exercises.catalog.ways import way_problems
from exercises.core.kind import Step
from exercises.steps.registry import STEP_KINDS
from tests.core.examples import exercise, part

SWAP = STEP_KINDS["swap"]


def looping(back_to: str) -> Step:
    """A step that always goes back."""
    kind = replace(SWAP, ways_on=lambda settings: (settings.back_to,))
    return replace(part("swap", back_to=back_to), kind=kind)


def unreached(*steps: Step) -> list[str]:
    which = exercise(*steps)
    return [
        which.steps[int(one.route[1])].id for one in way_problems(which) if one.says == "no step leads here"
    ]


def test_steps_behind_a_loop_are_named():
    write = part("private_reflection", "write", who="speaker")
    assert unreached(write, part("swap")) == []
    assert unreached(write, looping("write"), part("appreciation")) == ["appreciation", "closing"]


def test_a_step_that_a_way_leads_to_is_reached_even_past_others():
    onward = replace(SWAP, ways_on=lambda settings: ("closing",))
    write = part("private_reflection", "write", who="speaker")
    assert unreached(write, replace(part("swap"), kind=onward), part("appreciation")) == ["appreciation"]


def test_a_kind_that_goes_back_without_saying_where_is_refused():
    with pytest.raises(TypeError, match="a kind with goes_to needs ways_on"):
        replace(SWAP, ways_on=STEP_KINDS["arrival"].ways_on)
