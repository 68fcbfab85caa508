"""What one person sees of their handouts, and from whom: with names, titles, and what can be done with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from couples.counseling.models import Counseling
from couples.lock.locks import OpenStore
from exercises import catalog
from exercises.catalog.solo import CheckIn, SoloDefinition
from exercises.private.handouts import received, told
from exercises.private.handouts.received import Handout
from exercises.private.handouts.told import Telling
from exercises.translate import in_language


@dataclass(frozen=True)
class Shown:
    """`counselor`: her name. `at`: the page of the exercise, empty if there is none any more. `can_tell`: the link is
    in force, and nothing was told of it yet."""

    handout: Handout
    counselor: str
    title: str
    at: str
    minutes: int
    day: date
    can_tell: bool


@dataclass(frozen=True)
class ShownTelling:
    """`to`: its counselor's name, empty once she is erased. `is_read`: she can read it now."""

    id: str
    title: str
    day: date
    words: str
    to: str
    is_read: bool


def handouts(open_store: OpenStore) -> list[Shown]:
    """Return what is there for this person, the latest first."""
    return _all_shown(open_store, received.read(open_store))


def put_away(open_store: OpenStore) -> list[Shown]:
    """Return what this person has put away, the latest first."""
    return _all_shown(open_store, received.read_away(open_store))


def _all_shown(open_store: OpenStore, found: list[Handout]) -> list[Shown]:
    given_by = _links({one.link for one in found})
    said = {one.handout for one in told.read(open_store)}
    return [
        _shown(one, given_by[one.link], one.id.hex not in said)
        for one in found
        if one.link in given_by and given_by[one.link].counselor_id == one.counselor
    ]


def tellings(open_store: OpenStore) -> list[ShownTelling]:
    """Return what this person told, the latest first."""
    found = told.read(open_store)
    links = {str(link): one for link, one in _links({UUID(one.link) for one in found}).items()}
    return [_shown_telling(one, links.get(one.link)) for one in found]


def exercises() -> list[SoloDefinition]:
    """Return all exercises for one, the shortest first."""
    return [one for one in catalog.all_definitions() if isinstance(one, SoloDefinition)]


def of_slug(slug: str) -> SoloDefinition | None:
    return next((one for one in exercises() if one.slug == slug), None)


def title_of(slug: str) -> str:
    """Return the title in the reader's language; empty for one that is there no more."""
    found = of_slug(slug)
    return in_language(found.title) if found else ""


def is_in_force(link: Counseling) -> bool:
    """Whether nothing of it has ended: its couple is one, and its counselor works here."""
    counselor = link.counselor
    is_hers = link.ended_at is None and counselor.is_active and counselor.is_counselor
    return is_hers and link.couple is not None and link.couple.ended_at is None


def _shown(one: Handout, link: Counseling, is_untold: bool) -> Shown:
    exercise = of_slug(one.slug)
    return Shown(
        handout=one,
        counselor=link.counselor.name,
        title=title_of(one.slug),
        at=_address(exercise) if exercise else "",
        minutes=exercise.minutes if exercise else 0,
        day=date.fromisoformat(one.on),
        can_tell=is_untold and is_in_force(link),
    )


def _shown_telling(one: Telling, link: Counseling | None) -> ShownTelling:
    return ShownTelling(
        id=one.id,
        title=title_of(one.slug),
        day=date.fromisoformat(one.on),
        words=one.words,
        to=link.counselor.name if link else "",
        is_read=link is not None and is_in_force(link),
    )


def _address(exercise: SoloDefinition) -> str:
    if isinstance(exercise, CheckIn):
        return reverse("private_check_in")
    return reverse("private_writing", args=[exercise.address])


def _links(ids: set[UUID]) -> dict[UUID, Counseling]:
    found = Counseling.objects.filter(pk__in=ids, linked_at__isnull=False)
    return {one.pk: one for one in found.select_related("counselor__counselor", "couple")}
