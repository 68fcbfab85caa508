"""A partner's screen of a session, the same for a page and for an update over the socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from couples import clock
from exercises.core import view as views
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.view import View
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess
from exercises.live.screens import counselors, rendering
from exercises.live.screens.contexts import Drafts, Typed, Visitors
from exercises.live.screens.counselors import Names
from exercises.live.screens.rendering import Rendered
from exercises.live.store import drafts, earlier, elsewhere, presence, streams
from exercises.live.store.drafts import LeftOver
from exercises.translate import Reader

Refusal = tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True)
class Kept:
    """What somebody typed and did not send, as it was when they reached the visit or last acted in it."""

    visit: int
    drafts: Drafts
    left_over: tuple[LeftOver, ...]


@dataclass(frozen=True)
class ViewerScreen:
    """What a viewer sees now: the view, and it rendered. `presence`: whether the partner is here."""

    view: View
    screen: Rendered
    presence: str | None


@dataclass(frozen=True)
class PartnerScreen(ViewerScreen):
    """The screen of a partner."""

    granted: PartnerAccess
    kept: Kept

    def has_form(self, visit: int, name: str) -> bool:
        """Whether this form is on the page."""
        return visit == self.view.visit and name in forms_of(self.view)

    def holds_for(self, granted: PartnerAccess) -> bool:
        """Whether this access would show the same: equal records, names, keys and presence, and no time has expired.

        False where an observer has been in the room: their coming and going changes none of these.
        """
        expires = self.view.changes_at
        in_time = expires is None or clock.now() < expires
        return granted == self.granted and not granted.visited and in_time


@dataclass(frozen=True)
class ScreenInputs:
    """All that a screen is made from, read in the transaction that authorised the caller."""

    granted: PartnerAccess
    view: View
    kept: Kept
    visitors: Visitors
    counselors: Names
    speaker: Partner | None


def inputs(granted: PartnerAccess, session: Session, view: View, kept: Kept) -> ScreenInputs:
    """Return what the screen of this access and session is made from. Reads the visitors, where there have been any,
    and the names of counselors, where they have done something."""
    names = counselors.names_in(view)
    return ScreenInputs(
        granted, view, kept, presence.visitors(granted), names, session.carried.get("speaker")
    )


def made(of: ScreenInputs, render: rendering.Render, refused: Refusal | None = None) -> PartnerScreen:
    """Return the screen. Reads nothing."""
    typed = Typed(of.kept.drafts, of.kept.left_over, refused)
    reader = Reader(of.granted.partner, of.granted.names, of.speaker)
    screen = render(of.view, reader, typed, of.visitors, of.counselors)
    both_there = of.view.both_entered and not of.view.over
    return PartnerScreen(of.view, screen, presence.word(of.granted, both_there), of.granted, of.kept)


def show(
    stream: UUID, caller: Caller, render: rendering.Render, refused: Refusal | None = None
) -> PartnerScreen:
    """Return what the caller may see now. Raises AccessDenied."""
    return made(first_inputs(*access_and_state(stream, caller)), render, refused)


def first_inputs(granted: PartnerAccess, session: Session) -> ScreenInputs:
    """Return the inputs of a first screen, with the drafts as they are now."""
    view = view_of(granted, session)
    return inputs(granted, session, view, Kept(view.visit, *drafts.of(granted, view.visit, forms_of(view))))


def forms_of(view: View) -> frozenset[str]:
    """Return the names of the forms that are on this person's page, whether or not they may be sent just now."""
    return frozenset(offer.name for offer in (*view.forms, *view.room))


def view_of(granted: PartnerAccess, session: Session) -> View:
    """Return what this partner may see of the session now."""
    return views.view_of(earlier.joined(granted, session), granted.partner, clock.now())


def access_and_state(stream: UUID, caller: Caller) -> tuple[PartnerAccess, Session]:
    """Return the caller's access to a session, and its state, for a page or a new socket. Raises AccessDenied."""
    granted = _access(stream, caller)
    elsewhere.look([granted])
    session: Session = streams.state_at(granted)
    return granted, session


def _access(stream: UUID, caller: Caller) -> PartnerAccess:
    granted = access.of_partner(stream, caller)
    if granted.kind != "session":
        raise access.AccessDenied(access.NO_SUCH)
    return granted
