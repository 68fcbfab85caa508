"""Decorators for pages behind the lock of the private pages, and the redirect to the page that opens it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from couples.accounts import again
from couples.accounts.models import User
from couples.lock import proofs, state
from couples.lock.locks import OpenStore
from couples.page_decorators import SignedIn

PENDING_KEPT: Final = "kept"
LOST: Final = "lost"

View = Callable[..., HttpResponse]


class Opened(SignedIn):
    """A request to a page of which the lock is open."""

    open_store: OpenStore


def enter(request: HttpRequest) -> bool:
    """Return whether the pages are open, restart the timeout, and put the open store into the request."""
    open_store = state.opened(request)
    if open_store is None:
        return False
    request.open_store = open_store  # type: ignore[attr-defined]
    state.keep_open(request, open_store)
    return True


def required(view: View) -> View:
    """Decorate a page, inside `page`, that needs an open lock; each use restarts the timeout."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if enter(request) else ask(request)

    return guarded


def before_new_proofs(view: View) -> View:
    """Decorate a page that creates or shows a proof (passkey, app, codes): the private pages must be open already.

    Otherwise somebody with access to the mailbox, or with the password of a person who has a PIN, could make a passkey
    of their own. A person who has no proof at all, such as one who signs in by mailed codes only, is let through.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        stands = isinstance(user, User) and proofs.has_any(user)
        return ask(request) if stands and not state.is_open(request) else view(request, *args, **kwargs)

    return guarded


def before_showing(request: HttpRequest, page: str) -> HttpResponse | None:
    """Return the redirect to proving again who one is, and then to `page`, or None if that was done lately."""
    if not reauthentication.is_reauthentication_required(request, app=""):
        return None
    return again.ask(request, reverse(page))


def ask(request: HttpRequest, late: str = "") -> HttpResponse:
    """Redirect to the page that opens the lock, and then back. `late`: PENDING_KEPT or LOST, for what was sent."""
    more = {"late": late} if late else {}
    return redirect(f"{reverse('lock_open')}?{urlencode({'next': request.path} | more)}")
