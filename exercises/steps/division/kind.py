"""The step kind `division`: something from a closed list is shared out, as a suggestion that binds nobody.

The two choose what and how. Lists are open, closed sheets are computed with and never shown. Either can say at any
time that this is not for dividing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from exercises.core import closed_forms
from exercises.core.closed_forms import (
    FormsOpened,
    HandedIn,
    NotReadyToOpen,
    ReadyToOpen,
    TakenBack,
    readable,
)
from exercises.core.here import Here
from exercises.core.kind import Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner
from exercises.core.rest import Rest
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Written
from exercises.core.text import say as _
from exercises.steps.division.checks import checks
from exercises.steps.division.forms import LINE, Plan, cutting, editing, sheet, suggesting
from exercises.steps.division.matters import Settings
from exercises.steps.division.result import points_of
from exercises.steps.division.seen import Revealed, Theirs, phase, view
from exercises.steps.division.state import (
    Cut,
    Edited,
    NotForDividing,
    Picked,
    State,
    Suggested,
    Used,
    evolve,
    outcome,
)

REST: Final = Rest(days=7, also_assigned=True)
"""Who runs a division again at once with other numbers finds out by halves what the other had given."""
KEEPS_THE_TURN: Final = (HandedIn, TakenBack, ReadyToOpen, NotReadyToOpen)
STOP: Final = Offer(
    name="not_for_dividing",
    label=_("This is not for dividing"),
    about=_(
        "It ends this step for today, and nothing opens. You need no reason, and nobody is asked for one."
    ),
    style="quiet",
)
CLOSED: Final = {
    "hand_in": _("Only you ever see this. It never opens."),
    "open": _("What comes out of both opens when both of you press Open. What each of you put stays closed."),
}
"""What is said of a closed form here, where not even the form itself opens."""
TAKE_AWAY: Final = replace(
    STOP,
    about=_("It takes away what came out, for both of you. You need no reason, and nobody is asked for one."),
)


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.stopped:
        return []
    return [*_offers(here, state, by), TAKE_AWAY if state.is_out else STOP]


def _offers(here: Here, state: State, by: Partner) -> list[Offer]:
    settings: Settings = here.settings
    plan = state.plan
    match phase(state, by):
        case "suggest" | "asked":
            return list(map(suggesting, settings.matters))
        case "answer":
            return [Offer(name="use_this", label=_("Yes, like this")), *map(suggesting, settings.matters)]
        case "cut" if plan:
            return [cutting(plan.lines(settings))]
        case "pick":
            pick = (("pick_one", _("The first list")), ("pick_two", _("The second list")))
            return [Offer(name=name, label=label, style="equal") for name, label in pick]
        case "out":
            return _editing(here, state)
        case "sheet" | "read" | "pressed" if plan:
            return _sheet(settings, state, plan, by)
    return []


def _sheet(settings: Settings, state: State, plan: Plan, by: Partner) -> list[Offer]:
    """Return the offers of a closed form; Open only where there is something to compute with."""
    found = closed_forms.offers(state.closed, by, sheet(settings, plan))
    empty = plan.how == "points" and not any(points_of(plan, readable(state.closed, by)))
    return [replace(one, about=CLOSED.get(one.name)) for one in found if one.name != "open" or not empty]


def _editing(here: Here, state: State) -> list[Offer]:
    result = outcome(here, state)
    if result is None or result.is_empty or state.plan is None:
        return []
    held = {one.key: one.who.value if one.who else "both" for one in result.lines}
    return [editing(here.settings, state.plan, held)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    match ask.name:
        case "use_this":
            return [Used(ask.by, (Partner.A, Partner.B)[ask.chance % 2])]
        case "cut":
            return [Cut(ask.by, ask.values)]
        case "pick_one" | "pick_two":
            return [Picked(ask.by, ask.name.removeprefix("pick_"))]
        case "edit":
            return [Edited(ask.by, ask.values)]
        case "not_for_dividing":
            return [NotForDividing(ask.by)]
    if ask.name.startswith("suggest_"):
        topic = ask.name.removeprefix("suggest_")
        matter = next(one for one in here.settings.matters if one.topic == topic)
        return [Suggested(ask.by, topic, ask.values.get("how", matter.ways[0]), ask.values.get("items", ()))]
    events = closed_forms.decide(ask)
    return [*events, FormsOpened()] if closed_forms.opens(state.closed, ask) else events


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    """Return what `by` has said that is open to both: never a point, a floor or an end of a range."""
    plan, found = state.plan, list[Shared]()
    if plan is None or state.stopped:
        return found
    if state.cut and state.cut.by is by and not isinstance(state.cut.lists, Gone):
        lists = {"one": _("You put on the first list"), "two": _("You put on the second list")}
        found += [
            (lists[state.cut.lists[LINE + line.key]], Written(line.title))
            for line in plan.lines(here.settings)
        ]
    seen = view(here, state, by).theirs
    if seen and seen.instead and seen.instead.by is by:
        found += [(_("You suggested instead"), one.title) for one in seen.instead.lines]
        found += [(_("You suggested instead"), str(seen.instead.ends.low))] if seen.instead.ends else []
    return found


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.result else None


KIND = StepKind(
    name="division",
    settings=Settings,
    events={
        **closed_forms.EVENTS,
        "division.suggested": Suggested,
        "division.used": Used,
        "division.cut": Cut,
        "division.picked": Picked,
        "division.edited": Edited,
        "division.not_for_dividing": NotForDividing,
    },
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=lambda here, state, event: evolve(state, event),
    view=view,
    finished=lambda state: state.stopped or state.is_out,
    moves_on="together",
    turns=lambda event: not isinstance(event, KEEPS_THE_TURN),
    rests=lambda settings: REST,
    has_words=lambda theirs: theirs.result is not None or theirs.removed or bool(theirs.lists),
    shares=shares,
    leads_to=lambda theirs: "agreements" if theirs.result and not theirs.result.is_empty else "",
    revealed=revealed,
    checks=checks,
)
