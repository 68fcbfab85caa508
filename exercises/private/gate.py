"""Guard the private pages: only their owner may open them, and only while they are unlocked.

Someone who writes for longer than the lock's timeout finds the pages locked when sending. What they sent is kept
sealed as a pending entry, apart from the store, and is shown in the form after unlocking. It is marked as such,
because anyone using a signed-in device may have sent it. Nothing of it is kept in the session or the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples.accounts import unsent
from couples.accounts.models import User
from couples.lock import guards
from couples.lock.guards import Opened
from couples.page_decorators import FORM, REFUSED, page
from exercises.core.fields import Choices, Field
from exercises.live.posted import read_fields
from exercises.private import entries, pending, store

THROW_AWAY: Final = "throw_away"
View = Callable[..., HttpResponse]
Asked = Callable[..., tuple[Field, ...]]


def private(view: View) -> View:
    """Decorate a private page without a form: GET to read, POST to act. A POST while locked is not kept."""
    return private_form(lambda **_address: ())(view)


def private_form(asked: Asked) -> Callable[[View], View]:
    """Decorate a private page: GET to read, POST to change, at the same address.

    `asked`: returns the fields of the form, from the address alone; only these are kept from a POST while locked.
    """

    def decorate(view: View) -> View:
        @page(FORM)
        @wraps(view)
        def guarded(request: Opened, *args: Any, **address: Any) -> HttpResponse:
            if not guards.enter(request):
                return _locked(request, asked(*args, **address))
            return _inside(request, lambda: view(request, *args, **address))

        return guarded

    return decorate


def _locked(request: HttpRequest, asked: tuple[Field, ...]) -> HttpResponse:
    """Ask for what opens the pages. What was sent in is kept, or given back where there is no room for it."""
    late = _keep(request, asked) if request.method == "POST" else ""
    words = unsent.words_of(request.POST) if late != guards.PENDING_KEPT else []
    if words:
        return render(request, "private/not_kept.html", {"unsent": words}, status=REFUSED)
    return guards.ask(request, late)


def _inside(request: Opened, show: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method == "POST" and THROW_AWAY in request.POST:
        pending.drop(request.open_store, request.POST[THROW_AWAY])
        return redirect(request.path)
    try:
        return show()
    except Http404:
        sent = pending.at(request.open_store, request.path) if request.method != "POST" else None
        if sent is None:
            raise
        return render(request, "private/entry_gone.html", {"sent_in": sent}, status=404)
    except (store.Full, store.Gone) as error:
        seen = {"is_full": isinstance(error, store.Full)}
        return render(request, "private/no_room.html", seen, status=REFUSED)


def _keep(request: HttpRequest, asked: tuple[Field, ...]) -> str:
    """Keep a POST as a pending entry, replacing none. Returns what the lock page says about it, or an empty string."""
    names = {field.name: isinstance(field, Choices) for field in asked}
    posted = read_fields(request.POST)
    fields = {name: posted[name] for name in names if name in posted}
    if not fields or any(isinstance(fields[name], list) and not names[name] for name in fields):
        return ""
    store.make(_pk(request))
    kept = pending.keep(_pk(request), request.path, fields, entries.id_of(request))
    return guards.PENDING_KEPT if kept else guards.LOST


def _pk(request: HttpRequest) -> UUID:
    assert isinstance(request.user, User)
    return request.user.pk
