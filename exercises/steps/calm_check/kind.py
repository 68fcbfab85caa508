"""The step kind `calm_check`: each says privately whether they are calm enough to go on. One "another day" is enough,
and whose it was is not shown. Where the step waits, the two go on only when both are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.text import Gone, Localized, Phrase, Written
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    """`calm`: what both read if both are calm enough; `not_today`: what they read otherwise. `waits`: the two go on
    only when both are calm enough; until then either may have both asked once more."""

    intro: Localized
    calm: Localized
    not_today: Localized
    waits: bool = False


@dataclass(frozen=True)
class Answered:
    by: Partner
    answer: str | Gone = content()


@dataclass(frozen=True)
class Decided:
    """Both have answered; whose answer decided it is not recorded."""

    calm: bool


@dataclass(frozen=True)
class AskedAgain:
    """Both are asked once more; what they answered before is forgotten."""

    by: Partner


@dataclass(frozen=True)
class State:
    answers: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    calm: bool | None = None
    waits: bool = False


@dataclass(frozen=True)
class Mine:
    """`outcome`: what both read once both have answered."""

    answered: bool
    calm: bool | None
    outcome: Phrase | None


@dataclass(frozen=True)
class Theirs:
    answered: bool
    calm: bool | None


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.waits and state.calm is False:
        return [Offer(name="ask_again", label=_("Ask us both once more"), style="plain")]
    if state.answers.of(by) is not None:
        return []
    return [
        Offer(name="calm_enough", label=_("Calm enough"), private=True, style="equal"),
        Offer(name="another_day", label=_("Another day"), private=True, style="equal"),
    ]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "ask_again":
        return [AskedAgain(ask.by)]
    other, mine = state.answers.of(ask.by.other), Answered(ask.by, ask.name)
    return [mine] if other is None else [mine, Decided(ask.name == other == "calm_enough")]


def evolve(here: Here, state: State, event: Answered | Decided | AskedAgain) -> State:
    if isinstance(event, AskedAgain):
        return State(waits=state.waits)
    if isinstance(event, Decided):
        return replace(state, calm=event.calm)
    return replace(state, answers=state.answers.put(event.by, event.answer))


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = Mine(state.answers.of(viewer) is not None, state.calm, _outcome(here.settings, state.calm))
    return Seen(mine, Theirs(state.answers.of(viewer.other) is not None, state.calm))


def _outcome(settings: Settings, calm: bool | None) -> Phrase | None:
    return None if calm is None else Written(settings.calm if calm else settings.not_today)


def leads_to(theirs: Theirs) -> str:
    return "" if theirs.calm is None else "need" if theirs.calm else "time"


KIND = StepKind(
    name="calm_check",
    settings=Settings,
    events={"calm.answered": Answered, "calm.decided": Decided, "calm.asked_again": AskedAgain},
    start=lambda here: State(waits=here.settings.waits),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: bool(state.calm) or (state.calm is not None and not state.waits),
    moves_on="together",
    turns=lambda event: isinstance(event, Decided | AskedAgain),
    leads_to=leads_to,
)
