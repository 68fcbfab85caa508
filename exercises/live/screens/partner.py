"""One person's look at a session: the seat, the sight, the screen. The same for a page and for a push."""

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
from exercises.live.screens.rendering import Rendered, Typed
from exercises.live.store import drafts, presence, streams
from exercises.translate import Reader

Refusal = tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True)
class Kept:
    """What somebody typed and did not send, as it was when they came to the visit or last acted in it."""

    visit: int
    drafts: rendering.Drafts
    left_over: tuple[str, ...]


@dataclass(frozen=True)
class ViewerScreen:
    """What somebody sees now: the sight, and it made visible. `presence`: whether the other partner is here."""

    view: View
    screen: Rendered
    presence: str | None


@dataclass(frozen=True)
class PartnerScreen(ViewerScreen):
    """A partner's."""

    granted: PartnerAccess
    kept: Kept

    def holds_for(self, granted: PartnerAccess) -> bool:
        """Whether this seat would see the same: the same records, names, keys and presence, and no time has run out.

        Visitors come and go without any of these, so where somebody has been in the room, nothing is certain.
        """
        runs_out = self.view.changes_at
        in_time = runs_out is None or timezone.now() < runs_out
        return granted == self.granted and not granted.visited and in_time


def show(
    stream: UUID,
    caller: Caller,
    render: rendering.Render,
    refused: Refusal | None = None,
    last: PartnerScreen | None = None,
) -> PartnerScreen:
    """What the caller may see now. Raises access.Shut.

    An open connection gives its `last` look. It is returned again if nothing has changed since, as for the hint that
    follows a command of its own. Otherwise its drafts are kept: one that was saved since would come with the next
    push, and so show when the other did something closed.
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
    """What is seen from this seat of this session. Both come from the transaction that authorised the caller.

    Reads the visitors, and the drafts unless `kept` are those of this visit.
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
    """The caller's seat at a session, and its state there. Raises access.Shut."""
    granted = _access(stream, caller)
    session: Session = streams.state_at(granted)
    return granted, session


def _access(stream: UUID, caller: Caller) -> PartnerAccess:
    granted = access.of_partner(stream, caller)
    if granted.kind != "session":
        raise access.AccessDenied(access.NO_SUCH)
    return granted
