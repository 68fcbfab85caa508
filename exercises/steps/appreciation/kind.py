"""The step kind `appreciation`: each may tell the other what they are thankful for, one thing at a time.

What is told opens at once. Nobody has to tell anything or to answer; both go on when they like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import content
from exercises.core.fields import Text
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.points import Thanked
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Localized, Written
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    """`what`, `meant`: what each is asked for, a thing and what it meant to them. `most`: things that each may tell."""

    intro: Localized
    what: Localized
    meant: Localized
    most: int = 3
    minutes: int = 0


@dataclass(frozen=True)
class Told:
    by: Partner
    what: str | Gone = content()
    meant: str | Gone | None = content()


@dataclass(frozen=True)
class State:
    """`told`: by both, oldest first."""

    told: tuple[Told, ...] = ()

    def by(self, who: Partner) -> tuple[Told, ...]:
        return tuple(one for one in self.told if one.by is who)


@dataclass(frozen=True)
class Thing:
    by: Partner
    what: str | Gone
    meant: str | Gone | None


@dataclass(frozen=True)
class Mine:
    aloud: bool
    told: tuple[Thing, ...]


@dataclass(frozen=True)
class Theirs:
    """`told`: by both, the viewer's own too."""

    told: tuple[Thing, ...]


@dataclass(frozen=True)
class Revealed:
    told: tuple[Thing, ...]


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if len(state.by(by)) >= here.settings.most:
        return []
    fields = (
        Text(name="what", label=Written(here.settings.what), max_length=400),
        Text(name="meant", label=Written(here.settings.meant), max_length=400, required=False),
    )
    about = _("{partner} sees it as soon as you send it. No answer is expected.", partner=by.other)
    label = _("Tell {partner}", partner=by.other)
    return [Offer(name="tell", label=label, about=about, fields=fields, style="plain")]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    return [Told(ask.by, ask.values["what"], ask.values["meant"])]


def evolve(here: Here, state: State, event: Told) -> State:
    return replace(state, told=(*state.told, event))


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = Mine(here.aloud, _things(state.by(viewer)))
    return Seen(mine, Theirs(_things(state.told)))


def _things(told: tuple[Told, ...]) -> tuple[Thing, ...]:
    return tuple(Thing(one.by, one.what, one.meant) for one in told)


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    settings = here.settings
    told = [
        shared
        for one in state.by(by)
        for shared in ((Written(settings.what), one.what), (Written(settings.meant), one.meant))
    ]
    return [(heading, words) for heading, words in told if isinstance(words, str)]


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.told else None


def points(shown: Revealed) -> list[Thanked]:
    return [Thanked(one.by, one.what) for one in shown.told]


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.between(placed.settings.most, 1, 10, "most")
    yield from placed.between(placed.settings.minutes, 0, 60, "minutes")


KIND = StepKind(
    name="appreciation",
    settings=Settings,
    events={"appreciation.told": Told},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: True,
    moves_on="together",
    has_words=lambda theirs: bool(theirs.told),
    shares=shares,
    revealed=revealed,
    points=points,
    checks=checks,
)
