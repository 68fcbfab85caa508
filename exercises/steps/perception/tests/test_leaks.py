"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask
from exercises.core.pair import Pair, Partner, Viewer
from exercises.steps.perception.kind import KIND, recap
from exercises.steps.perception.opening import views_of
from tests.core.leaky_kinds import handed_on
from tests.core.proving import is_caught
from tests.core.revealing import is_caught_by_a_counselor


def closed_comfort_leads_the_talk() -> StepKind:
    """What is talked about first depends on discomfort that was not opened."""

    def carry(here: Here, state: Any) -> Mapping[str, Any]:
        topics = KIND.carry(here, state)[here.step_id]["topics"]
        closed = [state.closed.answers.of(who) or {} for who in Partner]
        comfort = {key: min(str(sheet.get(f"comfort.{key}")) for sheet in closed) for key, _title in topics}
        return {here.step_id: {"topics": tuple(sorted(topics, key=lambda topic: comfort[topic[0]]))}}

    return replace(KIND, carry=carry)


def guess_beside_the_rating() -> StepKind:
    def view(here: Here, state: Any, viewer: Viewer) -> Seen[Any, Any]:
        seen = KIND.view(here, state, viewer)
        if not isinstance(viewer, Partner) or not state.closed.open:
            return seen
        views = views_of(state.closed, state.drawn)
        guesses = [views[key].of(viewer.other).guess for key in state.drawn]
        return Seen(seen.mine, {**vars(seen.theirs), "guesses": guesses})

    return replace(KIND, view=view)


def pages_turned_together() -> StepKind:
    def view(here: Here, state: Any, viewer: Viewer) -> Seen[Any, Any]:
        page = max(state.page)
        return KIND.view(here, replace(state, page=Pair(page, page)), viewer)

    return replace(KIND, view=view)


def kept_areas_count() -> StepKind:
    """How many areas open depends on the ratings of areas that were kept."""

    def decide(here: Here, state: Any, ask: Ask) -> Any:
        closed = [state.closed.answers.of(who) or {} for who in Partner]
        luck = sum(one for sheet in closed for one in sheet.values() if isinstance(one, int))
        return KIND.decide(here, state, replace(ask, chance=ask.chance + (luck << 32) + luck))

    return replace(KIND, decide=decide)


def areas_as_one_of_them_saw_them() -> StepKind:
    """With the sentences and the guess that only A was shown."""
    return replace(
        KIND,
        revealed=lambda theirs: getattr(theirs.a, "areas", ()) or None,
        for_counselor=list,
        points=lambda shown: (),
    )


def kept_areas_too() -> StepKind:
    """Every area is in the recap, drawn or not."""

    def all_areas(here: Here, state: Any, viewer: Viewer) -> Seen[Any, Any]:
        keys = [area.key for area in here.settings.areas]
        closed = replace(state.closed, facts={**state.closed.facts, "areas": keys})
        return recap(here, replace(state, closed=closed) if state.closed.open else state, viewer)

    return replace(KIND, recap=all_areas)


def marks_of_who_may_see_what() -> StepKind:
    def marks(here: Here, state: Any, who: Partner) -> Any:
        answers = state.closed.answers.of(who) or {}
        return {name: one for name, one in answers.items() if name.startswith("open.")}

    return handed_on(KIND, marks)


@pytest.mark.parametrize(
    "plant", [closed_comfort_leads_the_talk, guess_beside_the_rating, pages_turned_together, kept_areas_count]
)
def test_the_proof_of_secrecy_catches(plant):
    assert is_caught(plant())


OPEN_TO_A_COUNSELOR = [
    areas_as_one_of_them_saw_them,
    kept_areas_too,
    marks_of_who_may_see_what,
]


@pytest.mark.parametrize("plant", OPEN_TO_A_COUNSELOR)
def test_the_proof_of_what_a_counselor_reads_catches(plant):
    assert is_caught_by_a_counselor(plant())
