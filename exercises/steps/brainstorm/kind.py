"""The step kind `brainstorm`: either adds short ideas; both see all of them, and nobody can comment on any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import content
from exercises.core.fields import Text
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.material import Piece, material
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Localized
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    """`about`: an earlier step whose text stands above the ideas. `least`: so many ideas before the two can go on."""

    intro: Localized
    about: str = ""
    least: int = 6
    most: int = 20
    minutes: int = 5


@dataclass(frozen=True)
class Added:
    by: Partner
    words: str | Gone = content()


@dataclass(frozen=True)
class Enough:
    """There are as many ideas as it takes to go on."""


@dataclass(frozen=True)
class Full:
    """No more ideas fit."""


@dataclass(frozen=True)
class State:
    ideas: tuple[Added, ...] = ()
    enough: bool = False
    full: bool = False


@dataclass(frozen=True)
class Mine:
    enough: bool
    full: bool


@dataclass(frozen=True)
class Theirs:
    """`about`: the text that the ideas are for. Whose idea is whose is left out: they are looked at as ideas."""

    ideas: tuple[str | Gone, ...]
    least: int
    about: tuple[Piece, ...]


@dataclass(frozen=True)
class Revealed:
    ideas: tuple[str | Gone, ...]


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.full:
        return []
    words = Text(name="words", label=_("One idea, in a few words"), max_length=160)
    style: Any = "plain" if state.enough else "main"
    return [Offer(name="add_idea", label=_("Add this idea"), fields=(words,), style=style)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    many = len(state.ideas) + 1
    enough = [Enough()] if many == here.settings.least else []
    full = [Full()] if many == here.settings.most else []
    return [Added(ask.by, ask.values["words"]), *enough, *full]


def evolve(here: Here, state: State, event: Any) -> State:
    match event:
        case Added():
            return replace(state, ideas=(*state.ideas, event))
        case Enough():
            return replace(state, enough=True)
    return replace(state, full=True)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    ideas = tuple(idea.words for idea in state.ideas)
    theirs = Theirs(ideas, here.settings.least, material(here, here.settings.about))
    return Seen(Mine(state.enough, state.full), theirs)


def carry(here: Here, state: State) -> Mapping[str, Any]:
    ideas = tuple((f"idea_{number}", idea.words) for number, idea in enumerate(state.ideas, 1))
    return {here.step_id: {"ideas": ideas, "material": tuple((_("An idea"), words) for _key, words in ideas)}}


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    own = [idea.words for idea in state.ideas if idea.by is by]
    return [(_("Your idea"), words) for words in own if isinstance(words, str)]


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.ideas else None


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    if settings.about:
        yield from placed.earlier("about", "material")
    yield from placed.between(settings.least, 2, 20, "least")
    yield from placed.between(settings.most, settings.least + 1, 40, "most")
    yield from placed.between(settings.minutes, 1, 60, "minutes")


KIND = StepKind(
    name="brainstorm",
    settings=Settings,
    events={"brainstorm.added": Added, "brainstorm.enough": Enough, "brainstorm.full": Full},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.enough,
    moves_on="together",
    carry=carry,
    turns=lambda event: isinstance(event, Enough | Full),
    has_words=lambda theirs: bool(theirs.ideas),
    shares=shares,
    revealed=revealed,
    gives=("ideas", "material"),
    checks=checks,
)
