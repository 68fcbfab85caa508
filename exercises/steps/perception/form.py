"""The settings of a `perception` step and the form made of them."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core.fields import Choice, Field, Flag, Option, Rating
from exercises.core.offer import Group
from exercises.core.pair import Partner
from exercises.core.text import Localized, Phrase, Written
from exercises.core.text import say as _


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
class Settings:
    """Between `fewest` and `most` areas open, `at_once` on a page; if both allow fewer than `fewest`, none opens."""

    intro: Localized
    areas: tuple[Area, ...]
    anchors: tuple[Localized, ...]
    comfort_anchors: tuple[Localized, ...]
    fewest: int = 3
    most: int = 6
    at_once: int = 3


def _may_open(area: str, partner: Partner) -> Choice:
    seen = _("If it is drawn, {partner} sees your ratings of it.", partner=partner)
    options = (
        Option("may_open", _("May open"), seen),
        Option("keep", _("Keep"), _("It stays with you.")),
    )
    return Choice(name=f"open.{area}", label=_("May this area open?"), choices=options, group=area)


def form(settings: Settings, partner: Partner) -> tuple[Field, ...]:
    return tuple(each for area in settings.areas for each in _area_fields(settings, area, partner))


def _area_fields(settings: Settings, area: Area, partner: Partner) -> tuple[Field, ...]:
    steps, ease = ladder(settings.anchors), ladder(settings.comfort_anchors)
    key = area.key
    guess = _("What do you think {partner} will put for you?", partner=partner)
    show = _("If this area opens, {partner} may see this too", partner=partner)
    return (
        Rating(name=f"own.{key}", label=Written(area.own), anchors=steps, group=key),
        Rating(name=f"partner.{key}", label=Written(area.partner), anchors=steps, group=key),
        Rating(name=f"comfort.{key}", label=_("Is this all right with you?"), anchors=ease, group=key),
        Flag(name=f"comfort_open.{key}", label=show, group=key),
        Rating(name=f"guess.{key}", label=guess, anchors=steps, required=False, group=key),
        Rating(
            name=f"wish.{key}",
            label=_("How would you like it to be for yourself?"),
            anchors=steps,
            required=False,
            group=key,
        ),
        Flag(name=f"wish_open.{key}", label=show, group=key),
        _may_open(key, partner),
    )


def groups(settings: Settings) -> tuple[Group, ...]:
    """Return one page for each area."""
    return tuple(
        Group(area.key, Written(area.title), Written(area.intro) if area.intro else None)
        for area in settings.areas
    )


Ladder = tuple[Phrase, ...]
"""The words for the ratings, from 0 upwards."""


def ladder(anchors: tuple[Localized, ...]) -> Ladder:
    return tuple(Written(anchor) for anchor in anchors)
