"""What each of the two sees of a `division` step. Points, floors and products of the other are nowhere in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.core.here import Here
from exercises.core.kind import Seen, optional
from exercises.core.pair import Partner, Viewer
from exercises.core.text import Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.division.forms import FITS, FLOOR, LINE, POINTS, Plan, most_marks
from exercises.steps.division.matters import HOW, TOPICS, Settings
from exercises.steps.division.result import Ends, Held, Result, points_of
from exercises.steps.division.state import Edited, State, outcome


@dataclass(frozen=True)
class Own:
    """One line of one's own closed sheet."""

    title: Phrase
    said: Phrase | str


@dataclass(frozen=True)
class Mine:
    """`phase`: what the viewer has to do. `sheet`: their own closed sheet once it is finished; `scaled`: their points,
    if they do not come to 100; `empty`: they gave none, so that nothing can open; `ask`: what their sheet is for."""

    phase: str
    ask: Phrase | None = None
    sheet: tuple[Own, ...] | Gone | None = None
    scaled: int | None = None
    empty: bool = False


@dataclass(frozen=True)
class Instead:
    """What one of the two would suggest instead."""

    by: Partner
    lines: tuple[Held, ...]
    ends: Ends | None = optional()


@dataclass(frozen=True)
class Theirs:
    """`lists`: the two lists once they are made. `removed`: what came out was made of something that was taken back."""

    topic: Phrase | None
    how: Phrase | None
    things: tuple[Phrase, ...]
    suggested_by: Partner | None
    cutter: Partner | None
    lists: tuple[tuple[Phrase, ...], ...]
    ready_to_open: bool
    result: Result | None
    instead: Instead | None
    removed: bool
    stopped: bool


@dataclass(frozen=True)
class Revealed:
    topic: Phrase | None
    result: Result | None
    instead: Instead | None


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    return Seen(_mine(here.settings, state, viewer), _theirs(here, state, viewer))


def phase(state: State, viewer: Partner) -> str:
    """Return what this person has to do now."""
    if state.stopped or state.is_out:
        return "stopped" if state.stopped else "out"
    if state.plan is None or state.cutter is None:
        return "suggest" if state.plan is None else "asked" if state.suggested_by is viewer else "answer"
    if state.plan.how == "cut":
        active = state.cutter if state.cut is None else state.cutter.other
        doing = "cut" if state.cut is None else "pick"
        return doing if viewer is active else f"wait_{doing}"
    if state.closed.answers.of(viewer) is None:
        return "sheet"
    return "pressed" if state.closed.pressed.of(viewer) else "read"


def _mine(settings: Settings, state: State, viewer: Partner) -> Mine:
    now, answers = phase(state, viewer), state.closed.answers.of(viewer)
    if state.plan is None or now not in ("sheet", "read", "pressed"):
        return Mine(now)
    asked = ask_of(state.plan)
    if answers is None or isinstance(answers, Gone):
        return Mine(now, asked, answers)
    lines = own_lines(settings, state.plan, answers)
    if state.plan.how != "points":
        return Mine(now, asked, lines)
    total = int(sum(points_of(state.plan, answers)))
    return Mine(now, asked, lines, None if total in (0, POINTS) else total, empty=not total)


def ask_of(plan: Plan) -> Phrase:
    """Return what a sheet is for."""
    match plan.how:
        case "range":
            return _("Give the least and the most that would be all right with you.")
        case "overlap":
            return _("Tick what you could live with, at most {most}.", most=most_marks(plan.items))
        case "rated":
            return _("Say for each line how much you would like it, from 0 to 10. An empty line counts as 0.")
    if plan.burdens:
        return _("Spread 100 points. Give many to what you mind most. An empty line counts as 0.")
    return _("Spread 100 points. Give many to what you would like most. An empty line counts as 0.")


def own_lines(settings: Settings, plan: Plan, answers: Mapping[str, Any]) -> tuple[Own, ...]:
    """Return one's own sheet line by line."""
    if plan.how == "range":
        return (Own(_("At least"), str(answers["low"])), Own(_("At most"), str(answers["high"])))
    if plan.how == "overlap":
        fits = answers.get(FITS) or ()
        return tuple(
            Own(Written(one.title), _("Yes") if one.key in fits else _("No")) for one in plan.lines(settings)
        )
    lines = plan.lines(settings)
    found = [Own(Written(line.title), str(answers.get(LINE + line.key) or 0)) for line in lines]
    if plan.how == "rated":
        found.append(Own(_("Fine without any of them at"), str(answers.get(FLOOR) or 0)))
    return tuple(found)


def _theirs(here: Here, state: State, viewer: Partner) -> Theirs:
    settings: Settings = here.settings
    plan, result = state.plan, outcome(here, state)
    return Theirs(
        topic=TOPICS[plan.topic] if plan else None,
        how=HOW[plan.how] if plan else None,
        things=tuple(Written(line.title) for line in plan.lines(settings)) if plan else (),
        suggested_by=state.suggested_by,
        cutter=state.cutter if plan and plan.how == "cut" else None,
        lists=() if state.stopped else _lists(settings, state),
        ready_to_open=state.closed.pressed.of(viewer.other) and not state.stopped,
        result=result,
        instead=_instead(settings, plan, state.edited, result) if plan and state.edited else None,
        removed=state.is_out and result is None,
        stopped=state.stopped,
    )


def _lists(settings: Settings, state: State) -> tuple[tuple[Phrase, ...], ...]:
    if state.plan is None or state.cut is None or isinstance(state.cut.lists, Gone):
        return ()
    lines, lists = state.plan.lines(settings), state.cut.lists
    return tuple(
        tuple(Written(line.title) for line in lines if lists.get(LINE + line.key) == heap)
        for heap in ("one", "two")
    )


def _instead(settings: Settings, plan: Plan, edited: Edited, result: Result | None) -> Instead | None:
    """Return what was suggested instead; None where nothing is left to suggest it for."""
    if result is None or isinstance(edited.instead, Gone):
        return None
    given = edited.instead
    if result.ends is not None:
        return Instead(edited.by, (), Ends(given["amount"], given["amount"], result.ends.unit))
    lines = []
    for line in plan.lines(settings):
        who = "both" if line.key == given.get("one") else given.get(LINE + line.key)
        if who:
            lines.append(Held(line.key, Written(line.title), None if who == "both" else Partner(who), None))
    return Instead(edited.by, tuple(lines))
