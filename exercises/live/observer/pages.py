"""The pages of an observing counselor. They show which step the couple is at and offer no acts."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from asgiref.sync import async_to_sync
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.page_decorators import READ, page
from exercises.core.pair import Partner
from exercises.live.access import AccessDenied, Caller
from exercises.live.notify import broadcast
from exercises.live.observer import access as observer_access
from exercises.live.observer import screen as observer_screen
from exercises.live.screens import rendering

REFRESH_SECONDS: Final = 15


@page(READ)
def room(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Redirect this link's counselor to the couple's session, or say that there is none. 404 unless both allow it."""
    assert isinstance(request.user, User)
    link = links.linked(link_id, request.user)
    if link is None or link.couple is None or scopes.LIVE not in consent.scopes(request.user, link.couple):
        raise Http404
    session = observer_access.room_of(link.couple.pk)
    return redirect("session", session) if session else render(request, "exercises/empty_room.html")


def shown(request: HttpRequest, stream: UUID) -> HttpResponse:
    """Render the session for an observer; Http404 for everybody else. A new visit is broadcast to both partners."""
    assert isinstance(request.user, User)
    try:
        screen = observer_screen.show(stream, Caller(request.user.pk), rendering.as_html)
    except AccessDenied:
        raise Http404 from None
    if screen.is_new_visit:
        async_to_sync(broadcast.announce)([(stream, partner) for partner in Partner])
    context = {
        "parts": {"room": mark_safe(screen.screen["room"])},  # rendered by our own template
        "session_path": reverse("session", args=[stream]),
        "socket_path": f"/ws/sessions/{stream}/",
        "refresh_seconds": REFRESH_SECONDS,
    }
    return render(request, "exercises/observed.html", context)
