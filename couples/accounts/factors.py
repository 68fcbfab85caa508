"""Who must have a second factor, who has one, and the middleware that sends those without one to set it up."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from couples.accounts.models import User

from . import demo_people

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_PAGES = frozenset(
    {
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_email_verification_sent",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "lock_open",
        "private_empty",
        "help",
        "exit",
    }
)
"""Where somebody may go who has yet to set up a second factor: out, to help, and to the setting up, before which the
lock of the private pages may stand: one opens it, or empties them."""
OPEN_MODULES = frozenset({"couples.help.pages"})
"""Reading pages are rendered without knowing who asks, and stay so."""

GetResponse = Callable[[HttpRequest], HttpResponse]


def has_second_factor(user: User) -> bool:
    """Return whether the person has an authenticator app or a passkey. Recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def protected() -> QuerySet[User]:
    """Return a query for everybody who has a second factor, and the invented people of a demo."""
    has_one = Q(Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)))
    return User.objects.filter(has_one | Q(email__in=demo_people.ADDRESSES) if settings.DEMO else has_one)


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Return whether this counselor or operator must set up a second factor. Invented people need none."""
    if not (isinstance(user, User) and (user.is_counselor or user.is_staff)):
        return False
    return not (settings.DEMO and demo_people.is_invented(user)) and not has_second_factor(user)


class SecondFactor:
    """Middleware that redirects people who need a second factor to its page, for every path and method."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN_PAGES or view.__module__ in OPEN_MODULES:
            return None
        return redirect("mfa_index") if needs_second_factor(request.user) else None
