"""The events and the state of an `answer` step. `evolve` checks no rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.settlement import Version
from exercises.core.text import GONE, Gone


@dataclass(frozen=True)
class Answered:
    """`answer`: yes, no, time or another_way; `words`: the text of another way.

    `agreed`: on a yes, a copy of the accepted words, stored under the answerer's own key.
    """

    by: Partner
    answer: str
    words: str | Gone | None = content()
    agreed: str | Gone | None = content()


@dataclass(frozen=True)
class SentenceSuggested:
    """What the two will do after a yes, in one sentence. `weeks`: until they look at it again; 0: no date."""

    by: Partner
    weeks: int
    words: str | Gone = content()


@dataclass(frozen=True)
class SentenceAccepted:
    """The words and their digest are copied under the acceptor's own key."""

    by: Partner
    at: datetime
    words: str | Gone = content()
    digest: str | Gone = content()


@dataclass(frozen=True)
class State:
    """`asks`: the author of the words to be answered now. `wording`: those words.

    `sentence`: the one that was suggested last since the yes. `accepted`: by the other, in exactly these words.
    """

    asks: Partner
    wording: str | Gone | None
    said: tuple[Answered, ...] = ()
    sentence: Version | None = None
    accepted: SentenceAccepted | None = None

    @property
    def last(self) -> Answered | None:
        return self.said[-1] if self.said else None

    @property
    def yes(self) -> Answered | None:
        """The last answer, if it is yes."""
        return self.last if self.last and self.last.answer == "yes" else None

    @property
    def is_another_way(self) -> bool:
        """Whether the words to be answered now are not those of the first request."""
        return any(one.answer == "another_way" for one in self.said)


def start(here: Here) -> State:
    return State(here.speaker, first_request(here))


def first_request(here: Here) -> str | Gone | None:
    """Return the words of the speaker's sheet in which they ask for something."""
    answers = here.carried.get(here.settings.about, {}).get("answers")
    sheet = answers.of(here.speaker) if answers else {}
    return GONE if isinstance(sheet, Gone) else (sheet or {}).get(here.settings.request)


def evolve(here: Here, state: State, event: Answered | SentenceSuggested | SentenceAccepted) -> State:
    match event:
        case SentenceSuggested(by, weeks, words):
            return replace(state, sentence=Version(by, words, weeks), accepted=None)
        case SentenceAccepted():
            return replace(state, accepted=event)
        case Answered(by, "another_way", words):
            return State(by, words, (*state.said, event))
    return State(state.asks, state.wording, (*state.said, event))
