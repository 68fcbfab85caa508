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
class Kept:
    """What somebody typed and did not send, as it was when they came to the visit or last acted in it."""

    visit: int
    drafts: screens.Drafts
    left_over: tuple[str, ...]


@dataclass(frozen=True)
class Glimpse:
    """What somebody sees now: the sight, and it made visible. `presence`: whether the other partner is here."""

    view: View
    screen: Screen
    presence: str | None


@dataclass(frozen=True)
class Look(Glimpse):
    """A partner's."""

    seat: Seat
    kept: Kept


def look(
    stream: UUID,
    caller: Caller,
    render: screens.Render,
    refused: Refusal | None = None,
    kept: Kept | None = None,
) -> Look:
    """What the caller may see now. Raises access.Shut.

    An open tab gives back the `kept` of its last look: else a draft saved since would come with the next push, and
    so show when the other did something closed.
    """
    seat, session, reader = approach(stream, caller)
    view = sight.view(session, seat.partner, timezone.localtime())
    if kept is None or kept.visit != view.visit:
        kept = Kept(view.visit, *drafts.of(seat, view.visit))
    typed = Typed(kept.drafts, kept.left_over, refused)
    screen = render(view, reader, typed, presence.visitors(seat))
    both_there = view.both_entered and not view.over
    return Look(view, screen, presence.word(seat, both_there), seat, kept)


def approach(stream: UUID, caller: Caller) -> tuple[Seat, Session, Reader]:
    """The seat at a session, its state there, and the words for who sits there."""
    seat = access.seat(stream, caller)
    if seat.kind != "session":
        raise access.Shut(access.NO_SUCH)
    session: Session = streams.state_at(seat)
    return seat, session, Reader(seat.partner, seat.names, session.carried.get("speaker"))
