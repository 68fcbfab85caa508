"""What a counselor is told in short of a step that both revealed: thanks, what was talked about, and what each of the
two said of one item, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core.text import Gone, Phrase

from .comparison import difference, likeness
from .pair import Pair, Partner


@dataclass(frozen=True)
class Thanked:
    """One partner told the other what they are thankful for."""

    by: Partner
    words: str | Gone


@dataclass(frozen=True)
class TalkedAbout:
    """The two took up an area of an earlier step, by its title."""

    title: Phrase


@dataclass(frozen=True)
class RatedArea:
    """An area that both opened. `about`: what was rated; `says`: the two views in sentences.

    `own`: what each put for themself, `seen`: what the other put for them, 0..6; None where it was skipped.
    `anchors`: the words for the ratings.
    """

    key: str
    title: Phrase
    about: Phrase
    says: tuple[Phrase, ...]
    own: Pair[int | None]
    seen: Pair[int | None]
    anchors: tuple[Phrase, ...]

    @property
    def likeness(self) -> str:
        """How the views differ that can be compared: `different` if one of the two does, then `a_little`, `alike`,
        and `unknown` where nothing can be compared."""
        gaps = [difference(own, seen) for own, seen in zip(self.own, self.seen, strict=True)]
        found = [likeness(gap) for gap in gaps]
        return next(one for one in ("different", "a_little", "alike", "unknown") if one in found)

    @property
    def differs(self) -> bool:
        return self.likeness == "different"


@dataclass(frozen=True)
class AnsweredItem:
    """An item that both opened. `says`: what each answered, in sentences. `differs`: whether two answers do that can
    be compared."""

    key: str
    title: Phrase
    says: tuple[Phrase, ...]
    differs: bool


OfItem = RatedArea | AnsweredItem
Point = Thanked | TalkedAbout | OfItem
