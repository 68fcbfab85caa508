"""The step kind `plan`: one or both write privately what they would like, why, what may get in the way, and then what.

Each plan opens when all who write have pressed Open; where the step lets them, its writer chooses which parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exercises.core import closed_forms
from exercises.core.checks import Fault, Placed
from exercises.core.closed_forms import ClosedForms, FormsOpened, OtherForm
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.plan.form import HEADINGS, Headings, Plan, Settings, fitting, form, in_words, opened


@dataclass(frozen=True)
class Mine:
    """The viewer's own plan while it is closed. `fitting`: what fits both, and can be planned.

    `opens`: what of the plan the other will see. `waiting`: shown to a partner who does not write.
    """

    writes: bool
    plan: Plan
    fitting: tuple[Any, ...]
    opens: Plan
    pressed: bool
    waiting: Phrase | None
    headings: Headings


@dataclass(frozen=True)
class Opened:
    """The opened plans, the viewer's own first."""

    plans: tuple[tuple[Partner, Plan], ...]
    headings: Headings


def start(here: Here) -> ClosedForms:
    return ClosedForms((here.speaker,)) if here.settings.who == "speaker" else closed_forms.both()


def offers(here: Here, state: ClosedForms, by: Partner) -> list[Offer]:
    return closed_forms.offers(state, by, form(here, by))


def decide(here: Here, state: ClosedForms, ask: Ask) -> list[Any]:
    events = closed_forms.decide(ask)
    return [*events, FormsOpened()] if closed_forms.opens(state, ask) else events


def view(here: Here, state: ClosedForms, viewer: Viewer) -> Seen[Mine, OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    if state.open:
        order = (who for who in (viewer, viewer.other) if who in state.writers)
        return Seen(
            theirs=Opened(tuple((who, opened(here, state.answers.of(who))) for who in order), HEADINGS)
        )
    plan = state.answers.of(viewer)
    mine = Mine(
        writes=viewer in state.writers,
        plan=in_words(plan),
        fitting=fitting(here),
        opens=opened(here, plan),
        pressed=state.pressed.of(viewer),
        waiting=Written(here.settings.waiting) if here.settings.waiting else None,
        headings=HEADINGS,
    )
    return Seen(mine, closed_forms.form_of_other(state, viewer))


def revealed(theirs: Pair[OtherForm | Opened]) -> Opened | None:
    return in_both(Opened, theirs)


def carry(here: Here, state: ClosedForms) -> Mapping[str, Any]:
    """Return what opened of the plans, and nothing else."""
    answers = Pair(*(opened(here, state.answers.of(who)) for who in Partner))
    return {here.step_id: {"answers": answers, "questions": HEADINGS}}


def shares(here: Here, state: ClosedForms, by: Partner) -> list[Shared]:
    """Return the plan of `by` as far as it opened."""
    words = opened(here, state.answers.of(by)) if state.open else None
    if words is None or isinstance(words, Gone):
        return []
    return [(heading, words[name]) for name, heading in HEADINGS if isinstance(words[name], str)]


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    if settings.who == "speaker":
        yield from placed.needs_speaker(("who",))
    if settings.about:
        yield from placed.earlier("about", "material")


KIND = StepKind(
    name="plan",
    settings=Settings,
    events=closed_forms.EVENTS,
    start=start,
    offers=offers,
    decide=decide,
    evolve=lambda here, state, event: closed_forms.evolve(state, event),
    view=view,
    finished=closed_forms.is_open,
    moves_on="together",
    carry=carry,
    turns=closed_forms.turns,
    has_words=lambda theirs: isinstance(theirs, Opened),
    leads_to=lambda theirs: "time" if isinstance(theirs, Opened) else "",
    shares=shares,
    revealed=revealed,
    gives=("plan",),
    checks=checks,
)
