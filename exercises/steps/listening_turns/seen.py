"""What partners and counselors see of a `listening_turns` step: whose turn it is and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.core.kind import optional
from exercises.core.material import Piece
from exercises.core.pair import Pair, Partner
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase


@dataclass(frozen=True)
class Mine:
    """`makes_sense`: what the listener may say after "that's it", while that is open."""

    phase: str
    speaking: bool
    aloud: bool
    intro: Phrase
    say_back: Phrase
    makes_sense: Phrase | None = optional()


@dataclass(frozen=True)
class Line:
    """One thing that was said. `what`: spoke, said_back, not_quite, thats_it, made_sense, or left_there, for which
    `by` is None."""

    what: str
    by: Partner | None
    words: str | Gone | None


@dataclass(frozen=True)
class Sheet:
    """The opened sheet that is the topic; `questions`: the name and heading of each answer."""

    by: Partner
    answers: Mapping[str, Any] | Gone | None
    questions: Sequence[tuple[str, Phrase]]


@dataclass(frozen=True)
class Card:
    """What both saw of a topic in an earlier step, in sentences."""

    title: Phrase
    sentences: tuple[Phrase, ...]


@dataclass(frozen=True)
class Theirs:
    """`cards`: of the topic that was chosen, or of all there are to choose from. `beside`: what stays in sight.

    `enough_rounds`: whether there were so many "not quite" answers that leaving it there is suggested.
    """

    speaker: Partner
    phase: str
    said: tuple[Line, ...]
    topic: Phrase | None
    minutes: int
    enough_rounds: bool
    sheet: Sheet | None = optional()
    cards: tuple[Card, ...] | None = optional()
    beside: tuple[Piece, ...] | None = optional()


@dataclass(frozen=True)
class Revealed:
    topic: Phrase | None
    said: tuple[Line, ...]


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs)
