"""The screens of an exercise for two, as both partners see them from its start to its end. In memory alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exercises.core.kind import Exercise
from exercises.core.pair import Pair, Partner
from exercises.core.session import Session
from exercises.core.view import view_of
from exercises.live.screens import contexts
from exercises.live.screens.contexts import NOTHING_TYPED, Typed
from exercises.live.screens.parts import made
from exercises.markup import markup
from exercises.preview.filling import NAMES
from exercises.preview.still import still
from exercises.preview.walk import Moment, walk
from exercises.translate import Person, Reader, in_language

OTHER: Final = {
    NAMES.a: NAMES.b,
    NAMES.b: NAMES.a,
    Partner.A.voice: Partner.B.voice,
    Partner.B.voice: Partner.A.voice,
}
OF_ONE: Final = re.compile(rf"\b({'|'.join(OTHER)})\b")


@dataclass(frozen=True)
class Screen:
    """What one of the two sees; `markup` is empty where nothing has changed for them, or where they see the same as the
    other, with the names exchanged."""

    person: Person
    markup: SafeString
    is_same: bool = False


@dataclass(frozen=True)
class Scene:
    """What was pressed, in a sentence, and what both see then."""

    says: str
    screens: tuple[Screen, ...]


@dataclass
class Part:
    """A step of the exercise, or its end (`number` is 0), with its scenes in order."""

    title: str
    number: int
    scenes: list[Scene] = field(default_factory=list)


def parts_of(exercise: Exercise) -> list[Part]:
    """Return every screen of one way through the exercise, step by step."""
    shown: dict[Partner, str] = {}
    parts: list[Part] = []
    for number, moment in enumerate(walk(exercise)):
        part = _part(moment)
        if not parts or (parts[-1].number, parts[-1].title) != (part.number, part.title):
            parts.append(part)
        parts[-1].scenes.append(Scene(_says(moment), tuple(_screens(moment, number, shown))))
    return parts


def _part(moment: Moment) -> Part:
    if moment.now.over:
        return Part(_("At the end"), 0)
    return Part(in_language(moment.now.step.title), moment.now.index + 1)


def _says(moment: Moment) -> str:
    if moment.by is None or moment.did is None:
        return _("%(name)s has started it.") % {"name": NAMES.a}
    label = Reader(moment.by, NAMES).text(moment.did.label)
    return _("%(name)s presses “%(label)s”.") % {"name": NAMES.of(moment.by), "label": label}


def _screens(moment: Moment, number: int, shown: dict[Partner, str]) -> Iterator[Screen]:
    """Yield the screens of both; `shown`: what each was shown last, by the markup."""
    speaker = moment.now.carried.get("speaker")
    now = Pair(*(page_of(moment.now, moment.at, Reader(partner, NAMES, speaker)) for partner in Partner))
    for partner in Partner:
        is_new = shown.get(partner) != now.of(partner)
        shown[partner] = now.of(partner)
        is_same = is_new and partner is Partner.B and _exchanged(now.a) == now.b
        picture = (
            still(now.of(partner), f"{number}{partner.value}") if is_new and not is_same else SafeString("")
        )
        yield Screen(Person(NAMES.of(partner), partner.voice, is_you=False), picture, is_same)


def _exchanged(markup: str) -> str:
    """Return the page of one as it is for the other, if all that differs is who they are."""
    return OF_ONE.sub(lambda found: OTHER[found[0]], markup)


def page_of(now: Session, at: datetime, reader: Reader, typed: Typed = NOTHING_TYPED) -> str:
    """Return the heading and both parts of this person's page, without the bar of the room."""
    assert isinstance(reader.viewer, Partner)
    found = contexts.of_partner(view_of(now, reader.viewer, at), reader, typed, ())
    heading = markup("live/heading.jinja", found["heading"])
    return "\n".join([heading, made("theirs", found["theirs"]), made("mine", found["mine"])])
