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
from couples.counseling import consent, links, readings, scopes
from couples.page_decorators import READ, page
from exercises.core.pair import Partner
from exercises.live.access import AccessDenied, Caller
from exercises.live.notify import broadcast
from exercises.live.observer import access as observer_access
from exercises.live.observer import screen as observer_screen
from exercises.live.observer.screen import ObserverScreen
from exercises.live.screens import rendering

REFRESH_SECONDS: Final = 15


@page(READ)
def room(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Redirect this link's counselor to the couple's session, or say that there is none. 404 unless both allow it."""
    assert isinstance(request.user, User)
    link = links.linked(link_id, request.user)
    if link is None or link.couple is None or scopes.LIVE not in consent.scopes(request.user, link.couple):
        raise Http404
    _require_live(request.user, link.couple.pk)
    session = observer_access.room_of(link.couple.pk)
    answer = redirect("session", session) if session else render(request, "exercises/empty_room.html")
    if scopes.LIVE not in (consent.allowed_now(request.user.pk, link.couple.pk) or ()):
        raise Http404
    return answer


def shown(request: HttpRequest, stream: UUID) -> HttpResponse:
    """Render the session for an observer; Http404 for everybody else. A new visit is broadcast to both partners.

    Access is asked for again when the page is made, so that it does not leave after a consent has ended.
    """
    assert isinstance(request.user, User)
    caller = Caller(request.user.pk)
    try:
        _require_live(request.user, observer_access.of_observer(stream, caller).couple)
        answer = _observed(request, stream, observer_screen.show(stream, caller, rendering.as_html))
        observer_access.of_observer(stream, caller)
    except AccessDenied:
        raise Http404 from None
    return answer


def _require_live(reader: User, couple: UUID) -> None:
    if scopes.LIVE not in (readings.allowed(reader.pk, couple) or ()):
        raise Http404


def _observed(request: HttpRequest, stream: UUID, screen: ObserverScreen) -> HttpResponse:
    if screen.is_new_visit:
        async_to_sync(broadcast.announce)([(stream, partner) for partner in Partner])
    context = {
        "parts": {"room": mark_safe(screen.screen["room"])},  # nosec B703 # our own template
        "session_path": reverse("session", args=[stream]),
        "socket_path": f"/ws/sessions/{stream}/",
        "refresh_seconds": REFRESH_SECONDS,
    }
    return render(request, "exercises/observed.html", context)
