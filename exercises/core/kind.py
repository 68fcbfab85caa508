"""`StepKind`, a record of the functions that a step kind provides. Kinds are data, not subclasses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from exercises.core.offer import Ask, Offer
from exercises.core.text import Localized, Phrase

from .checks import Fault, Placed
from .here import Here
from .left_out import (
    as_revealed,
    next_step,
    no_items,
    no_points,
    no_remarks,
    no_turn,
    no_words,
    nothing_carried,
    nothing_drawn,
    nothing_revealed,
    nothing_settled,
    nothing_wrong,
    nowhere,
    only_on,
)
from .pair import Pair, Partner, Viewer
from .points import Point
from .rest import Rest, no_rest

M_co = TypeVar("M_co", covariant=True)
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Seen(Generic[M_co, T_co]):
    """All that one viewer may see of a step: two records of its kind, None where there is nothing to see. An act of the
    partner that keeps the visit never changes `mine`. The JSON holds the fields of the records except those marked
    `for_page`; templates also read their properties.
    """

    mine: M_co | None = None
    theirs: T_co | None = None


def optional() -> Any:
    """Mark a field of a view record that is left out of the JSON while it is None; others are then null."""
    return field(default=None, metadata={"optional": True})


def for_page() -> Any:
    """Mark a field that only the page shows; it is never in the JSON."""
    return field(metadata={"for_page": True})


Shared = tuple[Phrase, Any]
"""A heading, and text under it that both can read."""


@dataclass(frozen=True, kw_only=True)
class StepKind:
    """A kind of step: what it is, and its functions, none of which has side effects. The rest has defaults.

    name: also that of its folder · settings: a frozen dataclass, what a definition gives the step; a field with a
    default may be left out · events: its event classes by their stored names · stands: "first" or "last" if an
    exercise has exactly one such step, in that position · checks(placed) -> what is wrong with it in a definition ·

    start(here) -> the state, whenever the step is entered ·
    offers(here, state, by) -> what this partner may do, forward moves first ·
    decide(here, state, ask) -> events; `ask.values` are clean; it refuses only conflicts of two commands at once, and
    words that fit a field but not the state or the day ·
    evolve(here, state, event) -> the state after it; no rules · view(here, state, viewer) -> Seen ·
    turns(event): whether it changes what the *other* may do; then the visit number rises, a command that the other
    sent for the earlier visit is refused, and both press Go on again ·

    finished(state): whether the step may be left · moves_on: "alone" leaves it with the command that finishes it,
    "together" when both have then pressed Go on, which the session offers ·
    goes_to(here, state) -> a step id to go back to, or None ·
    ways_on(settings) -> all that `goes_to` may return; by default only None, the next step ·
    carry(here, state) -> what is added to `here.carried` of later steps, under `here.step_id` · gives: what later steps
    find in it, if their settings may name this step: "sheet" (with `answers`, `questions`, `picks` and `order`; its
    settings hold the `questions`), "topics" (with `cards`, what both saw of each, by its key), "ideas" (what both
    wrote, each with a key), "material" (what fits both) or "plan" (its `questions`, and in `answers` what opened) ·
    settles(here, before, event, after) -> entries for the couple's ledger; `event` may be MovedOn or Ended ·
    settles_on_entry(here, state) -> those that entering the step causes · reads_ledger: whether a session with such a
    step takes over what the two bring from the ledger (`here.brought`) ·

    reads_earlier: whether `here.last_time` holds the state of the same step in the last session of the two, once this
    one is finished · draws(state) -> the keys that were drawn for both of them, whatever either did: in later sessions
    of the two `here.drawn_before` counts them · rests(settings) -> how long the two wait from one opening to the next ·
    recap(here, state, viewer) -> Seen once the session is over, if that differs from view ·
    has_words(theirs): whether the recap holds text · recap_first: its recap is shown above the others ·
    leads_to(theirs) -> what may fit next once the session is over, from what both saw: "agreements", "need" (to say one
    thing that is needed), "time" (to set one), "again" (to set one for doing it again), or nothing ·
    shares(here, state, by) -> the text of `by` that is open to both, each with its heading; None: the kind opens none ·
    revealed(theirs) -> a record of what both have revealed, made of `Seen.theirs` of the two alone; or None ·
    for_counselor(revealed) -> `shown` in counselor.jinja, if that is not the same record ·
    points(revealed) -> what a counselor's brief takes from it, besides that it was done ·
    items(settings) -> the key and title of each thing on which both answer side by side, of which `points` has an
    `OfItem` once both revealed it: a counselor may mark it, and is told where the two then differ ·
    remarks(settings, answers) -> gentle sentences on a sheet, for its author alone ·
    scope: the consent under which a counselor reads it: one in `couples.counseling.scopes` that has a report in
    `exercises.counselor.reports`; by default "answers", what the two opened to each other.
    Raises TypeError for `shares` without `has_words` (its recap would never be shown), and `goes_to` without `ways_on`.
    """

    name: str
    settings: type
    events: Mapping[str, type]
    start: Callable[[Here], Any]
    offers: Callable[[Here, Any, Partner], Sequence[Offer]]
    decide: Callable[[Here, Any, Ask], Sequence[Any]]
    evolve: Callable[[Here, Any, Any], Any]
    view: Callable[[Here, Any, Viewer], Seen[Any, Any]]
    finished: Callable[[Any], bool]
    moves_on: Literal["alone", "together"] = "alone"
    carry: Callable[[Here, Any], Mapping[str, Any]] = nothing_carried
    goes_to: Callable[[Here, Any], str | None] = next_step
    ways_on: Callable[[Any], Sequence[str | None]] = only_on
    turns: Callable[[Any], bool] = no_turn
    settles: Callable[[Here, Any, Any, Any], Sequence[Any]] = nothing_settled
    reads_earlier: bool = False
    rests: Callable[[Any], Rest] = no_rest
    settles_on_entry: Callable[[Here, Any], Sequence[Any]] = nothing_settled
    reads_ledger: bool = False
    draws: Callable[[Any], Sequence[str]] = nothing_drawn
    recap: Callable[[Here, Any, Viewer], Seen[Any, Any]] | None = None
    has_words: Callable[[Any], bool] = no_words
    recap_first: bool = False
    leads_to: Callable[[Any], str] = nowhere
    shares: Callable[[Here, Any, Partner], Sequence[Shared]] | None = None
    revealed: Callable[[Pair[Any]], Any] = nothing_revealed
    for_counselor: Callable[[Any], Any] = as_revealed
    points: Callable[[Any], Sequence[Point]] = no_points
    items: Callable[[Any], Sequence[tuple[str, Localized]]] = no_items
    remarks: Callable[[Any, Any], Sequence[Phrase]] = no_remarks
    scope: str = "answers"
    stands: Literal["first", "last", "anywhere"] = "anywhere"
    gives: tuple[str, ...] = ()
    checks: Callable[[Placed], Iterable[Fault]] = nothing_wrong

    def __post_init__(self) -> None:
        if self.shares is not None and self.has_words is no_words:
            raise TypeError(f"{self.name}: a kind with shares needs has_words")
        if self.goes_to is not next_step and self.ways_on is only_on:
            raise TypeError(f"{self.name}: a kind with goes_to needs ways_on")

    @property
    def read_afterwards(self) -> Callable[[Here, Any, Viewer], Seen[Any, Any]]:
        """`recap`, or `view` if there is none."""
        return self.recap or self.view


@dataclass(frozen=True)
class Step:
    """One step of an exercise: its kind and that kind's settings."""

    id: str
    title: Localized
    kind: StepKind
    settings: Any

    @property
    def can_begin_anew(self) -> bool:
        """Whether it may be left halfway and entered again: it writes nothing into the ledger, and needs no rest."""
        enters = self.kind.settles, self.kind.settles_on_entry
        return all(one is nothing_settled for one in enters) and not self.kind.rests(self.settings).days


@dataclass(frozen=True)
class Exercise:
    """An ordered list of steps. The catalog adds the description (purpose, minutes)."""

    slug: str
    title: Localized
    steps: tuple[Step, ...]

    @property
    def reads_earlier(self) -> bool:
        """Whether a session of it stands beside the one before."""
        return any(step.kind.reads_earlier for step in self.steps)

    @property
    def draws(self) -> bool:
        """Whether what is drawn in it depends on the sessions before."""
        return any(step.kind.draws is not nothing_drawn for step in self.steps)

    def index_of(self, step_id: str) -> int:
        return next(index for index, step in enumerate(self.steps) if step.id == step_id)
