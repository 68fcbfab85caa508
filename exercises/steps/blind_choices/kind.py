"""The step kind `blind_choices`: each marks lines of one list privately, and only what fits both opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from exercises.core import closed_forms
from exercises.core.closed_forms import ClosedForms, FormsOpened, OtherForm, readable
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.rest import Rest
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase
from exercises.core.text import say as _
from exercises.steps.blind_choices.checks import checks
from exercises.steps.blind_choices.form import ANSWERS, MAYBE_TOO, Settings, form, lines_of, most
from exercises.steps.blind_choices.matches import Match, is_too_much, marked, matches

REST: Final = Rest(days=14, also_assigned=True)
"""A list that is run again at once tells, from what is no match any more, what the other had marked."""


@dataclass(frozen=True)
class Marked:
    """A line of the list; `answer`: what the viewer marked it with, or None."""

    title: Phrase | str | Gone | None
    answer: Phrase | None


@dataclass(frozen=True)
class Mine:
    """The viewer's own closed list. `too_many`: more than `most` of it are marked."""

    list: tuple[Marked, ...]
    most: int
    maybes: bool
    maybe_too: bool
    finished: bool
    too_many: bool
    pressed: bool


@dataclass(frozen=True)
class Opened:
    """What fits both. `removed`: the choices of one of the two were taken back, so that nothing can be shown."""

    matches: tuple[Match, ...]
    removed: bool


def offers(here: Here, closed: ClosedForms, by: Partner) -> list[Offer]:
    """Return the offers of a closed form; Open only while no more than half is marked."""
    found = closed_forms.offers(closed, by, form(here))
    if is_too_much(here, readable(closed, by)):
        return [replace(one, style="main") for one in found if one.name != "open"]
    return found


def decide(here: Here, closed: ClosedForms, ask: Ask) -> list[Any]:
    events = closed_forms.decide(ask)
    if closed_forms.opens(closed, ask):
        fits = [line.key for line, _one in matches(here, closed)]
        events.append(FormsOpened({"fits": fits} if here.settings.about else {}))
    return events


def view(here: Here, closed: ClosedForms, viewer: Viewer) -> Seen[Mine, OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    if closed.open:
        removed = not here.settings.about and any(isinstance(one, Gone) for one in closed.answers)
        return Seen(theirs=Opened(tuple(match for _line, match in matches(here, closed)), removed))
    own = readable(closed, viewer)
    marks = {line.key for line in marked(here, own)}
    mine = Mine(
        list=tuple(
            Marked(line.shown, ANSWERS[own[line.key]] if line.key in marks else None)
            for line in lines_of(here)
        ),
        most=most(here),
        maybes=here.settings.maybes,
        maybe_too=bool(own.get(MAYBE_TOO)),
        finished=closed.answers.of(viewer) is not None,
        too_many=is_too_much(here, own),
        pressed=closed.pressed.of(viewer),
    )
    return Seen(mine, closed_forms.form_of_other(closed, viewer))


def carry(here: Here, closed: ClosedForms) -> Mapping[str, Any]:
    heading = _("What fits both of you")
    return {here.step_id: {"material": tuple((heading, line.shown) for line, _one in matches(here, closed))}}


def shares(here: Here, closed: ClosedForms, by: Partner) -> list[Shared]:
    """Return what `by` said of the lines that opened. An idea is among the words of who wrote it."""
    said = readable(closed, by)
    found = matches(here, closed) if closed.open else []
    return [
        (_("You said “{answer}”", answer=ANSWERS[said[line.key]]), line.title)
        for line, _one in found
        if line.title
    ]


def revealed(theirs: Pair[OtherForm | Opened]) -> Opened | None:
    return in_both(Opened, theirs)


def leads_to(theirs: OtherForm | Opened) -> str:
    return "time" if isinstance(theirs, Opened) and theirs.matches else ""


KIND = StepKind(
    name="blind_choices",
    settings=Settings,
    events=closed_forms.EVENTS,
    start=lambda here: closed_forms.both(),
    offers=offers,
    decide=decide,
    evolve=lambda here, closed, event: closed_forms.evolve(closed, event),
    view=view,
    finished=closed_forms.is_open,
    moves_on="together",
    carry=carry,
    turns=closed_forms.turns,
    rests=lambda settings: Rest() if settings.about else REST,
    has_words=lambda theirs: isinstance(theirs, Opened),
    shares=shares,
    leads_to=leads_to,
    revealed=revealed,
    gives=("material",),
    checks=checks,
)
