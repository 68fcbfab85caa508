"""The shape of exercises for one person, and the checks of their parts against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from exercises.catalog.files import Problem
from exercises.catalog.shape import Domain, Envelope
from exercises.core.checks import name_faults
from exercises.core.fields import Rating
from exercises.core.text import Localized
from exercises.translate import Reader

ANCHORS: Final = Rating.max - Rating.min + 1
"""The number of texts a rating needs, one for each of its steps."""


@dataclass(frozen=True)
class Question:
    """A question that is answered in writing."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    label: Localized
    hint: Localized | None = None
    max_length: Annotated[int, Field(ge=20, le=2000)] = 1200


@dataclass(frozen=True)
class OwnArea:
    """One area of life. `own` and `partner` are asked about a partner, `alone` if there is none."""

    key: Domain
    title: Localized
    intro: Localized
    own: Localized
    partner: Localized
    alone: Localized


class SoloDefinition(Envelope):
    """An exercise for one person."""

    for_: Annotated[Literal["one"], Field(alias="for")]
    intro: Localized

    @property
    def address(self) -> str:
        """The last part of its page's URL: a hash of the slug, so that a browser's history does not name it."""
        return sha256(self.slug.encode()).hexdigest()[:8]


class Writing(SoloDefinition):
    """Questions answered in writing."""

    kind: Literal["writing"]
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=8)]


class CheckIn(SoloDefinition):
    """Areas of life that are rated in words."""

    kind: Literal["check_in"]
    anchors: tuple[Localized, ...]
    comfort_anchors: tuple[Localized, ...]
    areas: Annotated[tuple[OwnArea, ...], Field(min_length=1)]


def solo_problems(definition: Writing | CheckIn) -> Iterator[Problem]:
    """Yield the problems within one definition."""
    if isinstance(definition, Writing):
        yield from _names("questions", "name", [question.name for question in definition.questions])
        return
    for name in ("anchors", "comfort_anchors"):
        if len(getattr(definition, name)) != ANCHORS:
            says = _("should be {steps} texts, one for each step").format(steps=ANCHORS)
            yield Problem((name,), says)
    yield from _names("areas", "key", [area.key for area in definition.areas])


def _names(many: str, name: str, given: list[str]) -> Iterator[Problem]:
    """Yield problems of names that become form fields: they must be unique and not reserved."""
    reader = Reader.for_anybody()
    for fault in name_faults(many, name, given):
        yield Problem(fault.route, reader.text(fault.says))
