"""A person's list of sign-ins, and ending them. Only the kind of device and the day are kept, never an address."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts.models import User

NO_ADDRESS = "::"
PHONES, TABLETS = ("iphone", "mobile"), ("ipad", "tablet")
COMPUTERS = ("windows", "macintosh", "x11", "cros", "linux")


def device(user_agent: str) -> str:
    """Return phone, tablet, computer or other; nothing else is kept of the user agent."""
    said = user_agent.lower()
    if any(word in said for word in TABLETS):
        return "tablet"
    if any(word in said for word in PHONES):
        return "phone"
    if "android" in said:
        return "tablet"
    return "computer" if any(word in said for word in COMPUTERS) else "other"


def in_words(kind: str) -> str:
    words = {"phone": _("A phone"), "tablet": _("A tablet"), "computer": _("A computer")}
    return words.get(kind, _("Another device"))


def keep_coarse(user: User) -> None:
    """Reduce each sign-in of this person to the kind of device and the time."""
    for row in UserSession.objects.filter(user=user).exclude(ip=NO_ADDRESS):
        row.ip, row.user_agent = NO_ADDRESS, device(row.user_agent)
        row.save(update_fields=["ip", "user_agent"])


def living(user: User) -> list[UserSession]:
    """Return the sign-ins of this person that still hold, the oldest first, and delete the rows of all others.

    Allauth does the same, with three queries for each.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("created_at"))
    stored = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    valid = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    hold = {one.session_key for one in stored if _is_of(user, valid, one.get_decoded())}
    UserSession.objects.filter(pk__in=[row.pk for row in rows if row.session_key not in hold]).delete()
    return [row for row in rows if row.session_key in hold]


def _is_of(user: User, valid: set[str], session: Mapping[str, Any]) -> bool:
    return session.get(SESSION_KEY) == str(user.pk) and session.get(HASH_SESSION_KEY) in valid


def remember(request: HttpRequest) -> None:
    """Add the sign-in of this request to the person's list."""
    UserSession.objects.create_from_request(request)
    assert isinstance(request.user, User)
    keep_coarse(request.user)


def end(rows: Iterable[UserSession]) -> None:
    """End these sign-ins, and tell the listeners that close open sockets."""
    ended = list(rows)
    for row in ended:
        row.end()
    for person in {row.user_id for row in ended}:
        hooks.tell(hooks.signed_out, person)


def end_others(request: HttpRequest) -> None:
    """End every sign-in of this person but the one of this request."""
    assert isinstance(request.user, User)
    end(UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key))
    hooks.tell(hooks.signed_out, request.user.pk)


def end_of_everybody() -> int:
    """End every sign-in of everybody, also one that is in nobody's list. Returns how many there were."""
    people = set(UserSession.objects.values_list("user", flat=True))
    number = Session.objects.filter(expire_date__gt=timezone.now()).count()
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    for person in people:
        hooks.tell(hooks.signed_out, person)
    return number


def end_all(user: User) -> None:
    """End every sign-in of a person, because the account is switched off or erased."""
    end(UserSession.objects.filter(user=user))
    hooks.tell(hooks.signed_out, user.pk)
