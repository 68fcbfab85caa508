"""The step kind `arrival`: each presses ready and answers privately how they meet and who speaks first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.events import Opens, TakesBack, content
from exercises.core.fields import Choice, Field, Option
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.text import Gone, Localized
from exercises.core.text import say as _

TOGETHER = (
    Option("room", _("In the same room"), _("You speak and listen aloud. Only your own notes are typed.")),
    Option("call", _("On a call"), _("You talk, and write down the main points.")),
    Option("writing", _("In writing"), _("Everything is written here.")),
)
FIRST = (
    Option("me", _("I would like to")),
    Option("you", _("I would rather listen first")),
    Option("either", _("Either is fine")),
)


@dataclass(frozen=True)
class Settings:
    """`speaker`: whether this exercise needs someone to speak first."""

    intro: Localized
    speaker: bool = False


@dataclass(frozen=True)
class Readied:
    by: Partner
    together: str | Gone = content()
    first: str | Gone = content()


@dataclass(frozen=True)
class NotReadied(TakesBack):
    by: Partner


@dataclass(frozen=True)
class Arranged(Opens):
    """Both are ready. `together`: room, call or writing."""

    together: str
    speaker: Partner


@dataclass(frozen=True)
class State:
    ready: Pair[Readied | None] = field(default_factory=lambda: Pair(None, None))
    settled: Arranged | None = None


@dataclass(frozen=True)
class Ready:
    """Whether one of the two has pressed ready."""

    ready: bool


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.ready.of(by):
        return [Offer(name="not_ready", label=_("Not ready after all"), style="plain")]
    fields: list[Field] = [Choice(name="together", label=_("How are you meeting today?"), choices=TOGETHER)]
    if here.settings.speaker:
        fields.append(Choice(name="first", label=_("Who speaks first?"), choices=FIRST))
    about = _("{partner} does not see what you choose here.", partner=by.other)
    return [Offer(name="ready", label=_("I am ready"), about=about, fields=tuple(fields), private=True)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "not_ready":
        return [NotReadied(ask.by)]
    mine = Readied(ask.by, ask.values["together"], ask.values.get("first", "either"))
    theirs = state.ready.of(ask.by.other)
    return [mine] if theirs is None else [mine, arrange(mine, theirs, ask.chance)]


def arrange(one: Readied, other: Readied, chance: int) -> Arranged:
    """Settle how the two meet and who speaks first.

    If their answers differ or one was erased, the session is in writing, which works everywhere. The one who is
    keener to speak does; if both answered the same, `chance` decides.
    """
    known = isinstance(one.together, str) and one.together == other.together
    together = str(one.together) if known else "writing"
    score: dict[str | Gone, int] = {"me": 2, "you": 0}
    mine, theirs = score.get(one.first, 1), score.get(other.first, 1)
    if mine == theirs:
        return Arranged(together, (Partner.A, Partner.B)[chance % 2])
    return Arranged(together, one.by if mine > theirs else other.by)


def evolve(here: Here, state: State, event: Any) -> State:
    match event:
        case Readied(by):
            return replace(state, ready=state.ready.put(by, event))
        case NotReadied(by):
            return replace(state, ready=state.ready.put(by, None))
    return replace(state, settled=event)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Ready, Ready]:
    if not isinstance(viewer, Partner):
        return Seen()
    return Seen(*(Ready(state.ready.of(who) is not None) for who in (viewer, viewer.other)))


def carry(here: Here, state: State) -> Mapping[str, Any]:
    settled = state.settled
    return {} if settled is None else {"together": settled.together, "speaker": settled.speaker}


KIND = StepKind(
    name="arrival",
    settings=Settings,
    events={"arrival.readied": Readied, "arrival.not_readied": NotReadied, "arrival.settled": Arranged},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.settled is not None,
    carry=carry,
    stands="first",
)
