"""A partner's own line: what they put for themself in each check-in of the couple. Nobody else can open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from couples.page_decorators import READ
from couples.pairing.models import Couple
from couples.pairing.partner_page import OfCouple, partner_page
from exercises.core.session import Session
from exercises.core.trend import FEWEST, moves, trend
from exercises.home import sessions
from exercises.home.line_figure import Figure, figure
from exercises.live.access import Caller, PartnerAccess
from exercises.live.store import several
from exercises.reminders.due import CHECK_IN
from exercises.translate import Reader

MOST: Final = 24
"""Check-ins on the page, the latest ones."""


@dataclass(frozen=True)
class Point:
    """What was put for oneself in an area on a day: a rating and its word; both are empty where it was skipped."""

    on: datetime
    value: int | None
    word: str


@dataclass(frozen=True)
class AreaLine:
    """The line of one area, oldest first. `says`: what can be said of it, words first."""

    title: str
    points: tuple[Point, ...]
    says: tuple[str, ...]
    figure: Figure | None


@partner_page(READ)
def own_line(request: OfCouple) -> HttpResponse:
    """Show one's own line in every area, from the first check-in that opened."""
    lines = lines_of(request.couple, request.user.pk)
    many = max((len(line.points) for line in lines), default=0)
    return render(request, "exercises/own_line.html", {"lines": lines, "many": many, "fewest": FEWEST})


def lines_of(couple: Couple, user: UUID) -> list[AreaLine]:
    """Return a line for each area that this partner has rated, as the check-in orders them."""
    found = list(sessions.of_couple(couple).filter(definition__slug=CHECK_IN)[:MOST])[::-1]
    granted = several.of_partner([stream.pk for stream in found], Caller(user))
    states = several.states(granted.values())
    titles: dict[str, str] = {}
    points: dict[str, list[Point]] = {}
    for stream in (one for one in found if one.pk in states):
        access = granted[stream.pk]
        reader = Reader(access.partner, access.names)
        for area in _own_areas(states[stream.pk], access):
            titles[area.key] = reader.text(area.title)
            word = reader.text(area.lines[0].said) if area.value is not None else ""
            points.setdefault(area.key, []).append(Point(stream.started_at, area.value, word))
    return [_line(titles[key], tuple(several_)) for key, several_ in points.items()]


def _own_areas(session: Session, access: PartnerAccess) -> Iterator[Any]:
    """Yield what this partner sees of their own sheets, of the steps that have opened."""
    for past in session.so_far:
        kind = session.exercise.steps[past.index].kind
        yield from getattr(kind.read_afterwards(past.here, past.state, access.partner).mine, "own", ())


def _line(title: str, points: tuple[Point, ...]) -> AreaLine:
    values = [point.value for point in points]
    words = {point.value: point.word for point in points if point.value is not None}
    return AreaLine(title, points, tuple(_says(values, words)), figure(values))


def _says(values: list[int | None], words: dict[int, str]) -> Iterator[str]:
    """Yield what is usual for this person, and whether the latest is not: a move is more than a rating’s wobble."""
    found = trend(values)
    if found.lower is None or found.upper is None:
        return
    usual = [value for value in sorted(words) if ceil(found.lower) <= value <= floor(found.upper)]
    if usual:
        low, high = words[usual[0]], words[usual[-1]]
        says = (
            _("You usually put “%(low)s”.")
            if low == high
            else _("You usually put from “%(low)s” to “%(high)s”.")
        )
        yield says % {"low": low, "high": high}
    last = len(values) - 1
    if last in moves(values):
        latest = values[last]
        assert latest is not None
        is_more = latest > (found.mean or 0)
        more, less = _("“%(word)s” is more than usual for you."), _("“%(word)s” is less than usual for you.")
        yield (more if is_more else less) % {"word": words[latest]}
        yield _("An answer far from the usual often comes nearer again by itself.")
