"""The middleware that looks whether what is stored about somebody holds, before a role's pages and a proof given again.

It also answers for whatever was refused elsewhere because something stored does not hold. The answer tells nothing.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from couples.accounts import factors, hidden, unsent
from couples.accounts.models import User
from couples.facts import holding
from couples.middleware import Middleware

PROVED_AGAIN: Final = frozenset(
    {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
)
OF_COUNSELORS: Final = "counselors"
_WHAT_OPENS: Final = itemgetter("id", "password", "is_active", "is_staff", "is_superuser", "is_counselor")


class StoredFacts(Middleware):
    """Answers 403 where they do not hold, or where they say something else than what was read for this request."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or view.__module__ in factors.OPEN_MODULES:
            return None
        if match.view_name in factors.OPEN_PAGES and not _is_proved_again(request, match.view_name):
            return None
        user = request.user
        if not isinstance(user, User) or not _is_checked(request, user, view):
            return None
        return None if _holds(request, user) else _closed(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _closed(request) if isinstance(exception, holding.DoesNotHold) else None


def _is_checked(request: HttpRequest, user: User, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    assert match is not None
    return (
        _is_proved_again(request, match.view_name)
        or factors.must_have_one(user)
        or getattr(view, "open_to", "") == OF_COUNSELORS
        or match.app_name == "admin"
    )


def _is_proved_again(request: HttpRequest, name: str) -> bool:
    return request.method == "POST" and name in PROVED_AGAIN


def _holds(request: HttpRequest, user: User) -> bool:
    """Whether it holds, and so does the factor that was used in this sign-in, where one is needed for this page."""
    assert request.resolver_match is not None
    try:
        held = holding.require_used(user.pk, user, _WHAT_OPENS)
        if factors.must_have_one(user) and request.resolver_match.view_name not in factors.SETTING_UP:
            hidden.require_one_used(request.session, user, held)
    except holding.DoesNotHold:
        return False
    return True


def _closed(request: HttpRequest) -> HttpResponse:
    seen = {"unsent": unsent.words_of(request.POST)}
    return render(request, "couples/does_not_hold.html", seen, status=403)
