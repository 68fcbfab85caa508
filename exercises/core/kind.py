"""What a step kind must provide: a record of functions. Refuses inheritance: a kind is data that names its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .asking import Ask, Offer
from .pair import Pair, Partner, Viewer
from .words import Phrase, Words


@dataclass(frozen=True)
class Here:
    """What a kind may know besides its own state.

    `carried`: what earlier steps handed on, by step id, plus `together` (room, call, writing) and `speaker`.
    """

    step_id: str
    settings: Any
    carried: Mapping[str, Any] = field(default_factory=dict)

    @property
    def speaker(self) -> Partner:
        return self.carried.get("speaker") or Partner.A

    @property
    def aloud(self) -> bool:
        """In the same room: speaking and reflecting are aloud, nothing is typed."""
        return self.carried.get("together") == "room"


@dataclass(frozen=True)
class Seen:
    """All that one viewer may see of a step. `mine` never changes by an act of the other that keeps the visit."""

    mine: Mapping[str, Any] = field(default_factory=dict)
    theirs: Mapping[str, Any] = field(default_factory=dict)


Shared = tuple[Phrase, Any]
"""Words that are open to both, under their heading."""


def _nothing_carried(here: Here, state: Any) -> Mapping[str, Any]:
    return {}


def _next_step(here: Here, state: Any) -> str | None:
    return None


def _no_turn(event: Any) -> bool:
    return False


def _nothing_settled(here: Here, before: Any, event: Any, after: Any) -> Sequence[Any]:
    return ()


def nothing_revealed(theirs: Pair[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class StepKind:
    """A kind of step.

    start(here) -> state · offers(here, state, by) -> what this partner may do, what moves on first ·
    decide(here, state, ask) -> events; `ask.values` fit an offer, so it refuses only what two at once can cause ·
    evolve(here, state, event) -> state, no rules · view(here, state, viewer) -> Seen ·
    finished(state): may be left · moves_on: "alone" leaves as soon as finished, "together" when both press Go on ·
    carry(here, state) -> what later steps may know · goes_to(here, state) -> a step id to go back to, or None ·
    turns(event): does it change what the *other* may do? Then the visit number moves ·
    settles(here, before, event, after) -> entries for the couple's ledger; `event` may be MovedOn or Ended ·
    recap(here, state, viewer): the step as it is read once the session is over, where that differs from view ·
    revealed(theirs) -> what both have revealed, made of `Seen.theirs` of the two and nothing else ·
    shares(here, state, by) -> the own words of `by` that are open to both, each under its heading; None: the kind
    never opens anybody's words.
    """

    name: str
    settings: type
    events: Mapping[str, type]
    start: Callable[[Here], Any]
    offers: Callable[[Here, Any, Partner], Sequence[Offer]]
    decide: Callable[[Here, Any, Ask], Sequence[Any]]
    evolve: Callable[[Here, Any, Any], Any]
    view: Callable[[Here, Any, Viewer], Seen]
    finished: Callable[[Any], bool]
    moves_on: str = "alone"
    carry: Callable[[Here, Any], Mapping[str, Any]] = _nothing_carried
    goes_to: Callable[[Here, Any], str | None] = _next_step
    turns: Callable[[Any], bool] = _no_turn
    settles: Callable[[Here, Any, Any, Any], Sequence[Any]] = _nothing_settled
    recap: Callable[[Here, Any, Viewer], Seen] | None = None
    revealed: Callable[[Pair[Mapping[str, Any]]], Mapping[str, Any]] = nothing_revealed
    shares: Callable[[Here, Any, Partner], Sequence[Shared]] | None = None


@dataclass(frozen=True)
class Step:
    """One step of an exercise: its kind and that kind's settings."""

    id: str
    title: Words
    kind: StepKind
    settings: Any


@dataclass(frozen=True)
class Exercise:
    """An ordered list of steps; the words around them (purpose, minutes) are the catalogue's business."""

    slug: str
    title: Words
    steps: tuple[Step, ...]

    def index_of(self, step_id: str) -> int:
        return next(index for index, step in enumerate(self.steps) if step.id == step_id)
