"""The page on which a partner brings something of their own into the closed form of the step they are at.

It copies into the draft of that form, which is its author's alone. No event is recorded; nobody else can tell.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples.lock.guards import Opened
from exercises.live.access import AccessDenied, Caller, PartnerAccess
from exercises.live.screens import partner as partner_screen
from exercises.live.store import drafts
from exercises.private import bringing, store
from exercises.private.gate import private

FORM = "hand_in"


@private
def bring(request: Opened, session_id: UUID) -> HttpResponse:
    """Show the own writings that fit this step. A POST copies one into the form, and leads back to the session."""
    try:
        granted, session = partner_screen.access_and_state(session_id, Caller(request.user.pk))
    except AccessDenied:
        raise Http404 from None
    view = partner_screen.view_of(granted, session)
    if not any(offer.name == FORM for offer in view.forms):
        return redirect("session", session_id)
    fitting = bringing.fitting(session.step, store.read(request.open_store))
    if request.method != "POST":
        return render(request, "private/bring.html", {"fitting": fitting, "session_id": session_id})
    chosen = next((one for one in fitting if one.id == request.POST.get("entry")), None)
    if chosen is None:
        raise Http404
    _add_to_draft(granted, view.visit, chosen)
    return redirect("session", session_id)


def _add_to_draft(granted: PartnerAccess, visit: int, chosen: bringing.Brought) -> None:
    kept, _left_over = drafts.of(granted, visit)
    drafts.save(granted, visit, FORM, bringing.added(kept.get(FORM, {}), chosen))
