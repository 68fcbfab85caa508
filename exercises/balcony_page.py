"""The page of a counselor who looks on. It says how far the two are, offers nothing, and is no page for anyone else."""

from __future__ import annotations

from uuid import UUID

from asgiref.sync import async_to_sync
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from couples.models import User
from exercises import hints, observing, screens
from exercises.access import Caller, Shut
from exercises.core.pair import Partner

REFRESH = 15


def page(request: HttpRequest, stream: UUID) -> HttpResponse:
    """What an observer may see now; for everybody else there is no such page."""
    assert isinstance(request.user, User)
    try:
        look = observing.look(stream, Caller(request.user.pk), screens.as_html)
    except Shut:
        raise Http404 from None
    if look.news:
        async_to_sync(hints.announce)([(stream, partner) for partner in Partner])
    context = {
        "parts": {"room": mark_safe(look.screen["room"])},  # rendered by our own template
        "session_path": reverse("session", args=[stream]),
        "socket_path": f"/ws/sessions/{stream}/",
        "refresh_seconds": REFRESH,
    }
    return render(request, "exercises/observed.html", context)
