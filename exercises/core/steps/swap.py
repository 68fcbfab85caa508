"""After a turn: swap roles now, or another day. Both are asked apart; one "another day" is enough and stays unnamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..asking import Ask, Offer
from ..kind import Here, Seen, StepKind
from ..pair import Pair, Partner, Viewer
from ..words import Words
from ..words import say as _


@dataclass(frozen=True)
class Settings:
    """`back_to`: the id of the step where the swapped round begins."""

    intro: Words
    back_to: str


@dataclass(frozen=True)
class Answered:
    by: Partner
    answer: str


@dataclass(frozen=True)
class State:
    answers: Pair[str | None] = field(default_factory=lambda: Pair(None, None))


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.answers.of(by):
        return []
    return [
        Offer(name="another_day", label=_("Another day"), private=True, look="equal"),
        Offer(name="swap_now", label=_("Swap now"), private=True, look="equal"),
    ]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    return [Answered(ask.by, ask.name)]


def evolve(here: Here, state: State, event: Answered) -> State:
    return State(state.answers.put(event.by, event.answer))


def view(here: Here, state: State, viewer: Viewer) -> Seen:
    if not isinstance(viewer, Partner):
        return Seen()
    return Seen(
        {"answer": state.answers.of(viewer)}, {"answered": state.answers.of(viewer.other) is not None}
    )


def _both_swap(state: State) -> bool:
    return all(answer == "swap_now" for answer in state.answers)


def carry(here: Here, state: State) -> Mapping[str, Any]:
    return {"speaker": here.speaker.other} if _both_swap(state) else {}


SWAP = StepKind(
    name="swap",
    settings=Settings,
    events={"swap.answered": Answered},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: all(state.answers),
    carry=carry,
    goes_to=lambda here, state: here.settings.back_to if _both_swap(state) else None,
)
