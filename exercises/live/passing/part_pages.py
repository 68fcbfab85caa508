"""The part of the partner to whom a device was passed: one session's screen, as forms alone, and nothing else.

Here `request.user` is that partner, by the sign-in beside: see `couples.accounts.beside`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from couples.accounts import beside, page_owner
from couples.accounts.models import User
from couples.lock import persons
from couples.page_decorators import ACT, FORM, Decorator, guarded_by
from exercises.live import commands, posted
from exercises.live.access import AccessDenied, Caller
from exercises.live.form_tokens import with_form_tokens
from exercises.live.pages import submitted
from exercises.live.posted import read_command
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from exercises.live.screens.partner import PartnerScreen
from exercises.live.store import presence


def beside_page(methods: tuple[str, ...]) -> Decorator:
    """For who is signed in beside another person. Others get the cover; what they typed is sealed for its author."""
    return guarded_by("beside", methods, _beside_only, never_cache)


def _beside_only(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, session_id: UUID) -> HttpResponse:
        if _is_proved(request):
            found: HttpResponse = view(request, session_id)
            return found
        said, answer = request.POST.get(page_owner.FIELD, ""), _to_the_cover(session_id)
        if isinstance(request.user, User):
            answer, request.user = _ended(request, session_id), AnonymousUser()
        return page_owner.for_owner(request, said) if said else answer

    return guarded


def _is_proved(request: HttpRequest) -> bool:
    """Return whether somebody is signed in beside, and what they proved it with has not changed since."""
    user = request.user
    return isinstance(user, User) and request.session.get(beside.PROVED) == persons.mark(user)


@beside_page(FORM)
def beside_part(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show this session's part, or carry out a command of it. Once the session is over, the sign-in ends."""
    caller = Caller(_user(request).pk)
    try:
        if request.method == "POST":
            return _carried_out(request, session_id, caller)
        screen = partner_screen.show(session_id, caller, rendering.as_html)
    except AccessDenied:
        return _ended(request, session_id)
    return _ended(request, session_id) if screen.view.over else _page(request, screen)


@beside_page(ACT)
def give_back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End this sign-in, and show the cover."""
    return _ended(request, session_id)


def _carried_out(request: HttpRequest, stream: UUID, caller: Caller) -> HttpResponse:
    command = read_command(request.POST)
    if request.POST.get(posted.AS_DRAFT):
        commands.save_draft(stream, caller, command.visit, command.name, {})
        return redirect("beside", stream)
    if command.name == "leave":
        return _ended(request, stream)
    done = submitted(request, stream, caller, command)
    if isinstance(done, PartnerScreen):
        return _page(request, done, status=422)
    return _ended(request, stream) if done.state.over else redirect("beside", stream)


def _page(request: HttpRequest, screen: PartnerScreen, status: int = 200) -> HttpResponse:
    granted = screen.granted
    if not screen.view.apart:
        presence.arrive(granted, presence.LEASE_LIFETIME_WITHOUT_SCRIPT)
    names = granted.names
    seen = {
        "parts": {name: with_form_tokens(request, markup) for name, markup in screen.screen.items()},
        "session_id": granted.stream,
        "you": names.of(granted.partner),
        "partner": names.of(granted.partner.other),
    }
    return render(request, "exercises/beside.html", seen, status=status)


def _ended(request: HttpRequest, stream: UUID) -> HttpResponse:
    """End the sign-in beside, and its cookie; nothing that it showed stays in the browser's memory of pages."""
    main = request.session.main  # type: ignore[attr-defined]
    request.session.flush()
    beside.end(main)
    answer = _to_the_cover(stream)
    beside.forget(answer, stream)
    return answer


def _to_the_cover(stream: UUID) -> HttpResponse:
    return redirect("pass_device", stream)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
