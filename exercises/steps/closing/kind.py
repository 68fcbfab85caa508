"""The step kind `closing`: each closes and can leave the other one sentence; both sentences open together.

Each can also say how understood they feel, and how the exercise was. That never opens: only its author sees it, then
and in their own history. Nothing follows from it, and nothing is shown or hidden because of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from exercises.core.events import content
from exercises.core.fields import Choice, Field, Option, Text
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind, optional
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer, neither
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Localized, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.closing.check import WORDS, Asked, asked, fields_of

UNDERSTOOD: Final[dict[str, Phrase]] = {
    "not at all": _("Not at all"),
    "hardly": _("Hardly"),
    "a little": _("A little"),
    "in part": _("In part"),
    "quite well": _("Quite well"),
    "very well": _("Very well"),
    "fully": _("Fully"),
}
"""How understood somebody feels, as it is stored, and as it is read."""


@dataclass(frozen=True)
class Settings:
    """`sentence`: the label of the one that each can leave the other.

    `understood`: the question how understood somebody feels; without one it is not asked.

    `how`, `said_it`: a check of the exercise itself: how it was, and whether one could say what one wanted to. Each
    answer is for its author alone, and triggers nothing.
    """

    intro: Localized
    sentence: Localized
    understood: Localized = ""
    how: Localized = ""
    said_it: Localized = ""


@dataclass(frozen=True)
class Closed:
    """`understood`: one of the words of `UNDERSTOOD`. It opens to nobody."""

    by: Partner
    sentence: str | Gone | None = content()
    understood: str | Gone | None = content(default=None)


@dataclass(frozen=True)
class Checked:
    """How the exercise was: words of `check.WORDS`. It opens to nobody. It is stored wherever the exercise asks, also
    if both were left out."""

    by: Partner
    how: str | Gone | None = content()
    said_it: str | Gone | None = content()


@dataclass(frozen=True)
class State:
    closed: Pair[bool] = field(default_factory=neither)
    sentences: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    understood: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    check: Pair[Checked | None] = field(default_factory=lambda: Pair(None, None))


@dataclass(frozen=True)
class Understood:
    question: Phrase
    word: Phrase


@dataclass(frozen=True)
class Mine:
    """`understood`: how understood the viewer felt, and `check`: how the exercise was, if they said so."""

    closed: bool
    understood: Understood | None = optional()
    check: tuple[Asked, ...] | None = optional()


Sentences = tuple[tuple[Partner, str | Gone | None], ...]
"""What each wrote for the other, the viewer's own first."""


@dataclass(frozen=True)
class Theirs:
    closed: bool
    opened: Sentences | None = optional()


@dataclass(frozen=True)
class Revealed:
    opened: Sentences


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.closed.of(by):
        return []
    hint = _(
        "It opens for {partner} when both of you have closed the session. You can leave it empty.",
        partner=by.other,
    )
    sentence = Text(
        name="sentence", label=Written(here.settings.sentence), hint=hint, required=False, max_length=300
    )
    fields = (sentence, *_how_understood(here), *fields_of(here.settings))
    return [Offer(name="close", label=_("Close the session"), fields=fields, private=True)]


def _how_understood(here: Here) -> tuple[Field, ...]:
    if not here.settings.understood:
        return ()
    hint = _("Only you can see this, now and later. You find it again on the page of this session.")
    words = (Option("", _("I leave this out")), *(Option(*each) for each in UNDERSTOOD.items()))
    question = Written(here.settings.understood)
    return (Choice(name="understood", label=question, hint=hint, choices=words, required=False),)


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    closed = Closed(ask.by, ask.values["sentence"], ask.values.get("understood"))
    if not fields_of(here.settings):
        return [closed]
    return [closed, Checked(ask.by, *(ask.values.get(name) for name in WORDS))]


def evolve(here: Here, state: State, event: Closed | Checked) -> State:
    if isinstance(event, Checked):
        return replace(state, check=state.check.put(event.by, event))
    closed, sentences = state.closed.put(event.by, True), state.sentences.put(event.by, event.sentence)
    understood = state.understood.put(event.by, event.understood)
    return replace(state, closed=closed, sentences=sentences, understood=understood)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    both = tuple((who, state.sentences.of(who)) for who in (viewer, viewer.other))
    opened = both if all(state.closed) else None
    understood = _understood(here, state.understood.of(viewer))
    mine = Mine(state.closed.of(viewer), understood, asked(here.settings, state.check.of(viewer)))
    return Seen(mine, Theirs(state.closed.of(viewer.other), opened))


def _understood(here: Here, word: str | Gone | None) -> Understood | None:
    read = UNDERSTOOD.get(word) if isinstance(word, str) else None
    return Understood(Written(here.settings.understood), read) if read else None


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.opened else None


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    sentence = state.sentences.of(by)
    open_to_both = isinstance(sentence, str) and all(state.closed)
    return [(Written(here.settings.sentence), sentence)] if open_to_both else []


KIND = StepKind(
    name="closing",
    settings=Settings,
    events={"closing.closed": Closed, "closing.checked": Checked},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: all(state.closed),
    has_words=lambda theirs: any(words for _who, words in theirs.opened or ()),
    recap_first=True,
    shares=shares,
    revealed=revealed,
    stands="last",
)
