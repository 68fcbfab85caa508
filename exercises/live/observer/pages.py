"""The page of a counselor who looks on. It says how far the two are, offers nothing, and is no page for anyone else."""

from __future__ import annotations

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

REFRESH = 15


@page(READ)
def room(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """The way into the room of a couple, for the counselor of this link; while both allow it there is such a page."""
    assert isinstance(request.user, User)
    link = links.linked(link_id, request.user)
    if link is None or link.couple is None or scopes.LIVE not in consent.scopes(request.user, link.couple):
        raise Http404
    open_one = observer_access.room_of(link.couple.pk)
    return redirect("session", open_one) if open_one else render(request, "exercises/empty_room.html")


def shown(request: HttpRequest, stream: UUID) -> HttpResponse:
    """What an observer may see now; for everybody else there is no such page."""
    assert isinstance(request.user, User)
    try:
        screen = observer_screen.show(stream, Caller(request.user.pk), rendering.as_html)
    except AccessDenied:
        raise Http404 from None
    if screen.news:
        async_to_sync(broadcast.announce)([(stream, partner) for partner in Partner])
    context = {
        "parts": {"room": mark_safe(screen.screen["room"])},  # rendered by our own template
        "session_path": reverse("session", args=[stream]),
        "socket_path": f"/ws/sessions/{stream}/",
        "refresh_seconds": REFRESH,
    }
    return render(request, "exercises/observed.html", context)
