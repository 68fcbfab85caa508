"""The step kind `agenda`: one part of a meeting, in which either may note something.

If the part asks for a concern, each first writes one alone or leaves it for another day; both open together.
"""

from __future__ import annotations

from typing import Any

from exercises.core import closed_forms
from exercises.core.closed_forms import FormsOpened, HandedIn, ReadyToOpen
from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.offer import Ask
from exercises.steps.agenda.forms import offers
from exercises.steps.agenda.part import Noted, Settings, State, checks, evolve, start
from exercises.steps.agenda.seen import has_words, revealed, shares, view


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "note":
        return [Noted(ask.by, ask.values["words"])]
    leaves_it = ask.name == "not_today"
    events = [HandedIn(ask.by, {}), ReadyToOpen(ask.by)] if leaves_it else closed_forms.decide(ask)
    if isinstance(events[-1], ReadyToOpen) and state.closed.pressed.of(ask.by.other):
        events.append(FormsOpened())
    return events


KIND = StepKind(
    name="agenda",
    settings=Settings,
    events=closed_forms.EVENTS | {"agenda.noted": Noted},
    start=start,
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.closed.open,
    moves_on="together",
    turns=closed_forms.turns,
    has_words=has_words,
    leads_to=lambda theirs: "time" if theirs.opened else "",
    shares=shares,
    revealed=revealed,
    checks=checks,
)
