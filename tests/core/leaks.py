"""Leaks in step kinds, on purpose, to see that the secrecy proof finds them. Nothing here is ever used by the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from exercises.core.asking import Ask, Offer
from exercises.core.closed_forms import HandedIn
from exercises.core.kind import Here, Seen, StepKind
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.words import Refused
from exercises.core.words import say as _
from exercises.steps.perception.kind import views_of
from exercises.steps.registry import STEP_KINDS

Look = Callable[[Here, Any, Partner, Seen], Seen]


def seen_through(kind: StepKind, look: Look) -> StepKind:
    """The kind, with what a partner sees changed afterwards."""

    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        seen = kind.view(here, state, viewer)
        return (
            look(here, state, viewer, seen)
            if isinstance(viewer, Partner) and hasattr(seen.theirs, "ready_to_open")
            else seen
        )

    return replace(kind, view=view)


def told(**more: Callable[[Any, Partner], Any]) -> Look:
    """Adds facts about a closed sheet to what the partner of its author sees."""

    def look(here: Here, state: Any, viewer: Partner, seen: Seen) -> Seen:
        found = {name: tell(state, viewer) for name, tell in more.items()}
        known = {name: one for name, one in found.items() if one is not ...}
        return Seen(seen.mine, {**vars(seen.theirs), **known})

    return look


REFLECTION: Final = STEP_KINDS["private_reflection"]
PERCEPTION: Final = STEP_KINDS["perception"]
CLOSING: Final = STEP_KINDS["closing"]
SWAP: Final = STEP_KINDS["swap"]
ARRIVAL: Final = STEP_KINDS["arrival"]


def their_sheet(state: Any, viewer: Partner) -> Any:
    return state.answers.of(viewer.other)


def early_reveal() -> StepKind:
    """Whoever has finished may read the other's sheet already."""
    early = lambda state, viewer: their_sheet(state, viewer) if state.answers.of(viewer) else None  # noqa: E731
    return seen_through(REFLECTION, told(early=early))


def progress_count() -> StepKind:
    return seen_through(REFLECTION, told(finished=lambda state, _viewer: sum(map(bool, state.answers))))


def null_or_missing() -> StepKind:
    """The answers are None in both cases; only the name is there in one of them."""
    return seen_through(REFLECTION, told(answers=lambda *given: None if their_sheet(*given) else ...))


def order_of_names() -> StepKind:
    def look(here: Here, state: Any, viewer: Partner, seen: Seen) -> Seen:
        told = vars(seen.theirs).items()
        return Seen(seen.mine, dict(reversed(list(told)) if their_sheet(state, viewer) else told))

    return seen_through(REFLECTION, look)


def length() -> StepKind:
    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        seen = CLOSING.view(here, state, viewer)
        hidden = state.sentences.of(viewer.other) if isinstance(viewer, Partner) else None
        if not isinstance(hidden, str):
            return seen
        return Seen(seen.mine, {**vars(seen.theirs), "hidden": "•" * len(hidden)})

    return replace(CLOSING, view=view)


def visit_that_counts_everything() -> StepKind:
    return replace(REFLECTION, turns=lambda event: REFLECTION.turns(event) or isinstance(event, HandedIn))


def refusal_that_differs() -> StepKind:
    """Open is refused as long as the other has not finished."""

    def decide(here: Here, state: Any, ask: Ask) -> Any:
        if ask.name == "open" and state.answers.of(ask.by.other) is None:
            raise Refused("not_your_turn", _("{partner} has not finished yet.", partner=ask.by.other))
        return REFLECTION.decide(here, state, ask)

    return replace(REFLECTION, decide=decide)


def hint_in_my_form() -> StepKind:
    """The words of my own button depend on what the other did."""

    def offers(here: Here, state: Any, by: Partner) -> list[Offer]:
        about = _("{partner} waits for you.", partner=by.other) if their_sheet(state, by) else None
        return [replace(offer, about=about) for offer in REFLECTION.offers(here, state, by)]

    return replace(REFLECTION, offers=offers)


def closed_comfort_leads_the_talk() -> StepKind:
    """What is talked about first depends on discomfort that was not opened."""

    def carry(here: Here, state: Any) -> Mapping[str, Any]:
        topics = PERCEPTION.carry(here, state)[here.step_id]["topics"]
        sheets = [state.sheets.answers.of(who) or {} for who in Partner]
        comfort = {key: min(str(sheet.get(f"comfort.{key}")) for sheet in sheets) for key, _title in topics}
        return {here.step_id: {"topics": tuple(sorted(topics, key=lambda topic: comfort[topic[0]]))}}

    return replace(PERCEPTION, carry=carry)


def guess_beside_the_rating() -> StepKind:
    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        seen = PERCEPTION.view(here, state, viewer)
        if not isinstance(viewer, Partner) or not state.sheets.open:
            return seen
        views = views_of(state.sheets, state.drawn)
        guesses = [views[key].of(viewer.other).guess for key in state.drawn]
        return Seen(seen.mine, {**vars(seen.theirs), "guesses": guesses})

    return replace(PERCEPTION, view=view)


def pages_turned_together() -> StepKind:
    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        page = max(state.page)
        return PERCEPTION.view(here, replace(state, page=Pair(page, page)), viewer)

    return replace(PERCEPTION, view=view)


def kept_areas_count() -> StepKind:
    """How many areas open depends on the ratings of areas that were kept."""

    def decide(here: Here, state: Any, ask: Ask) -> Any:
        sheets = [state.sheets.answers.of(who) or {} for who in Partner]
        luck = sum(one for sheet in sheets for one in sheet.values() if isinstance(one, int))
        return PERCEPTION.decide(here, state, replace(ask, chance=ask.chance + luck))

    return replace(PERCEPTION, decide=decide)


def which_answer() -> StepKind:
    def view(here: Here, state: Any, viewer: Viewer) -> Seen:
        seen = SWAP.view(here, state, viewer)
        more = {"answered": state.answers.of(viewer.other)} if isinstance(viewer, Partner) else {}
        return Seen(seen.mine, {**vars(seen.theirs), **more}) if more else seen

    return replace(SWAP, view=view)


IN_A_KIND: Final[tuple[Callable[[], StepKind], ...]] = (
    early_reveal, progress_count, null_or_missing, order_of_names, length, visit_that_counts_everything,
    refusal_that_differs, hint_in_my_form, closed_comfort_leads_the_talk, guess_beside_the_rating,
    pages_turned_together, kept_areas_count, which_answer,
)  # fmt: skip
