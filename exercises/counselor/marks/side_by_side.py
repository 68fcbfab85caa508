"""Marked items that the two see differently, with both views, as the sessions themselves say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from couples.counseling import scopes
from couples.counseling.scopes import Scope
from couples.pairing.models import Couple
from exercises.core.items import opened
from exercises.core.points import OfItem, RatedArea
from exercises.counselor import finished
from exercises.counselor.caseload.words import short
from exercises.counselor.finished import Session
from exercises.counselor.marks.told import Told
from exercises.live.models import Stream
from exercises.live.store import streams as stored


@dataclass(frozen=True)
class MarkedItem:
    """`about`: what was rated, if something was. `says`: the two views, in sentences. `under`: its scope in a word."""

    assignment: UUID
    title: str
    about: str
    says: tuple[str, ...]
    on: date
    scope: Scope

    @property
    def under(self) -> str:
        return short(self.scope)


def read(couple: Couple, told: Sequence[Told]) -> list[MarkedItem]:
    """Return what is told of sessions of this couple, which are read here; nothing is read for nothing."""
    if not told:
        return []
    streams = Stream.objects.filter(pk__in=[one.session for one in told])
    return of(told, {one.id: one for one in finished.sessions(couple, streams)})


def of(told: Iterable[Told], sessions: Mapping[UUID, Session]) -> list[MarkedItem]:
    """Return what is told of these sessions, each that it names being among them if it holds."""
    return [item for one in told if one.session in sessions for item in _items(one, sessions[one.session])]


def _items(one: Told, session: Session) -> Iterator[MarkedItem]:
    points = opened(stored.exercise(one.definition), session.steps)
    for marked in one.marked:
        point, scope = points.get(marked.number), scopes.find(marked.scope)
        if point is not None and point.differs and scope is not None:
            yield _item(one.assignment, point, session, scope)


def _item(assignment: UUID, point: OfItem, session: Session, scope: Scope) -> MarkedItem:
    text = session.reader.text
    about = text(point.about) if isinstance(point, RatedArea) else ""
    day = timezone.localdate(session.begun)
    says = tuple(text(one) for one in point.says)
    return MarkedItem(assignment, text(point.title), about, says, day, scope)
