"""What partners and counselors see of a `perception` step: own closed ratings, and the opened areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from exercises.core.closed_forms import ClosedForms
from exercises.core.kind import for_page, optional
from exercises.core.pair import Partner
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.perception.figure import FigureRow, dumbbell
from exercises.steps.perception.form import Ladder, Settings, ladder


@dataclass(frozen=True)
class OwnArea:
    """The viewer's own ratings of an area that the partner would see if it opened; `may_open`: whether it can."""

    title: Any
    may_open: bool
    own: Any
    partner: Any
    comfort: Any = None
    wish: Any = None


@dataclass(frozen=True)
class ClosedMine:
    """The viewer's own sheet. `areas`: the key and title of each."""

    writes: bool
    answers: Mapping[str, Any] | Gone | None
    pressed: bool
    areas: tuple[tuple[str, Phrase], ...]
    anchors: Ladder
    comfort_anchors: Ladder
    open: ClassVar[bool] = False

    @property
    def own_areas(self) -> list[OwnArea]:
        """The filled-in sheet by area; empty if it was not handed in or was erased."""
        answers = self.answers
        return [_own(answers, *area) for area in self.areas] if isinstance(answers, Mapping) else []


def closed_mine(settings: Settings, closed: ClosedForms, viewer: Partner) -> ClosedMine:
    return ClosedMine(
        writes=viewer in closed.writers,
        answers=closed.answers.of(viewer),
        pressed=closed.pressed.of(viewer),
        areas=tuple((area.key, Written(area.title)) for area in settings.areas),
        anchors=ladder(settings.anchors),
        comfort_anchors=ladder(settings.comfort_anchors),
    )


def _own(answers: Mapping[str, Any], key: str, title: Phrase) -> OwnArea:
    may_open = answers.get(f"open.{key}") == "may_open"
    comfort, wish = (
        answers.get(f"{name}.{key}") if answers.get(f"{name}_open.{key}") else None
        for name in ("comfort", "wish")
    )
    return OwnArea(title, may_open, answers.get(f"own.{key}"), answers.get(f"partner.{key}"), comfort, wish)


@dataclass(frozen=True)
class OpenMine:
    """The viewer is on page `page` of `pages`; `drawn`: how many areas opened."""

    open: bool
    page: int
    pages: int
    drawn: int


@dataclass(frozen=True)
class RatedRow:
    """Both ratings about one partner: their own and the other's."""

    about: Partner
    by_self: int | None
    by_other: int | None


@dataclass(frozen=True)
class ComparedArea:
    """An opened area as one partner sees it: sentences, and one row about each, the viewer's own row first.

    `sentences`: `balance` (the same for both), `views` and `feelings`, in this order. `private`: what only the viewer
    sees, how it is for them and their guess. `about`: what was rated.
    """

    key: str
    title: Phrase
    sentences: tuple[Phrase, ...]
    private: tuple[Phrase, ...]
    rows: tuple[RatedRow, ...]
    alike: bool
    about: Phrase = for_page()
    balance: tuple[Phrase, ...] = for_page()
    views: tuple[Phrase, ...] = for_page()
    feelings: tuple[Phrase, ...] = for_page()

    @property
    def figure(self) -> list[FigureRow]:
        return dumbbell(self.rows)


@dataclass(frozen=True)
class Opened:
    """The areas of one page, for both. `calm`: no opened comfort rating says “not comfortable”.

    `ending`: on the last page, something that both see alike, if there is anything.
    """

    opened: bool
    areas: tuple[ComparedArea, ...]
    calm: bool
    anchors: Ladder
    comfort_anchors: Ladder
    page: int
    pages: int
    drawn: int
    ending: Phrase | None = optional()


@dataclass(frozen=True)
class RevealedArea:
    key: str
    title: Phrase
    about: Phrase
    balance: tuple[Phrase, ...]
    rows: tuple[RatedRow, ...]


@dataclass(frozen=True)
class Revealed:
    """The ratings that both saw. Comfort, wishes and guesses are left out, as only one partner saw each."""

    areas: tuple[RevealedArea, ...]
    anchors: Ladder


@dataclass(frozen=True)
class ToldArea:
    """An area in words, for a counselor. `about`: what was rated."""

    title: Phrase
    sentences: tuple[Phrase, ...]
    rows: tuple[RatedRow, ...]
    about: Phrase

    @property
    def figure(self) -> list[FigureRow]:
        return dumbbell(self.rows)


@dataclass(frozen=True)
class Told:
    areas: tuple[ToldArea, ...]
    anchors: Ladder
