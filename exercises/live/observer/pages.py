"""The pages of an observing counselor: the threshold, the session, and her acts as posted forms."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from asgiref.sync import async_to_sync
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples.accounts.models import User
from couples.counseling import consent, links, readings, scopes
from couples.page_decorators import READ, REFUSED, page
from couples.pairing import membership
from exercises.core.pair import Pair, Partner
from exercises.core.text import Refused
from exercises.live import outcomes
from exercises.live.access import AccessDenied, Caller
from exercises.live.form_tokens import with_form_tokens
from exercises.live.notify import broadcast
from exercises.live.observer import access as observer_access
from exercises.live.observer import acting
from exercises.live.observer import screen as observer_screen
from exercises.live.observer.screen import ObserverScreen
from exercises.live.posted import AS_DRAFT, read_command, refusal
from exercises.live.screens import rendering
from exercises.live.screens.contexts import NOTHING_TYPED, Typed

REFRESH_SECONDS: Final = 15


@page(READ)
def room(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Say to this link's counselor whether a session is open, and what both read when she comes. 404 unless both allow
    it."""
    assert isinstance(request.user, User)
    link = links.linked(link_id, request.user)
    if link is None or link.couple is None or scopes.LIVE not in consent.scopes(request.user, link.couple):
        raise Http404
    _require_live(request.user, link.couple.pk)
    session = observer_access.room_of(link.couple.pk)
    if (names := membership.names_of([link.couple.pk]).get(link.couple.pk)) is None:
        raise Http404
    linked = {"counseling": link, "names": Pair(*names)}
    seen = {"linked": linked, "session": session, "still": reverse("counselor_couple_still", args=[link.pk])}
    answer = render(request, "exercises/threshold.html", seen | {"shown": scopes.LIVE.value})
    if scopes.LIVE not in (consent.allowed_now(request.user.pk, link.couple.pk) or ()):
        raise Http404
    return answer


def shown(request: HttpRequest, stream: UUID) -> HttpResponse:
    """Render the session for an observer; Http404 for everybody else. A new visit is broadcast to both partners."""
    assert isinstance(request.user, User)
    caller = Caller(request.user.pk)
    try:
        _require_live(request.user, observer_access.of_observer(stream, caller).couple)
        return _made(request, stream, caller)
    except AccessDenied:
        raise Http404 from None


def acted(request: HttpRequest, stream: UUID) -> HttpResponse:
    """Carry out her posted command, then show the session; what was refused with what she typed. Http404 for others."""
    assert isinstance(request.user, User)
    caller, command = Caller(request.user.pk), read_command(request.POST)
    if AS_DRAFT in request.POST:
        raise Http404
    try:
        try:
            with outcomes.counted():
                done = acting.submit(stream, caller, command)
        except Refused as refused:
            sentence, wrong = refusal(refused)
            typed = Typed({command.name: command.fields}, refused=(command.name, sentence, wrong))
            return _made(request, stream, caller, typed, REFUSED)
    except AccessDenied:
        raise Http404 from None
    async_to_sync(broadcast.announce)(done.changed)
    return redirect("session", stream)


def _made(
    request: HttpRequest, stream: UUID, caller: Caller, typed: Typed = NOTHING_TYPED, status: int = 200
) -> HttpResponse:
    """Return the session as she sees it. Raises AccessDenied.

    Access is asked for again when the page is made. If she may read less by then, it is made again.
    """
    while True:
        screen = observer_screen.show(stream, caller, rendering.as_html, typed)
        answer = _observed(request, stream, screen, status)
        if observer_access.of_observer(stream, caller).reads >= screen.granted.reads:
            return answer


def _require_live(reader: User, couple: UUID) -> None:
    if scopes.LIVE not in (readings.allowed(reader.pk, couple) or ()):
        raise Http404


def _observed(request: HttpRequest, stream: UUID, screen: ObserverScreen, status: int = 200) -> HttpResponse:
    assert isinstance(request.user, User)
    if screen.is_new_visit:
        async_to_sync(broadcast.announce)([(stream, partner) for partner in Partner])
    context = {
        "parts": {name: with_form_tokens(request, markup) for name, markup in screen.screen.items()},
        "session_path": reverse("session", args=[stream]),
        "link": observer_access.link_of(stream, request.user.pk),
        "socket_path": f"/ws/sessions/{stream}/",
        "refresh_seconds": REFRESH_SECONDS,
        "is_writing": "write" in request.GET or status != 200,
    }
    return render(request, "exercises/observed.html", context, status=status)
