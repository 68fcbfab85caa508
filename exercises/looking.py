"""One person's look at a session: the seat, the sight, the screen. The same for a page and for a push."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from exercises import access, drafts, presence, screens, streams
from exercises.access import Caller, Seat
from exercises.core import sight
from exercises.core.session import Session
from exercises.core.sight import View
from exercises.screens import Screen, Typed
from exercises.wording import Reader

Refusal = tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True)
class Look:
    seat: Seat
    view: View
    screen: Screen
    presence: str | None


def look(stream: UUID, caller: Caller, render: screens.Render, refused: Refusal | None = None) -> Look:
    """What the caller may see now. Raises access.Shut."""
    seat, session, reader = approach(stream, caller)
    view = sight.view(session, seat.partner, timezone.localtime())
    typed, left = drafts.of(seat, view.visit)
    screen = render(view, reader, Typed(typed, left, refused))
    both_there = view.both_entered and not view.over
    return Look(seat, view, screen, presence.word(seat, both_there))


def approach(stream: UUID, caller: Caller) -> tuple[Seat, Session, Reader]:
    """The seat at a session, its state there, and the words for who sits there."""
    seat = access.seat(stream, caller)
    if seat.kind != "session":
        raise access.Shut(access.NO_SUCH)
    session: Session = streams.state_at(seat)
    return seat, session, Reader(seat.partner, seat.names, session.carried.get("speaker"))
