"""The settings of a `perception` step and its form: a page for each question, and one for what may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exercises.core.chance import shuffled
from exercises.core.fields import Choice, Field, Flag, Option, Rating, Text
from exercises.core.offer import Group
from exercises.core.pair import Partner
from exercises.core.text import Localized, Phrase, Written
from exercises.core.text import say as _

ASKED: Final = ("own", "partner", "comfort")
"""What is asked of every area, in this order."""
OPENING: Final = "opening"
"""The key of the last page, on which it is chosen what may open."""
NOTE: Final = "note"


@dataclass(frozen=True)
class Area:
    """One area of the check-in: `own` and `partner` are the two statements that are rated.

    `leans`: they say how much one leans on the other, so that the page may say who leans more. Not for money, time of
    one's own, other people or having a say, where such a sentence could point at somebody who has little.
    """

    key: str
    title: Localized
    own: Localized
    partner: Localized
    intro: Localized | None = None
    leans: bool = False


@dataclass(frozen=True)
class LastQuestion:
    """A question about everything together, answered if one likes, and shown only if its author says so."""

    key: str
    ask: Localized
    anchors: tuple[Localized, ...]


@dataclass(frozen=True)
class Settings:
    """Between `fewest` and `most` areas open, `at_once` on a page; if both allow fewer than `fewest`, none opens.

    `areas`: what is rated. `anchors`, `comfort_anchors`: the words for the seven steps of a rating.
    `brief`: what stands in place of the intro for whoever has been here before. `last`: optional questions at the end.
    """

    intro: Localized
    areas: tuple[Area, ...]
    anchors: tuple[Localized, ...]
    comfort_anchors: tuple[Localized, ...]
    fewest: int = 3
    most: int = 6
    at_once: int = 3
    brief: Localized | None = None
    last: tuple[LastQuestion, ...] = ()

    @property
    def brings(self) -> dict[str, tuple[str, ...]]:
        """Which answer of one's own check-in each rating may start from."""
        return {
            f"{what}.{area.key}": (f"check_in.{area.key}.{what}",) for area in self.areas for what in ASKED
        }


def in_order(settings: Settings, by: Partner, chance: int) -> list[Area]:
    """Return the areas in the order in which this partner is asked, drawn for each of the two."""
    mine = chance if by is Partner.A else chance >> 24
    return shuffled(settings.areas, mine % 2**24) if chance else list(settings.areas)


def form(settings: Settings, by: Partner, areas: Sequence[Area]) -> tuple[Field, ...]:
    asked = (field for area in areas for field in _asked(settings, area))
    chosen = (field for area in areas for field in _may_open(area, by.other))
    deeper = (field for area in areas for field in _deeper(settings, area, by.other))
    talk = _talk(areas, by.other)
    last = (field for question in settings.last for field in _last(question, by.other))
    note = _note(by.other) if settings.last else ()
    return (*asked, *chosen, talk, *last, *note, *deeper)


def _asked(settings: Settings, area: Area) -> tuple[Field, ...]:
    steps, ease = ladder(settings.anchors), ladder(settings.comfort_anchors)
    labels: tuple[Phrase, ...] = (Written(area.own), Written(area.partner), _("Is this all right with you?"))
    names = (f"{what}.{area.key}" for what in ASKED)
    return tuple(
        Rating(name=name, label=label, anchors=anchors, group=name)
        for name, label, anchors in zip(names, labels, (steps, steps, ease), strict=True)
    )


def _may_open(area: Area, partner: Partner) -> tuple[Field, ...]:
    options = (Option("may_open", _("May open")), Option("keep", _("Keep")))
    show = _("{partner} may also see whether it is all right with me", partner=partner)
    title, key = Written(area.title), area.key
    return (
        Choice(name=f"open.{key}", label=title, choices=options, default="keep", group=OPENING),
        Flag(name=f"comfort_open.{key}", label=show, group=OPENING),
    )


def _talk(areas: Sequence[Area], partner: Partner) -> Field:
    hint = _(
        "You can mark one of them that you would like to talk about. {partner} sees the mark only if that area opens.",
        partner=partner,
    )
    options = (
        *(Option(area.key, Written(area.title)) for area in areas),
        Option("none", _("No area in particular")),
    )
    label = _("I would like to talk about this one")
    return Choice(name="talk", label=label, hint=hint, choices=options, required=False, group=OPENING)


def _deeper(settings: Settings, area: Area, partner: Partner) -> tuple[Field, ...]:
    steps, key = ladder(settings.anchors), area.key
    guess = _("What do you think {partner} will put for you?", partner=partner)
    show = _("If this area opens, {partner} may see this too", partner=partner)
    wish = _("How would you like it to be for yourself?")
    return (
        Rating(name=f"guess.{key}", label=guess, anchors=steps, required=False, group=OPENING),
        Rating(name=f"wish.{key}", label=wish, anchors=steps, required=False, group=OPENING),
        Flag(name=f"wish_open.{key}", label=show, group=OPENING),
    )


def _last(question: LastQuestion, partner: Partner) -> tuple[Field, ...]:
    steps, label = ladder(question.anchors), Written(question.ask)
    return (
        Rating(name=question.key, label=label, anchors=steps, required=False, group=OPENING),
        _shown_to(f"{question.key}_open", partner),
    )


def _note(partner: Partner) -> tuple[Field, ...]:
    label = _("What I would like you to know, {partner}", partner=partner)
    return (
        Text(name=NOTE, label=label, max_length=300, required=False, group=OPENING),
        _shown_to(f"{NOTE}_open", partner),
    )


def _shown_to(name: str, partner: Partner) -> Field:
    label = _("{partner} may see this once both sheets are open", partner=partner)
    return Flag(name=name, label=label, group=OPENING)


def groups(settings: Settings, areas: Sequence[Area]) -> tuple[Group, ...]:
    """Return a page for each question, and the last one."""
    asked = (
        Group(f"{what}.{area.key}", Written(area.title), _explained(area) if what == ASKED[0] else None)
        for area in areas
        for what in ASKED
    )
    return (*asked, Group(OPENING, _("What may open?")))


def _explained(area: Area) -> Phrase | None:
    return Written(area.intro) if area.intro else None


Ladder = tuple[Phrase, ...]
"""The words for the ratings, from 0 upwards."""


def ladder(anchors: tuple[Localized, ...], by: Partner | None = None) -> Ladder:
    """Return the words for each step; `by`: whose answer they are part of, where the other reads it too."""
    return tuple(Written(anchor, by) for anchor in anchors)
