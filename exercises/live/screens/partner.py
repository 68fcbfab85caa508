"""A partner's screen of a session, the same for a page and for an update over the socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from exercises.core import view as views
from exercises.core.session import Session
from exercises.core.view import View
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess
from exercises.live.screens import rendering
from exercises.live.screens.contexts import Drafts, Typed
from exercises.live.screens.rendering import Rendered
from exercises.live.store import drafts, presence, streams
from exercises.translate import Reader

Refusal = tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True)
class Kept:
    """What somebody typed and did not send, as it was when they reached the visit or last acted in it."""

    visit: int
    drafts: Drafts
    left_over: tuple[str, ...]


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

    def holds_for(self, granted: PartnerAccess) -> bool:
        """Whether this access would show the same: equal records, names, keys and presence, and no time has expired.

        False where an observer has been in the room: their coming and going changes none of these.
        """
        expires = self.view.changes_at
        in_time = expires is None or timezone.now() < expires
        return granted == self.granted and not granted.visited and in_time


def show(
    stream: UUID,
    caller: Caller,
    render: rendering.Render,
    refused: Refusal | None = None,
    last: PartnerScreen | None = None,
) -> PartnerScreen:
    """Return what the caller may see now. Raises AccessDenied.

    An open connection passes its `last` screen. It is returned again if nothing has changed, as after the broadcast of
    its own command. Otherwise its drafts are reused, not read again: a draft saved since would arrive with the next
    update, and so reveal when the partner did something closed.
    """
    granted = _access(stream, caller)
    if last and last.holds_for(granted):
        return last
    return show_from(granted, streams.state_at(granted), render, refused, last.kept if last else None)


def show_from(
    granted: PartnerAccess,
    session: Session,
    render: rendering.Render,
    refused: Refusal | None = None,
    kept: Kept | None = None,
) -> PartnerScreen:
    """Return the screen for this access and session, both from the transaction that authorised the caller.

    Reads the visitors, and the drafts unless `kept` holds those of this visit.
    """
    view = views.view_of(session, granted.partner, timezone.localtime())
    if kept is None or kept.visit != view.visit:
        kept = Kept(view.visit, *drafts.of(granted, view.visit))
    typed = Typed(kept.drafts, kept.left_over, refused)
    reader = Reader(granted.partner, granted.names, session.carried.get("speaker"))
    screen = render(view, reader, typed, presence.visitors(granted))
    both_there = view.both_entered and not view.over
    return PartnerScreen(view, screen, presence.word(granted, both_there), granted, kept)


def access_and_state(stream: UUID, caller: Caller) -> tuple[PartnerAccess, Session]:
    """Return the caller's access to a session, and its state. Raises AccessDenied."""
    granted = _access(stream, caller)
    session: Session = streams.state_at(granted)
    return granted, session


def _access(stream: UUID, caller: Caller) -> PartnerAccess:
    granted = access.of_partner(stream, caller)
    if granted.kind != "session":
        raise access.AccessDenied(access.NO_SUCH)
    return granted
