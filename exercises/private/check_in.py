"""The own check-in: the form of each area, and how the answers are shown afterwards. Areas are never added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.catalog.solo import CheckIn, OwnArea
from exercises.core.comparison import UNEASY
from exercises.core.fields import Rating
from exercises.core.text import Written, say
from exercises.private.forms import PrivateForm, Raw
from exercises.steps.perception.figure import x_of
from exercises.translate import in_language, rating

MOST_NAMED: Final = 3
"""Areas named at the head of a check-in."""
PARTNER: Final = "partner"
ALONE: Final = "alone"
MODES: Final = (PARTNER, ALONE)


def form(check_in: CheckIn, area: OwnArea, mode: str) -> PrivateForm:
    """Return the form of one area, with questions about a partner only in the mode PARTNER."""
    steps = tuple(Written(anchor) for anchor in check_in.anchors)
    ease = tuple(Written(anchor) for anchor in check_in.comfort_anchors)
    own = Rating(name="own", label=Written(_own(area, mode)), anchors=steps)
    partner = Rating(name="partner", label=Written(area.partner), anchors=steps)
    comfort = Rating(name="comfort", label=say("Is this all right with you?"), anchors=ease)
    return PrivateForm((own, partner, comfort) if mode == PARTNER else (own, comfort))


def missing(check_in: CheckIn, started: Raw) -> int | None:
    """Return the number of the first unanswered area, counted from 1; None if all are answered."""
    answers = started["answers"]
    wanted = 3 if started["with"] == PARTNER else 2
    found = (
        number for number, area in enumerate(check_in.areas, 1) if len(answers.get(area.key, {})) < wanted
    )
    return next(found, None)


@dataclass(frozen=True)
class Then:
    """An earlier own rating: its position in the picture, and a sentence that compares it with the present one."""

    x: int
    sentence: str


@dataclass(frozen=True)
class Read:
    """One area of a finished check-in. `own_x`, `partner_x`: positions of the marks, None where nothing was rated."""

    title: str
    lines: tuple[tuple[str, str], ...]
    own_x: int | None
    partner_x: int | None
    then: Then | None

    @property
    def has_picture(self) -> bool:
        return self.own_x is not None or self.partner_x is not None

    @property
    def partner_left(self) -> int | None:
        """The left edge of a square of side 20 centered on `partner_x`."""
        return None if self.partner_x is None else self.partner_x - 10

    @property
    def height(self) -> int:
        return 152 if self.partner_x is not None else 92


def readable(check_in: CheckIn, entry: Raw, before: Raw | None) -> list[Read]:
    """Return all areas of one check-in, each with the own rating of the earlier check-in `before`."""
    return [_read(check_in, area, entry, before) for area in check_in.areas]


def not_all_right(check_in: CheckIn, entry: Raw) -> list[str]:
    """Return the titles of at most three areas that were put as uncomfortable, the most uncomfortable first."""
    eased = [(entry["answers"].get(area.key, {}).get("comfort"), area) for area in check_in.areas]
    uneasy = [(one, in_language(area.title)) for one, area in eased if type(one) is int and one <= UNEASY]
    return [title for _comfort, title in sorted(uneasy, key=lambda each: each[0])][:MOST_NAMED]


def previous(entries: list[Any], entry: Raw) -> Raw | None:
    """Return the last earlier check-in of the same mode."""
    earlier = entries[: entries.index(entry)]
    return next((one for one in reversed(earlier) if one["with"] == entry["with"]), None)


def _read(check_in: CheckIn, area: OwnArea, entry: Raw, before: Raw | None) -> Read:
    anchors = [in_language(one) for one in check_in.anchors]
    ease = [in_language(one) for one in check_in.comfort_anchors]
    given = entry["answers"].get(area.key, {})
    lines = [(in_language(_own(area, entry["with"])), _word(given.get("own"), anchors))]
    if entry["with"] == PARTNER:
        lines.append((in_language(area.partner), _word(given.get("partner"), anchors)))
    lines.append((_("Is this all right with you?"), _word(given.get("comfort"), ease)))
    return Read(
        title=in_language(area.title),
        lines=tuple(lines),
        own_x=_x(given.get("own")),
        partner_x=_x(given.get("partner")),
        then=_then(area, given, before, anchors),
    )


def _then(area: OwnArea, given: Raw, before: Raw | None, anchors: list[str]) -> Then | None:
    old = before["answers"].get(area.key, {}).get("own") if before else None
    if before is None or not isinstance(old, int) or not isinstance(given.get("own"), int):
        return None
    said = {"day": date.fromisoformat(before["on"]), "then": anchors[old], "now": anchors[given["own"]]}
    if old == given["own"]:
        return Then(x_of(old), _("The same as on %(day)s.") % _dated(said))
    return Then(x_of(old), _("On %(day)s you put “%(then)s”, now “%(now)s”.") % _dated(said))


def _dated(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"day": date_format(said["day"], "DATE_FORMAT")}


def _own(area: OwnArea, mode: str) -> Any:
    return area.own if mode == PARTNER else area.alone


def _word(value: Any, anchors: list[str]) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return anchors[value]
    return rating(value, anchors)


def _x(value: Any) -> int | None:
    return x_of(value) if isinstance(value, int) and not isinstance(value, bool) else None
