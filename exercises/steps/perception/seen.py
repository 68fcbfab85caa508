"""What partners and counselors see of a `perception` step: own closed ratings, and the opened areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from exercises.core.closed_forms import ClosedForms, readable
from exercises.core.kind import for_page, optional
from exercises.core.pair import Partner
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.perception.figure import FigureRow, dumbbell
from exercises.steps.perception.form import Ladder, Settings, ladder
from exercises.steps.perception.opening import marked
from exercises.steps.perception.own_sheet import OwnArea, OwnLine, OwnSaid, last_lines, own_area


@dataclass(frozen=True)
class ClosedMine:
    """The viewer's own sheet. `areas`: the key and title of each; `asked`: what was rated there, about both. `brief`:
    the intro from the second time on."""

    writes: bool
    answers: Mapping[str, Any] | Gone | None
    pressed: bool
    areas: tuple[tuple[str, Phrase], ...]
    anchors: Ladder
    comfort_anchors: Ladder
    brief: Phrase | None = for_page()
    marked: Phrase | None = for_page()
    unused_mark: Phrase | None = for_page()
    last: tuple[OwnLine, ...] = for_page()
    asked: Mapping[str, tuple[Phrase, Phrase]] = for_page()
    open: ClassVar[bool] = False

    @property
    def own_areas(self) -> list[OwnArea]:
        """The filled-in sheet by area; empty if it was not handed in or was erased."""
        answers = self.answers
        return [own_area(answers, *area) for area in self.areas] if isinstance(answers, Mapping) else []


def closed_mine(settings: Settings, closed: ClosedForms, viewer: Partner, is_first: bool) -> ClosedMine:
    sheet = readable(closed, viewer)
    mark = marked(sheet)
    titles = {area.key: Written(area.title) for area in settings.areas}
    return ClosedMine(
        writes=viewer in closed.writers,
        answers=closed.answers.of(viewer),
        pressed=closed.pressed.of(viewer),
        areas=tuple(titles.items()),
        anchors=ladder(settings.anchors),
        comfort_anchors=ladder(settings.comfort_anchors),
        brief=Written(settings.brief) if settings.brief and not is_first else None,
        marked=titles.get(mark) if mark else None,
        unused_mark=None if mark else titles.get(str(sheet.get("talk"))),
        last=tuple(line for line in last_lines(settings, sheet, viewer.other) if line.is_open),
        asked={area.key: (Written(area.own), Written(area.partner)) for area in settings.areas},
    )


@dataclass(frozen=True)
class OpenMine:
    """The viewer is on page `page` of `pages`; `drawn`: how many areas opened. `own`: the viewer's own sheet, which
    only they see, beside that of `last_time`, if there was one."""

    open: bool
    page: int
    pages: int
    drawn: int
    own: tuple[OwnSaid, ...] = ()
    last: tuple[OwnLine, ...] = ()
    last_time: date | None = None


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
    sees, how it is for them and their guess. `about`: what was rated; `leans`: as in `Area`. `talk`: who would like to
    talk about it. `then`: what each put for themself the last time, if the area opened then too.
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
    leans: bool = for_page()
    talk: tuple[Phrase, ...] = ()
    then: tuple[Phrase, ...] = ()

    @property
    def figure(self) -> list[FigureRow]:
        return dumbbell(self.rows)


@dataclass(frozen=True)
class SaidLast:
    """What one of the two opened of the questions about everything together. `said`: the word they chose, or a text."""

    by: Partner
    about: Phrase
    said: Any


@dataclass(frozen=True)
class Opened:
    """The areas of one page, for both. `calm`: no opened comfort rating says “not comfortable”.

    `last`: what was opened beside the areas. `ending`: on the last page, something that both see alike, if there is
    anything.
    """

    opened: bool
    areas: tuple[ComparedArea, ...]
    calm: bool
    anchors: Ladder
    comfort_anchors: Ladder
    page: int
    pages: int
    drawn: int
    last: tuple[SaidLast, ...] = ()
    ending: Phrase | None = optional()


@dataclass(frozen=True)
class RevealedArea:
    key: str
    title: Phrase
    about: Phrase
    leans: bool
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
