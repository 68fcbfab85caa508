"""The events and the state of a `division` step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core import closed_forms
from exercises.core.closed_forms import ClosedForms
from exercises.core.events import TakesBack, content
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner
from exercises.core.text import Gone
from exercises.steps.division.forms import Plan
from exercises.steps.division.result import Result, Sheet, of_forms, of_lists

Lists = Mapping[str, str] | Gone


@dataclass(frozen=True)
class Suggested:
    """`topic`, `how` and `items` are names from closed lists, which the flow needs."""

    by: Partner
    topic: str
    how: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Used:
    """The other wants it so too. `cutter`: who would make the two lists, drawn by chance."""

    by: Partner
    cutter: Partner


@dataclass(frozen=True)
class Cut:
    by: Partner
    lists: Lists = content()


@dataclass(frozen=True)
class Picked:
    by: Partner
    pick: str | Gone = content()


@dataclass(frozen=True)
class Edited:
    """What `by` would suggest instead of what came out."""

    by: Partner
    instead: Mapping[str, Any] | Gone = content()


@dataclass(frozen=True)
class NotForDividing(TakesBack):
    """Somebody said that this is not for dividing. No reason is asked, and nothing opens any more."""

    by: Partner


@dataclass(frozen=True)
class State:
    plan: Plan | None = None
    suggested_by: Partner | None = None
    cutter: Partner | None = None
    cut: Cut | None = None
    picked: Picked | None = None
    closed: ClosedForms = field(default_factory=closed_forms.both)
    edited: Edited | None = None
    stopped: bool = False

    @property
    def is_out(self) -> bool:
        """Return whether something came out, or would have."""
        return not self.stopped and (self.picked is not None or self.closed.open)


def evolve(state: State, event: Any) -> State:
    match event:
        case Suggested(by, topic, how, items):
            return replace(state, plan=Plan(topic, how, tuple(items)), suggested_by=by)
        case Used(_, cutter):
            return replace(state, cutter=cutter)
        case Cut():
            return replace(state, cut=event)
        case Picked():
            return replace(state, picked=event)
        case Edited():
            return replace(state, edited=event)
        case NotForDividing():
            return replace(state, stopped=True)
    return replace(state, closed=closed_forms.evolve(state.closed, event))


def outcome(here: Here, state: State) -> Result | None:
    """Return what came out; None if nothing is open, or something that it was made of was taken back."""
    if state.plan is None or state.cutter is None or not state.is_out:
        return None
    if state.plan.how == "cut":
        lists = state.cut.lists if state.cut else None
        pick = state.picked.pick if state.picked else None
        if lists is None or isinstance(lists, Gone) or not isinstance(pick, str):
            return None
        picker = state.cutter.other
        return of_lists(
            here.settings, state.plan, lists, picker if pick == "one" else state.cutter, state.cutter
        )
    forms: list[Sheet] = [
        one for one in state.closed.answers if one is not None and not isinstance(one, Gone)
    ]
    return of_forms(here, state.plan, Pair(*forms)) if len(forms) == 2 else None
