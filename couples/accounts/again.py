"""Proving again who one is, before something important. Nothing that was sent before is kept, and none carried out.

Allauth keeps a form that came without a fresh proof, and carries it out after the next one. So somebody could post it
on a device that is signed in, and its owner would carry it out when they only want to see that page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import User
from couples.middleware import Middleware

from . import delays, factors

BY_PASSWORD: Final = "reauthenticate"
"""Allauth's name for proving it with the password."""
NEXT: Final[dict[str, str | Promise]] = {
    "account_email": _("Please confirm that it’s you, to change your e-mail address."),
    "account_set_password": _("Please confirm that it’s you, to set a password."),
    "erase": _("Please confirm that it’s you, to see what erasing does."),
    "export": _("Please confirm that it’s you, to choose what you download."),
    "leave": _("Please confirm that it’s you, to see or choose a day."),
    "lock_settings": _("Please confirm that it’s you, to see how your private pages are locked."),
    "mfa_activate_totp": _("Please confirm that it’s you, to set up an authenticator app."),
    "mfa_add_webauthn": _("Please confirm that it’s you, to add a passkey."),
    "mfa_deactivate_totp": _("Please confirm that it’s you, to stop using the authenticator app."),
    "mfa_download_recovery_codes": _("Please confirm that it’s you, to save your recovery codes."),
    "mfa_edit_webauthn": _("Please confirm that it’s you, to name a passkey."),
    "mfa_generate_recovery_codes": _("Please confirm that it’s you, to make new recovery codes."),
    "mfa_remove_webauthn": _("Please confirm that it’s you, to remove a passkey."),
    "mfa_view_recovery_codes": _("Please confirm that it’s you, to see your recovery codes."),
    "usersessions_list": _("Please confirm that it’s you, to see where you are signed in."),
}
"""What the page that asks says, by the name of the page that comes next."""
View = Callable[..., HttpResponse]


class AskAgain(Middleware):
    """Asks for the proof where allauth would, and before it does. Its place is after allauth's middleware."""

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        return ask(request) if isinstance(raised, ReauthenticationRequired) else None


def ask(request: HttpRequest, to: str = "") -> HttpResponse:
    """Redirect to the proof, and from there to this page or to `to`. A visitor is to sign in first.

    Raises PermissionDenied if the person has nothing to prove it with.
    """
    if not isinstance(request.user, User):
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    return _ask(request, get_adapter().get_reauthentication_methods(request.user), to)


def by_factor(view: View) -> View:
    """Decorate a page that is shown only to somebody who has used a factor lately: the password is not enough."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User) and not factors.was_used_lately(request):
            return _ask(request, ways_by_factor(request.user))
        return view(request, *args, **kwargs)

    return guarded


def ways_by_factor(user: User) -> list[dict[str, Any]]:
    """Return allauth's facts about each way to prove it but by the password."""
    methods = get_adapter().get_reauthentication_methods(user)
    return [one for one in methods if one["id"] != BY_PASSWORD]


def waiting(request: HttpRequest, kind: delays.Kind) -> dict[str, Any]:
    """Return what a page says of a change: whether it waits, why it can't, and with which proofs it would not wait."""
    if not delays.must_wait(request, kind):
        return {"waits": False}
    assert isinstance(request.user, User)
    back = urlencode({"next": request.path})
    own = ways_by_factor(request.user) if factors.has_second_factor(request.user) else []
    ways = [one | {"url": f"{one['url']}?{back}"} for one in own]
    return {"waits": True, "why_not": delays.why_not(request.user, kind), "at_once_by": ways}


def forget_sent(request: HttpRequest) -> None:
    """Forget a form that was kept for after the proof, in a session from when that was done."""
    request.session.pop(STATE_SESSION_KEY, None)


def what_comes_next(request: HttpRequest) -> str | Promise:
    """Return the sentence about the page that comes after the proof; empty for any other."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    try:
        return NEXT.get(resolve(urlsplit(wanted).path).url_name or "", "")
    except (Resolver404, ValueError):
        return ""


def _ask(request: HttpRequest, ways: list[dict[str, Any]], to: str = "") -> HttpResponse:
    if not ways:
        raise PermissionDenied
    return redirect(f"{ways[0]['url']}?{urlencode({'next': to or request.get_full_path()})}")
