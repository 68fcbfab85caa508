"""The pages of a session. A POST carries out a command, exactly as a message over the socket does."""

from __future__ import annotations

from uuid import UUID

from asgiref.sync import async_to_sync
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples.accounts.models import User
from couples.counseling import consent, scopes
from couples.page_decorators import FORM, page
from exercises.core.text import Refused
from exercises.live import commands, marks, outcomes, topics, unsent
from exercises.live.access import NOT_YOURS, AccessDenied, Caller, PartnerAccess
from exercises.live.commands import Done
from exercises.live.decision import Command
from exercises.live.form_tokens import with_form_tokens
from exercises.live.notify import broadcast
from exercises.live.observer import pages as observer_pages
from exercises.live.posted import AS_DRAFT, read_command, refusal
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from exercises.live.screens.partner import PartnerScreen
from exercises.live.store import presence, streams

WAITING_REFRESH = 15


@page(FORM)
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    caller = Caller(_user(request).pk)
    try:
        if request.method == "POST":
            return _carry_out(request, session_id, caller)
        return _page(request, partner_screen.show(session_id, caller, rendering.as_html))
    except AccessDenied as denied:
        if denied.code == NOT_YOURS:
            return unsent.closed(request, session_id, caller)
        pages = observer_pages
        return (pages.acted if request.method == "POST" else pages.shown)(request, session_id)


@page(FORM)
def here(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Renew the lease of a browser without script; return an empty style sheet, which only such browsers request.

    Every such page requests it, so that submitting a form and reloading the page leave the same trace.
    """
    try:
        granted, going_on = partner_screen.access_and_state(session_id, Caller(_user(request).pk))
        if not going_on.apart:
            presence.arrive(granted, presence.LEASE_LIFETIME_WITHOUT_SCRIPT)
    except AccessDenied:
        raise Http404 from None
    return HttpResponse(content_type="text/css")


def _carry_out(request: HttpRequest, stream: UUID, caller: Caller) -> HttpResponse:
    """Carry out a command that came as a posted form, then show the session."""
    command = read_command(request.POST)
    if AS_DRAFT in request.POST:
        return unsent.draft(request, stream, caller, command)
    done = submitted(request, stream, caller, command)
    if isinstance(done, PartnerScreen):
        return _page(request, done, status=422)
    if command.name == "leave":
        return redirect("home")
    return redirect("session", stream)


def submitted(request: HttpRequest, stream: UUID, caller: Caller, command: Command) -> Done | PartnerScreen:
    """Carry out a command and tell everybody whom it changes something for; or return the screen that says why not,
    with what was typed kept. Raises AccessDenied."""
    try:
        with outcomes.counted():
            done = commands.submit(stream, caller, command)
    except Refused as refused:
        unsent.keep_refused(request, stream, caller, command)
        sentence, wrong = refusal(refused)
        return partner_screen.show(stream, caller, rendering.as_html, (command.name, sentence, wrong))
    async_to_sync(broadcast.announce)(done.changed)
    return done


def _page(request: HttpRequest, screen: PartnerScreen, status: int = 200) -> HttpResponse:
    granted = screen.granted
    if not screen.view.apart:
        presence.arrive(granted)
    names = granted.names
    context = {
        "parts": {name: with_form_tokens(request, markup) for name, markup in screen.screen.items()},
        "session_path": reverse("session", args=[granted.stream]),
        "socket_path": f"/ws/sessions/{granted.stream}/",
        "partner_name": names.of(granted.partner.other),
        "partner_voice": "v1" if granted.partner.other.value == "a" else "v2",
        "you": names.of(granted.partner),
        "presence": screen.presence,
        "readers": _readers(granted),
        "wish": None if screen.view.over else marks.of_session(granted),
        "suggested": topics.of(granted.stream, granted.couple),
        "is_over": screen.view.over,
        "is_apart": screen.view.apart,
        "refresh_seconds": WAITING_REFRESH if is_waiting(screen) else None,
    }
    return render(request, "exercises/session.html", context, status=status)


def _readers(granted: PartnerAccess) -> list[str]:
    """Return the names of the counselors who may read what is opened here, once the session has been completed.

    Nobody can read one that ended before its last step.
    """
    state = streams.state_at(granted)
    if state.over and not state.played_through:
        return []
    return consent.readers(granted.couple, scopes.ANSWERS, scopes.BALANCE)


def is_waiting(screen: PartnerScreen) -> bool:
    """Whether two meet and there is nothing to type or choose, so that the page may refresh automatically."""
    fields = (field for offer in screen.view.forms for field in offer.fields)
    return not (screen.view.over or screen.view.apart) and all(field.type == "hidden" for field in fields)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
