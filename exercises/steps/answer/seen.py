"""What partners and counselors see of an `answer` step: the request, every answer, and the sentence after a yes."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core.here import Here
from exercises.core.kind import Seen, optional
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.answer.answers import State, first_request


@dataclass(frozen=True)
class Mine:
    """`asking`: whether the viewer wrote the words to be answered now. `suggested`: whether either has suggested a
    sentence since the yes."""

    asking: bool
    intro: Phrase
    suggested: bool


@dataclass(frozen=True)
class Request:
    by: Partner
    words: str | Gone | None


@dataclass(frozen=True)
class Given:
    """One answer, the same for both partners."""

    by: Partner
    answer: str
    words: str | Gone | None


@dataclass(frozen=True)
class Sentence:
    """What the two will do, as `by` suggested it. `accepted`: by the other. `weeks`: until the review; 0: no date."""

    by: Partner
    words: str | Gone
    weeks: int
    accepted: bool


@dataclass(frozen=True)
class Theirs:
    """`request`: the first request; `asks`, `wording`: the author and the text of the words to be answered now."""

    request: Request
    asks: Partner
    wording: str | Gone | None
    said: tuple[Given, ...]
    sentence: Sentence | None = optional()


@dataclass(frozen=True)
class Revealed:
    request: Request
    said: tuple[Given, ...]
    sentence: Sentence | None


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    said = tuple(Given(one.by, one.answer, one.words) for one in state.said)
    request = Request(here.speaker, first_request(here))
    mine = Mine(viewer is state.asks, Written(here.settings.intro), state.sentence is not None)
    return Seen(mine, Theirs(request, state.asks, state.wording, said, _sentence(state)))


def _sentence(state: State) -> Sentence | None:
    found = state.sentence
    if found is None:
        return None
    return Sentence(found.by, found.words, found.weeks, accepted=state.accepted is not None)


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs)
