"""The exercises for a counselor’s list: every one, also those with a counselor, as she looks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from exercises import catalog
from exercises.catalog import CoupleDefinition, Definition
from exercises.counselor.assignments import assignable
from exercises.favorites import kept
from exercises.home import catalogue, finding
from exercises.home.finding import Wanted


@dataclass(frozen=True)
class Line:
    """An exercise in the list. `note`: how it is done, or what it needs; `can_assign`: not those for one."""

    slug: str
    title: str
    says: str
    minutes: int
    way: str
    note: str
    path: str
    can_assign: bool


def fitting(looked_for: Wanted) -> list[Line]:
    """Return what fits, the shortest first."""
    return _lines(finding.fitting(catalog.all_definitions(), looked_for, ()))


def groups() -> list[tuple[str, list[Line]]]:
    """Return every exercise once, under the name of its group; those for one alone stand together at the end."""
    known = {one.slug: one for one in catalog.all_definitions()}
    found = [(name, _lines(known[one.slug] for one in several)) for name, several in assignable.groups()]
    for_one = [one for one in known.values() if not isinstance(one, CoupleDefinition)]
    return [*found, (_("For one alone"), _lines(for_one))]


def favorites(person: UUID) -> list[Line]:
    """Return what this person keeps at hand, the latest first."""
    known = {one.slug: one for one in catalog.couple_definitions()}
    return _lines(known[slug] for slug in kept.of(person))


def _lines(definitions: Iterable[Definition]) -> list[Line]:
    return [_line(one) for one in definitions]


def _line(one: Definition) -> Line:
    of = catalogue.line(one, has_couple=False)
    if not isinstance(one, CoupleDefinition):
        note, path = _("for one alone, on their private pages"), reverse("preview", args=[one.address])
        return Line(of.slug, of.title, of.says, of.minutes, "", note, path, can_assign=False)
    note = _("only with a counselor") if one.with_counselor else ""
    path = reverse("counselor_exercise", args=[one.slug])
    return Line(of.slug, of.title, of.says, of.minutes, of.way, note, path, can_assign=True)
