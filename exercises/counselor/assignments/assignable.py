"""The exercises that a counselor can assign, in the groups of the catalogue; those that need her stand apart, last."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.aims import AIMS, GROUPS
from exercises.core.text import Written
from exercises.translate import Reader


@dataclass(frozen=True)
class Assignable:
    """An exercise in few words. `says`: what it is for."""

    slug: str
    title: str
    says: str
    minutes: int


def groups() -> list[tuple[str, list[Assignable]]]:
    """Return each exercise for two once: by the first thing it is for, the shortest first, under the group's name."""
    reader, found = Reader.for_anybody(), dict[str, list[Assignable]]()
    names = {key: reader.text(says) for key, says in GROUPS.items()}
    for one in catalog.couple_definitions():
        name = _("With a counselor") if one.with_counselor else names[AIMS[one.aims[0]].group]
        found.setdefault(name, []).append(_assignable(one, reader))
    order = [*names.values(), _("With a counselor")]
    return [(name, found[name]) for name in order if name in found]


def _assignable(one: CoupleDefinition, reader: Reader) -> Assignable:
    says = reader.text(Written(one.summary or one.purpose))
    return Assignable(one.slug, reader.text(Written(one.title)), says, one.minutes)
