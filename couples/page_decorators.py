"""The decorators of pages: which methods a page answers, who may see it, and that no copy is cached.

Each view has one of these, outermost, which sets `open_to`; a test finds a view without one. Whether the person may
see this session or that link is checked by the view itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Protocol, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from couples.accounts import unsent
from couples.accounts.models import User

REFUSED: Final = 422
SIGNED_OUT: Final = 401


class SignedIn(HttpRequest):
    """A request that passed `page`."""

    user: User


View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)

READ: Final = ("GET", "HEAD")
ACT: Final = ("POST",)
FORM: Final = (*READ, *ACT)


class Decorator(Protocol):
    def __call__(self, view: AnyView, /) -> AnyView:
        """The guarded view, called as the view is."""


def public_page(methods: tuple[str, ...]) -> Decorator:
    """The same page for everybody, signed in or not."""
    return guarded_by("everybody", methods)


def open_page(methods: tuple[str, ...]) -> Decorator:
    """For everybody, but not the same for all: it may show who is signed in, or what a secret link leads to."""
    return guarded_by("everybody", methods, never_cache)


def page(methods: tuple[str, ...]) -> Decorator:
    """For people who are signed in; others are redirected to sign in."""
    return guarded_by("signed in", methods, signed_in_only, never_cache)


def counselor_page(methods: tuple[str, ...]) -> Decorator:
    """For counselors; anybody else who is signed in gets 404."""
    return guarded_by("counselors", methods, signed_in_only, never_cache, _counselors_only)


def guarded_by(open_to: str, methods: tuple[str, ...], *guards: Callable[[View], View]) -> Decorator:
    """Return a decorator that checks the method, then these guards in order, and marks the view as `open_to`."""

    def decorate(view: AnyView) -> AnyView:
        guarded: View = view
        for guard in reversed(guards):
            guarded = guard(guarded)
        guarded = require_http_methods(list(methods))(guarded)
        guarded.open_to = open_to  # type: ignore[attr-defined]
        return cast(AnyView, guarded)

    return decorate


def signed_in_only(view: View) -> View:
    """Send everybody else to sign in. What they have just typed into a form is shown to them, and stored nowhere."""
    inside = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        words = [] if request.user.is_authenticated else unsent.words_of(request.POST)
        if words:
            return render(request, "account/signed_out.html", {"unsent": words}, status=SIGNED_OUT)
        return inside(request, *args, **kwargs)

    return guarded


def _counselors_only(view: View) -> View:
    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_counselor:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
