"""Who must have a second factor, who used one in this sign-in, and the middleware that asks the others for it."""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from couples.accounts.models import User
from couples.facts import holding
from couples.middleware import Middleware

from . import demo_people, sign_ins, unsent

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SET_UP: Final = "second factor set up"
"""The method under which allauth's records keep a factor that was set up in this sign-in. It opens no private pages."""
OPEN_PAGES = frozenset(
    {
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "help",
        "exit",
    }
)
"""Where somebody may go who has yet to use their second factor in this sign-in: out, to help, and to the using."""
SETTING_UP = OPEN_PAGES | {
    "account_email_verification_sent",
    "account_set_password",
    "mfa_index",
    "cancel_change",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "lock_open",
    "private_empty",
}
"""Where somebody may go who has none yet: also to the setting up, before which the lock of the private pages may
stand: one opens it, or empties them."""
OPEN_MODULES = frozenset({"couples.help.pages"})
"""Reading pages are rendered without knowing who asks, and stay so."""

MADE: Final = "made"
"""In allauth's record of a factor that was used: when it was set up. Ids may be given again."""


class Used(NamedTuple):
    """A factor as a session keeps that it was used: another one with the same id is not it. `made`: when, in ISO."""

    id: int
    type: str
    made: str

    @classmethod
    def of_row(cls, columns: Mapping[str, Any]) -> "Used":
        return cls(columns["id"], columns["type"], columns["created_at"].isoformat())

    @classmethod
    def of(cls, factor: Authenticator) -> "Used":
        return cls(factor.pk, factor.type, factor.created_at.isoformat())

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Used | None":
        named = all(name in record for name in ("id", "type", MADE))
        return cls(record["id"], record["type"], record[MADE]) if named else None


def has_second_factor(user: User) -> bool:
    """Return whether the person has an authenticator app or a passkey. Recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def protected() -> QuerySet[User]:
    """Return a query for everybody who has a second factor, and the invented people of a demo."""
    return _owners(Q(type__in=FACTORS))


def must_have_one(user: User | AnonymousUser) -> bool:
    """Return whether this is a counselor or operator. Invented people need no second factor."""
    if not (isinstance(user, User) and (user.is_counselor or user.is_staff)):
        return False
    return not (settings.DEMO and demo_people.is_invented(user))


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Return whether this counselor or operator must set up a second factor."""
    return isinstance(user, User) and must_have_one(user) and not has_second_factor(user)


def may_be_recovery_code(secret: str) -> bool:
    """Return whether this is as long as a recovery code: then it is no code of an app, and has a count of its own."""
    typed = "".join(secret.split()).replace("-", "")
    return typed.isascii() and typed.isdigit() and len(typed) == app_settings.RECOVERY_CODE_DIGITS


def used_in(session: Any, user: Any, since: float = 0) -> tuple[Used, ...]:
    """Return the factors that were used or set up in this sign-in, since a moment. Reads the session alone."""
    asked = HttpRequest()
    asked.session = session
    records: list[Mapping[str, Any]] = get_authentication_records(asked, user)
    own = (one for one in records if one.get("method") in ("mfa", SET_UP) and one.get("at", 0) >= since)
    found = (Used.of_record(one) for one in own)
    return tuple({one for one in found if one is not None})


def held_by(user: Any) -> frozenset[Used]:
    """Return this person's factors and recovery codes, of what holds. Raises DoesNotHold."""
    return frozenset(map(Used.of_row, holding.held(user.pk).rows(Authenticator)))


def used_lately(request: HttpRequest) -> tuple[Used, ...]:
    """Return the factors that were used or set up here in the last few minutes. Reads the session alone."""
    within = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return used_in(request.session, request.user, time.time() - within)


def was_used_lately(request: HttpRequest) -> bool:
    """Return whether the person still has one of those, by what holds. Raises DoesNotHold."""
    return any(one in held_by(request.user) for one in used_lately(request))


def among(used: Iterable[Used]) -> Q:
    """Return a filter for these factors, as far as there are any still."""
    which = Q(pk__in=[])
    for one in used:
        which |= Q(pk=one.id, type=one.type, created_at=datetime.fromisoformat(one.made))
    return which


def with_one_of(used: Iterable[Used]) -> QuerySet[User]:
    """Return a query for whoever owns one of these factors still, and the invented people of a demo."""
    return _owners(among(used))


def say_which(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    """Add to allauth's record, just made, which factor it was. Connected to its signal."""
    records = get_authentication_records(request, authenticator.user)
    records[-1][MADE] = authenticator.created_at.isoformat()
    request.session.modified = True


def _owners(which: Q) -> QuerySet[User]:
    """Return a query for everybody who owns such a factor, and the invented people of a demo."""
    owns = Q(Exists(Authenticator.objects.filter(which, user=OuterRef("pk"))))
    return User.objects.filter(owns | Q(email__in=demo_people.ADDRESSES) if settings.DEMO else owns)


def is_missing_here(request: HttpRequest) -> bool:
    """Return whether this counselor or operator has not used a second factor in this sign-in, or has removed it."""
    user = request.user
    if not isinstance(user, User) or not must_have_one(user):
        return False
    used = used_in(request.session, user)
    return not (used and Authenticator.objects.filter(among(used), user=user).exists())


def count_as_used(request: HttpRequest, factor: Authenticator) -> None:
    """Count a factor that was just set up as used in this sign-in, unless the person had one that was not used in it.

    The first one ends all other sign-ins: whoever knew the password alone is out.
    """
    user = request.user
    assert isinstance(user, User)
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=factor.pk)
    is_first, used = not others.exists(), used_in(request.session, user)
    if is_first or others.filter(among(used)).exists():
        record_authentication(request, user, SET_UP, **Used.of(factor)._asdict())
    if is_first:
        sign_ins.end_others(request)


class SecondFactor(Middleware):
    """Redirects whoever has not used a second factor they need to do so, for every path and method."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN_PAGES or view.__module__ in OPEN_MODULES:
            return None
        if not is_missing_here(request):
            return None
        if needs_second_factor(request.user):
            return None if match.view_name in SETTING_UP else unsent.instead(request, redirect("mfa_index"))
        back = {"next": request.get_full_path()} if request.method == "GET" else {}
        return unsent.instead(request, redirect(f"{reverse('account_reauthenticate')}?{urlencode(back)}"))
