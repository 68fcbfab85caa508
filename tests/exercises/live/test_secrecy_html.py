"""The secrecy proof over what is really sent: the JSON view, and the page as the templates make it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from exercises.core.pair import Partner, Viewer
from exercises.live.screens import rendering as screens
from exercises.steps.private_reflection.tests.test_leaks import visit_that_counts_everything
from exercises.translate import Reader
from tests.core.examples import OF_KIND, with_kind
from tests.core.proving import BUDGET, check, found_after
from tests.core.real import every_exercise, exercise
from tests.core.walking import is_apart
from tests.core.world import Rendering, World
from tests.exercises.live.page_parts import NAMES
from tests.long_run import IS_LONG

SEEDS = range(4) if IS_LONG else (1, 3)
"""Of these, the last is a session that is begun apart."""


def reader(world: World, viewer: Viewer) -> Reader:
    return Reader(viewer, NAMES, world.now.carried.get("speaker"))


def as_json(world: World, viewer: Viewer) -> dict[str, Any]:
    return screens.as_json(world.seen(viewer), reader(world, viewer))


def as_html(world: World, viewer: Viewer) -> dict[str, Any]:
    return screens.as_html(world.seen(viewer), reader(world, viewer))


REAL = Rendering(whole=(as_json,), parts=(as_html,))


@pytest.mark.by_turns
@every_exercise
def test_what_one_keeps_closed_changes_nothing_in_the_pages_of_others(name):
    for seed in SEEDS:
        for owner in Partner:
            check(exercise(name), seed, owner, REAL, apart=is_apart(seed))


@pytest.mark.parametrize(
    "rendering", [replace(REAL, parts=()), replace(REAL, whole=())], ids=["json", "html"]
)
def test_a_visit_that_counts_everything_is_found_in_each_rendering(rendering):
    planted = with_kind(OF_KIND["private_reflection"], visit_that_counts_everything())
    assert found_after(planted, rendering) < BUDGET
