"""Leaks to a counselor, planted in step kinds on purpose, to see that the proof finds them. Never used by the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from exercises.core.kind import Here, Seen, StepKind
from exercises.core.pair import Pair, Partner, Viewer
from exercises.steps.perception.kind import recap
from exercises.steps.private_reflection.form import notes
from exercises.steps.registry import STEP_KINDS

PERCEPTION: Final = STEP_KINDS["perception"]
PRIVATE_REFLECTION: Final = STEP_KINDS["private_reflection"]
Theirs = Pair[Mapping[str, Any]]


def areas_as_one_of_them_saw_them() -> StepKind:
    """With the sentences and the guess that only A was shown."""
    return replace(
        PERCEPTION, revealed=lambda theirs: getattr(theirs.a, "areas", ()) or None, for_counselor=list
    )


def kept_areas_too() -> StepKind:
    """Every area is in the recap, drawn or not."""

    def all_areas(here: Here, state: Any, viewer: Viewer) -> Seen:
        keys = [area.key for area in here.settings.areas]
        sheets = replace(state.sheets, facts={**state.sheets.facts, "areas": keys})
        return recap(here, replace(state, sheets=sheets) if state.sheets.open else state, viewer)

    return replace(PERCEPTION, recap=all_areas)


def _kept_out_of_sight(kind: StepKind, tell: Callable[[Here, Any, Partner], Any]) -> StepKind:
    """What each sees gets something more, and that is handed on."""

    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        seen = kind.view(here, state, viewer)
        if not isinstance(viewer, Partner):
            return seen
        return Seen(seen.mine, {**vars(seen.theirs), "leak": tell(here, state, viewer)})

    def revealed(theirs: Theirs) -> Mapping[str, Any]:
        return {"leak": [theirs.a["leak"], theirs.b["leak"]]}

    return replace(kind, view=view, recap=None, has_words=bool, revealed=revealed, for_counselor=dict)


def notes_on_ones_own_sheet() -> StepKind:
    return _kept_out_of_sight(
        PRIVATE_REFLECTION, lambda here, state, who: notes(here.settings, state.answers.of(who)) or [who]
    )


def sheets_that_were_taken_back() -> StepKind:
    return _kept_out_of_sight(PRIVATE_REFLECTION, lambda here, state, who: state.before.of(who))


def marks_of_who_may_see_what() -> StepKind:
    def marks(here: Here, state: Any, who: Partner) -> Any:
        answers = state.sheets.answers.of(who) or {}
        return {name: one for name, one in answers.items() if name.startswith("open.")}

    return _kept_out_of_sight(PERCEPTION, marks)


def who_would_rather_listen() -> StepKind:
    return _kept_out_of_sight(STEP_KINDS["arrival"], lambda here, state, who: state.ready.of(who))


def whose_answer_decided() -> StepKind:
    return _kept_out_of_sight(STEP_KINDS["swap"], lambda here, state, who: state.answers.of(who))


def all_that_one_of_them_sees() -> StepKind:
    """A careless shortcut: the whole of one view, with what only that one sees."""

    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        seen = PRIVATE_REFLECTION.view(here, state, viewer)
        return Seen(seen.mine, {**vars(seen.theirs), "mine_first": [viewer, *vars(seen.theirs)]})

    return replace(
        PRIVATE_REFLECTION,
        view=view,
        has_words=bool,
        revealed=lambda theirs: {"opened": theirs.a["opened"], "mine_first": theirs.a["mine_first"]},
    )


PLANTS: Final = (
    areas_as_one_of_them_saw_them,
    kept_areas_too,
    notes_on_ones_own_sheet,
    sheets_that_were_taken_back,
    marks_of_who_may_see_what,
    who_would_rather_listen,
    whose_answer_decided,
    all_that_one_of_them_sees,
)
