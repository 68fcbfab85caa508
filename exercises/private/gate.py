"""The way into the private pages: only their own person, only with the lock open. What was sent in too late is kept.

Whoever wrote for more than ten minutes finds the pages locked when sending. The words wait, sealed, apart from
the shelf, and are in the form when the pages are open again, marked as what they are: whoever is signed in may
have sent them. Nothing of them is in the session or in the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples.accounts.models import User
from couples.lock import state as lock_state
from couples.page_decorators import FORM, REFUSED, page
from exercises.core.fields import Choices, Field
from exercises.live.posted import read_fields
from exercises.private import pending, store

THROW_AWAY: Final = "throw_away"
View = Callable[..., HttpResponse]
Asked = Callable[..., tuple[Field, ...]]


def private(view: View) -> View:
    """A private page without a form of its own: GET to read, POST to act. Nothing sent in too late is kept."""
    return private_form(lambda **_address: ())(view)


def private_form(asked: Asked) -> Callable[[View], View]:
    """A private page: GET to read, POST to change, at one and the same address.

    `asked`: what its form may ask for, by what the address says alone; only that is kept when it comes too late.
    """

    def decorate(view: View) -> View:
        @page(FORM)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
            if not lock_state.is_open(request):
                is_sent = request.method == "POST"
                return lock_state.ask(request, _keep(request, asked(*args, **address)) if is_sent else "")
            lock_state.touch(request)
            return _inside(request, lambda: view(request, *args, **address))

        return guarded

    return decorate


def _inside(request: HttpRequest, style: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method == "POST" and THROW_AWAY in request.POST:
        pending.drop(_pk(request), request.POST[THROW_AWAY])
        return redirect(request.path)
    try:
        return style()
    except (store.Full, store.Gone) as error:
        seen = {"is_full": isinstance(error, store.Full)}
        return render(request, "private/no_room.html", seen, status=REFUSED)


def _keep(request: HttpRequest, asked: tuple[Field, ...]) -> str:
    """Write-only: it opens nothing that was kept, and replaces nothing. What the page of the lock says of it."""
    names = {field.name: isinstance(field, Choices) for field in asked}
    posted = read_fields(request.POST)
    fields = {name: posted[name] for name in names if name in posted}
    if not fields or any(isinstance(fields[name], list) and not names[name] for name in fields):
        return ""
    store.make(_pk(request))
    return lock_state.PENDING_KEPT if pending.keep(_pk(request), request.path, fields) else lock_state.LOST


def _pk(request: HttpRequest) -> UUID:
    assert isinstance(request.user, User)
    return request.user.pk
