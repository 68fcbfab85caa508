"""The step kind `swap`: swap roles now or another day. Each answers privately; one "another day" is enough, and whose
it was is not shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.text import Gone, Localized
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    """`back_to`: the id of the step where the swapped round begins."""

    intro: Localized
    back_to: str


@dataclass(frozen=True)
class Answered:
    by: Partner
    answer: str | Gone = content()


@dataclass(frozen=True)
class Decided:
    """Both have answered; whose answer decided it is not recorded."""

    swap: bool


@dataclass(frozen=True)
class State:
    answers: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    swap: bool | None = None


@dataclass(frozen=True)
class Mine:
    answer: str | Gone | None


@dataclass(frozen=True)
class Theirs:
    answered: bool


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.answers.of(by):
        return []
    return [
        Offer(name="another_day", label=_("Another day"), private=True, style="equal"),
        Offer(name="swap_now", label=_("Swap now"), private=True, style="equal"),
    ]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    other = state.answers.of(ask.by.other)
    mine = Answered(ask.by, ask.name)
    return [mine] if other is None else [mine, Decided(ask.name == other == "swap_now")]


def evolve(here: Here, state: State, event: Answered | Decided) -> State:
    if isinstance(event, Decided):
        return replace(state, swap=event.swap)
    return replace(state, answers=state.answers.put(event.by, event.answer))


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    return Seen(Mine(state.answers.of(viewer)), Theirs(state.answers.of(viewer.other) is not None))


def carry(here: Here, state: State) -> Mapping[str, Any]:
    return {"speaker": here.speaker.other} if state.swap else {}


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.needs_speaker()
    yield from placed.earlier("back_to")


KIND = StepKind(
    name="swap",
    settings=Settings,
    events={"swap.answered": Answered, "swap.decided": Decided},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.swap is not None,
    carry=carry,
    checks=checks,
    goes_to=lambda here, state: here.settings.back_to if state.swap else None,
    ways_on=lambda settings: (None, settings.back_to),
)
